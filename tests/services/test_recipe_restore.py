"""A clip is dropped, and the request that made it is there again, as far as its references are."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.picture_framing import Fit, Framing, Padding
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.recipe import recipe_json, recipe_of
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.services.recipe_restore import RecipeRestore, RestoredRequest
from tests.builders import a_generation, a_request
from tests.services.fakes import FakeLibrary, FakeMedia

CLIP = Path("/elsewhere/kite.mp4")
WALK = Path("/videos/walk.mp4")
BOAT, SEA, SKY = (Path(f"/pictures/{name}.png") for name in ("boat", "sea", "sky"))
HASHES = ("aa" * 32, "bb" * 32, "cc" * 32)


class Restoring:
    """A clip with a recipe, and what is left of the world that it was made in."""

    def __init__(self, **request: Any) -> None:
        self.media = FakeMedia()
        self.library = FakeLibrary([])
        self.made = self._made(**request)
        content = recipe_json(recipe_of(self.made, app_version="1"))
        assert content is not None
        self.media.recipes[CLIP] = content

    def _made(self, **request: Any) -> Generation:
        return msgspec.structs.replace(
            a_generation().ready(CLIP), request=a_request(**request), reference_hashes=HASHES
        )

    async def restored(self) -> RestoredRequest:
        answer = await RecipeRestore(self.media, self.library).restored_from(CLIP)
        assert isinstance(answer, RestoredRequest), answer
        return answer


def three_images() -> tuple[ImageReference, ...]:
    return tuple(ImageReference(path=path) for path in (BOAT, SEA, SKY))


async def test_pictures_are_framed_as_they_were() -> None:
    framing = Framing(fit=Fit.CROP, focus_x=0.2, focus_y=0.8, padding=Padding.PLAIN, zoom=1.5)
    restoring = Restoring(images=(ImageReference(path=BOAT, framing=framing),))
    restoring.library.kept["x"] = restoring.made
    restoring.media.hashes = {BOAT: HASHES[0]}

    answer = await restoring.restored()

    assert [image.framing for image in answer.request.images] == [framing]


async def test_a_framing_that_a_later_release_invented_is_left_out() -> None:
    restoring = Restoring(images=(ImageReference(path=BOAT, framing=Framing(fit=Fit.PAD)),))
    restoring.library.kept["x"] = restoring.made
    restoring.media.hashes = {BOAT: HASHES[0]}
    recipe = restoring.media.recipes[CLIP]
    restoring.media.recipes[CLIP] = recipe.replace('"fit":"pad"', '"fit":"melt"')

    answer = await restoring.restored()

    assert [image.framing for image in answer.request.images] == [Framing()]


@pytest.mark.parametrize("trim", [None, Trim(start=0.5, end=2.25)])
async def test_a_video_is_found_by_the_users_file_with_the_part_that_was_sent(
    trim: Trim | None,
) -> None:
    restoring = Restoring(video=VideoReference(path=WALK, trim=trim))
    restoring.library.kept["x"] = restoring.made
    restoring.media.hashes = {WALK: HASHES[0]}

    answer = await restoring.restored()

    assert answer.request.video == VideoReference(path=WALK, name=WALK.name, trim=trim)


async def test_the_request_is_as_it_was() -> None:
    restoring = Restoring(images=three_images(), duration=8)
    restoring.library.kept["x"] = restoring.made
    restoring.media.hashes = dict(zip((BOAT, SEA, SKY), HASHES, strict=True))

    answer = await restoring.restored()

    assert answer.missing_references == ()
    assert [image.path for image in answer.request.images] == [BOAT, SEA, SKY]
    assert (answer.request.prompt, answer.request.duration) == (
        restoring.made.request.prompt,
        8,
    )


async def test_a_file_that_has_another_content_by_now_is_missing() -> None:
    restoring = Restoring(images=three_images())
    restoring.library.kept["x"] = restoring.made
    restoring.media.hashes = {BOAT: HASHES[0], SEA: "ff" * 32}

    answer = await restoring.restored()

    assert [image.path for image in answer.request.images] == [BOAT]
    assert [one.name for one in answer.missing_references] == ["sea.png", "sky.png"]


async def test_a_picture_is_found_in_the_cache_or_beside_the_clip() -> None:
    restoring = Restoring(images=three_images())
    cached, beside = Path("/cache/aa.png"), CLIP.parent / "sea.png"
    restoring.media.kept_pictures = {HASHES[0]: cached}
    restoring.media.hashes = {cached: HASHES[0], beside: HASHES[1]}

    answer = await restoring.restored()

    assert [image.path for image in answer.request.images] == [cached, beside]
    assert [one.name for one in answer.missing_references] == ["sky.png"]


async def test_public_links_are_taken_as_they_are_and_signed_ones_are_missing() -> None:
    link = "https://videos.example.test/walk.mp4"
    plain = await Restoring(video=VideoReference(url=link)).restored()
    assert plain.request.video is not None
    assert plain.request.video.url == link

    signed = await Restoring(video=VideoReference(url=f"{link}?sig=1")).restored()
    assert signed.request.video is None
    assert [one.kind for one in signed.missing_references] == ["video"]


async def test_a_recipe_of_a_stranger_reaches_for_no_file_and_no_network_of_ours() -> None:
    restoring = Restoring()
    restoring.media.recipes[CLIP] = (
        '{"format": "omniflash-recipe", "version": 1, "prompt": "p", "references": ['
        '{"kind": "image", "name": "../../etc/passwd", "sha256": "' + "aa" * 32 + '"},'
        '{"kind": "image", "name": "x", "sha256": "not a hash"},'
        '{"kind": "image", "url": "http://127.0.0.1/admin"},'
        '{"kind": "image", "url": "file:///etc/passwd"},'
        '{"kind": "program", "name": "x"}]}'
    )
    asked: list[Path] = []

    async def sha256_of(source: Path) -> str:
        asked.append(source)
        return "aa" * 32

    restoring.media.sha256_of = sha256_of

    answer = await restoring.restored()

    assert asked == []
    assert answer.request.images == ()
    assert len(answer.missing_references) == 4


async def test_a_file_without_a_recipe_says_so() -> None:
    answer = await RecipeRestore(FakeMedia(), FakeLibrary([])).restored_from(CLIP)
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.NO_RECIPE


async def test_names_in_the_prompt_follow_the_images_that_were_found() -> None:
    restoring = Restoring(images=three_images(), prompt="@1 on @2 under @3")
    restoring.library.kept["x"] = restoring.made
    restoring.media.hashes = {BOAT: HASHES[0], SEA: "00" * 32, SKY: HASHES[2]}

    answer = await restoring.restored()

    assert [image.name for image in answer.request.images] == ["boat.png", "sky.png"]
    assert answer.request.prompt == "@1 on @? under @2"
    assert answer.recipe.prompt == "@1 on @2 under @3"
