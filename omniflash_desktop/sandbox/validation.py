"""From the bytes of a submit to a clip order, or to the refusal of the vendor's table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from omniflash_desktop.sandbox import tariff
from omniflash_desktop.sandbox.refusals import RefusalError, refusal


@dataclass(frozen=True)
class ClipOrder:
    """A submit that passed every rule.

    Attributes:
        prompt: The prompt as sent, with unencodable characters replaced.
        duration: Seconds, one of `tariff.DURATIONS`; not used when there is a reference video.
        resolution: The resolution, in lower case.
        aspect_ratio: The shape of the picture.
        image_urls: None, one or three links.
        video_url: The link of the reference video, if any.
    """

    prompt: str
    duration: int
    resolution: tariff.Resolution
    aspect_ratio: tariff.AspectRatio
    image_urls: tuple[str, ...] = ()
    video_url: str | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the clip in pixels."""
        return tariff.pixel_size(self.resolution, self.aspect_ratio)

    @property
    def price_cents(self) -> int:
        """The price in US cents."""
        return tariff.price_cents(
            self.resolution, self.duration, with_video=self.video_url is not None
        )

    def to_json(self) -> str:
        """Write the order for the store."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> ClipOrder:
        """Read an order from the store."""
        fields = json.loads(text)
        fields["image_urls"] = tuple(fields["image_urls"])
        return ClipOrder(**fields)


def order_from_body(body: bytes) -> ClipOrder:
    """Check a submit against every rule of the vendor's page (contract, section 2).

    Unknown fields are ignored, ``null`` counts as absent.

    Args:
        body: The body of the request.

    Raises:
        RefusalError: For the first rule that is broken, in the order of the vendor's table.
    """
    fields = _json_object(body)
    _check_model(fields)
    prompt = _prompt(fields)
    images = _links(fields, "image_urls")
    videos = _links(fields, "video_urls")
    duration = tariff.DEFAULT_DURATION if videos else _duration(fields)
    resolution = _resolution(fields)
    aspect_ratio = _aspect_ratio(fields)
    if len(images) not in tariff.IMAGE_COUNTS:
        raise refusal(
            400,
            "unsupported_image_count",
            f"image_urls must have 0, 1 or 3 items, got {len(images)}",
        )
    if len(videos) > tariff.MAX_VIDEOS:
        raise refusal(
            400,
            "unsupported_video_count",
            f"video_urls must have at most 1 item, got {len(videos)}",
        )
    return ClipOrder(
        prompt, duration, resolution, aspect_ratio, images, videos[0] if videos else None
    )


def _invalid(message: str) -> RefusalError:
    return refusal(400, "invalid_request_error", message)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _invalid("the request body is not valid JSON") from error
    if not isinstance(value, dict):
        raise _invalid("the request body must be a JSON object")
    return cast("dict[str, Any]", value)


def _check_model(fields: dict[str, Any]) -> None:
    if fields.get("model") != tariff.MODEL:
        raise _invalid(f"model must be {tariff.MODEL}")


def _prompt(fields: dict[str, Any]) -> str:
    prompt = fields.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise _invalid("prompt is required and must not be empty")
    # A lone surrogate is legal in JSON and nowhere else.
    return prompt.encode("utf-8", "replace").decode("utf-8")


def _duration(fields: dict[str, Any]) -> int:
    duration = fields.get("duration")
    if duration is None:
        return tariff.DEFAULT_DURATION
    # `type` and not `isinstance`: true and 6.0 are no JSON integers.
    if type(duration) is not int or duration not in tariff.DURATIONS:
        raise refusal(400, "invalid_duration", "duration must be 4, 6, 8 or 10")
    return duration


def _resolution(fields: dict[str, Any]) -> tariff.Resolution:
    resolution = fields.get("resolution")
    if resolution is None:
        return tariff.DEFAULT_RESOLUTION
    if isinstance(resolution, str):
        match resolution.lower():
            case "720p" | "1080p" | "4k" as known:
                return known
            case _:
                pass
    raise refusal(400, "invalid_resolution", "resolution must be 720p, 1080p or 4k")


def _aspect_ratio(fields: dict[str, Any]) -> tariff.AspectRatio:
    named = {name: fields[name] for name in ("aspect_ratio", "size") if fields.get(name)}
    if len({str(value) for value in named.values()}) > 1:
        raise _invalid("aspect_ratio and size must agree when both are given")
    for name, value in named.items():
        match value:
            case "16:9" | "9:16" as known:
                return known
            case _:
                raise _invalid(f"{name} must be 16:9 or 9:16")
    return tariff.DEFAULT_ASPECT_RATIO


def _links(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    links = fields.get(name)
    if links is None:
        return ()
    if not isinstance(links, list):
        raise _invalid(f"{name} must be an array of links")
    return tuple(_link(link, name) for link in cast("list[object]", links))


def _link(link: object, name: str) -> str:
    """Check one reference: an http(s) link with a host; base64 is refused (contract, section 2)."""
    if isinstance(link, str):
        try:
            parts = urlsplit(link.strip())
            if parts.scheme.lower() in ("http", "https") and parts.hostname:
                return link.strip().encode("utf-8", "replace").decode("utf-8")
        except ValueError:
            pass
    raise _invalid(f"{name} must hold public http(s) links only")
