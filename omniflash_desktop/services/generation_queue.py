"""What the user can do with generations: start, reorder, take back, cancel, retry, fetch."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from omniflash_desktop.domain.generation import (
    FINAL_STATES,
    RUNNING_STATES,
    UNSENT_STATES,
    Generation,
    State,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest, missing_from
from omniflash_desktop.domain.second_try import NOTHING_SENT
from omniflash_desktop.domain.sending_order import order_of_a_new_one
from omniflash_desktop.domain.service_facts import RESULT_LINK_HOURS
from omniflash_desktop.services.after_restart import rest_of_hold, where_a_restart_leaves
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.carriers import Carriers
from omniflash_desktop.services.charge_reconciler import ChargeReconciler
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.generation_runner import GenerationRunner
from omniflash_desktop.services.like_failures import LikeFailures
from omniflash_desktop.services.look_outs import LookOuts
from omniflash_desktop.services.made_again import free_failures, newest_identical
from omniflash_desktop.services.ports import Clock, GenerationLibrary, Prices, QueueMemory
from omniflash_desktop.services.queue_rules import QueueRules
from omniflash_desktop.services.send_gate import SendGate
from omniflash_desktop.services.submission import NOBODY_KNOWS
from omniflash_desktop.services.unsent_clips import UnsentClips, complete

_PAUSED_BY_USER: Final = Problem(kind=ProblemKind.PAUSED_BY_USER)


class GenerationQueue:
    """Gives each generation its id and its key, its turn, and a task that carries it."""

    def __init__(
        self,
        library: GenerationLibrary,
        journal: GenerationJournal,
        runner: GenerationRunner,
        gate: SendGate,
        failures: LikeFailures,
        memory: QueueMemory,
        prices: Prices,
        tasks: BackgroundTasks,
        clock: Clock,
        charges: ChargeReconciler,
    ) -> None:
        self._charges = charges
        self._library = library
        self._journal = journal
        self._runner = runner
        self._gate = gate
        self._failures = failures
        self._memory = memory
        self._prices = prices
        self._tasks = tasks
        self._clock = clock
        self._rules = QueueRules()
        self._carriers = Carriers(tasks)
        self._unsent = UnsentClips(library, journal, prices, gate, self._carriers, self._carry)
        self._look_outs = LookOuts(runner, tasks, self._carry)

    def use(self, rules: QueueRules) -> None:
        """Goes by these rules from now on; clips that are held already stay held as long."""
        self._rules = rules
        self._gate.use(rules)

    # -- what is asked for

    def start(
        self, request: GenerationRequest, *, service: str, takes: int = 1
    ) -> list[Generation]:
        """Queues `takes` clips of one request, held for a moment by the rules; each is paid for.

        Calling twice makes twice as many: whether that is meant, `identical_to` helps to ask.

        Raises:
            IncompleteRequestError: The request cannot be sent.
        """
        request = complete(request)
        now = self._clock.now()
        hold_seconds = self._rules.hold_seconds
        held_until = now + timedelta(seconds=hold_seconds) if hold_seconds > 0 else None
        order = order_of_a_new_one(self.line())
        group_id = _new_id()
        started = [
            Generation(
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
                estimate=self._prices.price_for(request, service=service).amount,
                project=self._rules.project,
                order=order,
                held_until=held_until,
            )
            for take in range(1, takes + 1)
        ]
        for generation in started:
            self._journal.add(generation)
            self._carry(generation.id, held_for=None if held_until is None else hold_seconds)
        return started

    def identical_to(self, request: GenerationRequest, service: str) -> Generation | None:
        """The newest clip of the same request, made there within the last ten minutes.

        One that was cancelled before it was sent, or failed without a charge, does not count.
        """
        return newest_identical(request, service, library=self._library, clock=self._clock)

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
        never sent again by itself. A pause by the user holds on.
        """
        now = self._clock.now()
        if self._memory.is_paused:
            self._gate.pause(_PAUSED_BY_USER)
        taken_up: list[Generation] = []
        for generation in self._library.unfinished():
            if generation.id in self._carriers:
                continue
            resumed = where_a_restart_leaves(generation, self._journal)
            if resumed.state in RUNNING_STATES:
                held_for = rest_of_hold(resumed, now=now, at_most=self._rules.hold_seconds)
                self._carry(resumed.id, ask_at_once=True, held_for=held_for)
            taken_up.append(resumed)
        self._charges.look_into(taken_up)
        oldest = now - timedelta(hours=RESULT_LINK_HOURS)
        for given_up in self._library.given_up_since(oldest):
            self._look_outs.start(given_up.id, ask_at_once=True)
        return taken_up

    # -- what is not sent yet

    def line(self) -> list[Generation]:
        """All that is not sent yet, in the order in which it will be."""
        return self._unsent.line()

    def move_before(self, generation_id: str, other_id: str | None) -> None:
        """Has a clip sent before another one; `None` puts it at the end of the line.

        A clip that has been sent by now stays where it is.
        """
        self._unsent.move_before(generation_id, other_id)

    def edit(self, generation_id: str, request: GenerationRequest) -> Generation:
        """Asks for something else with a clip that is not sent yet.

        Returns:
            The clip with the new request; unchanged where it has been sent by now, or may have.

        Raises:
            IncompleteRequestError: The request cannot be sent.
        """
        return self._unsent.edit(generation_id, request)

    def take_back(self, generation_ids: Iterable[str]) -> list[Generation]:
        """Undoes the click: removes what is not sent yet, of which nothing was billed.

        Returns:
            What was removed. What has been sent by now stays, and is not among it.
        """
        return self._unsent.take_back(generation_ids)

    def send_now(self, generation_id: str) -> None:
        """Ends the hold of a clip."""
        held = self._journal.current(generation_id)
        if held.state is State.QUEUED and held.held_until is not None:
            self._carriers.stop(generation_id)
            self._carry(generation_id, held_for=0.0)

    # -- pausing

    def pause(self) -> None:
        """Sends nothing more until `go_on`, after a restart neither. All else goes on."""
        self._memory.remember(paused=True)
        self._gate.pause(_PAUSED_BY_USER)

    def go_on(self) -> None:
        """Sends again after any pause, at the user's word."""
        self._memory.remember(paused=False)
        self._failures.start_anew()
        self._gate.resume()

    def account_is_mended(self) -> None:
        """Sends again where only the token or the balance was missing."""
        self._gate.account_is_mended()

    def try_now(self, service: str) -> None:
        """Sends to a service that is let be for a while; a pause holds on."""
        self._gate.end_rest(service)

    @property
    def paused_by(self) -> Problem | None:
        """Why nothing is sent; `None` while the queue goes on."""
        return self._gate.problem

    # -- what is under way, or at rest

    def cancel(self, generation_id: str) -> None:
        """Stops a generation. After the submit that means: its watching, not its cost.

        An unconfirmed one stays unconfirmed: `drop` gives it up.
        """
        generation = self._journal.current(generation_id)
        carrier = self._carriers.of(generation_id)
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
            self._carriers.start(
                generation_id,
                lambda: self._runner.send_again(generation_id),
                name=f"send again {generation_id}",
            )

    def drop(self, generation_id: str) -> None:
        """Gives up an unconfirmed request. Its problem stays, and says that it may be charged."""
        unconfirmed = self._journal.current(generation_id)
        if unconfirmed.state is State.UNCONFIRMED:
            self._carriers.stop(generation_id)
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
            first_try=None,
            only_by_hand=False,
            **NOTHING_SENT,
        )
        self._carry(generation_id)
        return again

    def free_failures(self) -> list[Generation]:
        """All that failed, certainly cost nothing, and may succeed when made again.

        Content that was refused, and input that is not allowed, would fail alike: left out.
        """
        return free_failures(self._library)

    def retry_free_failures(self) -> list[Generation]:
        """Makes all of `free_failures` again."""
        return [self.retry(failed.id) for failed in self.free_failures()]

    def fetch_again(self, generation_id: str) -> None:
        """Asks anew for a task that failed or was given up, in case its clip is there.

        One that is under way is tried at once, whatever it waits for.
        """
        self._follow_known(self._journal.current(generation_id))

    def current(self, generation_id: str) -> Generation:
        """A generation as it stands."""
        return self._journal.current(generation_id)

    def give_up(self, generation_id: str) -> Generation:
        """Ends a generation that waits in the queue, with the problem that it waits for."""
        self._carriers.stop(generation_id)
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
            self._look_outs.stop(generation_id)
            self._runner.forget_download(generation_id)
            self._journal.remove(generation_id)

    def put_back(self, generation: Generation) -> None:
        """Takes a generation into the library again that was removed from it, as it was."""
        if self._library.find(generation.id) is None:
            self._journal.put_back(generation)

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
        await self._carriers.idle()

    async def finished(self, generation_id: str) -> Generation:
        """Waits for the carrier of one generation; returns how it stands then."""
        await self._carriers.ended(generation_id)
        return self._journal.current(generation_id)

    def _carried_states(self) -> set[State]:
        # What was taken back may still have a carrier, for a moment.
        carried = (self._library.find(one) for one in self._carriers.generation_ids)
        return {generation.state for generation in carried if generation is not None}

    def _follow_known(self, known: Generation) -> Generation:
        if known.id in self._carriers:
            self._runner.try_now(known)
            return known
        if known.task_id is None or known.state is State.READY:
            return known
        if known.state in (State.FAILED, State.CANCELLED, State.UNCONFIRMED):
            self._look_outs.stop(known.id)
            # Whoever asks what became of a task has not asked for another clip.
            known = self._journal.move(known.id, State.WAITING, only_by_hand=True)
        self._carry(known.id, ask_at_once=True)
        return known

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
                self._look_outs.start(generation_id, ask_at_once=False)

    def _carry(
        self, generation_id: str, *, ask_at_once: bool = False, held_for: float | None = None
    ) -> None:
        self._carriers.start(
            generation_id,
            lambda: self._hold_and_run(generation_id, held_for, after_restart=ask_at_once),
            name=f"generation {generation_id}",
        )

    async def _hold_and_run(
        self, generation_id: str, held_for: float | None, *, after_restart: bool
    ) -> None:
        if held_for is not None:
            await self._clock.sleep(held_for)
            self._journal.note(generation_id, held_until=None)
        await self._runner.run(generation_id, after_restart=after_restart)


def _new_id() -> str:
    return uuid4().hex[:12]
