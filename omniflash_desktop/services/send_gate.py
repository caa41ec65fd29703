"""Decides which clip goes next, and when: by its turn, and never too many or too much at once."""

import asyncio
import math
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.sending_order import Turn, turn_of
from omniflash_desktop.domain.service_facts import MAX_SUBMITS_IN_FLIGHT, RARE_POLLS_AFTER
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import Changes, QueuePaused
from omniflash_desktop.services.daily_budget import DailyBudget
from omniflash_desktop.services.ordered_places import OrderedPlaces
from omniflash_desktop.services.pace import Pace
from omniflash_desktop.services.patience import WITHOUT_END, Patience
from omniflash_desktop.services.pause_reasons import MENDED_WITH_THE_ACCOUNT, PauseReasons
from omniflash_desktop.services.ports import Clock
from omniflash_desktop.services.queue_rules import QueueRules
from omniflash_desktop.services.service_rests import ServiceRests

LOOKS_FOR_ROOM_EVERY: Final = 60.0
"""Seconds. A new day, a clock that was set, a clip that failed and was refunded: whatever makes
room under the day's limit is seen within a minute, and looking costs one short query."""


class SendGate:
    """A clip goes in before it is prepared, and leaves once the service has done with it.

    Pausing stops nothing but sending: what the service has is watched and fetched on.
    """

    def __init__(
        self,
        changes: Changes,
        budget: DailyBudget,
        tasks: BackgroundTasks,
        clock: Clock,
        patience: Patience = WITHOUT_END,
    ) -> None:
        self._changes = changes
        self._budget = budget
        self._tasks = tasks
        self._clock = clock
        self._patience = patience
        self._rules = QueueRules()
        self._pace = Pace(self._rules.clips_at_once)
        self._places = OrderedPlaces(self._pace.clips_at_once)
        self._wire = OrderedPlaces(MAX_SUBMITS_IN_FLIGHT)
        self._rests = ServiceRests(clock)
        self._reasons = PauseReasons()
        self._open = asyncio.Event()
        self._open.set()
        self._turns: dict[str, Turn] = {}
        self._inside: dict[str, float] = {}
        self._looking_for_room: asyncio.Task[Any] | None = None

    def use(self, rules: QueueRules) -> None:
        """Goes by these rules from now on."""
        is_new_cap = rules.daily_cap != self._rules.daily_cap
        self._rules = rules
        self._pace.want(rules.clips_at_once)
        self._budget.use(rules.daily_cap)
        self._offer_places()
        if is_new_cap:
            # Whether there is room now, the next clip finds out by itself.
            self.end_pause(ProblemKind.DAILY_CAP_REACHED)

    # -- pausing

    @property
    def problem(self) -> Problem | None:
        """Why nothing is sent."""
        return self._reasons.told

    @property
    def problem_of_those_inside(self) -> Problem | None:
        """Why even a clip that has its place must not be sent now.

        The day's limit is no reason: whoever is inside was counted on the way in.
        """
        return self._reasons.told_without(ProblemKind.DAILY_CAP_REACHED)

    def pause(self, problem: Problem) -> None:
        """Sends nothing more until `resume`. The same kind of problem is told once."""
        with self._telling():
            self._reasons.add(problem)

    def resume(self) -> None:
        """Sends again, whatever it was that held."""
        with self._telling():
            self._reasons.clear()

    def end_pause(self, *kinds: ProblemKind) -> None:
        """These reasons hold no longer; another one still may."""
        with self._telling():
            self._reasons.remove(*kinds)

    def account_is_mended(self) -> None:
        """The token or the balance that was missing is there; other reasons still hold."""
        self.end_pause(*MENDED_WITH_THE_ACCOUNT)

    @contextmanager
    def _telling(self) -> Generator[None]:
        before = self.problem
        yield
        after = self.problem
        if after is before:
            return
        if after is None:
            self._open.set()
        else:
            self._open.clear()
        self._offer_places()
        self._changes.publish(QueuePaused(problem=after))

    # -- places

    async def enter(self, generation: Generation) -> Problem | None:
        """Waits for this clip's turn and for a place, which `leave` gives back.

        Nobody goes in while the queue is paused or the service rests.

        Returns:
            Why it has no place: the day's limit, or, where nobody waits for the user, whatever
            pauses the queue.
        """
        self._turns[generation.id] = turn_of(generation)
        try:
            while True:
                await self._rests.over(generation.service)
                await self._places.take(lambda: self._turns[generation.id])
                # All this may have changed between the place and the loop's next turn.
                problem = self.problem
                if problem is None and not self._rests.holds(generation.service):
                    break
                self._places.give_back()
                if problem is not None and not self._patience.waits_for_the_user:
                    return problem
        finally:
            del self._turns[generation.id]
        refusal = self._budget.refusal_of(generation.id)
        if refusal is None:
            self._inside[generation.id] = math.inf
            return None
        self._places.give_back()
        if self._patience.waits_for_the_user:
            self.pause(refusal)
            self._look_for_room(generation.id)
        return refusal

    def reorder(self, generation: Generation) -> None:
        """A clip has another turn now; that matters while it waits for a place."""
        if generation.id in self._turns:
            self._turns[generation.id] = turn_of(generation)

    def leave(self, generation_id: str) -> None:
        """Gives a place back; does nothing for a clip that has none."""
        if self._inside.pop(generation_id, None) is not None:
            self._budget.forget(generation_id)
            self._places.give_back()

    def count_at_service(self, generation: Generation) -> None:
        """A clip is at the service, and takes a place until it is done there.

        It does not wait for one: a task that runs already, as after a restart, is watched in any
        case.
        """
        sent_at = generation.submitted_at or generation.created_at
        age = max(0.0, (self._clock.now() - sent_at).total_seconds())
        if generation.id not in self._inside:
            if age >= RARE_POLLS_AFTER:
                return
            self._places.count_one_more()
        self._inside[generation.id] = self._clock.monotonic() + RARE_POLLS_AFTER - age

    def leave_if_stuck(self, generation_id: str) -> None:
        """Gives the place of a task back that the service has had for too long.

        It is watched on; but one task that never ends must not stop all others.
        """
        if self._clock.monotonic() >= self._inside.get(generation_id, math.inf):
            self.leave(generation_id)

    def _offer_places(self) -> None:
        # Where nobody waits for the user, clips are let in, and sent away with the reason.
        is_shut = self.problem is not None and self._patience.waits_for_the_user
        self._places.set_places(0 if is_shut else self._pace.clips_at_once)

    # -- the way to the service

    @asynccontextmanager
    async def wire(self, generation: Generation) -> AsyncGenerator[None]:
        """Within the block, one of the few submits that may be under way at the same time."""
        async with self._wire.place(lambda: turn_of(generation)):
            yield

    @asynccontextmanager
    async def opened_wire(self, generation: Generation) -> AsyncGenerator[None]:
        """As `wire`, for a request that has no place: once nothing pauses the queue."""
        while True:
            await self._open.wait()
            async with self.wire(generation):
                # Somebody may have paused while this one waited.
                if self.problem is None:
                    yield
                    return

    def note_too_fast(self) -> None:
        """The service answered a submit with 429."""
        self._pace.slow_down()
        self._offer_places()

    def note_taken(self) -> None:
        """The service took a submit."""
        self._pace.speed_up()
        self._offer_places()

    async def rest(self, service: str, seconds: float) -> None:
        """Lets nobody in for `service` for so many seconds: it asked for that, or is not there."""
        await self._rests.rest(service, seconds)

    def end_rest(self, service: str) -> None:
        """Lets clips for `service` in again: somebody wants it to be tried now."""
        self._rests.end(service)

    # -- the day's limit

    def _look_for_room(self, generation_id: str) -> None:
        if self._looking_for_room is None or self._looking_for_room.done():
            self._looking_for_room = self._tasks.start(
                self._until_there_is_room(generation_id), name="look for room under the day's limit"
            )

    async def _until_there_is_room(self, generation_id: str) -> None:
        while ProblemKind.DAILY_CAP_REACHED in self._reasons:
            await self._clock.sleep(LOOKS_FOR_ROOM_EVERY)
            if self._budget.has_room_for(generation_id):
                self.end_pause(ProblemKind.DAILY_CAP_REACHED)
