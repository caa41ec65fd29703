"""How long a clip will usually take, from how long the own clips took."""

import logging
from collections.abc import Sequence

from omniflash_desktop.domain.request import GenerationRequest, Mode, Resolution
from omniflash_desktop.domain.time_bands import RenderTime, TimeBand, band_for
from omniflash_desktop.services.changes import (
    Change,
    Changes,
    GenerationChanged,
    GenerationRemoved,
)
from omniflash_desktop.services.ports import ClipHistory

_log = logging.getLogger(__name__)


class TimeBands:
    """Asks the library once for each size of clips, and again when one of them is finished.

    What was found out stays in memory, since rows ask for it at every repaint.
    """

    def __init__(self, history: ClipHistory, changes: Changes) -> None:
        self._history = history
        self._times: dict[tuple[str, Resolution], Sequence[RenderTime]] = {}
        self._bands: dict[tuple[str, Resolution, Mode, int | None], TimeBand | None] = {}
        changes.subscribe(self._hear)

    def band_for(self, request: GenerationRequest, *, service: str) -> TimeBand | None:
        """How long `request` will usually take at `service`.

        Returns:
            The band; `None` where too few clips of that size were made, or where nobody knows what
            was asked for.
        """
        if not request.is_known:
            return None
        key = (service, request.resolution, request.mode, request.sent_duration)
        if key not in self._bands:
            self._bands[key] = band_for(request, self._times_of(service, request.resolution))
        return self._bands[key]

    def _times_of(self, service: str, resolution: Resolution) -> Sequence[RenderTime]:
        if (service, resolution) not in self._times:
            self._times[service, resolution] = self._read(service, resolution)
        return self._times[service, resolution]

    def _read(self, service: str, resolution: Resolution) -> Sequence[RenderTime]:
        try:
            return self._history.newest_times(resolution, service=service)
        except OSError:
            # A band is a courtesy; whoever needs the library itself tells of the trouble.
            _log.exception("the times of earlier clips could not be read")
            return ()

    def _hear(self, change: Change) -> None:
        is_news = isinstance(change, GenerationChanged) and change.brings_time
        if is_news or isinstance(change, GenerationRemoved):
            self._times.clear()
            self._bands.clear()
