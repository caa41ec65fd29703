"""A task row: picture with ring, three lines, and, where something went wrong, guidance.

One function says where everything is; painting and the hit test both ask it.
"""

from typing import Final

import msgspec
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QLinearGradient, QPainter, QPixmap

from omniflash_desktop.ui.controls.painting import faded, paint_frame
from omniflash_desktop.ui.controls.progress_ring import paint_ring
from omniflash_desktop.ui.library.row_sizes import TASK_HEIGHT
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.state_words import RowWords, Tone
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

PICTURE_WIDTH: Final = 64
PICTURE_HEIGHT: Final = 48
_PADDING: Final = 8
_RING: Final = 34
_BUTTON_HEIGHT: Final = 24
_BUTTON_GAP: Final = 6
_BUTTON_PADDING: Final = 10
_CANCEL: Final = 26
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowButton(msgspec.Struct, frozen=True):
    """A painted button of a row.

    Attributes:
        action: What it does.
        rect: Where it is.
    """

    action: Action
    rect: QRect


class TaskRowPlaces(msgspec.Struct, frozen=True):
    """Where the parts of a row are, in the view's coordinates.

    Attributes:
        card: The whole row.
        picture: On the left.
        lines: Title, state, and each line of the third text.
        third: The third text, one string for each line.
        buttons: Actions, and the cancel button where it shows.
        height: Of the card.
    """

    card: QRect
    picture: QRect
    lines: list[QRect]
    third: list[str]
    buttons: list[RowButton]
    height: int


def task_row_places(
    theme: Theme,
    card: QRect,
    words: RowWords,
    actions: tuple[Action, ...],
    *,
    with_cancel: bool,
) -> TaskRowPlaces:
    """Lays a row out.

    Args:
        theme: Fonts.
        card: Left, top and width count; the height follows.
        words: What the row says.
        actions: Its buttons below the text.
        with_cancel: Whether the cancel button shows.
    """
    picture = QRect(card.left() + _PADDING, card.top() + _PADDING, PICTURE_WIDTH, PICTURE_HEIGHT)
    left = picture.right() + 1 + 12
    right = card.right() - _PADDING - (_CANCEL + _PADDING if with_cancel else 4)
    width = right - left
    fonts = _line_fonts(theme)
    heights = [QFontMetrics(font).height() + 1 for font in fonts]
    third = [words.third]
    if words.guided:
        third = _wrapped(words.third, QFontMetrics(fonts[2]), width)
    text_height = heights[0] + heights[1] + heights[2] * len(third)
    row_height = max(TASK_HEIGHT, text_height + 2 * _PADDING)
    top = card.top() + max(_PADDING, (TASK_HEIGHT - sum(heights)) // 2)
    lines: list[QRect] = []
    for height in [heights[0], heights[1], *[heights[2]] * len(third)]:
        lines.append(QRect(left, top, width, height))
        top += height
    if with_cancel:
        # Below the cross the line says what pressing it means, and needs all its room.
        lines[-1].setRight(card.right() - _PADDING)
    buttons: list[RowButton] = []
    if actions:
        font = QFontMetrics(theme.font(tokens.CAPTION, tokens.STRONG))
        x = left
        for action in actions:
            wide = font.horizontalAdvance(action_label(action)) + 2 * _BUTTON_PADDING
            if buttons and x + wide > card.right() - _PADDING:
                # None may be missing: of two ways out, the one that costs nothing is the second.
                x, top = left, top + _BUTTON_HEIGHT + _BUTTON_GAP
            buttons.append(RowButton(action, QRect(x, top + 6, wide, _BUTTON_HEIGHT)))
            x += wide + _BUTTON_GAP
        row_height = top + 6 + _BUTTON_HEIGHT + 10 - card.top()
    if with_cancel:
        middle = card.top() + TASK_HEIGHT // 2
        rect = QRect(card.right() + 1 - _PADDING - _CANCEL, 0, _CANCEL, _CANCEL)
        rect.moveTop(middle - _CANCEL // 2 - 5)
        buttons.append(RowButton(Action.CANCEL, rect))
    whole = QRect(card.left(), card.top(), card.width(), row_height)
    return TaskRowPlaces(whole, picture, lines, third, buttons, row_height)


class TaskRowLook(msgspec.Struct, frozen=True, kw_only=True):
    """What a row looks like at this moment.

    Attributes:
        title: First line.
        words: The other lines.
        poster: The picture, if there is one.
        percent: In the ring; `None` where an icon or an arc stands.
        share: How much of the ring is painted; `None` for an arc.
        turn: Where the arc stands.
        selected: Whether the row is the chosen one.
        hovered: Whether the pointer is over the row.
        hot: The button under the pointer.
        pressed: Whether that button is held down.
    """

    title: str
    words: RowWords
    poster: QPixmap | None = None
    percent: int | None = None
    share: float | None = 0.0
    turn: float = 0.0
    selected: bool = False
    hovered: bool = False
    hot: Action | None = None
    pressed: bool = False


def paint_task_row(
    painter: QPainter, theme: Theme, places: TaskRowPlaces, look: TaskRowLook
) -> None:
    """Paints a row."""
    colour = theme.colour
    card = QRectF(places.card)
    words = look.words
    fill = colour("hover") if look.hovered and theme.is_dark else colour("raised")
    line = colour("line_strong") if look.hovered else colour("line_subtle")
    if words.guided:
        line = colour("line_strong") if look.hovered else colour("line")
    if look.selected:
        paint_frame(
            painter, card, tokens.RADIUS_CARD, fill=fill, line=colour("accent_line"), width=2
        )
    else:
        paint_frame(painter, card, tokens.RADIUS_CARD, fill=fill, line=line)
    if words.guided:
        _paint_trouble(painter, theme, QRectF(places.picture), words)
    else:
        _paint_ring(painter, theme, QRectF(places.picture), look)
    _paint_lines(painter, theme, places, look)
    for button in places.buttons:
        _paint_button(painter, theme, button, look)


def _paint_lines(painter: QPainter, theme: Theme, places: TaskRowPlaces, look: TaskRowLook) -> None:
    title_font, state_font, third_font = _line_fonts(theme)
    title, state, *third_lines = places.lines
    third = places.third
    if look.hovered and not look.words.guided and look.words.truth:
        # The cross is at hand: this is what pressing it means for the money.
        third = [look.words.truth]
    _draw(painter, title, title_font, theme.colour("text"), look.title)
    used = _draw(painter, state, state_font, theme.colour(look.words.tone.value), look.words.state)
    fact = state.adjusted(used + 7, 0, 0, 0)
    _draw(painter, fact, theme.font(tokens.CAPTION), theme.colour("text2"), look.words.fact)
    ink = theme.colour("text2" if look.words.guided else "text3")
    for rect, text in zip(third_lines, third, strict=True):
        _draw(painter, rect, third_font, ink, text)


def _draw(painter: QPainter, rect: QRect, font: QFont, ink: QColor, text: str) -> int:
    """Draws one line, elided where it has to be; answers how wide it is."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, _LEFT, shown)
    return metrics.horizontalAdvance(shown)


def _paint_trouble(painter: QPainter, theme: Theme, rect: QRectF, words: RowWords) -> None:
    role = "danger" if words.tone is Tone.DANGER else "warning"
    paint_frame(
        painter,
        rect,
        tokens.RADIUS_FIELD,
        fill=theme.colour(f"{role}_bg"),
        line=theme.colour(f"{role}_line"),
    )
    square = QRectF(0, 0, 19, 19)
    square.moveCenter(rect.center())
    theme.paint_icon(painter, square, words.icon, theme.colour(role))


def _paint_ring(painter: QPainter, theme: Theme, rect: QRectF, look: TaskRowLook) -> None:
    if look.poster is not None:
        painter.drawPixmap(rect.topLeft(), look.poster)
        paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=QColor(0, 0, 0, 140))
        ink = theme.colour("on_picture")
        track = faded(ink, 0.28)
    else:
        tint = QLinearGradient(rect.topLeft(), rect.bottomRight())
        tint.setColorAt(0, theme.colour("accent_bg2"))
        tint.setColorAt(1, theme.colour("raised2"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(rect, tokens.RADIUS_FIELD, tokens.RADIUS_FIELD)
        ink = theme.colour("text")
        track = theme.colour("line_strong")
    ring = QRectF(0, 0, _RING, _RING)
    ring.moveCenter(rect.center())
    paint_ring(painter, ring, share=look.share, turn=look.turn, width=3.5, track=track, arc=ink)
    if look.percent is not None:
        painter.setFont(theme.font(tokens.TINY, tokens.STRONG, tabular=True))
        painter.setPen(ink)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(look.percent))
    elif look.words.icon:
        square = QRectF(0, 0, 15, 15)
        square.moveCenter(ring.center())
        theme.paint_icon(painter, square, look.words.icon, ink)


def _paint_button(painter: QPainter, theme: Theme, button: RowButton, look: TaskRowLook) -> None:
    hot = look.hot is button.action
    fill = theme.colour("raised2")
    if hot:
        fill = theme.colour("pressed" if look.pressed else "hover")
    rect = QRectF(button.rect)
    is_cross = button.action is Action.CANCEL and not look.words.actions
    line = theme.colour("line_strong") if hot or not is_cross else None
    paint_frame(painter, rect, 7, fill=fill, line=line)
    if is_cross:
        square = QRectF(0, 0, 15, 15)
        square.moveCenter(rect.center())
        theme.paint_icon(painter, square, "x", theme.colour("text"))
        return
    painter.setFont(theme.font(tokens.CAPTION, tokens.STRONG))
    painter.setPen(theme.colour("text"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, action_label(button.action))


def _line_fonts(theme: Theme) -> tuple[QFont, QFont, QFont]:
    return (
        theme.font(tokens.BASE, tokens.MEDIUM),
        theme.font(tokens.CAPTION, tokens.STRONG),
        theme.font(tokens.TINY, tabular=True),
    )


def _wrapped(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """`text` in lines of at most `width`, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
