"""What the user has decided about sending: how long to hold, how many at once, how much a day."""

from decimal import Decimal
from typing import Self

import msgspec

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.service_facts import DEFAULT_CLIPS_AT_ONCE, UNDO_SEND_SECONDS


class QueueRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of the app's own queue. They may change at any time.

    Attributes:
        hold_seconds: How long a clip waits after the click, so that it can be taken back.
        clips_at_once: How many clips may be prepared, sent or made at the same time.
        daily_cap: US dollars that may be spent in a local day; `None` for no limit.
        project: The project that new clips are billed to; empty for none.
    """

    hold_seconds: float = 0.0
    clips_at_once: int = DEFAULT_CLIPS_AT_ONCE
    daily_cap: Decimal | None = None
    project: str = ""

    @classmethod
    def from_preferences(cls, preferences: Preferences, *, holds: bool) -> Self:
        """The rules that the preferences make.

        Args:
            preferences: As they are now.
            holds: Whether there is anybody who could take a clip back: a command has been typed
                with care, and nobody sits before it.
        """
        return cls(
            hold_seconds=UNDO_SEND_SECONDS if holds and preferences.undo_send else 0.0,
            clips_at_once=preferences.clips_at_once,
            daily_cap=preferences.daily_cap,
            project=preferences.project,
        )
