"""What became of clips while the window was not in front: one telling for each batch."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from omniflash_desktop.domain.generation import FINAL_STATES, Generation, State
from omniflash_desktop.services.changes import GenerationChanged, GenerationRemoved
from omniflash_desktop.ui.change_relay import ChangeRelay

GATHERING_MS: Final = 1500
"""Clips that come home one after the other are told together."""

_NEWS: Final = frozenset({State.READY, State.FAILED, State.UNCONFIRMED})
_AT_REST: Final = FINAL_STATES | {State.UNCONFIRMED}


class ClipNews(QObject):
    """Gathers the ends of clips, the takes of one click as a whole.

    Args:
        relay: Tells what becomes of clips.
        is_in_front: Whether the user has the window in front now.
        parent: Owner.

    Signals:
        told: A title, a text, and the id of the clip that it leads to.
    """

    told = Signal(str, str, str)

    def __init__(
        self, relay: ChangeRelay, is_in_front: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._is_in_front = is_in_front
        self._under_way: dict[str, set[str]] = {}
        self._ended: dict[str, Generation] = {}
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHERING_MS)
        self._gathering.timeout.connect(self._tell)
        relay.generation_changed.connect(self._on_changed)
        relay.generation_removed.connect(self._on_removed)

    def _on_changed(self, change: GenerationChanged) -> None:
        generation, before = change.generation, change.before
        batch = generation.group_id or generation.id
        if generation.state not in _AT_REST:
            self._under_way.setdefault(batch, set()).add(generation.id)
            self._ended.pop(generation.id, None)
            return
        self._leave(batch, generation.id)
        has_ended = before is not None and before.state is not generation.state
        if has_ended and generation.state in _NEWS:
            self._ended[generation.id] = generation
            self._gathering.start()

    def _on_removed(self, change: GenerationRemoved) -> None:
        self._ended.pop(change.generation_id, None)
        for batch in tuple(self._under_way):
            self._leave(batch, change.generation_id)

    def _leave(self, batch: str, generation_id: str) -> None:
        others = self._under_way.get(batch)
        if others is not None:
            others.discard(generation_id)
            if not others:
                del self._under_way[batch]

    def _tell(self) -> None:
        whole = [
            one for one in self._ended.values() if (one.group_id or one.id) not in self._under_way
        ]
        for one in whole:
            del self._ended[one.id]
        # Whoever sees the window has seen it there.
        if whole and not self._is_in_front():
            self.told.emit(self._title(whole), self._text(whole), _most_urgent(whole).id)

    def _title(self, ended: list[Generation]) -> str:
        if len(ended) == 1:
            match ended[0].state:
                case State.READY:
                    return self.tr("Clip ready")
                case State.UNCONFIRMED:
                    return self.tr("Clip unconfirmed")
                case _:
                    return self.tr("Clip failed")
        ready, failed, unconfirmed = (
            sum(one.state is state for one in ended)
            for state in (State.READY, State.FAILED, State.UNCONFIRMED)
        )
        parts = [
            self.tr("%n clips ready", "", ready) if ready else "",
            self.tr("%n failed", "", failed) if failed else "",
            self.tr("%n unconfirmed", "", unconfirmed) if unconfirmed else "",
        ]
        return ", ".join(filter(None, parts))

    def _text(self, ended: list[Generation]) -> str:
        names = list(dict.fromkeys(one.name for one in ended))
        if len(names) == 1:
            return names[0]
        return self.tr("%1 and %n more", "", len(names) - 1).replace("%1", names[0])


def _most_urgent(ended: list[Generation]) -> Generation:
    order = (State.UNCONFIRMED, State.FAILED, State.READY)
    return min(ended, key=lambda one: order.index(one.state))
