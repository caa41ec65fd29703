"""Recipes: what they tell, what they never tell, and what they are taken for by a reader."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniflash_desktop.domain.recipe import (
    FORMAT,
    MAX_RECIPE_BYTES,
    NoRecipeError,
    Recipe,
    recipe_from,
    recipe_json,
    recipe_of,
    request_of,
)
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio, Resolution
from tests.builders import CLICK, a_generation

SHA = "ab" * 32
LINK = "https://pictures.example.test/kite.jpg"


def written(generation: Any) -> Recipe:
    content = recipe_json(recipe_of(generation, app_version="1.2.3"))
    assert content is not None
    return recipe_from(content)


def test_a_recipe_tells_what_the_clip_was_made_from() -> None:
    request = msgspec.structs.replace(
        a_generation().with_prompt("a kite").queued().request,
        resolution=Resolution.UHD_4K,
        aspect_ratio=AspectRatio.PORTRAIT,
        duration=4,
        images=(ImageReference(path=Path("/home/ana/kite.jpg"), name="my kite"),),
    )
    generation = msgspec.structs.replace(
        a_generation().with_facts(cost=Decimal("0.75"), take=2, takes=3).ready(),
        request=request,
        reference_hashes=(SHA,),
    )

    recipe = written(generation)

    assert (recipe.prompt, recipe.duration, recipe.resolution) == ("a kite", 4, "4k")
    assert (recipe.aspect_ratio, recipe.mode) == ("9:16", "image_to_video")
    assert (recipe.task_id, recipe.generation_id) == ("task_01", generation.id)
    assert (recipe.service, recipe.dollars) == ("api.apimart.ai", Decimal("0.75"))
    assert (recipe.clicked_at, recipe.take, recipe.takes) == (CLICK, 2, 3)
    (reference,) = recipe.references
    assert (reference.kind, reference.name, reference.sha256) == ("image", "kite.jpg", SHA)
    again = request_of(recipe, images=request.images)
    assert again == request


def test_a_recipe_tells_nothing_of_this_computer_and_no_secret() -> None:
    signed = "https://bucket.example.test/m.mp4?X-Signature=secret"
    generation = msgspec.structs.replace(
        a_generation()
        .with_images(Path("/home/ana/secret-folder/kite.jpg"))
        .with_video_link(signed)
        .with_facts(
            project="Secret client",
            token_id="secret-token-id",
            result_url="https://upload.example.test/out.mp4?secret",
            service="https://ana:secret@mirror.example.test:8443/path",
        )
        .ready(Path("/home/ana/secret-folder/clip.mp4")),
    )

    content = recipe_json(recipe_of(generation, app_version="1"))

    assert content is not None
    assert "secret" not in content.lower()
    assert "/home" not in content
    assert generation.idempotency_key not in content
    assert "mirror.example.test" in content


@pytest.mark.parametrize(("link", "told"), [(LINK, LINK), (LINK + "?sig=1", ""), ("[x", "")])
def test_a_link_is_told_only_where_it_holds_no_signature(link: str, told: str) -> None:
    (reference,) = written(a_generation().with_video_link(link).ready()).references
    assert reference.url == told


@pytest.mark.parametrize(
    "prompt",
    ["", "kite", "字" * 20_000, "🪁" * 20_000, "a\0b", "\ud83e half", '\u202e{}"\\\n\r\x1b[2J'],
    ids=["empty", "short", "long", "emoji", "NUL", "half a character", "controls"],
)
def test_any_prompt_comes_back(prompt: str) -> None:
    whole = prompt.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    asked = a_generation().queued()
    request = msgspec.structs.replace(asked.request, prompt=prompt)
    assert written(msgspec.structs.replace(asked, request=request)).prompt == whole


def test_what_is_too_large_for_a_tag_is_not_written() -> None:
    huge = a_generation().with_prompt("x" * MAX_RECIPE_BYTES).ready()
    assert recipe_json(recipe_of(huge, app_version="1")) is None


def test_a_recipe_of_a_later_release_is_read_as_far_as_it_goes() -> None:
    later = {
        "format": FORMAT,
        "version": 7,
        "prompt": "a kite",
        "resolution": "8k",
        "aspect_ratio": "21:9",
        "duration": 60,
        "smell": {"roses": True},
    }
    recipe = recipe_from(msgspec.json.encode(later))
    request = request_of(recipe)
    assert (recipe.version, request.prompt) == (7, "a kite")
    assert (request.resolution, request.aspect_ratio) == (
        Resolution.HD_720,
        AspectRatio.LANDSCAPE,
    )
    assert request.duration == 6


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"made with love",
        b"null",
        b"[]",
        b"{}",
        b'{"format": "omniflash-recipe"}',
        b'{"format": "another", "version": 1}',
        b'{"format": "omniflash-recipe", "version": "1"}',
        b'{"format": "omniflash-recipe", "version": 0}',
        b'{"format": "omniflash-recipe", "version": 1, "take": 9999999999999999999999}',
        b'{"format": "omniflash-recipe", "version": 1, "references": [%s]}'
        % b",".join([b'{"kind":"image"}'] * 17),
        b'{"format": "omniflash-recipe", "version": 1, "model": "%s"}' % (b"x" * 501),
        b"[" * 100_000,
        b" " * (MAX_RECIPE_BYTES + 1),
        b'{"format": "omniflash-recipe", "version": 1, "prompt": "\xff"}',
        b'{"format": "omniflash-recipe", "version": 1, "prompt": "\\ud800"}',
    ],
)
def test_what_is_no_recipe_is_refused(content: bytes) -> None:
    with pytest.raises(NoRecipeError):
        recipe_from(content)


@pytest.mark.parametrize(
    ("told", "dollars"),
    [("0.30", Decimal("0.30")), ("", None), ("free", None), ("NaN", None), ("1e999999999", None)],
)
def test_a_cost_is_believed_where_it_may_be_one(told: str, dollars: Decimal | None) -> None:
    assert Recipe(format=FORMAT, version=1, cost=told).dollars == dollars


@pytest.mark.parametrize(
    "moment", [None, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1), datetime(2026, 1, 1)]
)
def test_a_moment_is_believed_where_it_may_be_one(moment: datetime | None) -> None:
    assert Recipe(format=FORMAT, version=1, created_at=moment).clicked_at is None


KEYS = [field.name for field in msgspec.structs.fields(Recipe)]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from([f.name for f in msgspec.structs.fields(Recipe)]), json_values)
)
def test_whatever_is_read_makes_a_request_or_is_refused(values: dict[str, Any]) -> None:
    try:
        recipe = recipe_from(msgspec.json.encode({"format": FORMAT, "version": 1, **values}))
    except NoRecipeError:
        return
    request_of(recipe)
    assert recipe.known_id is None or len(recipe.known_id) == 12
    assert recipe.dollars is None or recipe.dollars >= 0
    assert recipe.clicked_at is None or recipe.clicked_at.tzinfo is UTC


def test_a_video_decides_the_length_and_stands_behind_the_images() -> None:
    generation = a_generation().with_images(Path("a.png")).with_video_link(LINK).ready()
    recipe = written(generation)
    assert recipe.duration is None
    assert [reference.kind for reference in recipe.references] == ["image", "video"]
    assert request_of(recipe, video=VideoReference(url=LINK)).sent_duration is None
