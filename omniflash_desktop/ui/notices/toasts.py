"""Passing messages at the bottom of the stage: at most three, the newest below."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.announcing import announce
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

MAX_TOASTS: Final = 3
_WIDTH: Final = 400
_GAP: Final = 8
_BOTTOM: Final = 20
STAYS_MS: Final = 5000
STAYS_WITH_UNDO_MS: Final = 8000


class ToastKind(StrEnum):
    """What a message is, by its icon and colour."""

    DONE = "success"
    NOTE = "text2"
    WARNING = "warning"
    ERROR = "danger"
    """Stays until it is dismissed."""


_ICONS: Final = {
    ToastKind.DONE: "check-circle-fill",
    ToastKind.NOTE: "info",
    ToastKind.WARNING: "warning-circle-fill",
    ToastKind.ERROR: "warning-octagon-fill",
}


class Toast(QWidget):
    """One message.

    Args:
        theme: The look.
        kind: What it is.
        title: What happened.
        text: About what.
        action: The label of a button; empty for none.
        icon: An icon's name; empty for that of its kind.
        stays_ms: How long it stays; 0 until it is dismissed.
        parent: Owner.

    Signals:
        acted: The button was pressed.
        ended: It was dismissed, or its time is over.
    """

    acted = Signal()
    ended = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        kind: ToastKind,
        title: str,
        text: str,
        action: str,
        icon: str,
        stays_ms: int,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._icon = icon or _ICONS[kind]
        self._text = text
        name(self, "toast")
        self._describe(title)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._heading = Label(theme, title, weight=tokens.STRONG, tabular=True, parent=self)
        self._heading.setWordWrap(True)
        words.addWidget(self._heading)
        if text:
            body = Label(theme, text, size=tokens.CAPTION, role="text2", parent=self)
            body.setWordWrap(True)
            words.addWidget(body)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 10, 8, 10)
        row.setSpacing(4)
        row.addLayout(words, 1)
        if action:
            button = LinkButton(theme, action, parent=self)
            name(button, "toastAction")
            button.clicked.connect(self._act)
            row.addWidget(button)
        close = IconButton(theme, "x", tooltip=self.tr("Dismiss"), size=28, glyph=15, parent=self)
        name(close, "toastClose")
        close.clicked.connect(self._end)
        row.addWidget(close)
        self.fit(parent.width())
        self._life = QTimer(self)
        self._life.setSingleShot(True)
        self._life.timeout.connect(self._end)
        self._stays_ms = stays_ms
        if stays_ms:
            self._life.start(stays_ms)

    @property
    def is_counting_down(self) -> bool:
        """Whether it goes by itself."""
        return self._life.isActive()

    def retell(self, title: str) -> None:
        """What happened goes on: the same message in other words."""
        if title != self._heading.text():
            self._heading.setText(title)
            self._describe(title)

    def dismiss(self) -> None:
        """It has nothing to say any more."""
        self._end()

    def fit(self, room: int) -> None:
        """Takes the width there is of `room`, logical pixels, and the height its words need."""
        width = min(_WIDTH, room - 32)
        self.setFixedWidth(width)
        wraps = self.hasHeightForWidth()
        self.resize(width, self.heightForWidth(width) if wraps else self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._life.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._stays_ms:
            self._life.start(self._stays_ms)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        rect = QRectF(self.rect())
        paint_frame(
            painter, rect, tokens.RADIUS_CARD, fill=colour("overlay"), line=colour("line_strong")
        )
        icon = QRectF(15, (self.height() - 18) / 2, 18, 18)
        self._theme.paint_icon(painter, icon, self._icon, colour(self._kind.value))
        painter.end()

    def _describe(self, title: str) -> None:
        self.setAccessibleDescription(f"{title}. {self._text}" if self._text else title)

    def _act(self) -> None:
        self.acted.emit()
        self._end()

    def _end(self) -> None:
        self._life.stop()
        self.ended.emit(self)


class Toasts(QObject):
    """The messages over a widget.

    Args:
        theme: The look.
        over: What they float over.

    Signals:
        height_changed: They cover so many logical pixels from the bottom, 0 where there is none.
    """

    height_changed = Signal(int)

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._over = over
        self._toasts: list[Toast] = []
        self._height = 0

    @property
    def shown(self) -> tuple[Toast, ...]:
        """From the oldest to the newest."""
        return tuple(self._toasts)

    def show(
        self,
        kind: ToastKind,
        title: str,
        text: str = "",
        *,
        action: str = "",
        undo: bool = False,
        icon: str = "",
        stays_ms: int | None = None,
        spoken: bool = True,
    ) -> Toast:
        """Shows a message; connect its `acted` to what the button does.

        Args:
            kind: What it is; errors stay until they are dismissed.
            title: What happened.
            text: About what.
            action: The label of a button; empty for none.
            undo: Whether the button takes something back, so that it stays longer.
            icon: An icon's name; empty for that of its kind.
            stays_ms: How long it stays, 0 until it is dismissed; `None` for the usual time.
            spoken: Whether screen readers say it; not what is said by others already.
        """
        stays = STAYS_WITH_UNDO_MS if undo else STAYS_MS
        if kind is ToastKind.ERROR:
            stays = 0
        toast = Toast(
            self._theme,
            kind=kind,
            title=title,
            text=text,
            action=action,
            icon=icon,
            stays_ms=stays if stays_ms is None else stays_ms,
            parent=self._over,
        )
        toast.ended.connect(self._remove)
        self._toasts.append(toast)
        while len(self._toasts) > MAX_TOASTS:
            # Whoever follows its end has to hear of this one too.
            self._oldest_to_drop().dismiss()
        toast.show()
        self.put_in_place()
        if spoken:
            announce(toast, toast.accessibleDescription())
        return toast

    def put_in_place(self) -> None:
        """The widget below has another size, or another child on top."""
        bottom = self._over.height() - _BOTTOM
        for toast in reversed(self._toasts):
            toast.fit(self._over.width())
            left = (self._over.width() - toast.width()) // 2
            toast.move(left, bottom - toast.height())
            toast.raise_()
            bottom -= toast.height() + _GAP
        height = self._over.height() - bottom if self._toasts else 0
        if height != self._height:
            self._height = height
            self.height_changed.emit(height)

    def _oldest_to_drop(self) -> Toast:
        """The oldest that would go by itself; errors only where there are nothing but errors."""
        for toast in self._toasts[:-1]:
            if toast.is_counting_down:
                return toast
        return self._toasts[0]

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self.put_in_place()
