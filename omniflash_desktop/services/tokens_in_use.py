"""Which replaced tokens are still needed: those that work under way was sent with."""

from datetime import timedelta
from typing import Final

from omniflash_desktop.domain.generation import FINAL_STATES, State
from omniflash_desktop.domain.service_facts import RESULT_LINK_HOURS
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import Change, GenerationChanged
from omniflash_desktop.services.ports import Clock, GenerationLibrary, TokenStore

_LINKS_ARE_DEAD_AFTER: Final = timedelta(hours=2 * RESULT_LINK_HOURS)
"""Since the click: a clip may have stood in the queue for a while before its link was made."""


class TokensInUse:
    """Knows them, and has the others dropped when a generation comes to its end."""

    def __init__(
        self, library: GenerationLibrary, tokens: TokenStore, tasks: BackgroundTasks, clock: Clock
    ) -> None:
        self._library = library
        self._tokens = tokens
        self._tasks = tasks
        self._clock = clock

    def now(self) -> frozenset[str]:
        """The fingerprints of the tokens of unfinished work, and of clips that may be fetched."""
        recent = self._library.made_since(self._clock.now() - _LINKS_ARE_DEAD_AFTER)
        return frozenset(
            generation.token_id
            for generation in (*self._library.unfinished(), *recent)
            if generation.token_id is not None and generation.state is not State.READY
        )

    def hear(self, change: Change) -> None:
        """A listener of `Changes`."""
        if not isinstance(change, GenerationChanged) or change.progress is not None:
            return
        ended = change.generation
        if ended.state in FINAL_STATES and ended.token_id is not None and not ended.in_sandbox:
            self._tasks.start(self._drop_others(ended.service), name="drop replaced tokens")

    async def _drop_others(self, service: str) -> None:
        await self._tokens.drop_former(service, in_use=self.now())
