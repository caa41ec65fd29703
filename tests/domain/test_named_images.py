"""Images that a prompt names: what is a name, whom it follows, and what is sent."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniflash_desktop.domain.named_images import (
    as_sent,
    begins_a_name,
    chips_in,
    nobody_named,
    places_after,
    renumbered,
)
from omniflash_desktop.domain.request import asks_for_the_same
from omniflash_desktop.domain.submit_body import submit_body
from tests.builders import a_request

THREE = tuple(f"https://u.example.test/{number}.png" for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("prompt", "numbers"),
    [
        ("@1", [1]),
        ("the bottle (@1), in @2's dunes: @3.", [1, 2, 3]),
        ("wrapped in @?!", [None]),
        ("让@1走进@2。", [1, 2]),
        ("@1\n@2", [1, 2]),
        ("\U0001f9f4@2\U0001fa81", [2]),
        ("Camera:@1", [1]),
    ],
)
def test_names_are_found_in_every_kind_of_writing(prompt: str, numbers: list[int | None]) -> None:
    assert [chip.number for chip in chips_in(prompt)] == numbers


@pytest.mark.parametrize(
    "prompt",
    [
        "me@1.com",
        "write to @1.com",
        "@12",
        "@4 and @0",
        "kite@1",
        "@1st",
        "@1.5",
        "at @1:30",
        "@@1",
        "https://clips.example/@1",
        "@ 1",
        "what@?",
    ],
)
def test_other_words_with_that_sign_are_no_names(prompt: str) -> None:
    assert chips_in(prompt) == ()


def test_an_at_begins_a_name_only_where_a_word_begins() -> None:
    assert begins_a_name("the @", 4)
    assert begins_a_name("@", 0)
    assert begins_a_name("走@", 1)
    assert not begins_a_name("me@", 2)


def test_the_service_reads_words_and_the_request_keeps_the_sign() -> None:
    request = a_request(prompt="@1 walks in @3, mail me@1.com")

    body = json.loads(submit_body(request, image_urls=THREE))

    assert body["prompt"] == "image 1 walks in image 3, mail me@1.com"
    assert request.prompt == "@1 walks in @3, mail me@1.com"


def test_where_there_is_no_such_image_the_words_are_sent_as_typed() -> None:
    assert as_sent("@1 and @2", 1) == "image 1 and @2"
    assert as_sent("@1 and @?", 0) == "@1 and @?"


def test_the_first_name_of_nobody_is_told() -> None:
    assert nobody_named("@1 @2 @3", 3) is None
    chip = nobody_named("@1 @2 @?", 1)
    assert chip is not None
    assert (chip.start, chip.number) == (3, 2)


def test_names_follow_images_that_are_moved_and_stay_with_replaced_ones() -> None:
    assert places_after("abc", "cab") == (1, 2, 0)
    assert renumbered("@1 @2 @3 @?", (1, 2, 0)) == "@2 @3 @1 @?"
    assert places_after("abc", "axc") == (0, 1, 2)
    assert places_after("ab", "xab") == (1, 2)


def test_the_name_of_an_image_that_is_removed_passes_to_nobody() -> None:
    assert places_after("abc", "ac") == (0, None, 1)
    assert renumbered("@1 @2 @3", (0, None, 1)) == "@1 @? @2"


def test_a_name_that_waits_for_its_image_stays_as_it_is() -> None:
    assert renumbered("@1 meets @2", (None,)) == "@? meets @2"


def test_the_same_clip_is_recognised_whichever_way_an_image_is_named() -> None:
    images = a_request().images
    assert images == ()
    assert not asks_for_the_same(a_request(prompt="@1"), a_request(prompt="image 1"))


@given(
    st.text(alphabet="@123?ab 走.\n", max_size=30),
    st.lists(st.sampled_from([None, 0, 1, 2]), max_size=3),
)
def test_renumbering_changes_names_and_nothing_else(prompt: str, places: list[int | None]) -> None:
    changed = renumbered(prompt, places)

    assert len(changed) == len(prompt)
    before, after = chips_in(prompt), chips_in(changed)
    assert [chip.start for chip in before] == [chip.start for chip in after]
    inside = {place for chip in before for place in (chip.start, chip.start + 1)}
    assert all(changed[n] == prompt[n] for n in range(len(prompt)) if n not in inside)


@given(st.permutations([0, 1, 2]))
def test_there_and_back_is_as_it_was(order: list[int]) -> None:
    prompt = "@1 then @2, @3 and @1"
    back = [order.index(place) for place in range(3)]
    assert renumbered(renumbered(prompt, order), back) == prompt
