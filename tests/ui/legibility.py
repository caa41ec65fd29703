"""What is wrong with the words in a window: cut off, one over the other, or hard to read."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget

from omniflash_desktop.ui.controls.elided_label import ElidedLabel
from omniflash_desktop.ui.controls.segmented import Segment

LEAST_CONTRAST = 4.5
"""Source: WCAG AA, for text."""

MAY_BE_SHORT = frozenset(
    [
        "clipPrompt",  # "Show all" beside it
        "clipTitle",  # the user's own words, of any length; the tooltip tells all
        "taskIdValue",  # copied with its button
    ]
)

_ROUNDING = 1  # logical pixel


def all_faults(window: QWidget) -> list[str]:
    """Everything below, each said as what it is."""
    kinds = {"cut off": cut_off, "over another": one_over_another, "hard to read": hard_to_read}
    return [f"{kind}: {one}" for kind, find in kinds.items() for one in find(window)]


def cut_off(window: QWidget) -> list[str]:
    """Words that do not fit into their place."""
    return [_told(widget) for widget in _with_words(window) if _is_cut_off(widget)]


def one_over_another(window: QWidget) -> list[str]:
    """Pairs of controls or labels of the same pane that share pixels."""
    places = [(widget, _place(widget, window)) for widget in _leaves(window)]
    return [
        f"{_told(one)} over {_told(other)}"
        for number, (one, place) in enumerate(places)
        for other, other_place in places[number + 1 :]
        if one.parentWidget() is other.parentWidget()
        and _inner(place).intersects(_inner(other_place))
    ]


def hard_to_read(window: QWidget) -> list[str]:
    """Labels whose colour stands out too little from what is really behind them."""
    picture = window.grab().toImage()
    found: list[str] = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or not label.isEnabled():
            continue
        behind = _colour_behind(picture, _place(label, window), picture.devicePixelRatio())
        if behind is None:
            continue
        ratio = contrast(label.palette().color(QPalette.ColorRole.WindowText), behind)
        if round(ratio, 1) < LEAST_CONTRAST:
            found.append(f"{_told(label)}: {ratio:.2f} on {behind.name()}")
    return found


def contrast(first: QColor, second: QColor) -> float:
    """1 to 21, as WCAG has it."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _with_words(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        is_worded = isinstance(widget, QLabel | QAbstractButton) and bool(widget.text())
        if is_worded and widget.isVisible() and widget.objectName() not in MAY_BE_SHORT:
            yield widget


def _is_cut_off(widget: QWidget) -> bool:
    if not widget.visibleRegion().isEmpty() and _is_clipped_by_parents(widget):
        return True
    if isinstance(widget, ElidedLabel):
        return widget.is_elided()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + _ROUNDING
    if isinstance(widget, Segment):
        return widget.minimumSizeHint().width() > widget.width() + _ROUNDING
    return widget.sizeHint().width() > widget.width() + _ROUNDING


def _is_clipped_by_parents(widget: QWidget) -> bool:
    # What is scrolled out of sight is not cut off: there is a way to see it.
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return False
        inside = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(inside):
            return True
        parent = parent.parentWidget()
    return False


def _leaves(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        is_leaf = isinstance(widget, QLabel | QAbstractButton)
        if is_leaf and widget.isVisible() and not _is_see_through(widget):
            yield widget


def _is_see_through(widget: QWidget) -> bool:
    return widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _inner(place: QRect) -> QRect:
    return place.adjusted(1, 1, -1, -1)


def _colour_behind(picture: QImage, place: QRect, scale: float) -> QColor | None:
    top_left, size = place.topLeft() * scale, place.size() * scale
    part = QRect(top_left, size).intersected(picture.rect())
    if part.isEmpty():
        return None
    pixels = Counter(
        picture.pixel(x, y)
        for y in range(part.top(), part.bottom() + 1, 2)
        for x in range(part.left(), part.right() + 1, 3)
    )
    return QColor.fromRgb(pixels.most_common(1)[0][0])


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _told(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    parent = widget.parentWidget()
    return (
        f"{type(widget).__name__} {widget.objectName()!r} {words[:40]!r} in {type(parent).__name__}"
    )
