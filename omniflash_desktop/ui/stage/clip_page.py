"""A finished clip on the stage: the player on top of its details, or beside them."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Clip, Generation
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.stage.clip_facts import ClipFacts
from omniflash_desktop.ui.stage.clip_heading import ClipHeading
from omniflash_desktop.ui.stage.clip_menu import ClipMenu
from omniflash_desktop.ui.stage.clip_player import ClipPlayer
from omniflash_desktop.ui.stage.clip_prompt import ClipPrompt
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.transport import HEIGHT as TRANSPORT_HEIGHT
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.ui.library.file_presence import FilePresence

PADDING: Final = 16
_ROOMY: Final = 700
"""From this width of the page, logical pixels, details are shown in full."""
_GAP: Final = 10
_HEADING_HEIGHT: Final = 32
_LEAST_DETAILS: Final = 168
"""Room for five facts with an edge below them."""
_LOW: Final = 640
"""Below this height of the page, logical pixels, a sixth fact would touch the edge."""
_UNDER_PORTRAIT: Final = 120
"""Height that a portrait clip leaves for padding and transport."""
_LEAST_COLUMN: Final = 220
_FACTS_WITHIN_MS: Final = 80


class ClipPage(QWidget):
    """Everything about one finished clip.

    Args:
        theme: The look.
        playback: Plays it.
        actions: What somebody listens to; other actions are not shown.
        can_save_frame: Whether somebody takes frames.
        menu: What else can be done with it.
        parent: Owner.

    Signals:
        asked: Id and `Action`.
        save_frame_requested: Id, and seconds from the start of the clip.
        use_frame_requested: ... and the image slot that it is for.
        rename_requested: Id, and the new title; empty for the prompt's first words.
        loop_changed: The user switched the loop.
        volume_changed: The user chose a volume (0.0 to 1.0) or silence.
    """

    asked = Signal(str, object)
    save_frame_requested = Signal(str, float)
    use_frame_requested = Signal(str, float, int)
    rename_requested = Signal(str, str)
    loop_changed = Signal(bool)
    volume_changed = Signal(float, bool)

    def __init__(
        self,
        theme: Theme,
        playback: Playback,
        *,
        actions: frozenset[Action],
        can_save_frame: bool,
        menu: ClipMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._menu = menu
        self._generation: Generation | None = None
        self._presence: FilePresence | None = None
        self._portrait = False
        self._roomy = True
        self._lines: list[QRect] = []
        self._arranged_for: tuple[bool, QSize] | None = None
        # The words follow the picture: laying them out takes as long as decoding a frame.
        self._facts_due = QTimer(self)
        self._facts_due.setSingleShot(True)
        self._facts_due.setInterval(_FACTS_WITHIN_MS)
        self._facts_due.timeout.connect(self._show_facts)
        self.player = ClipPlayer(
            theme,
            playback,
            can_save_frame=can_save_frame,
            actions=actions,
            parent=self,
        )
        self.heading = ClipHeading(theme, actions, menu, self)
        self.prompt = ClipPrompt(theme, self)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._hairline = QFrame(inside)
        self._hairline.setFixedHeight(1)
        self._hairline.hide()
        self._column.addWidget(self.prompt)
        self._column.addStretch(1)
        self._scroll.setWidget(inside)
        # Only now, so that Tab leads to them after the prompt.
        self.facts = ClipFacts(theme, self)
        inside.setAutoFillBackground(False)
        self._connect()
        self._recolour()

    @property
    def generation_id(self) -> str:
        """The clip on show."""
        return "" if self._generation is None else self._generation.id

    def use_presence(self, presence: "FilePresence") -> None:
        """Says of a clip that its file is missing, where it is."""
        self._presence = presence
        presence.changed.connect(self._presence_changed)

    def show_clip(self, generation: Generation, clip: Clip) -> None:
        """Shows a clip, paused on its first frame; a known clip only gets fresh facts."""
        # First of all, so that the decoder works while everything else is put in its place.
        is_new = generation.id != self.generation_id
        self.player.show_clip(generation, clip)
        self._generation = generation
        self._portrait = clip.height > clip.width
        self._arrange()
        if is_new:
            self._facts_due.start()
        else:
            self._show_facts()

    def rename(self) -> None:
        """Lets the user change the title where it stands."""
        self.heading.title.edit()

    def save_frame(self) -> None:
        """Asks for the frame on show as a picture."""
        if self._generation is not None:
            playback = self.player.playback
            self.save_frame_requested.emit(self._generation.id, playback.position)

    def use_frame(self, slot: int) -> None:
        """Asks for the frame on show in an image slot, 0 to 2."""
        if self._generation is not None:
            playback = self.player.playback
            self.use_frame_requested.emit(self._generation.id, playback.position, slot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._show_facts()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.player.playback.pause()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename()
        elif not self.player.handle_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.player.handle_key_release(event):
            super().keyReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._menu.isEmpty():
            self._menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for line in self._lines:
            painter.fillRect(line, self._theme.colour("line_subtle"))
        painter.end()

    def _connect(self) -> None:
        self.heading.asked.connect(self._ask)
        self.heading.title.kept.connect(self.rename_requested)
        # Whoever has named a clip goes on with the clip.
        self.heading.title.done.connect(self.player.view.setFocus)
        self.facts.receipt.clicked.connect(self._ask_for_receipt)
        self.player.view.asked.connect(self._ask)
        # Once the picture is on the screen, not while it is painted.
        queued = Qt.ConnectionType.QueuedConnection
        self.player.view.frame_shown.connect(self._picture_shown, queued)
        transport = self.player.transport
        transport.save_frame_pressed.connect(self.save_frame)
        transport.loop_changed.connect(self.loop_changed)
        transport.volume_changed.connect(self.volume_changed)
        self._theme.changed.connect(self._recolour)

    def _ask(self, action: Action) -> None:
        if self._generation is not None:
            self.asked.emit(self._generation.id, action)

    def _picture_shown(self) -> None:
        if self._facts_due.isActive():
            self._show_facts()

    def _ask_for_receipt(self) -> None:
        self._ask(Action.SEE_RECEIPT)

    def _recolour(self) -> None:
        palette = self._hairline.palette()
        palette.setColor(self._hairline.backgroundRole(), self._theme.colour("line_subtle"))
        self._hairline.setPalette(palette)
        self._hairline.setAutoFillBackground(True)
        self.update()

    def _presence_changed(self, generation_id: str, _missing: bool) -> None:
        if generation_id == self.generation_id:
            self._show_facts()

    def _show_facts(self) -> None:
        self._facts_due.stop()
        if self._generation is None:
            return
        roomy = self._roomy or self._portrait
        self.heading.show_clip(self._generation)
        clip = self._generation.clip
        is_missing = (
            self._presence is not None
            and clip is not None
            and self._presence.is_missing(self._generation.id, clip.path)
        )
        self.facts.show_clip(self._generation, roomy=roomy, is_missing=is_missing)
        self.prompt.show_clip(self._generation, roomy=roomy)

    def _arrange(self) -> None:
        if self._arranged_for == (self._portrait, self.size()):
            return
        self._arranged_for = (self._portrait, self.size())
        self._roomy = self.width() >= _ROOMY and self.height() >= _LOW
        if self._portrait:
            self._arrange_beside()
        else:
            self._arrange_below()
        self.update()

    def _arrange_below(self) -> None:
        inner = self.width() - 2 * PADDING
        details = _GAP + 1 + _GAP + _HEADING_HEIGHT + _GAP + _LEAST_DETAILS
        room = self.height() - PADDING - _GAP - TRANSPORT_HEIGHT - details
        height = max(120, min(round(inner * 9 / 16), room))
        width = min(inner, round(height * 16 / 9) + 1)
        left = PADDING + (inner - width) // 2
        self.player.view.setGeometry(left, PADDING, width, height)
        top = PADDING + height + _GAP
        self.player.transport.setGeometry(PADDING, top, inner, TRANSPORT_HEIGHT)
        top += TRANSPORT_HEIGHT + _GAP
        self._lines = [QRect(PADDING, top, inner, 1)]
        top += 1 + _GAP
        self._column.removeWidget(self.heading)
        self._column.removeWidget(self._hairline)
        self._column.removeWidget(self.facts)
        self._hairline.hide()
        for part in (self.heading, self.facts):
            if part.parentWidget() is not self:
                part.setParent(self)
                part.show()
        self.heading.arrange(block=False, width=inner)
        self.heading.setGeometry(PADDING, top, inner, _HEADING_HEIGHT)
        top += _HEADING_HEIGHT + 8
        facts = round((264 if self._roomy else 208) * max(1.0, self._theme.text_scale))
        gap = 24 if self._roomy else 16
        bottom = self.height() - 12
        facts_left = PADDING + inner - facts
        self.facts.setGeometry(facts_left, top, facts, bottom - top)
        self._lines.append(QRect(facts_left - gap, top, 1, bottom - top))
        self._scroll.setGeometry(PADDING, top, facts_left - gap - 24 - PADDING, bottom - top)

    def _arrange_beside(self) -> None:
        inner = self.width() - 2 * PADDING
        height = max(160, self.height() - _UNDER_PORTRAIT)
        width = min(round(height * 9 / 16), inner - 24 - _LEAST_COLUMN)
        # Where the width is short, bars above and below would cut the round corners off.
        self.player.view.setGeometry(PADDING, PADDING, width, min(height, round(width * 16 / 9)))
        top = PADDING + height + _GAP
        self.player.transport.setGeometry(PADDING, top, inner, TRANSPORT_HEIGHT)
        self._lines = []
        left = PADDING + width + 24
        column = self.width() - PADDING - left
        self._column.insertWidget(0, self.heading)
        self._column.insertWidget(2, self._hairline)
        self._column.insertWidget(3, self.facts)
        for part in (self.heading, self._hairline, self.facts):
            part.show()
        self.heading.arrange(block=True, width=column)
        self._scroll.setGeometry(left, PADDING, column, height)
