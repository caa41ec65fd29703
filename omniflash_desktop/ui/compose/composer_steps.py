"""What the composer holds at a moment, and the steps from moment to moment. No Qt in here."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

import msgspec

from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest

if TYPE_CHECKING:
    from omniflash_desktop.ui.compose.tray_item import TrayItem

MOST_STEPS: Final = 200
"""Steps that can be undone. The design asks for 20; a run of keystrokes is a step too."""


class Held(NamedTuple):
    """A reference in the tray: its item, with picture and state, and what was wished for it."""

    item: "TrayItem"
    reference: ImageReference | VideoReference

    @property
    def wishes(self) -> ImageReference | VideoReference:
        """The reference without what only becomes known later and is nobody's wish."""
        return with_facts_of(type(self.reference)(), self.reference)


def with_facts_of(
    known: ImageReference | VideoReference, wished: ImageReference | VideoReference
) -> ImageReference | VideoReference:
    """`wished` with the file, link and length of `known`: a link may have become a file since."""
    facts = {"path": known.path, "url": known.url, "name": known.name}
    if isinstance(known, VideoReference):
        facts["seconds"] = known.seconds
    return msgspec.structs.replace(wished, **facts)


@dataclass(frozen=True)
class TrayContent:
    """All references.

    Attributes:
        images: In the order of their slots.
        video: The motion reference.
    """

    images: tuple[Held, ...] = ()
    video: Held | None = None

    def all(self) -> Iterator[Held]:
        """The images, then the video."""
        yield from self.images
        if self.video is not None:
            yield self.video


@dataclass(frozen=True)
class ComposerState:
    """All that can be undone.

    Attributes:
        prompt: As it was typed.
        tray: The references.
        settings: A request that holds the settings and nothing else.
    """

    prompt: str
    tray: TrayContent
    settings: GenerationRequest

    def is_as(self, other: "ComposerState") -> bool:
        """Whether nothing was done between the two."""
        return (
            self.prompt == other.prompt
            and self.settings == other.settings
            and [_mark(held) for held in self.tray.all()]
            == [_mark(held) for held in other.tray.all()]
        )


class StepKind(StrEnum):
    """What a step did."""

    TYPING = "typing"
    PROMPT = "prompt"
    SETTINGS = "settings"
    ADD_IMAGE = "add_image"
    ADD_REFERENCES = "add_references"
    REMOVE_IMAGE = "remove_image"
    REMOVE_REFERENCES = "remove_references"
    REPLACE_IMAGE = "replace_image"
    MOVE_IMAGE = "move_image"
    FRAME_IMAGE = "frame_image"
    ADD_VIDEO = "add_video"
    REMOVE_VIDEO = "remove_video"
    REPLACE_VIDEO = "replace_video"
    TRIM_VIDEO = "trim_video"
    CLEAR = "clear"
    LOAD = "load"
    USE_PROMPT = "use_prompt"


class StepName(NamedTuple):
    """What a step is called: its kind, and the number of the image it is about, else 0."""

    kind: StepKind
    number: int = 0


class Step(NamedTuple):
    """One step that can be undone."""

    name: StepName
    before: ComposerState
    after: ComposerState


def name_of_step(before: ComposerState, after: ComposerState) -> StepName:
    """What was done between two moments that differ."""
    video = _video_step(before.tray.video, after.tray.video)
    images = _image_step(before.tray.images, after.tray.images)
    match images, video:
        case None, None:
            of_prompt = before.prompt != after.prompt
            return StepName(StepKind.PROMPT if of_prompt else StepKind.SETTINGS)
        case StepName() as one, None:
            return one
        case None, StepKind() as kind:
            return StepName(kind)
        case _:
            grown = len(list(after.tray.all())) >= len(list(before.tray.all()))
            return StepName(StepKind.ADD_REFERENCES if grown else StepKind.REMOVE_REFERENCES)


def _image_step(before: tuple[Held, ...], after: tuple[Held, ...]) -> StepName | None:
    came = [n for n, held in enumerate(after, 1) if not _holds(before, held)]
    went = [n for n, held in enumerate(before, 1) if not _holds(after, held)]
    match came, went:
        case [number], []:
            return StepName(StepKind.ADD_IMAGE, number)
        case [], [number]:
            return StepName(StepKind.REMOVE_IMAGE, number)
        case [number], [_]:
            return StepName(StepKind.REPLACE_IMAGE, number)
        case [_, *_], _:
            return StepName(StepKind.ADD_REFERENCES)
        case [], [_, *_]:
            return StepName(StepKind.REMOVE_REFERENCES)
        case _:
            pass
    if [held.item for held in before] != [held.item for held in after]:
        return StepName(StepKind.MOVE_IMAGE, _moved(before, after))
    for number, (former, held) in enumerate(zip(before, after, strict=True), 1):
        if former.wishes != held.wishes:
            return StepName(StepKind.FRAME_IMAGE, number)
    return None


def _moved(before: tuple[Held, ...], after: tuple[Held, ...]) -> int:
    """The number that an image had which, taken out of both orders, leaves the same order."""
    former, now = [held.item for held in before], [held.item for held in after]
    for number, item in enumerate(former, 1):
        if [one for one in former if one is not item] == [one for one in now if one is not item]:
            return number
    return 1


def _video_step(before: Held | None, after: Held | None) -> StepKind | None:
    match before, after:
        case None, None:
            return None
        case None, Held():
            return StepKind.ADD_VIDEO
        case Held(), None:
            return StepKind.REMOVE_VIDEO
        case Held() as former, Held() as held:
            if former.item is not held.item:
                return StepKind.REPLACE_VIDEO
            return None if former.wishes == held.wishes else StepKind.TRIM_VIDEO
        case _:
            assert_never((before, after))


def _holds(all_held: tuple[Held, ...], held: Held) -> bool:
    return any(one.item is held.item for one in all_held)


def _mark(held: Held) -> Hashable:
    return (id(held.item), held.wishes)


class StepStack:
    """The steps that can be undone, and those that can be done again.

    Args:
        most: Steps beyond it are forgotten, the oldest first.
    """

    def __init__(self, most: int = MOST_STEPS) -> None:
        self._most = most
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def to_undo(self) -> Step | None:
        """The step that is undone next."""
        return self._done[-1] if self._done else None

    @property
    def to_redo(self) -> Step | None:
        """The step that is done again next."""
        return self._undone[-1] if self._undone else None

    def add(self, step: Step) -> None:
        """A step was made; what was undone before it is forgotten."""
        self._undone.clear()
        self._done.append(step)
        del self._done[: -self._most]

    def grow(self, after: ComposerState) -> None:
        """The last step goes on, and now ends with `after`."""
        self._undone.clear()
        self._done[-1] = self._done[-1]._replace(after=after)

    def undo(self) -> Step:
        """Takes the last step back.

        Raises:
            IndexError: There is none.
        """
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Step:
        """Makes the step again that was undone last.

        Raises:
            IndexError: There is none.
        """
        self._done.append(self._undone.pop())
        return self._done[-1]
