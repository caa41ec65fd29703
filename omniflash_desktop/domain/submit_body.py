"""The exact bytes of a submit. The reader of the wire is tolerant; this writer is strict."""

from collections.abc import Sequence

import msgspec

from omniflash_desktop.domain.named_images import as_sent
from omniflash_desktop.domain.request import GenerationRequest, ReferenceHint
from omniflash_desktop.domain.service_facts import MAX_IMAGES


class _Links(msgspec.Struct, frozen=True):
    image_urls: tuple[str, ...] = ()
    video_urls: tuple[str, ...] = ()


def submit_body(
    request: GenerationRequest, *, image_urls: Sequence[str] = (), video_url: str | None = None
) -> bytes:
    """The JSON that asks for one clip. Contract, section 2.

    Holds no field that the contract does not name. `duration` is left out when a video is given.
    Images that the prompt names are named in words, see `named_images`.

    Args:
        request: What was asked for.
        image_urls: The links of its images, in their order.
        video_url: The link of its video.
    """
    prompt = as_sent(request.prompt, len(image_urls))
    fields: dict[str, object] = {"model": request.model, "prompt": prompt}
    if video_url is None:
        fields["duration"] = request.duration
    fields["resolution"] = request.resolution.value
    fields["aspect_ratio"] = request.aspect_ratio.value
    if image_urls:
        fields["image_urls"] = list(image_urls)
    if video_url is not None:
        fields["video_urls"] = [video_url]
    is_reference = len(image_urls) == MAX_IMAGES or bool(image_urls and video_url)
    if is_reference and request.reference_hint is ReferenceHint.AUTO:
        fields["generation_type"] = "reference"
    return msgspec.json.encode(fields)


def links_in(body: bytes) -> tuple[str, ...]:
    """The links in a body that `submit_body` made: of the images, then of the video."""
    links = msgspec.json.decode(body, type=_Links)
    return links.image_urls + links.video_urls
