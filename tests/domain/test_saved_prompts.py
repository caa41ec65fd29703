"""What of a request is used again, and how saved prompts are called."""

import pytest

from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Resolution
from omniflash_desktop.domain.saved_prompt import (
    MAX_NAME_LENGTH,
    PromptContent,
    PromptSettings,
    suggested_name,
    tidy_name,
)

REQUEST = GenerationRequest(
    prompt="A red kite",
    duration=10,
    resolution=Resolution.UHD_4K,
    aspect_ratio=AspectRatio.PORTRAIT,
    video=VideoReference(url="https://cdn.example.com/walk.mp4"),
)


def test_a_request_is_kept_whole_or_in_part() -> None:
    whole = PromptContent.of(REQUEST)
    assert whole.settings == PromptSettings(
        duration=10, resolution=Resolution.UHD_4K, aspect_ratio=AspectRatio.PORTRAIT
    )
    assert whole.video == REQUEST.video
    assert whole.has_references
    part = PromptContent.of(REQUEST, settings=False, references=False)
    assert part == whole.words_only == PromptContent(prompt="A red kite")
    assert not part.has_references


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A red kite", "A red kite"),
        ("\n  An   amber bottle.  It stands there.", "An amber bottle"),
        ("Hi. A kite over the sea. More", "Hi. A kite over the sea"),
        (
            "A ribbon of rose silk drifts in from the left and curls past",
            "A ribbon of rose silk drifts in from the",
        ),
        ("千" * 60, "千" * 40),
        ("千灯升空湖面倒影夜色里的水声。近景", "千灯升空湖面倒影夜色里的水声"),
    ],
)
def test_a_name_is_suggested_from_the_first_words(prompt: str, name: str) -> None:
    assert suggested_name(prompt) == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert suggested_name("A kite", ["a KITE"]) == "A kite 2"
    assert suggested_name("A kite", ["A kite", "A kite 2"]) == "A kite 3"


def test_a_name_is_one_line_of_limited_length() -> None:
    assert tidy_name("  A \n kite ") == "A kite"
    assert tidy_name(" \n ") == ""
    assert len(tidy_name("word " * 100)) <= MAX_NAME_LENGTH
