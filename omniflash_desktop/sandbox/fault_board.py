"""Which misbehaviours are on, and how often each has happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniflash_desktop.sandbox.faults import ChosenFault, Fault
    from omniflash_desktop.sandbox.store import Store


class FaultBoard:
    """Knows which faults are on, and counts how often each has happened."""

    def __init__(self, store: Store, everywhere: Iterable[ChosenFault]) -> None:
        self._store = store
        self._everywhere: dict[Fault, ChosenFault] = {}
        self.switch(everywhere)

    @property
    def everywhere(self) -> tuple[ChosenFault, ...]:
        """The faults that are on for everything."""
        return tuple(self._everywhere.values())

    def switch(self, chosen: Iterable[ChosenFault]) -> None:
        """Put these faults in place of those that were on for everything."""
        self._everywhere = {one.fault: one for one in chosen}
        self._store.forget_fault_uses(_subject_key("everything", ""))

    def chosen(self, fault: Fault, own: Iterable[ChosenFault] = ()) -> ChosenFault | None:
        """Find out whether a fault is on, for a task with `own` faults or for everything."""
        for one in own:
            if one.fault is fault:
                return one
        return self._everywhere.get(fault)

    def seconds(self, fault: Fault, own: Iterable[ChosenFault] = ()) -> int:
        """Tell how long a fault of `TIMED` lasts: 0 when it is off."""
        chosen = self.chosen(fault, own)
        return 0 if chosen is None else chosen.times or 0

    def happens(self, fault: Fault, subject: str, own: Iterable[ChosenFault] = ()) -> bool:
        """Decide whether a fault happens now, and count it.

        Args:
            fault: The fault in question.
            subject: What it would happen to: counts are kept per subject.
            own: The faults of the task's own prompt.
        """
        chosen = self.chosen(fault, own)
        if chosen is None:
            return False
        if chosen.times is None:
            return True
        return self._store.count_fault_use(_subject_key(subject, fault)) <= chosen.times


def _subject_key(subject: str, fault: str) -> str:
    return f"{subject} {fault}"
