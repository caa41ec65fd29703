"""Tells after a click on Generate that it can still be undone, and for how long."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.services.changes import GenerationChanged, GenerationRemoved
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.state_words import held_words, is_held
from omniflash_desktop.ui.notices.toasts import Toast, ToastKind, Toasts

_TICK_MS = 250


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SendHolds(QObject):
    """A message for each click whose clips are held back.

    Args:
        toasts: Where it is told.
        relay: News of the clips.
        now: The moment (UTC).
        parent: Owner.

    Signals:
        undo_asked: The ids of the clips of one click.
    """

    undo_asked = Signal(list)

    def __init__(
        self,
        toasts: Toasts,
        relay: ChangeRelay,
        now: Callable[[], datetime] = _utc_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._toasts = toasts
        self._now = now
        self._holds: list[_Hold] = []
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._tick)
        relay.generation_changed.connect(self._on_changed)
        relay.generation_removed.connect(self._on_removed)

    def tell(self, generations: list[Generation]) -> None:
        """Clips of one click were asked for; those that are held back are told."""
        held = [one for one in generations if is_held(one, now=self._now())]
        if not held:
            return
        what = held[0].name
        if len(held) > 1:
            words = self.tr("%1, %n takes", "", len(held))
            what = words.replace("%1", what)
        toast = self._toasts.show(
            ToastKind.NOTE,
            self._words(held),
            what,
            action=action_label(Action.UNDO_SEND),
            icon="timer",
            stays_ms=0,
        )
        hold = _Hold(toast, held, self)
        toast.ended.connect(hold.end)
        toast.acted.connect(hold.undo)
        self._holds.append(hold)
        self._ticks.start()

    def forget(self, hold: "_Hold") -> None:
        """A message is gone."""
        if hold in self._holds:
            self._holds.remove(hold)
        if not self._holds:
            self._ticks.stop()

    def _words(self, held: list[Generation]) -> str:
        untils = [one.held_until for one in held if one.held_until is not None]
        return held_words(min(untils), now=self._now())

    def _tick(self) -> None:
        for hold in tuple(self._holds):
            hold.held = [one for one in hold.held if is_held(one, now=self._now())]
            if hold.held:
                hold.toast.retell(self._words(hold.held))
            else:
                hold.toast.dismiss()

    def _on_changed(self, change: GenerationChanged) -> None:
        for hold in self._holds:
            hold.held = [
                change.generation if one.id == change.generation.id else one for one in hold.held
            ]
        if self._holds:
            self._tick()

    def _on_removed(self, change: GenerationRemoved) -> None:
        for hold in self._holds:
            hold.held = [one for one in hold.held if one.id != change.generation_id]
        if self._holds:
            self._tick()


class _Hold(QObject):
    """One click; lives and dies with its message."""

    def __init__(self, toast: Toast, held: list[Generation], holds: SendHolds) -> None:
        super().__init__(toast)
        self.toast = toast
        self.held = held
        self._holds = holds

    def undo(self) -> None:
        self._holds.undo_asked.emit([one.id for one in self.held])

    def end(self) -> None:
        self._holds.forget(self)
