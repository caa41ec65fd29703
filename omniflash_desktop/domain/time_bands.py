"""How long a clip usually takes, as a band: a single figure would promise too much."""

from collections.abc import Sequence
from typing import Final

import msgspec

from omniflash_desktop.domain.request import GenerationRequest, Mode

SAMPLES_OF_A_BAND: Final = 50
"""The newest so many count: services become faster and slower."""

LEAST_SAMPLES: Final = 3
_LOW_TENTH: Final = 2
_HIGH_TENTH: Final = 9
"""From the 20th to the 90th percentile: one in ten takes longer than was said."""


class RenderTime(msgspec.Struct, frozen=True):
    """How long one finished clip took.

    Attributes:
        mode: What kind of clip it was.
        seconds: The length that was asked for; `None` where a reference video decided.
        elapsed: Seconds from the submit to the service's "completed".
    """

    mode: Mode
    seconds: int | None
    elapsed: float


class TimeBand(msgspec.Struct, frozen=True, kw_only=True):
    """How long clips of a kind usually take.

    Attributes:
        low_seconds: Few are done sooner.
        high_seconds: Few take longer.
        samples: How many clips say so.
    """

    low_seconds: float
    high_seconds: float
    samples: int


def band_for(request: GenerationRequest, times: Sequence[RenderTime]) -> TimeBand | None:
    """The band for `request`, of clips as large as it.

    Clips of the same mode and length count; where there are too few, all do.

    Args:
        request: What is asked for.
        times: Of clips of the request's resolution, the newest first.

    Returns:
        The band, or `None` where fewer than `LEAST_SAMPLES` clips tell.
    """
    like_it = [
        time.elapsed
        for time in times
        if time.mode is request.mode and time.seconds == request.sent_duration
    ]
    of_its_size = [time.elapsed for time in times]
    return _band_of(like_it) or _band_of(of_its_size)


def _band_of(elapsed: Sequence[float]) -> TimeBand | None:
    newest = elapsed[:SAMPLES_OF_A_BAND]
    if len(newest) < LEAST_SAMPLES:
        return None
    # It takes longer to load than all of `domain`, and the first picture needs no band.
    from statistics import quantiles

    tenths = quantiles(newest, n=10, method="inclusive")
    return TimeBand(
        low_seconds=tenths[_LOW_TENTH - 1],
        high_seconds=tenths[_HIGH_TENTH - 1],
        samples=len(newest),
    )
