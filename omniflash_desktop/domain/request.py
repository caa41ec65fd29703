"""What is asked of the service: the prompt, the references and the settings of one clip."""

from enum import StrEnum
from typing import Self

import msgspec

from omniflash_desktop.domain.named_images import as_sent
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.service_facts import (
    ALLOWED_IMAGE_COUNTS,
    DURATIONS_SECONDS,
    MAX_IMAGES,
    MODEL_ID,
)


class Resolution(StrEnum):
    """The picture's size, in the words that the service takes (lower case)."""

    HD_720 = "720p"
    HD_1080 = "1080p"
    UHD_4K = "4k"

    @property
    def short_side(self) -> int:
        """The shorter side of the picture in pixels."""
        return {"720p": 720, "1080p": 1080, "4k": 2160}[self.value]

    @property
    def label(self) -> str:
        """How people write it."""
        return "4K" if self is Resolution.UHD_4K else self.value


class AspectRatio(StrEnum):
    """The picture's shape."""

    LANDSCAPE = "16:9"
    PORTRAIT = "9:16"

    @property
    def sides(self) -> tuple[int, int]:
        """Width and height, in no unit."""
        return (16, 9) if self is AspectRatio.LANDSCAPE else (9, 16)


class Mode(StrEnum):
    """What kind of clip the references make of the request. Nobody chooses it: it follows."""

    TEXT_TO_VIDEO = "text_to_video"
    IMAGE_TO_VIDEO = "image_to_video"
    IMAGE_FUSION = "image_fusion"
    MOTION_REFERENCE = "motion_reference"
    TWO_IMAGES = "two_images"
    """Not a mode of the service: what is being edited cannot be sent yet."""


class ReferenceHint(StrEnum):
    """When `generation_type` is sent. Contract, section 2."""

    AUTO = "auto"
    NEVER = "never"


class Missing(StrEnum):
    """Why a request cannot be sent yet."""

    PROMPT = "prompt"
    A_THIRD_IMAGE = "a_third_image"
    FEWER_IMAGES = "fewer_images"
    A_VALID_DURATION = "a_valid_duration"


class GenerationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One clip as it was asked for.

    Attributes:
        prompt: The words, as typed; images may be named in it, see `named_images`.
        duration: Seconds: 4, 6, 8 or 10. Kept, but not sent, when a video is given.
        resolution: The picture's size.
        aspect_ratio: The picture's shape.
        images: None, one or three, in the order of their slots.
        video: The motion reference.
        model: The model's id, as the service spells it.
        reference_hint: When `generation_type` is sent.
    """

    prompt: str
    duration: int = 6
    resolution: Resolution = Resolution.HD_720
    aspect_ratio: AspectRatio = AspectRatio.LANDSCAPE
    images: tuple[ImageReference, ...] = ()
    video: VideoReference | None = None
    model: str = MODEL_ID
    reference_hint: ReferenceHint = ReferenceHint.AUTO

    @property
    def mode(self) -> Mode:
        """What kind of clip this is."""
        return mode_for(image_count=len(self.images), has_video=self.video is not None)

    @property
    def is_known(self) -> bool:
        """Whether anybody knows what was asked for: of a task made elsewhere nobody does."""
        return bool(self.prompt.strip())

    def with_resolution(self, resolution: Resolution) -> Self:
        """This request at another size."""
        return msgspec.structs.replace(self, resolution=resolution)

    def for_model(self, model: str, *, reference_hint: ReferenceHint) -> Self:
        """This request with what the preferences say about the model."""
        return msgspec.structs.replace(self, model=model, reference_hint=reference_hint)

    @property
    def sent_duration(self) -> int | None:
        """Seconds to ask for; `None` where the reference video decides (contract, section 2)."""
        return None if self.video is not None else self.duration

    @property
    def pixel_size(self) -> tuple[int, int]:
        """Width and height of the clip to come."""
        short = self.resolution.short_side
        long = short * 16 // 9
        return (long, short) if self.aspect_ratio is AspectRatio.LANDSCAPE else (short, long)


def mode_for(*, image_count: int, has_video: bool) -> Mode:
    """The mode that so many references make.

    With a video, two images stay impossible: the service counts the images on their own.
    """
    if image_count not in ALLOWED_IMAGE_COUNTS:
        return Mode.TWO_IMAGES
    if has_video:
        return Mode.MOTION_REFERENCE
    if image_count == 0:
        return Mode.TEXT_TO_VIDEO
    return Mode.IMAGE_TO_VIDEO if image_count == 1 else Mode.IMAGE_FUSION


def sendable_text(text: str) -> str:
    """`text` as UTF-8 can carry it: halves of characters, as some inputs make, are replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def asks_for_the_same(one: GenerationRequest, other: GenerationRequest) -> bool:
    """Whether the service would be asked for the same clip twice.

    Files are the same when their paths are: where a picture was changed in between, asking once
    too often is better than paying once too often.
    """
    return _as_asked(one) == _as_asked(other)


def _as_asked(request: GenerationRequest) -> GenerationRequest:
    """What of a request makes another clip: no names, and no duration that is not sent."""
    video = request.video
    return msgspec.structs.replace(
        request,
        prompt=as_sent(sendable_text(request.prompt).strip(), len(request.images)),
        duration=request.sent_duration or 0,
        images=tuple(msgspec.structs.replace(one, name="") for one in request.images),
        video=None
        if video is None
        else VideoReference(path=video.path, url=video.url, trim=video.trim),
    )


def missing_from(request: GenerationRequest) -> Missing | None:
    """The first reason why the service would refuse this request, or `None` when it can go."""
    if not request.prompt.strip():
        return Missing.PROMPT
    if len(request.images) > MAX_IMAGES:
        return Missing.FEWER_IMAGES
    if len(request.images) not in ALLOWED_IMAGE_COUNTS:
        return Missing.A_THIRD_IMAGE
    if request.sent_duration is not None and request.sent_duration not in DURATIONS_SECONDS:
        return Missing.A_VALID_DURATION
    return None
