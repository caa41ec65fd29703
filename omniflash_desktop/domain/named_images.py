"""Images named in a prompt: `@1`, `@2` and `@3` stand for the first, second and third one.

What is typed, kept and shown is `@1`; what is sent is "image 1", which the model understands. An
image that is named and then removed leaves `@?` behind, so that its name never passes to another.
"""

import re
from collections.abc import Hashable, Sequence
from functools import cache
from typing import Final

import msgspec

from omniflash_desktop.domain.service_facts import MAX_IMAGES

GONE: Final = "@?"
"""Stands where an image was named that was removed."""

CHIP_LENGTH: Final = 2

# Thai, Lao and the scripts of East Asia put no space, or not always one, between words: there
# `@1` may touch its neighbours. All other letters make another word of it.
_LETTER: Final = r"[^\W\u0e00-\u0eff\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
_CHIP: Final = (
    rf"(?<!{_LETTER})(?<![@/#])@(?:([1-{MAX_IMAGES}])|\?)(?!{_LETTER}|[@/]|[.:]{_LETTER})"
)


@cache
def _chip() -> re.Pattern[str]:
    # Its letters take some milliseconds, which the window's start need not wait for.
    return re.compile(_CHIP)


class ImageChip(msgspec.Struct, frozen=True):
    """A place in a prompt that names an image.

    Attributes:
        start: Of its first character; it is `CHIP_LENGTH` characters long.
        number: Of the image, from 1; `None` where that image was removed.
    """

    start: int
    number: int | None

    def names_one_of(self, image_count: int) -> bool:
        """Whether its image is among so many."""
        return self.number is not None and self.number <= image_count


def chips_in(prompt: str) -> tuple[ImageChip, ...]:
    """All names of images, in their order. `me@1.com` and `@12` are none."""
    return tuple(
        ImageChip(found.start(), int(found[1]) if found[1] else None)
        for found in _chip().finditer(prompt)
    )


def name_of(index: int) -> str:
    """How the image at `index`, from 0, is named in a prompt."""
    return f"@{index + 1}"


def begins_a_name(prompt: str, at: int) -> bool:
    """Whether an `@` at the position `at` could become the name of an image."""
    return _chip().match(prompt[:at] + name_of(0), at) is not None


def nobody_named(prompt: str, image_count: int) -> ImageChip | None:
    """The first name that no image answers to, or `None` where all is well."""
    return next((chip for chip in chips_in(prompt) if not chip.names_one_of(image_count)), None)


def as_sent(prompt: str, image_count: int) -> str:
    """The prompt in words that the model understands: "image 1" for `@1` where there is one.

    Args:
        prompt: As it was typed.
        image_count: How many images are sent with it.
    """
    sent = prompt
    for chip in reversed(chips_in(prompt)):
        if chip.names_one_of(image_count):
            end = chip.start + CHIP_LENGTH
            sent = f"{sent[: chip.start]}image {chip.number}{sent[end:]}"
    return sent


def places_after(before: Sequence[Hashable], after: Sequence[Hashable]) -> tuple[int | None, ...]:
    """Where each image went: its index now, or `None` where it is gone.

    An image whose place was taken by one that is new was replaced: the new one answers to its name.
    """
    stayed = set(before)
    places: list[int | None] = []
    for index, image in enumerate(before):
        if image in after:
            places.append(after.index(image))
        elif index < len(after) and after[index] not in stayed:
            places.append(index)
        else:
            places.append(None)
    return tuple(places)


def renumbered(prompt: str, places: Sequence[int | None]) -> str:
    """The prompt whose names follow their images; its length stays the same.

    Args:
        prompt: With the names as they were.
        places: For each former image its index now, or `None` where it is gone.
    """
    changed = prompt
    for chip in chips_in(prompt):
        if not chip.names_one_of(len(places)):
            # Of nobody yet: it may be written before its image is there.
            continue
        assert chip.number is not None
        place = places[chip.number - 1]
        name = GONE if place is None else name_of(place)
        changed = changed[: chip.start] + name + changed[chip.start + CHIP_LENGTH :]
    return changed
