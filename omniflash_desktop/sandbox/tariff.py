"""Everything of the service that is a number or a name: limits, defaults, sizes and prices.

The service's pages drift without a changelog, so all of it stays in this one place.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Resolution: TypeAlias = Literal["720p", "1080p", "4k"]
AspectRatio: TypeAlias = Literal["16:9", "9:16"]

MODEL: Final = "Omni-Flash-Ext"  # case-sensitive; contract, section 2
DURATIONS: Final = (4, 6, 8, 10)  # seconds; contract, section 2
DEFAULT_DURATION: Final = 6  # seconds; contract, section 2
DEFAULT_RESOLUTION: Final[Resolution] = "720p"
DEFAULT_ASPECT_RATIO: Final[AspectRatio] = "16:9"
IMAGE_COUNTS: Final = (0, 1, 3)  # contract, section 2
MAX_VIDEOS: Final = 1  # contract, section 2

# A clip with a reference video is as long as that video, within the service's own limits.
SHORTEST_CLIP: Final = min(DURATIONS)  # seconds
LONGEST_CLIP: Final = max(DURATIONS)  # seconds

LANGUAGES: Final = ("en", "zh", "ko", "ja")  # contract, section 1

MAX_UPLOAD_BYTES: Final = 20_971_520  # 20 MiB; contract, section 4
UPLOAD_LINK_SECONDS: Final = 72 * 3600  # contract, section 4
RESULT_LINK_SECONDS: Final = 24 * 3600  # contract, section 3
MAX_JSON_BYTES: Final = 8 * 1024 * 1024  # ours: far above any real request

CREDITS_PER_USD: Final = 10  # contract, section 3

# Landscape pixel sizes; portrait is the transpose. 720p is observed, the others are ours.
_LANDSCAPE: Final[dict[Resolution, tuple[int, int]]] = {
    "720p": (1280, 720),
    "1080p": (1920, 1080),
    "4k": (3840, 2160),
}

# US cents per clip, flat; contract, section 9.
_HD_CENTS: Final = {4: 25, 6: 30, 8: 35, 10: 40}
_4K_CENTS: Final = {4: 75, 6: 80, 8: 85, 10: 90}
_HD_WITH_VIDEO_CENTS: Final = 8
_4K_WITH_VIDEO_CENTS: Final = 24

# Seconds from submit to clip at speed 1: what clients of the real service report.
LIFELIKE_SECONDS: Final[dict[Resolution, float]] = {"720p": 60.0, "1080p": 90.0, "4k": 150.0}


def pixel_size(resolution: Resolution, aspect_ratio: AspectRatio) -> tuple[int, int]:
    """Tell the width and height of a clip, in pixels."""
    width, height = _LANDSCAPE[resolution]
    return (width, height) if aspect_ratio == "16:9" else (height, width)


def price_cents(resolution: Resolution, duration: int, *, with_video: bool) -> int:
    """Tell the price of a clip in US cents (contract, section 9).

    Args:
        resolution: The resolution asked for.
        duration: One of `DURATIONS`, in seconds; plays no role with a reference video.
        with_video: Whether a reference video is given, which has a tariff of its own.
    """
    if with_video:
        return _4K_WITH_VIDEO_CENTS if resolution == "4k" else _HD_WITH_VIDEO_CENTS
    return (_4K_CENTS if resolution == "4k" else _HD_CENTS)[duration]
