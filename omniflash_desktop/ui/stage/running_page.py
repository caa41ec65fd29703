"""A clip in the making: its prompt, a large ring, what happens now, and what it is made from."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import RUNNING_STATES, Generation, Progress, State
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.controls.progress_ring import ProgressRing
from omniflash_desktop.ui.lost_services import LostServices
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.state_words import dotted, is_queued_at_service, row_words
from omniflash_desktop.ui.stage.action_buttons import ActionButton
from omniflash_desktop.ui.stage.clip_references import References
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.services.time_bands import TimeBands

_RING: Final = 132
_SECOND_MS: Final = 1000
_PROMPT_WIDTH: Final = 560


class RunningPage(QWidget):
    """Follows a generation until it comes to rest.

    Args:
        theme: The look.
        actions: What somebody listens to; other actions are not shown.
        parent: Owner.

    Signals:
        asked: Id and `Action`.
    """

    asked = Signal(str, object)

    def __init__(
        self, theme: Theme, actions: frozenset[Action], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._generation: Generation | None = None
        self._progress: Progress | None = None
        self._bands: TimeBands | None = None
        self._lost = LostServices()
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._seconds.timeout.connect(self._tell)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.ring = ProgressRing(theme, side=_RING, width=7, parent=self)
        self.percent = Label(
            theme, size=tokens.WELCOME, weight=tokens.STRONG, tabular=True, parent=self.ring
        )
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.percent.setGeometry(0, 0, _RING, _RING)
        self.title = ElidedLabel(theme, size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        self.title.setAlignment(centre)
        self.state = Label(theme, weight=tokens.STRONG, role="accent_text", parent=self)
        self._fact = Label(theme, role="text2", tabular=True, parent=self)
        self._third = Label(theme, role="text3", tabular=True, parent=self)
        self._third.setWordWrap(True)
        self._third.setFixedWidth(_PROMPT_WIDTH)
        self.truth = Label(theme, size=tokens.CAPTION, role="text2", tabular=True, parent=self)
        name(self.truth, "clipTruth")
        self.prompt = Label(theme, size=tokens.BODY, role="text2", parent=self)
        self.prompt.setWordWrap(True)
        self.prompt.setFixedWidth(_PROMPT_WIDTH)
        self.references = References(theme, self)
        self._buttons: dict[Action, ActionButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(3)
        column.addWidget(self.ring, 0, centre)
        column.addSpacing(16)
        column.addWidget(self.title)
        for label in (self.state, self._fact, self._third, self.truth):
            label.setAlignment(centre)
            column.addWidget(label, 0, centre)
        column.addSpacing(8)
        column.addLayout(self._lay_out_buttons(actions))
        column.addSpacing(20)
        column.addWidget(self.prompt, 0, centre)
        column.addSpacing(8)
        column.addWidget(self.references, 0, centre)
        column.addStretch(4)

    @property
    def generation_id(self) -> str:
        """The clip on show."""
        return "" if self._generation is None else self._generation.id

    def show_generation(self, generation: Generation, progress: Progress | None) -> None:
        """Shows where a generation stands."""
        before = self._generation
        if before is None or before.id != generation.id or before.state is not generation.state:
            self.ring.restart()
        if before is None or before.id != generation.id:
            self.references.show_references(generation, roomy=True)
        self._generation = generation
        self._progress = progress
        self._lost.note_news(generation.id, datetime.now(UTC))
        self.title.setText(generation.name)
        prompt = generation.request.prompt.strip()
        self.prompt.setText(prompt if len(prompt) <= 600 else f"{prompt[:600]}…")
        self.prompt.setVisible(prompt != generation.name)
        for action, button in self._buttons.items():
            spoken = self.tr("{action}: {title}").format(
                action=action_label(action), title=generation.name
            )
            button.setAccessibleName(spoken)
        self._tell()

    def use_time_bands(self, bands: "TimeBands | None") -> None:
        """Tells from now on how long a clip usually takes, from clips like it."""
        self._bands = bands

    def set_lost(self, service: str, lost: bool) -> None:
        """Whether a service cannot be reached: then its clip says when it was last seen."""
        if self._lost.set_lost(service, lost, datetime.now(UTC)):
            self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell()
        self._seconds.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._seconds.stop()

    def _lay_out_buttons(self, actions: frozenset[Action]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for action in (Action.UNDO_SEND, Action.SEND_NOW, Action.CANCEL):
            if action in actions:
                button = self._buttons[action] = ActionButton(self._theme, action, parent=self)
                if action is Action.CANCEL:
                    button.setObjectName("cancelTaskButton")
                button.asked.connect(self._ask)
                row.addWidget(button)
        row.addStretch(1)
        return row

    def _tell(self) -> None:
        generation = self._generation
        if generation is None:
            return
        now = datetime.now(UTC)
        band = None
        if self._bands is not None:
            band = self._bands.band_for(generation.request, service=generation.service)
        unseen_for = self._lost.unseen_for(generation, now)
        words = row_words(
            generation, self._progress, now=now, ahead=None, band=band, unseen_for=unseen_for
        )
        offers_undo = Action.UNDO_SEND in words.actions
        for action, button in self._buttons.items():
            if action is Action.CANCEL:
                button.setVisible(generation.state in RUNNING_STATES and not offers_undo)
            else:
                button.setVisible(offers_undo)
        self.truth.setText(words.truth)
        self.state.setText(words.state)
        self.state.set_role(words.tone.value)
        self._fact.setText(dotted(self._take_words(generation), words.fact))
        self._third.setText(words.third)
        for label in (self._fact, self._third):
            label.setVisible(bool(label.text()))
        percent = self._percent(generation)
        # A queue is no progress: the ring stands still and empty.
        waits = generation.state is State.QUEUED or (
            generation.state is State.WAITING and is_queued_at_service(generation, self._progress)
        )
        self.ring.set_percent(0 if waits else percent)
        self.percent.setText("" if percent is None or waits else f"{percent} %")
        self.ring.setAccessibleName(words.state)
        self.ring.setAccessibleDescription(self.percent.text())

    def _take_words(self, generation: Generation) -> str:
        if generation.takes == 1:
            return ""
        # The takes share a row of the library: here it is told which of them this is.
        return self.tr("take {n} of {all}").format(n=generation.take, all=generation.takes)

    def _percent(self, generation: Generation) -> int | None:
        progress = self._progress
        if progress is None:
            return None
        if progress.percent is not None:
            return progress.percent
        if progress.done_bytes is not None and progress.total_bytes:
            return min(100, progress.done_bytes * 100 // progress.total_bytes)
        return None

    def _ask(self, action: Action) -> None:
        self.asked.emit(self.generation_id, action)
