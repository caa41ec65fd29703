"""Looks into the charge of a submit whose outcome nobody knows: the balance before and after.

A verdict is a guess for people. It changes no state, sends nothing, and never stands in for what
the service says: `Problem.charged` stays unknown.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Final, TypeAlias

import msgspec

from omniflash_desktop.domain.charge_evidence import (
    BalanceReading,
    ChargeEvidence,
    ChargeVerdict,
    OtherWork,
    Unclear,
    verdict_of,
)
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.other_work import BOOKED_WITHIN, other_work_between
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.service_facts import BALANCE_KEPT_SECONDS
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import Change, GenerationChanged, GenerationRemoved
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.patience import BackOff, Patience
from omniflash_desktop.services.ports import (
    Clock,
    GenerationLibrary,
    Prices,
    ServiceConnections,
    VideoApi,
)

LONGEST_WAIT_FOR_A_BALANCE: Final = 3.0
"""Seconds that a submit is held up for the evidence. Without it, the evidence says so."""

LOOKS_AGAIN_AFTER: Final = (BOOKED_WITHIN.total_seconds(), 60.0, 300.0, 900.0)
"""Seconds between one look at the balance and the next, while it could not be read, or did not
move and may move yet."""

_TOUCHED_WITHIN: Final = timedelta(days=7)
"""How long a clip may have stood in the queue that was sent, and ended, between two readings."""

_Account: TypeAlias = tuple[str, str]
"""A service, and the fingerprint of a token."""


class _Kept(msgspec.Struct, frozen=True):
    until: float
    reading: BalanceReading | None


class ChargeReconciler:
    """Reads the balance before each submit, and again where a submit's outcome stays unknown."""

    def __init__(
        self,
        library: GenerationLibrary,
        journal: GenerationJournal,
        connections: ServiceConnections,
        prices: Prices,
        tasks: BackgroundTasks,
        clock: Clock,
        patience: Patience,
    ) -> None:
        self._library = library
        self._journal = journal
        self._connections = connections
        self._prices = prices
        self._tasks = tasks
        self._clock = clock
        self._patience = patience
        self._kept: dict[_Account, _Kept] = {}
        self._reading: dict[_Account, asyncio.Task[BalanceReading | None]] = {}
        self._looking: dict[str, asyncio.Task[None]] = {}

    async def before_submit(self, generation: Generation, api: VideoApi) -> ChargeEvidence:
        """What to write down before `generation` is sent. Takes some seconds at most.

        A reading serves all that are sent at the same moment. It is used up by their submits:
        after one of them, it would say nothing about the next.
        """
        price = self._prices.price_for(generation.request, service=generation.service)
        is_learned = price.samples > 0 or generation.estimate is None
        return ChargeEvidence(
            before=await self._recent_reading((generation.service, api.token_id), api),
            price=price.amount if is_learned else generation.estimate,
            price_samples=price.samples if is_learned else 0,
        )

    def submit_begins(self, service: str, token_id: str) -> None:
        """From now on the reading that there is may be wrong."""
        kept = self._kept.get((service, token_id))
        if kept is not None and kept.reading is not None:
            del self._kept[service, token_id]

    def hear(self, change: Change) -> None:
        """A listener of `Changes`: each new unconfirmed submit is looked into."""
        if isinstance(change, GenerationChanged):
            self.look_into((change.generation,))
        elif isinstance(change, GenerationRemoved):
            looking = self._looking.get(change.generation_id)
            if looking is not None:
                looking.cancel()

    def look_into(self, generations: Iterable[Generation]) -> None:
        """Looks into those that are unconfirmed and without a verdict.

        Works after a restart too: the first reading was written down with the intent to send.
        """
        for generation in generations:
            if _is_open(generation) and generation.id not in self._looking:
                looking = self._tasks.start(
                    self._until_there_is_a_verdict(generation.id),
                    name=f"look into the charge of {generation.id}",
                )
                if looking is not None:
                    self._looking[generation.id] = looking
                    looking.add_done_callback(self._let_go)

    async def settled(self, generation_id: str) -> Generation:
        """Waits for the verdict on one generation, if one is looked for; returns how it stands."""
        looking = self._looking.get(generation_id)
        if looking is not None:
            await asyncio.wait((looking,))
        return self._journal.current(generation_id)

    # -- before a submit

    async def _recent_reading(self, account: _Account, api: VideoApi) -> BalanceReading | None:
        kept = self._kept.get(account)
        if kept is not None and self._clock.monotonic() < kept.until:
            return kept.reading
        reading = self._reading.get(account)
        if reading is None:
            reading = self._tasks.start(self._read_and_keep(account, api), name="read the balance")
            if reading is None:
                return None
            self._reading[account] = reading
        limit = self._tasks.start(
            self._clock.sleep(LONGEST_WAIT_FOR_A_BALANCE), name="wait for the balance"
        )
        if limit is None:
            return None
        try:
            # Not awaited itself: whoever gives up waiting must not take it from the others.
            await asyncio.wait((reading, limit), return_when=asyncio.FIRST_COMPLETED)
        finally:
            limit.cancel()
        if not reading.done():
            # Too slow, and the next ones do not wait for it again.
            self._keep(account, None)
            return None
        is_broken = reading.cancelled() or reading.exception() is not None
        return None if is_broken else reading.result()

    async def _read_and_keep(self, account: _Account, api: VideoApi) -> BalanceReading | None:
        try:
            reading = await self._read(api)
        finally:
            del self._reading[account]
        self._keep(account, reading)
        return reading

    def _keep(self, account: _Account, reading: BalanceReading | None) -> None:
        until = self._clock.monotonic() + BALANCE_KEPT_SECONDS
        self._kept[account] = _Kept(until, reading)

    async def _read(self, api: VideoApi) -> BalanceReading | None:
        asked_at = self._clock.now()
        balance = await api.key_balance()
        if isinstance(balance, Problem):
            return None
        return BalanceReading(
            read_at=asked_at, remaining=balance.remaining, unlimited=balance.unlimited
        )

    # -- after an unknown outcome

    def _let_go(self, looking: asyncio.Task[None]) -> None:
        self._looking = {name: task for name, task in self._looking.items() if task is not looking}

    async def _until_there_is_a_verdict(self, generation_id: str) -> None:
        back_off = BackOff(LOOKS_AGAIN_AFTER, self._patience, self._clock)
        stood_still = False
        while True:
            evidence = await self._evidence_now(generation_id)
            if evidence is None:
                return
            stands_still = evidence.verdict is ChargeVerdict.LIKELY_NOT_CHARGED
            # Services book late: that nothing moved is only believed at the second look.
            is_settled = stood_still if stands_still else not _is_unread(evidence)
            is_last_look = is_settled or back_off.tries == len(LOOKS_AGAIN_AFTER)
            pause = None if is_last_look else back_off.next_pause()
            if pause is None:
                if is_settled or not stands_still:
                    self._journal.note(generation_id, evidence=evidence)
                return
            stood_still = stood_still or stands_still
            await self._clock.sleep(pause)

    async def _evidence_now(self, generation_id: str) -> ChargeEvidence | None:
        """The evidence with a fresh reading; `None` when the outcome became known meanwhile."""
        after = await self._reading_after(self._journal.current(generation_id))
        generation = self._journal.current(generation_id)
        evidence = generation.evidence
        if evidence is None or not _is_open(generation):
            return None
        verdict, unclear = verdict_of(
            evidence.before,
            after,
            price=evidence.price,
            other_work=self._other_work(generation, evidence.before),
        )
        return msgspec.structs.replace(evidence, after=after, verdict=verdict, unclear=unclear)

    async def _reading_after(self, generation: Generation) -> BalanceReading | None:
        if generation.evidence is None or generation.evidence.before is None:
            return None
        api = await self._connections.connection_to(generation.service, generation.token_id)
        # Another token may have another balance.
        if isinstance(api, Problem) or api.token_id != generation.token_id:
            return None
        reading = await self._read(api)
        return reading and msgspec.structs.replace(reading, read_at=self._clock.now())

    def _other_work(self, generation: Generation, before: BalanceReading | None) -> OtherWork:
        if before is None:
            return OtherWork.NONE
        others = {
            other.id: other
            for other in (
                *self._library.made_since(before.read_at - _TOUCHED_WITHIN),
                *self._library.unfinished(),
            )
        }
        return other_work_between(
            others.values(), apart_from=generation, since=before.read_at, until=self._clock.now()
        )


def _is_open(generation: Generation) -> bool:
    """Whether its charge is in question, and its verdict still to come."""
    evidence = generation.evidence
    if generation.state is not State.UNCONFIRMED or evidence is None:
        return False
    return evidence.verdict is None or _is_unread(evidence)


def _is_unread(evidence: ChargeEvidence) -> bool:
    """Whether only the second reading is missing, which may still come."""
    return evidence.unclear is Unclear.NO_BALANCE and evidence.before is not None
