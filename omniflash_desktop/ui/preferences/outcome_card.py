"""How a test went, beside the button that began it: under way, well, slow or not at all."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QWidget

from omniflash_desktop.ui.announcing import announce
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.controls.progress_ring import ProgressRing
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ICON: Final = 16
_LEFT: Final = 36
_TOP: Final = 7


class Outcome(StrEnum):
    """How it went; also the colour role."""

    RUNNING = "running"
    GOOD = "success"
    SLOW = "warning"
    BAD = "danger"


_ICONS: Final = {
    Outcome.GOOD: "check-circle-fill",
    Outcome.SLOW: "warning",
    Outcome.BAD: "warning-octagon-fill",
}


class OutcomeCard(QWidget):
    """A framed result: a word, and a sentence beside or below it.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._outcome = Outcome.RUNNING
        self._title = Label(theme, weight=tokens.STRONG, parent=self)
        self._text = Label(theme, size=tokens.CAPTION, role="text2", parent=self)
        self._text.setWordWrap(True)
        self._ring = ProgressRing(theme, side=_ICON, parent=self)
        self._ring.move(12, _TOP + 1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(_LEFT, _TOP, 14, _TOP)
        self._box.setSpacing(tokens.SPACE_2)
        self._box.addWidget(self._title)
        self._box.addWidget(self._text, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(tokens.CONTROL_HEIGHT)
        self.hide()
        theme.changed.connect(self.update)

    @property
    def words(self) -> str:
        """What it says, in one line."""
        return f"{self._title.text()}. {self._text.text()}" if self.isVisibleTo(self) else ""

    def show_outcome(self, outcome: Outcome, title: str, text: str = "") -> None:
        """Shows a result, and tells it to who cannot see it."""
        self._outcome = outcome
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._ring.setVisible(outcome is Outcome.RUNNING)
        is_long = outcome is Outcome.BAD
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._box.setDirection(down if is_long else across)
        self._box.setSpacing(2 if is_long else tokens.SPACE_2)
        words = f"{title}. {text}" if text else title
        self.setAccessibleDescription(words)
        self.show()
        self.updateGeometry()
        # Its height follows from its words, which are laid out only then.
        QTimer.singleShot(0, self._bring_into_view)
        self.update()
        announce(self, words)

    def _bring_into_view(self) -> None:
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(self)
                return
            parent = parent.parentWidget()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect, outcome = self._theme, QRectF(self.rect()), self._outcome
        if outcome is Outcome.RUNNING:
            fill, line = theme.colour("raised"), theme.colour("line")
        else:
            fill = theme.colour(f"{outcome.value}_bg")
            line = theme.colour(f"{outcome.value}_line")
        paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=fill, line=line)
        if outcome is not Outcome.RUNNING:
            square = QRectF(12, _TOP + 1, _ICON, _ICON)
            if self._box.direction() == QBoxLayout.Direction.LeftToRight:
                square.moveTop((rect.height() - _ICON) / 2)
            ink = theme.colour(outcome.value)
            theme.paint_icon(painter, square, _ICONS[outcome], ink)
        painter.end()


TOP: Final = Qt.AlignmentFlag.AlignTop
"""For the button beside a card of several lines."""
