"""What was unusual about a picture that is converted: the label of the media workers, taken apart.

Labels are kept in receipts, so those of earlier releases are understood as well.
"""

from enum import Enum, auto
from typing import Final

import msgspec

_WITH_A_PROFILE: Final = " with a profile"
_DEEP_MODES: Final = ("I", "F")
"""How Pillow calls pixels of more than 8 bits, alone or with an addition such as `I;16`."""
_NAMES: Final = {"HEIF": "HEIC", "WEBP": "WebP", "JPEG2000": "JPEG 2000", "MPO": "JPEG"}
"""Where people call a format otherwise than Pillow does."""


class Oddity(Enum):
    """What of a picture the service does not take."""

    FORMAT = auto()
    """The format as a whole."""
    MOVES = auto()
    """Only its first frame is sent."""
    DEEP = auto()
    """More than 8 bits a colour."""
    PRINT_COLOURS = auto()
    PROFILE = auto()
    """Colours that are told by a profile."""
    RARE_COLOURS = auto()


class UnusualPicture(msgspec.Struct, frozen=True):
    """Why a picture is converted.

    Attributes:
        oddity: What is unusual.
        format_name: As people call it, such as `HEIC`.
    """

    oddity: Oddity
    format_name: str


def unusual_picture(label: str) -> UnusualPicture | None:
    """What `PreparedImage.converted_from` says; `None` where it is empty."""
    if not label:
        return None
    if label.endswith(_WITH_A_PROFILE):
        return UnusualPicture(Oddity.PROFILE, format_called(label.removesuffix(_WITH_A_PROFILE)))
    what, _, format_name = label.rpartition(" ")
    name = format_called(format_name)
    if not what:
        return UnusualPicture(Oddity.FORMAT, name)
    if what == "animated":
        return UnusualPicture(Oddity.MOVES, name)
    if what == "CMYK":
        return UnusualPicture(Oddity.PRINT_COLOURS, name)
    if what.endswith("-bit") or what.partition(";")[0] in _DEEP_MODES:
        return UnusualPicture(Oddity.DEEP, name)
    return UnusualPicture(Oddity.RARE_COLOURS, name)


def format_called(name: str) -> str:
    """A picture's format as people call it, from Pillow's name for it."""
    return _NAMES.get(name, name)
