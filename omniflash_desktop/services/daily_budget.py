"""The most that may be spent in a day, and what today's clips have cost or may have cost."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Final

from omniflash_desktop.domain.generation import UNSENT_STATES, Generation
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.ports import Clock, GenerationLibrary

_NOTHING: Final = Decimal(0)


class DailyBudget:
    """Lets clips go while they fit under the day's cap.

    A day is the user's own, and a clip belongs to the day of its submit. What counts is what is
    charged or may be: the cost where it is known, else the estimate; removing a clip gives no
    money back. The sandbox is free. Tasks that were made elsewhere and fetched here count with
    the day on which they were fetched.
    """

    def __init__(self, library: GenerationLibrary, clock: Clock) -> None:
        self._library = library
        self._clock = clock
        self._cap: Decimal | None = None
        self._on_their_way: set[str] = set()

    def use(self, cap: Decimal | None) -> None:
        """Allows so many US dollars a day from now on; `None` for no limit."""
        self._cap = cap

    def refusal_of(self, generation_id: str) -> Problem | None:
        """Why a clip may not go today; `None` when it may.

        One that may go is counted from then on, although it is not sent yet, until `forget`: of
        two that are prepared at the same time, both have to fit.
        """
        if not self.has_room_for(generation_id):
            return Problem(kind=ProblemKind.DAILY_CAP_REACHED, detail=f"{self._cap:.2f}")
        self._on_their_way.add(generation_id)
        return None

    def has_room_for(self, generation_id: str) -> bool:
        """Whether a clip would fit now. One that is not there any more stands in nobody's way."""
        if self._cap is None:
            return True
        generation = self._library.find(generation_id)
        if generation is None or generation.in_sandbox:
            return True
        return self._spent_beside(generation) + _price_of(generation) <= self._cap

    def forget(self, generation_id: str) -> None:
        """A clip has been sent, or is not sent after all: the library knows what it cost."""
        self._on_their_way.discard(generation_id)

    def _spent_beside(self, generation: Generation) -> Decimal:
        today = self._library.charges(since=start_of_day(self._clock.now()))
        spent = [one.amount or _NOTHING for one in today if one.service == generation.service]
        for generation_id in self._on_their_way - {generation.id}:
            coming = self._library.find(generation_id)
            # From the moment that it is being sent, it is among today's.
            if coming is not None and coming.state in UNSENT_STATES:
                spent += [_price_of(coming)] if coming.service == generation.service else []
        return sum(spent, start=_NOTHING)


def start_of_day(moment: datetime) -> datetime:
    """When the local day of `moment` began (UTC)."""
    # Asked of the day itself: its offset may be another one than that of the moment.
    return datetime.combine(moment.astimezone().date(), time.min).astimezone(UTC)


def _price_of(generation: Generation) -> Decimal:
    # Some answers name a cost of 0 for a clip that was made (contract, section 11, row 30).
    return generation.cost or generation.estimate or _NOTHING
