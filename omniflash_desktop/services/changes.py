"""Tells whoever shows generations what has become of them: one change per save."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

import msgspec

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import Generation, Progress
from omniflash_desktop.domain.problems import Problem


class GenerationChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A generation was saved, or its progress moved.

    Attributes:
        generation: As it stands now.
        progress: How far it is, where that is known.
        before: As it stood until now; `None` for a new one.
    """

    generation: Generation
    progress: Progress | None = None
    before: Generation | None = None

    @property
    def brings_cost(self) -> bool:
        """Whether it tells what the clip cost, and nobody knew before."""
        known = None if self.before is None else self.before.cost
        return self.generation.cost is not None and self.generation.cost != known

    @property
    def brings_time(self) -> bool:
        """Whether it tells how long the clip took, and nobody knew before."""
        known = None if self.before is None else self.before.elapsed_seconds
        took = self.generation.elapsed_seconds
        return took is not None and took != known


class GenerationRemoved(msgspec.Struct, frozen=True, kw_only=True):
    """A generation left the library; its file, if it had one, stays."""

    generation_id: str


class QueuePaused(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing is sent until the user resumes.

    Attributes:
        problem: Why; `None` when the queue goes on.
    """

    problem: Problem | None


class ServiceReached(msgspec.Struct, frozen=True, kw_only=True):
    """The way to a service is open, or was lost.

    Attributes:
        service: As `Generation.service`.
        problem: Why it cannot be reached; `None` when it answered.
        next_try_in: Seconds until it is tried again; `None` where nobody will by itself.
    """

    service: str
    problem: Problem | None = None
    next_try_in: float | None = None


class TariffChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A finished clip cost something else than the ones before it.

    Attributes:
        service: As `Generation.service`.
        generation: The clip that told.
        before: US dollars, as learned until then.
        now: US dollars.
    """

    service: str
    generation: Generation
    before: Decimal
    now: Decimal


class BalanceRead(msgspec.Struct, frozen=True, kw_only=True):
    """A fresh balance.

    Attributes:
        service: As `Generation.service`.
        balance: What is left.
    """

    service: str
    balance: Balance


Change: TypeAlias = (
    GenerationChanged
    | GenerationRemoved
    | QueuePaused
    | ServiceReached
    | BalanceRead
    | TariffChanged
)


class Changes:
    """Passes each change to every listener, in the order of their subscription."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """`listener` hears all changes from now on; it must be quick and must not raise."""
        self._listeners.append(listener)

    def unsubscribe(self, listener: Callable[[Change], None]) -> None:
        """`listener` hears nothing more."""
        self._listeners.remove(listener)

    def publish(self, change: Change) -> None:
        """Tells all listeners."""
        for listener in tuple(self._listeners):
            listener(change)
