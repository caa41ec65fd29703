"""The stage while no clip is chosen: what to do, and the newest clips or, without any, examples."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.controls.buttons import ButtonKind, PaintedButton
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.library.poster_cache import PosterCache, PosterKey, poster_of
from omniflash_desktop.ui.library.tile import TileLook, paint_tile
from omniflash_desktop.ui.notices.figures import seconds_words
from omniflash_desktop.ui.notices.state_words import request_fact
from omniflash_desktop.ui.stage.example_row import ExampleRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

NEWEST: Final = 3
"""How many clips are offered. Source: the interface design, section 4."""

_WIDTH: Final = 664
_CAPTION: Final = 42


class ClipCard(PaintedButton):
    """A clip to choose: its poster with a caption.

    Args:
        theme: The look.
        generation: The clip.
        posters: Where its picture comes from.
        parent: Owner.

    Signals:
        chosen: The id of the clip.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, generation: Generation, posters: PosterCache, parent: QWidget
    ) -> None:
        super().__init__(theme, ButtonKind.GHOST, parent)
        self._generation = generation
        self._posters = posters
        self.setObjectName("newestClip")
        self.setAccessibleName(self.tr("Show: {title}").format(title=generation.name))
        self.setToolTip(generation.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._choose)

    def sizeHint(self) -> QSize:
        return QSize(213, self.heightForWidth(213))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(120))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * 9 / 16) + _CAPTION

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = QRect(0, 0, self.width(), self.height() - _CAPTION)
        path = poster_of(self._generation)
        poster = None
        if path is not None:
            size = picture.width(), picture.height()
            key = PosterKey(path, *size, tokens.RADIUS_FIELD, self.devicePixelRatioF())
            poster = self._posters.pixmap(key)
        clip = self._generation.clip
        look = TileLook(
            poster=poster,
            length="" if clip is None else seconds_words(clip.seconds),
            favourite=self._generation.favourite,
            sandbox=self.tr("Sandbox") if self._generation.in_sandbox else "",
            title=self._generation.name,
            fact=request_fact(self._generation.request),
            hovered=self.underMouse(),
        )
        paint_tile(painter, self._theme, picture, look, captioned=True)
        if self.shows_focus():
            ring = self._theme.colour("focus")
            paint_frame(painter, picture.toRectF(), tokens.RADIUS_FIELD, line=ring, width=2)
        painter.end()

    def _choose(self) -> None:
        self.chosen.emit(self._generation.id)


class EmptyPage(QWidget):
    """One sentence in the middle, and below it the newest clips, or prompts to start from.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        chosen: The id of the clip that was pressed.
        example_chosen: Start from this prompt and this length in seconds.
    """

    chosen = Signal(str)
    example_chosen = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._examples: ExampleRow | None = None
        self._newest: tuple[Generation, ...] = ()
        self._posters: PosterCache | None = None
        self.cards: list[ClipCard] = []
        self._text = Label(
            theme, size=tokens.TITLE, weight=tokens.MEDIUM, role="text2", parent=self
        )
        self._text.setObjectName("emptyStage")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._middle = middle = QHBoxLayout()
        middle.addStretch(1)
        self._strip = QWidget(self)
        self._strip.setLayout(self._row)
        self._strip.setMaximumWidth(_WIDTH)
        self._strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self._strip, 100)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(24)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addLayout(middle)
        column.addStretch(1)

    def show_newest(self, newest: Sequence[Generation]) -> None:
        """Offers these clips, the newest first."""
        text = self.tr("Choose a clip, or press Generate")
        self._text.setText(text if newest else self.tr("Write a prompt, then press Generate"))
        self._strip.setVisible(bool(newest))
        self._show_examples(not newest)
        if tuple(newest) == self._newest:
            return
        self._newest = tuple(newest)
        for card in self.cards:
            card.hide()
            card.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        if self._posters is None:
            self._posters = PosterCache(self)
            self._posters.loaded.connect(self._poster_loaded)
        self.cards = [ClipCard(self._theme, one, self._posters, self) for one in newest]
        # Fewer clips than places keep the size of three, in the middle.
        spare = NEWEST - len(self.cards)
        self._row.addStretch(spare)
        for card in self.cards:
            card.chosen.connect(self.chosen)
            self._row.addWidget(card, 2)
        self._row.addStretch(spare)

    def _show_examples(self, on: bool) -> None:
        if self._examples is None:
            if not on:
                return
            self._examples = ExampleRow(self._theme, self)
            self._examples.setMaximumWidth(_WIDTH)
            self._examples.chosen.connect(self.example_chosen)
            self._middle.insertWidget(1, self._examples, 100)
        self._examples.setVisible(on)

    def _poster_loaded(self, path: str) -> None:
        for card in self.cards:
            card.update()
