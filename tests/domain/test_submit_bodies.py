"""The exact bytes that ask for a clip. Contract, section 2."""

import json
from pathlib import Path
from typing import Any

import pytest

from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import (
    AspectRatio,
    GenerationRequest,
    ReferenceHint,
    Resolution,
    missing_from,
    sendable_text,
)
from omniflash_desktop.domain.submit_body import links_in, submit_body
from tests.builders import a_request

ONE = ("https://u.example.test/1.png",)
THREE = (*ONE, "https://u.example.test/2.png", "https://u.example.test/3.png")
MOTION = "https://m.example.test/motion.mp4"

HEAD = b'{"model":"Omni-Flash-Ext","prompt":"a kite",'


def a_kite(**facts: Any) -> GenerationRequest:
    return a_request(prompt="a kite", **facts)


def test_text_to_video() -> None:
    assert submit_body(a_kite()) == (
        HEAD + b'"duration":6,"resolution":"720p","aspect_ratio":"16:9"}'
    )


def test_one_image() -> None:
    assert submit_body(a_kite(duration=8), image_urls=ONE) == (
        HEAD + b'"duration":8,"resolution":"720p","aspect_ratio":"16:9",'
        b'"image_urls":["https://u.example.test/1.png"]}'
    )


def test_three_images_are_fused_in_their_order() -> None:
    portrait = a_kite(duration=10, resolution=Resolution.HD_1080, aspect_ratio=AspectRatio.PORTRAIT)

    assert submit_body(portrait, image_urls=THREE) == (
        HEAD + b'"duration":10,"resolution":"1080p","aspect_ratio":"9:16",'
        b'"image_urls":["https://u.example.test/1.png","https://u.example.test/2.png",'
        b'"https://u.example.test/3.png"],"generation_type":"reference"}'
    )


def test_a_4k_short() -> None:
    assert submit_body(a_kite(duration=4, resolution=Resolution.UHD_4K)) == (
        HEAD + b'"duration":4,"resolution":"4k","aspect_ratio":"16:9"}'
    )


def test_a_reference_video_sends_no_duration() -> None:
    assert submit_body(a_kite(duration=10), video_url=MOTION) == (
        HEAD + b'"resolution":"720p","aspect_ratio":"16:9",'
        b'"video_urls":["https://m.example.test/motion.mp4"]}'
    )


def test_a_reference_video_with_an_image() -> None:
    assert submit_body(a_kite(), image_urls=ONE, video_url=MOTION) == (
        HEAD + b'"resolution":"720p","aspect_ratio":"16:9",'
        b'"image_urls":["https://u.example.test/1.png"],'
        b'"video_urls":["https://m.example.test/motion.mp4"],"generation_type":"reference"}'
    )


@pytest.mark.parametrize("video_url", [None, MOTION])
def test_the_hint_is_left_out_when_the_user_says_never(video_url: str | None) -> None:
    request = a_kite(reference_hint=ReferenceHint.NEVER)

    assert b"generation_type" not in submit_body(request, image_urls=THREE, video_url=video_url)


def test_another_model_is_sent_as_it_is_spelt() -> None:
    body = submit_body(a_kite(model="gemini-omni-1.1-flash-ext"))

    assert json.loads(body)["model"] == "gemini-omni-1.1-flash-ext"


def test_the_same_request_makes_the_same_bytes() -> None:
    assert submit_body(a_kite(), image_urls=ONE) == submit_body(a_kite(), image_urls=ONE)


def test_the_links_of_a_body_can_be_read_back() -> None:
    assert links_in(submit_body(a_kite(), image_urls=ONE, video_url=MOTION)) == (*ONE, MOTION)
    assert links_in(submit_body(a_kite())) == ()


def test_half_characters_of_odd_keyboards_become_sendable() -> None:
    pasted = "kite \ud83e\ude81 and \udcff"

    clean = sendable_text(pasted)

    assert clean == "kite \U0001fa81 and \ufffd"
    assert json.loads(submit_body(a_request(prompt=clean)))["prompt"] == clean


RECORDED = [
    case
    for case in json.loads((Path(__file__).parents[1] / "api/cases.json").read_text("utf-8"))
    if case["group"] == "submit"
]


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["name"])
def test_the_recorded_bodies_come_out_field_by_field_in_their_order(case: dict[str, Any]) -> None:
    body = case["request"]["body"]
    image_urls, video_urls = body.get("image_urls", []), body.get("video_urls", [])
    request = GenerationRequest(
        prompt=body["prompt"],
        duration=body.get("duration", 6),
        resolution=Resolution(body["resolution"]),
        aspect_ratio=AspectRatio(body["aspect_ratio"]),
        images=tuple(ImageReference(url=url) for url in image_urls),
        video=VideoReference(url=video_urls[0]) if video_urls else None,
    )
    assert missing_from(request) is None

    sent = submit_body(request, image_urls=image_urls, video_url=next(iter(video_urls), None))

    assert list(json.loads(sent).items()) == list(body.items())
