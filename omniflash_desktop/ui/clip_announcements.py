"""What a screen reader says of clips: submitted, ready, failed, unconfirmed."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.services.changes import GenerationChanged
from omniflash_desktop.ui.announcing import announce
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.notices.state_words import row_words

GATHERING_MS: Final = 300
"""The takes of one click are said as one."""

_NEWS: Final = (State.UNCONFIRMED, State.FAILED, State.READY, State.WAITING)
"""What is said at all, the most urgent first. How far a clip is, is said to who asks its row."""


class ClipAnnouncements(QObject):
    """Says what becomes of clips, wherever the focus is.

    Args:
        relay: Tells what becomes of clips.
        window: Whose news it is.

    Signals:
        said: What is announced.
    """

    said = Signal(str)

    def __init__(self, relay: ChangeRelay, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._gathered: dict[str, Generation] = {}
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHERING_MS)
        self._gathering.timeout.connect(self._say)
        relay.generation_changed.connect(self._on_changed)

    def _on_changed(self, change: GenerationChanged) -> None:
        generation, before = change.generation, change.before
        if before is None or before.state is generation.state or generation.state not in _NEWS:
            return
        self._gathered[generation.id] = generation
        self._gathering.start()

    def _say(self) -> None:
        by_state: dict[State, list[Generation]] = defaultdict(list)
        for one in self._gathered.values():
            by_state[one.state].append(one)
        self._gathered.clear()
        words = ". ".join(self._about(state, by_state[state]) for state in _NEWS if by_state[state])
        announce(self._window, words)
        self.said.emit(words)

    def _about(self, state: State, clips: list[Generation]) -> str:
        if len(clips) == 1:
            return self._about_one(clips[0])
        match state:
            case State.READY:
                return self.tr("%n clips ready", "", len(clips))
            case State.FAILED:
                return self.tr("%n clips failed", "", len(clips))
            case State.UNCONFIRMED:
                return self.tr("%n clips unconfirmed", "", len(clips))
            case _:
                return self.tr("%n clips submitted", "", len(clips))

    def _about_one(self, clip: Generation) -> str:
        """Its name, its state, how things stand with the money, and what to do about a trouble."""
        words = row_words(clip, None, now=datetime.now(UTC))
        state, guidance = words.state, ""
        if clip.state is State.WAITING:
            state = self.tr("Submitted")
        elif words.guided:
            state, guidance = f"{words.state}: {words.fact}", words.third
        # Of an unconfirmed clip nobody knows more than that.
        money = "" if words.truth == words.state else words.truth
        return ". ".join(filter(None, (clip.name, state, money, guidance.rstrip("."))))
