"""Whether two requests would make, and bill, the same clip."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio, Resolution, asks_for_the_same
from tests.builders import a_request

BOAT = ImageReference(path=Path("/pictures/boat.png"), name="boat.png")
WALK = VideoReference(url="https://videos.test/walk.mp4", name="walk", seconds=5.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"prompt": "kite"}, {"prompt": " kite\n"}),
        ({"images": (BOAT,)}, {"images": (ImageReference(path=BOAT.path, name="else"),)}),
        ({"video": WALK}, {"video": VideoReference(url=WALK.url)}),
        ({"video": WALK, "duration": 4}, {"video": WALK, "duration": 10}),
    ],
)
def test_what_makes_no_other_clip_makes_no_other_request(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert asks_for_the_same(a_request(**one), a_request(**other))


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "a blue paper boat"},
        {"duration": 4},
        {"resolution": Resolution.UHD_4K},
        {"aspect_ratio": AspectRatio.PORTRAIT},
        {"images": (BOAT,)},
        {"video": WALK},
        {"model": "another"},
    ],
)
def test_what_makes_another_clip_makes_another_request(change: dict[str, Any]) -> None:
    assert not asks_for_the_same(a_request(), a_request(**change))


def test_a_picture_that_is_cut_makes_another_clip() -> None:
    cut = msgspec.structs.replace(BOAT, framing=Framing(fit=Fit.CROP))
    assert not asks_for_the_same(a_request(images=(BOAT,)), a_request(images=(cut,)))


def test_pictures_in_another_order_make_another_clip() -> None:
    pictures = tuple(ImageReference(path=Path(f"/{n}.png")) for n in range(3))
    assert not asks_for_the_same(a_request(images=pictures), a_request(images=pictures[::-1]))
