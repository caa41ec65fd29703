"""Which services cannot be reached, and when there was last news of each clip. Plain data."""

from datetime import datetime

from omniflash_desktop.domain.generation import Generation


class LostServices:
    """Tells for how long nothing was heard of a clip while its service is away."""

    def __init__(self) -> None:
        self._lost_at: dict[str, datetime] = {}
        self._news_at: dict[str, datetime] = {}

    def note_news(self, generation_id: str, now: datetime) -> None:
        """There was news of a clip."""
        self._news_at[generation_id] = now

    def forget(self, generation_id: str) -> None:
        """The clip is gone."""
        self._news_at.pop(generation_id, None)

    def set_lost(self, service: str, lost: bool, now: datetime) -> bool:
        """A service was lost, or is back; tells whether that is news."""
        if lost == (service in self._lost_at):
            return False
        if lost:
            self._lost_at[service] = now
        else:
            del self._lost_at[service]
        return True

    def unseen_for(self, generation: Generation, now: datetime) -> float | None:
        """Seconds since the last news of a clip; `None` while its service answers."""
        lost_at = self._lost_at.get(generation.service)
        if lost_at is None:
            return None
        # What was told after the loss came from here, not from the service.
        seen = min(self._news_at.get(generation.id, lost_at), lost_at)
        return max(0.0, (now - seen).total_seconds())
