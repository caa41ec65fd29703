"""What can still be changed for nothing: clips that are not sent yet."""

from collections.abc import Callable, Iterable
from typing import Final
from uuid import uuid4

import msgspec

from omniflash_desktop.domain.generation import UNSENT_STATES, Generation, State
from omniflash_desktop.domain.request import GenerationRequest, missing_from, sendable_text
from omniflash_desktop.domain.sending_order import in_sending_order, orders_after_move
from omniflash_desktop.services.carriers import Carriers
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.ports import GenerationLibrary, Prices
from omniflash_desktop.services.send_gate import SendGate

_IN_LINE: Final = UNSENT_STATES - {State.DRAFT}


class IncompleteRequestError(Exception):
    """Our own mistake: a request was started that `missing_from` objects to."""


class UnsentClips:
    """The app's own queue, seen as a line in which the user may change everything.

    Args:
        library: Where they are.
        journal: Who writes them.
        prices: What an edited one will cost.
        gate: Where they wait.
        carriers: Who carries them.
        carry: Has a clip carried again.
    """

    def __init__(
        self,
        library: GenerationLibrary,
        journal: GenerationJournal,
        prices: Prices,
        gate: SendGate,
        carriers: Carriers,
        carry: Callable[[str], None],
    ) -> None:
        self._library = library
        self._journal = journal
        self._prices = prices
        self._gate = gate
        self._carriers = carriers
        self._carry = carry

    def line(self) -> list[Generation]:
        """All of them, in the order in which they will be sent."""
        return in_sending_order(self._library.in_states(*_IN_LINE))

    def move_before(self, generation_id: str, other_id: str | None) -> None:
        """See `GenerationQueue.move_before`."""
        moved = self._journal.current(generation_id)
        if moved.state not in _IN_LINE or generation_id == other_id:
            return
        for changed_id, order in orders_after_move(self.line(), moved, other_id).items():
            self._gate.reorder(self._journal.note(changed_id, order=order))

    def edit(self, generation_id: str, request: GenerationRequest) -> Generation:
        """See `GenerationQueue.edit`."""
        request = complete(request)
        before = self._journal.current(generation_id)
        if before.state not in _IN_LINE:
            return before
        is_under_way = before.state is not State.QUEUED
        if is_under_way:
            self._carriers.stop(generation_id)
            self._journal.move(generation_id, State.QUEUED)
        # A key belongs to one body, and the one that was written down is not sent any more.
        key = before.idempotency_key if before.body is None else str(uuid4())
        edited = self._journal.note(
            generation_id,
            durably=True,
            request=request,
            body=None,
            idempotency_key=key,
            estimate=self._prices.price_for(request, service=before.service).amount,
            reference_hashes=(),
        )
        if is_under_way:
            self._carry(generation_id)
        return edited

    def take_back(self, generation_ids: Iterable[str]) -> list[Generation]:
        """See `GenerationQueue.take_back`."""
        taken_back: list[Generation] = []
        for generation_id in generation_ids:
            generation = self._library.find(generation_id)
            if generation is not None and generation.state in UNSENT_STATES:
                self._carriers.stop(generation_id)
                # On the disk at once: should the power fail now, it must not be sent afterwards.
                self._journal.remove(generation_id, durably=True)
                taken_back.append(generation)
        return taken_back


def complete(request: GenerationRequest) -> GenerationRequest:
    """`request` as it can be kept and sent.

    Raises:
        IncompleteRequestError: The service would refuse it.
    """
    missing = missing_from(request)
    if missing is not None:
        raise IncompleteRequestError(missing)
    return msgspec.structs.replace(request, prompt=sendable_text(request.prompt))
