"""Prompts that are used again: what of a request they hold, and how they are called."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Self

import msgspec

from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Resolution

MAX_NAME_LENGTH: Final = 80
"""Characters of a name; our own."""

_SUGGESTED_LENGTH: Final = 40
_ENDS_OF_SENTENCES: Final = ".!?;:\u3002\uff01\uff1f"


class PromptSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Length, size and shape, as in `GenerationRequest`."""

    duration: int
    resolution: Resolution
    aspect_ratio: AspectRatio


class PromptContent(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into the composer.

    Attributes:
        prompt: The words.
        settings: `None` where only the words are meant.
        images: In the order of their slots; none where the composer's own are to stay.
        video: The motion reference.
    """

    prompt: str
    settings: PromptSettings | None = None
    images: tuple[ImageReference, ...] = ()
    video: VideoReference | None = None

    @classmethod
    def of(
        cls, request: GenerationRequest, *, settings: bool = True, references: bool = True
    ) -> Self:
        """What of a request is to be used again."""
        return cls(
            prompt=request.prompt,
            settings=_settings_of(request) if settings else None,
            images=request.images if references else (),
            video=request.video if references else None,
        )

    @property
    def words_only(self) -> Self:
        """The words without all else."""
        return type(self)(prompt=self.prompt)

    @property
    def has_references(self) -> bool:
        """Whether the composer's references make room for its own."""
        return bool(self.images or self.video)


class SavedPrompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt that the user has given a name.

    Attributes:
        id: Ours; the name may change.
        name: 1 to `MAX_NAME_LENGTH` characters. Two may have the same.
        content: What goes into the composer.
        saved_at: When it was saved (UTC).
        used_at: When it was last used (UTC); `None` if it never was.
    """

    id: str
    name: str
    content: PromptContent
    saved_at: datetime
    used_at: datetime | None = None

    @property
    def touched_at(self) -> datetime:
        """When it was last used, or saved."""
        return self.used_at or self.saved_at


def tidy_name(text: str) -> str:
    """`text` as a name: one line, without room at its ends; empty where nothing is left."""
    return " ".join(text.split())[:MAX_NAME_LENGTH].rstrip()


def suggested_name(prompt: str, taken: Iterable[str] = ()) -> str:
    """A name for a prompt: its first words, and a number where that is taken already.

    Args:
        prompt: With at least one word in it.
        taken: Names of others; case does not count.
    """
    line = next((tidy_name(line) for line in prompt.splitlines() if line.strip()), "")
    name = _first_words(line)
    known = {one.casefold() for one in taken}
    number, numbered = 1, name
    while numbered.casefold() in known:
        number += 1
        numbered = f"{name} {number}"
    return numbered


def _first_words(line: str) -> str:
    """The first sentence, or as many words of it as a row has room for."""
    ends = (place for place, sign in enumerate(line) if sign in _ENDS_OF_SENTENCES)
    end = next((place for place in ends if place >= _SUGGESTED_LENGTH // 4), len(line))
    sentence = line[:end]
    if len(sentence) <= _SUGGESTED_LENGTH:
        return sentence
    cut = sentence[: _SUGGESTED_LENGTH + 1]
    words = cut.rpartition(" ")[0]
    # Scripts without spaces are cut where the room ends.
    return (words or cut[:_SUGGESTED_LENGTH]).rstrip(" ,\u2013-")


def _settings_of(request: GenerationRequest) -> PromptSettings:
    return PromptSettings(
        duration=request.duration,
        resolution=request.resolution,
        aspect_ratio=request.aspect_ratio,
    )
