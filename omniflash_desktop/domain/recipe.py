"""A clip's recipe: what it was made from, written into the clip's own file.

It goes wherever the file goes, so it holds nothing that is secret or tells of this computer: no
token, no local path, no link that may be signed, no project, and no idempotency key (with it,
whoever gets the clip could repeat the request).

Written strictly, read tolerantly: it may come from a later release, or from somebody who means
harm. What `recipe_from` returns is well formed and of bounded size, and nothing more is promised.
"""

import math
import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Annotated, Final, TypeVar
from urllib.parse import urlsplit

import msgspec

from omniflash_desktop.domain.generation import SANDBOX, Generation
from omniflash_desktop.domain.picture_framing import MAX_ZOOM, Fit, Framing, Padding
from omniflash_desktop.domain.references import ImageReference, VideoReference, objection_to_link
from omniflash_desktop.domain.request import (
    AspectRatio,
    GenerationRequest,
    Resolution,
    sendable_text,
)
from omniflash_desktop.domain.service_facts import DURATIONS_SECONDS, MODEL_ID
from omniflash_desktop.domain.video_trim import LEAST_SECONDS, Trim

FORMAT: Final = "omniflash-recipe"
VERSION: Final = 1

MAX_RECIPE_BYTES: Final = 512 * 1024
"""Of the JSON. A prompt of 20,000 characters needs at most 120,000."""
SIDECAR_ENDING: Final = ".recipe.json"
"""Behind the clip's whole name, where the recipe cannot be written into the clip."""

_LONGEST_WORD: Final = 500
_LONGEST_LINK: Final = 4096
_MOST_REFERENCES: Final = 16
_HIGHEST_COST: Final = Decimal(1_000_000)
"""US dollars. What claims to have cost more was not written by us."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ID: Final = re.compile(r"[0-9a-f]{12}")

Word = Annotated[str, msgspec.Meta(max_length=_LONGEST_WORD)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1000)]
_Enum = TypeVar("_Enum", Resolution, AspectRatio, Fit, Padding)


class RecipeReference(msgspec.Struct, frozen=True, kw_only=True):
    """A picture or a video that the request referred to.

    Attributes:
        kind: `image` or `video`.
        name: The file's name without its path, or the link's host.
        sha256: Of the file as the user gave it, lower-case hex; empty where it is not known.
        url: The link, where it is public without a signature; empty otherwise.
        fit: A value of `Fit`, or one of a later release; empty for one that is sent as it is.
        focus_x: As `Framing.focus_x`.
        focus_y: As `Framing.focus_y`.
        padding: A value of `Padding`, or one of a later release.
        zoom: As `Framing.zoom`.
        trim_start: As `Trim.start`, of a video of which a part was sent.
        trim_end: As `Trim.end`; 0.0 where all of it was sent.
    """

    kind: Word
    name: Word = ""
    sha256: Word = ""
    url: Annotated[str, msgspec.Meta(max_length=_LONGEST_LINK)] = ""
    fit: Word = ""
    focus_x: float = 0.5
    focus_y: float = 0.5
    padding: Word = ""
    zoom: float = 1.0
    trim_start: float = 0.0
    trim_end: float = 0.0

    @property
    def trim(self) -> Trim | None:
        """The part of a video that was sent, where it is one that can be sent again."""
        part = Trim(start=self.trim_start, end=self.trim_end)
        is_credible = math.isfinite(part.seconds) and part.start >= 0.0
        return part if is_credible and part.seconds >= LEAST_SECONDS / 2 else None

    @property
    def framing(self) -> Framing:
        """How a picture was framed, as far as this release knows the words."""
        usual = Framing()
        return Framing(
            fit=_known(Fit, self.fit, usual.fit),
            focus_x=min(max(self.focus_x, 0.0), 1.0),
            focus_y=min(max(self.focus_y, 0.0), 1.0),
            padding=_known(Padding, self.padding, usual.padding),
            zoom=min(max(self.zoom, 1.0), MAX_ZOOM),
        )


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """What a clip was made from.

    Attributes:
        format: `FORMAT`.
        version: `VERSION`, or a later one.
        app_version: Of the app that wrote it.
        prompt: The words, as typed.
        title: The user's own, or empty.
        duration: Seconds that were asked for; `None` where the reference video decided.
        resolution: A value of `Resolution`, or one of a later release.
        aspect_ratio: A value of `AspectRatio`, or one of a later release.
        mode: A value of `Mode`.
        model: The model's id.
        references: Images in the order of their slots, then the video.
        service: `SANDBOX` or the service's host.
        task_id: The service's id.
        generation_id: Ours.
        cost: US dollars as decimal text; empty where it is not known.
        created_at: The click (UTC).
        take: From 1.
        takes: How many were made with the click.
    """

    format: Word
    version: Annotated[int, msgspec.Meta(ge=1)]
    app_version: Word = ""
    prompt: str = ""
    title: Annotated[str, msgspec.Meta(max_length=10_000)] = ""
    duration: int | None = None
    resolution: Word = ""
    aspect_ratio: Word = ""
    mode: Word = ""
    model: Word = ""
    references: Annotated[
        tuple[RecipeReference, ...], msgspec.Meta(max_length=_MOST_REFERENCES)
    ] = ()
    service: Word = ""
    task_id: Word = ""
    generation_id: Word = ""
    cost: Word = ""
    created_at: datetime | None = None
    take: Count = 1
    takes: Count = 1

    @property
    def known_id(self) -> str | None:
        """The generation's id, where it is one of ours."""
        return self.generation_id if _ID.fullmatch(self.generation_id) else None

    @property
    def dollars(self) -> Decimal | None:
        """What it cost, where that is told and credible."""
        try:
            cost = Decimal(self.cost)
        except InvalidOperation:
            return None
        return cost if cost.is_finite() and 0 <= cost <= _HIGHEST_COST else None

    @property
    def clicked_at(self) -> datetime | None:
        """The click (UTC), where that is told and credible."""
        if self.created_at is None or not 2000 <= self.created_at.year <= 2200:
            return None
        if self.created_at.tzinfo is None:
            return None
        return self.created_at.astimezone(UTC)


class NoRecipeError(Exception):
    """The text is no recipe."""


def recipe_of(generation: Generation, *, app_version: str) -> Recipe:
    """The recipe of a clip that has been made."""
    request = generation.request
    return Recipe(
        format=FORMAT,
        version=VERSION,
        app_version=app_version,
        prompt=sendable_text(request.prompt),
        title=sendable_text(generation.title)[:10_000],
        duration=request.sent_duration,
        resolution=request.resolution.value,
        aspect_ratio=request.aspect_ratio.value,
        mode=request.mode.value,
        model=_word(request.model),
        references=_references_of(generation),
        service=SANDBOX if generation.in_sandbox else _word(_host_of(generation.service)),
        task_id=_word(generation.task_id or ""),
        generation_id=generation.id,
        cost="" if generation.cost is None else _word(str(generation.cost)),
        created_at=generation.created_at.astimezone(UTC),
        take=min(max(generation.take, 1), 1000),
        takes=min(max(generation.takes, 1), 1000),
    )


def recipe_json(recipe: Recipe) -> str | None:
    """As it is written; `None` for one that is too large for a file's tag."""
    content = msgspec.json.encode(recipe)
    return content.decode() if len(content) <= MAX_RECIPE_BYTES else None


def recipe_from(content: str | bytes) -> Recipe:
    """The recipe in a tag or in a file beside a clip, also one of a later release.

    Raises:
        NoRecipeError: It is none, or too large to be one.
    """
    if len(content) > MAX_RECIPE_BYTES:
        raise NoRecipeError("too large")
    try:
        recipe = msgspec.json.decode(content, type=Recipe)
    # Nested deeper than any recipe is: a way to make readers fall over.
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise NoRecipeError(str(error)) from error
    if recipe.format != FORMAT:
        raise NoRecipeError("another format")
    return recipe


def request_of(
    recipe: Recipe,
    *,
    images: tuple[ImageReference, ...] = (),
    video: VideoReference | None = None,
) -> GenerationRequest:
    """The request that makes such a clip again.

    What this release does not know, such as a later one's resolution, becomes the usual value.

    Args:
        recipe: Any that was read.
        images: Its images that were found.
        video: Its video, where it was found.
    """
    usual = GenerationRequest(prompt="")
    is_length = recipe.duration in DURATIONS_SECONDS
    return GenerationRequest(
        prompt=recipe.prompt,
        duration=recipe.duration if recipe.duration is not None and is_length else usual.duration,
        resolution=_known(Resolution, recipe.resolution, usual.resolution),
        aspect_ratio=_known(AspectRatio, recipe.aspect_ratio, usual.aspect_ratio),
        images=images,
        video=video,
        model=recipe.model or MODEL_ID,
    )


def is_sha256(text: str) -> bool:
    """Whether `text` is one, in lower-case hex."""
    return _SHA256.fullmatch(text) is not None


def _references_of(generation: Generation) -> tuple[RecipeReference, ...]:
    given = [
        ("video" if isinstance(reference, VideoReference) else "image", reference)
        for reference in generation.references[:_MOST_REFERENCES]
    ]
    hashes = (*generation.reference_hashes, *[""] * len(given))
    return tuple(
        _reference_of(kind, reference, sha256)
        for (kind, reference), sha256 in zip(given, hashes, strict=False)
    )


def _reference_of(
    kind: str, reference: ImageReference | VideoReference, sha256: str
) -> RecipeReference:
    if reference.path is not None:
        name = _word(PurePath(reference.path).name)
        if isinstance(reference, VideoReference):
            part = reference.trim or Trim(start=0.0, end=0.0)
            return RecipeReference(
                kind=kind, name=name, sha256=sha256, trim_start=part.start, trim_end=part.end
            )
        framing = reference.framing
        if framing.fit is Fit.AS_IS:
            return RecipeReference(kind=kind, name=name, sha256=sha256)
        return RecipeReference(
            kind=kind,
            name=name,
            sha256=sha256,
            fit=framing.fit.value,
            focus_x=framing.focus_x,
            focus_y=framing.focus_y,
            padding=framing.padding.value,
            zoom=framing.zoom,
        )
    link = reference.url or ""
    return RecipeReference(kind=kind, name=_word(_host_of(link)), url=_unsigned(link))


def _unsigned(link: str) -> str:
    """A link that holds nothing but its place: signatures stand in its query."""
    address = link.strip()
    if objection_to_link(address, local_allowed=True) is not None or len(address) > _LONGEST_LINK:
        return ""
    parts = urlsplit(address)
    return "" if parts.query or parts.fragment else sendable_text(address)


def _host_of(link: str) -> str:
    try:
        return urlsplit(link.strip()).hostname or ""
    except ValueError:
        return ""


def _word(text: str) -> str:
    return sendable_text(text)[:_LONGEST_WORD]


def _known(kind: type[_Enum], value: str, usual: _Enum) -> _Enum:
    try:
        return kind(value)
    except ValueError:
        return usual
