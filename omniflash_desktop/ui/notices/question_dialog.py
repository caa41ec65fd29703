"""The dialog of decisions: a title, what it means, and one or two buttons. Return never spends."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 440
_BUTTON_HEIGHT: Final = 40
_ENDLESS: Final = 16384


class _Scrim(QWidget):
    """Dims the window behind the dialog."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # Larger than any window, so that it need not follow its size.
        self.setGeometry(0, 0, _ENDLESS, _ENDLESS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("scrim"))
        painter.end()


class QuestionDialog(QDialog):
    """Asks, or only tells. Ends with `QDialog.DialogCode.Accepted` for a yes.

    Args:
        theme: The look.
        title: The question.
        text: What it means.
        yes: The label of the button that says yes; empty where there is nothing to decide.
        no: The label of the button that leaves everything as it is; Escape and Return do the same.
        danger: Whether yes takes something away.
        parent: The window that it is about.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        *,
        yes: str = "",
        no: str = "",
        danger: bool = False,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self.setObjectName("questionDialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.title = Label(theme, title, size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        self.words = Label(theme, text, role="text2", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(tokens.SPACE_2)
        for label in (self.title, self.words):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(tokens.SPACE_3)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addStretch(1)
        column.addLayout(row)
        self.no = self._button(no or self.tr("Cancel"), ButtonKind.SECONDARY, "questionNo")
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        row.addWidget(self.no)
        self.yes: Button | None = None
        if yes:
            kind = ButtonKind.DANGER if danger else ButtonKind.PRIMARY
            self.yes = self._button(yes, kind, "questionYes")
            self.yes.clicked.connect(self.accept)
            row.addWidget(self.yes)
        self.setFixedWidth(min(_WIDTH, parent.window().width() - 48))
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.no.setFocus()
        self._over = parent.window()
        self._scrim: _Scrim | None = None
        theme.changed.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        middle = self._over.mapToGlobal(self._over.rect().center())
        self.move(middle - self.rect().center())
        if self._scrim is None:
            self._scrim = _Scrim(self._theme, self._over)
        self._scrim.raise_()
        self._scrim.show()

    def done(self, result: int) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        super().done(result)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            tokens.RADIUS_DIALOG,
            fill=colour("overlay"),
            line=colour("line_strong"),
        )
        painter.end()

    def _button(self, words: str, kind: ButtonKind, object_name: str) -> Button:
        made = Button(self._theme, words, kind=kind, height=_BUTTON_HEIGHT, parent=self)
        made.setObjectName(object_name)
        made.setAccessibleName(words)
        return made
