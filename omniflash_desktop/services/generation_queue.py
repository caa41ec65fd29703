"""What the user can do with generations: start, cancel, send again, drop, retry, fetch."""

import asyncio
from datetime import datetime, timedelta
from typing import assert_never
from uuid import uuid4

import msgspec

from omniflash_desktop.domain.generation import (
    FINAL_STATES,
    RUNNING_STATES,
    UNSENT_STATES,
    Generation,
    State,
)
from omniflash_desktop.domain.prices import estimated_price
from omniflash_desktop.domain.problems import Charged
from omniflash_desktop.domain.request import GenerationRequest, missing_from, sendable_text
from omniflash_desktop.domain.service_facts import RESULT_LINK_HOURS
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.generation_runner import GenerationRunner
from omniflash_desktop.services.ports import Clock, GenerationLibrary
from omniflash_desktop.services.send_gate import SendGate
from omniflash_desktop.services.submission import NOBODY_KNOWS


class IncompleteRequestError(Exception):
    """Our own mistake: a request was started that `missing_from` objects to."""


class GenerationQueue:
    """Gives each generation its id and its key, and a task that carries it."""

    def __init__(
        self,
        library: GenerationLibrary,
        journal: GenerationJournal,
        runner: GenerationRunner,
        gate: SendGate,
        tasks: BackgroundTasks,
        clock: Clock,
    ) -> None:
        self._library = library
        self._journal = journal
        self._runner = runner
        self._gate = gate
        self._tasks = tasks
        self._clock = clock
        self._carriers: dict[str, asyncio.Task[None]] = {}
        self._look_outs: dict[str, asyncio.Task[None]] = {}

    def start(
        self, request: GenerationRequest, *, service: str, takes: int = 1
    ) -> list[Generation]:
        """Queues `takes` clips of one request; each is paid for.

        Raises:
            IncompleteRequestError: The request cannot be sent.
        """
        missing = missing_from(request)
        if missing is not None:
            raise IncompleteRequestError(missing)
        request = msgspec.structs.replace(request, prompt=sendable_text(request.prompt))
        group_id = _new_id()
        return [
            self._start_one(request, service, group_id, take, takes) for take in range(1, takes + 1)
        ]

    def fetch(
        self, task_id: str, *, service: str, submitted_at: datetime | None = None
    ) -> Generation:
        """Follows a task that was made anywhere, and brings its clip home.

        A task that the library knows already is taken up where it stands.
        """
        known = self._library.find_task(task_id)
        if known is not None and known.service == service:
            return self._follow_known(known)
        now = self._clock.now()
        generation = Generation(
            id=_new_id(),
            service=service,
            request=GenerationRequest(prompt=""),
            state=State.WAITING,
            created_at=now,
            changed_at=now,
            idempotency_key="",
            task_id=task_id,
            submitted_at=submitted_at or now,
        )
        self._journal.add(generation)
        self._carry(generation.id, ask_at_once=True)
        return generation

    def resume_unfinished(self) -> list[Generation]:
        """Takes up, after a restart, everything that was under way.

        A submit that had begun becomes unconfirmed: whether it arrived, nobody knows, and it is
        never sent again by itself.
        """
        taken_up: list[Generation] = []
        for generation in self._library.unfinished():
            if generation.id in self._carriers:
                continue
            resumed = self._where_a_restart_leaves(generation)
            if resumed.state in RUNNING_STATES:
                self._carry(resumed.id, ask_at_once=True)
            taken_up.append(resumed)
        for generation in self._given_up_but_paid():
            self._look_out_for(generation.id, ask_at_once=True)
        return taken_up

    def cancel(self, generation_id: str) -> None:
        """Stops a generation. After the submit that means: its watching, not its cost.

        An unconfirmed one stays unconfirmed: `drop` gives it up.
        """
        generation = self._journal.current(generation_id)
        carrier = self._carriers.get(generation_id)
        if carrier is not None and generation.state not in UNSENT_STATES:
            self._tasks.start(
                self._cancel_carried(generation_id, carrier), name=f"cancel {generation_id}"
            )
            return
        if carrier is not None:
            # Written down at once: should the app end now, it must not be sent at the next start.
            carrier.cancel()
        self._give_up_watching(generation_id)

    def send_again(self, generation_id: str) -> None:
        """Repeats an unconfirmed request with its own key and body, at the user's word."""
        # A second click, while the first still waits for its turn, is not a second word.
        is_on_its_way = generation_id in self._carriers
        if self._journal.current(generation_id).state is State.UNCONFIRMED and not is_on_its_way:
            self._hold(
                generation_id,
                self._tasks.start(
                    self._runner.send_again(generation_id), name=f"send again {generation_id}"
                ),
            )

    def drop(self, generation_id: str) -> None:
        """Gives up an unconfirmed request. Its problem stays, and says that it may be charged."""
        unconfirmed = self._journal.current(generation_id)
        if unconfirmed.state is State.UNCONFIRMED:
            self._stop_carrier(generation_id)
            problem = unconfirmed.problem or NOBODY_KNOWS
            self._journal.move(generation_id, State.CANCELLED, problem=problem)

    def retry(self, generation_id: str) -> Generation:
        """Makes a failed clip again.

        One that was not charged starts anew in its place. Where a charge is known or possible the
        old record stays as it is, and a new generation is started beside it. What is under way, as
        after a double click, or was fetched by its task's id and has no request, stays as it is.
        """
        failed = self._journal.current(generation_id)
        is_at_rest = failed.state in FINAL_STATES or failed.state is State.UNCONFIRMED
        if not is_at_rest or missing_from(failed.request) is not None:
            return failed
        if failed.state is not State.FAILED or failed.charged is not Charged.NO:
            return self.start(failed.request, service=failed.service)[0]
        again = self._journal.move(
            generation_id,
            State.QUEUED,
            idempotency_key=str(uuid4()),
            body=None,
            task_id=None,
            other_task_ids=(),
            submitted_at=None,
            service_status=None,
            estimated_seconds=None,
            elapsed_seconds=None,
            result_url=None,
            result_expires_at=None,
            cost=None,
        )
        self._carry(generation_id)
        return again

    def fetch_again(self, generation_id: str) -> None:
        """Asks anew for a task that failed or was given up, in case its clip is there."""
        self._follow_known(self._journal.current(generation_id))

    def current(self, generation_id: str) -> Generation:
        """A generation as it stands."""
        return self._journal.current(generation_id)

    def give_up(self, generation_id: str) -> Generation:
        """Ends a generation that waits in the queue, with the problem that it waits for."""
        self._stop_carrier(generation_id)
        problem = self._journal.current(generation_id).problem
        return self._journal.move(generation_id, State.FAILED, problem=problem)

    def set_favourite(self, generation_id: str, favourite: bool) -> None:
        """Stars a clip."""
        self._journal.note(generation_id, favourite=favourite)

    def rename(self, generation_id: str, title: str) -> None:
        """Gives a clip a title of the user's own."""
        self._journal.note(generation_id, title=title.strip())

    def remove(self, generation_id: str) -> None:
        """Forgets a generation that came to rest; its file stays."""
        if self._journal.current(generation_id).state in FINAL_STATES:
            self._stop_looking_out(generation_id)
            self._runner.forget_download(generation_id)
            self._journal.remove(generation_id)

    def go_on(self) -> None:
        """Sends again after a pause."""
        self._gate.resume()

    @property
    def is_sending(self) -> bool:
        """Whether the answer to a submit is awaited, on which money depends."""
        return State.SUBMITTING in self._carried_states()

    @property
    def is_uploading(self) -> bool:
        """Whether references are on their way, which a restart would send again."""
        return State.UPLOADING in self._carried_states()

    async def idle(self) -> None:
        """Returns when nothing is carried any more."""
        while self._carriers:
            await asyncio.wait(tuple(self._carriers.values()))

    async def finished(self, generation_id: str) -> Generation:
        """Waits for the carrier of one generation; returns how it stands then."""
        carrier = self._carriers.get(generation_id)
        if carrier is not None:
            await asyncio.wait((carrier,))
        return self._journal.current(generation_id)

    def _carried_states(self) -> set[State]:
        return {self._journal.current(generation_id).state for generation_id in self._carriers}

    def _start_one(
        self, request: GenerationRequest, service: str, group_id: str, take: int, takes: int
    ) -> Generation:
        now = self._clock.now()
        generation = Generation(
            id=_new_id(),
            service=service,
            request=request,
            state=State.QUEUED,
            created_at=now,
            changed_at=now,
            idempotency_key=str(uuid4()),
            group_id=group_id,
            take=take,
            takes=takes,
            estimate=estimated_price(request),
        )
        self._journal.add(generation)
        self._carry(generation.id)
        return generation

    def _follow_known(self, known: Generation) -> Generation:
        if known.id in self._carriers or known.task_id is None or known.state is State.READY:
            return known
        if known.state in (State.FAILED, State.CANCELLED, State.UNCONFIRMED):
            self._stop_looking_out(known.id)
            known = self._journal.move(known.id, State.WAITING)
        self._carry(known.id, ask_at_once=True)
        return known

    def _where_a_restart_leaves(self, generation: Generation) -> Generation:
        match generation.state:
            case State.SUBMITTING:
                return self._journal.move(
                    generation.id, State.UNCONFIRMED, durably=True, problem=NOBODY_KNOWS
                )
            case State.PREPARING | State.UPLOADING:
                return self._journal.move(generation.id, State.QUEUED)
            case (
                State.DRAFT
                | State.QUEUED
                | State.WAITING
                | State.DOWNLOADING
                | State.READY
                | State.UNCONFIRMED
                | State.FAILED
                | State.CANCELLED
            ):
                return generation
            case _:
                assert_never(generation.state)

    async def _cancel_carried(self, generation_id: str, carrier: asyncio.Task[None]) -> None:
        # A submit that is under way is waited for: only its answer tells what is charged.
        carrier.cancel()
        await asyncio.wait((carrier,))
        self._give_up_watching(generation_id)

    def _give_up_watching(self, generation_id: str) -> None:
        state = self._journal.current(generation_id).state
        if state is State.SUBMITTING:
            # Its sender broke down before the answer was written.
            self._journal.move(generation_id, State.UNCONFIRMED, durably=True, problem=NOBODY_KNOWS)
        elif state not in FINAL_STATES and state is not State.UNCONFIRMED:
            cancelled = self._journal.move(generation_id, State.CANCELLED, durably=True)
            if cancelled.task_id is not None:
                self._look_out_for(generation_id, ask_at_once=False)

    def _given_up_but_paid(self) -> list[Generation]:
        oldest = self._clock.now() - timedelta(hours=RESULT_LINK_HOURS)
        return [
            generation
            for generation in self._library.cancelled()
            if generation.submitted_at is not None and generation.submitted_at > oldest
        ]

    def _look_out_for(self, generation_id: str, *, ask_at_once: bool) -> None:
        if generation_id in self._look_outs:
            return
        look_out = self._tasks.start(
            self._look_out(generation_id, ask_at_once=ask_at_once),
            name=f"look out for {generation_id}",
        )
        if look_out is not None:
            self._look_outs[generation_id] = look_out

    async def _look_out(self, generation_id: str, *, ask_at_once: bool) -> None:
        try:
            came = await self._runner.fetch_if_it_comes(generation_id, ask_at_once=ask_at_once)
        finally:
            if self._look_outs.get(generation_id) is asyncio.current_task():
                del self._look_outs[generation_id]
        if came:
            self._carry(generation_id)

    def _stop_looking_out(self, generation_id: str) -> None:
        look_out = self._look_outs.pop(generation_id, None)
        if look_out is not None:
            look_out.cancel()

    def _stop_carrier(self, generation_id: str) -> None:
        carrier = self._carriers.get(generation_id)
        if carrier is not None:
            carrier.cancel()

    def _carry(self, generation_id: str, *, ask_at_once: bool = False) -> None:
        before = self._carriers.get(generation_id)
        self._hold(
            generation_id,
            self._tasks.start(
                self._run_after(before, generation_id, after_restart=ask_at_once),
                name=f"generation {generation_id}",
            ),
        )

    async def _run_after(
        self, before: asyncio.Task[None] | None, generation_id: str, *, after_restart: bool
    ) -> None:
        # Two carriers of one generation would trip over each other: the first ends before.
        if before is not None:
            await asyncio.wait((before,))
        await self._runner.run(generation_id, after_restart=after_restart)

    def _hold(self, generation_id: str, carrier: asyncio.Task[None] | None) -> None:
        if carrier is None:
            return
        self._carriers[generation_id] = carrier
        carrier.add_done_callback(self._let_go)

    def _let_go(self, carrier: asyncio.Task[None]) -> None:
        for generation_id, held in tuple(self._carriers.items()):
            if held is carrier:
                del self._carriers[generation_id]


def _new_id() -> str:
    return uuid4().hex[:12]
