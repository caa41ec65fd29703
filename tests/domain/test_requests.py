"""What a request is, what it lacks, and what it will probably cost."""

from decimal import Decimal
from pathlib import Path

import pytest

from omniflash_desktop.domain.prices import estimated_price
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import (
    AspectRatio,
    Missing,
    Mode,
    Resolution,
    missing_from,
    mode_for,
)
from tests.builders import a_request

IMAGE = ImageReference(path=Path("a.png"))
VIDEO = VideoReference(url="https://m.example.test/motion.mp4")


@pytest.mark.parametrize(
    ("images", "has_video", "mode"),
    [
        (0, False, Mode.TEXT_TO_VIDEO),
        (1, False, Mode.IMAGE_TO_VIDEO),
        (2, False, Mode.TWO_IMAGES),
        (3, False, Mode.IMAGE_FUSION),
        (4, False, Mode.TWO_IMAGES),
        (0, True, Mode.MOTION_REFERENCE),
        (1, True, Mode.MOTION_REFERENCE),
        (2, True, Mode.TWO_IMAGES),
        (3, True, Mode.MOTION_REFERENCE),
    ],
)
def test_the_references_make_the_mode(images: int, has_video: bool, mode: Mode) -> None:
    assert mode_for(image_count=images, has_video=has_video) is mode
    request = a_request(images=(IMAGE,) * images, video=VIDEO if has_video else None)
    assert request.mode is mode


@pytest.mark.parametrize("prompt", ["", "  ", "\n\t\u3000"])
def test_a_prompt_without_words_is_missing(prompt: str) -> None:
    assert missing_from(a_request(prompt=prompt)) is Missing.PROMPT


@pytest.mark.parametrize("video", [None, VIDEO])
def test_two_images_lack_a_third_also_beside_a_video(video: VideoReference | None) -> None:
    assert missing_from(a_request(images=(IMAGE,) * 2, video=video)) is Missing.A_THIRD_IMAGE


def test_four_images_are_too_many() -> None:
    assert missing_from(a_request(images=(IMAGE,) * 4)) is Missing.FEWER_IMAGES


@pytest.mark.parametrize("seconds", [0, 3, 5, 7, 9, 11, 60])
def test_other_lengths_cannot_be_sent_unless_a_video_decides(seconds: int) -> None:
    assert missing_from(a_request(duration=seconds)) is Missing.A_VALID_DURATION
    assert missing_from(a_request(duration=seconds, video=VIDEO)) is None


@pytest.mark.parametrize("images", [0, 1, 3])
@pytest.mark.parametrize("seconds", [4, 6, 8, 10])
def test_everything_that_the_service_takes_can_go(images: int, seconds: int) -> None:
    assert missing_from(a_request(images=(IMAGE,) * images, duration=seconds)) is None


@pytest.mark.parametrize(
    ("resolution", "seconds", "price", "with_video"),
    [
        (Resolution.HD_720, 4, "0.25", "0.08"),
        (Resolution.HD_720, 6, "0.30", "0.08"),
        (Resolution.HD_1080, 8, "0.35", "0.08"),
        (Resolution.HD_1080, 10, "0.40", "0.08"),
        (Resolution.UHD_4K, 4, "0.75", "0.24"),
        (Resolution.UHD_4K, 6, "0.80", "0.24"),
        (Resolution.UHD_4K, 8, "0.85", "0.24"),
        (Resolution.UHD_4K, 10, "0.90", "0.24"),
    ],
)
def test_prices(resolution: Resolution, seconds: int, price: str, with_video: str) -> None:
    request = a_request(resolution=resolution, duration=seconds)
    moved = a_request(resolution=resolution, duration=seconds, video=VIDEO)

    assert estimated_price(request) == Decimal(price)
    assert estimated_price(moved) == Decimal(with_video)


def test_nothing_is_guessed_where_no_price_is_known() -> None:
    assert estimated_price(a_request(duration=5)) is None


@pytest.mark.parametrize(
    ("resolution", "ratio", "size"),
    [
        (Resolution.HD_720, AspectRatio.LANDSCAPE, (1280, 720)),
        (Resolution.HD_1080, AspectRatio.LANDSCAPE, (1920, 1080)),
        (Resolution.UHD_4K, AspectRatio.LANDSCAPE, (3840, 2160)),
        (Resolution.HD_720, AspectRatio.PORTRAIT, (720, 1280)),
        (Resolution.HD_1080, AspectRatio.PORTRAIT, (1080, 1920)),
        (Resolution.UHD_4K, AspectRatio.PORTRAIT, (2160, 3840)),
    ],
)
def test_the_size_of_the_picture(
    resolution: Resolution, ratio: AspectRatio, size: tuple[int, int]
) -> None:
    assert a_request(resolution=resolution, aspect_ratio=ratio).pixel_size == size
