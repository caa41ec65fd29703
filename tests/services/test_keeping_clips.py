"""A clip gets its name once, whatever dies in between, and carries what it was made from."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Downloaded
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.recipe import recipe_from
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.services.leftovers import remove_leftovers
from tests.builders import CLIP_URL, a_generation, a_request
from tests.services.fakes import Script, completed, facts_of_a_clip, running
from tests.services.house import House, a_house

OURS = "2026-11-22_kite.mp4"


def of_content(content: str) -> Any:
    return msgspec.structs.replace(facts_of_a_clip(), sha256=content * 32)


def resumed(house: House, **facts: Any) -> Any:
    """A download that a run which died has left behind."""
    left = a_generation().with_facts(**facts).downloading()
    house.library.kept[left.id] = left
    house.queue.resume_unfinished()
    return left


async def test_the_name_is_on_the_disk_before_the_file_has_it() -> None:
    async with a_house() as house:
        kite = house.start()
        ready = await house.until(kite, State.READY)

        (noted,) = [
            (one, durably)
            for one, durably in house.library.saves
            if one.file_name and one.state is State.DOWNLOADING
        ]
        assert noted[1]
        assert ready.clip is not None
        assert noted[0].file_name == ready.clip.path.name
        assert noted[0].file_sha256 == ready.clip.sha256


async def test_a_clip_that_was_named_before_the_run_died_is_not_fetched_again() -> None:
    async with a_house() as house:
        house.files.kept.append(Path("/clips") / OURS)
        house.media.checks = Script(of_content("cd"))
        kite = resumed(house, file_name=OURS, file_sha256="cd" * 32)

        ready = await house.until(kite, State.READY)

        assert house.api.downloaded == []
        assert ready.clip is not None
        assert ready.clip.path == Path("/clips") / OURS
        assert ready.clip.poster is not None
        assert house.files.discarded == [kite.id]


async def test_another_file_of_that_name_is_not_taken_for_the_clip() -> None:
    async with a_house() as house:
        house.files.kept.append(Path("/clips") / OURS)
        house.media.checks = Script(of_content("ef"))
        kite = resumed(house, file_name=OURS, file_sha256="cd" * 32)

        ready = await house.until(kite, State.READY)

        assert len(house.api.downloaded) == 1
        assert ready.clip is not None
        assert ready.clip.path.name != OURS


async def test_a_whole_download_of_a_dead_link_is_still_a_clip() -> None:
    async with a_house() as house:
        house.api.downloads = Script(Problem(kind=ProblemKind.RESULT_EXPIRED))
        house.files.whole_parts = {a_generation().downloading().id}
        kite = resumed(house)

        await house.until(kite, State.READY)

        assert house.api.downloaded == []


async def test_a_whole_download_that_does_not_play_is_fetched_anew() -> None:
    async with a_house() as house:
        house.files.whole_parts = {a_generation().downloading().id}
        house.media.checks = Script(
            Problem(kind=ProblemKind.DOWNLOAD_BROKEN), facts_of_a_clip(), facts_of_a_clip()
        )
        kite = resumed(house)

        await house.until(kite, State.READY)

        assert [url for url, _ in house.api.downloaded] == [CLIP_URL]


async def test_a_name_that_is_lost_at_the_last_moment_is_followed_by_another() -> None:
    async with a_house() as house:
        real = house.files.taken_names
        first = {"2026-11-22_100000_a-red-paper-boat-drifts-on-a-pond.mp4"}
        house.files.others = first
        looks: list[frozenset[str]] = []

        def taken_names() -> frozenset[str]:
            # The first look comes a moment too early.
            looks.append(real())
            return looks[-1] if len(looks) > 1 else frozenset()

        house.files.taken_names = taken_names
        ready = await house.until(house.start(), State.READY)

        assert ready.clip is not None
        assert ready.clip.path.stem.endswith("_2")
        assert ready.file_name == ready.clip.path.name


async def test_takes_of_one_click_have_names_that_tell_them_apart() -> None:
    async with a_house() as house:
        takes = house.queue.start(a_request(), service="https://api.apimart.ai", takes=3)
        for take in takes:
            await house.until(take, State.READY)
        names = sorted(path.stem.rpartition("_")[2] for path in house.files.kept)
        assert names == ["take1", "take2", "take3"]


async def test_a_clip_carries_its_recipe_with_the_hashes_of_its_references() -> None:
    async with a_house() as house:
        picture = Path("/home/ana/boat.png")
        kite = house.start(a_request(images=(ImageReference(path=picture),)))
        ready = await house.until(kite, State.READY)

        recipe = recipe_from(house.media.recipes[house.files.part_file(kite.id)])
        known = sha256(b"boat.png").hexdigest()
        assert ready.reference_hashes == (known,)
        assert [(one.name, one.sha256) for one in recipe.references] == [("boat.png", known)]
        assert (recipe.task_id, recipe.generation_id) == (ready.task_id, kite.id)
        assert ready.clip is not None
        assert (ready.clip.size_bytes, ready.clip.sha256) == (1_000_500, "cd" * 32)


async def test_a_clip_that_cannot_carry_its_recipe_has_it_beside() -> None:
    async with a_house() as house:
        house.media.recipe_problem = Problem(kind=ProblemKind.VIDEO_UNUSABLE)
        ready = await house.until(house.start(), State.READY)

        assert ready.clip is not None
        assert ready.clip.sha256 == "ab" * 32
        assert list(house.files.recipes_beside) == [ready.clip.path]


async def test_nobody_s_recipe_is_written_where_it_is_not_wanted_or_not_known() -> None:
    async with a_house() as house:
        foreign = house.queue.fetch("task_from_elsewhere", service="https://api.apimart.ai")
        await house.until(foreign, State.READY)
        house.downloader.writes_recipes = False
        await house.until(house.start(), State.READY)

        assert house.media.recipes == {}
        assert house.files.recipes_beside == {}


async def test_only_downloads_that_nobody_goes_on_with_are_removed() -> None:
    async with a_house() as house:
        under_way = a_generation().with_facts(id="a" * 12).downloading()
        given_up = a_generation().with_facts(id="b" * 12).given_up()
        house.library.kept = {one.id: one for one in (under_way, given_up)}
        house.files.left = ["a" * 12, "b" * 12, "c" * 12]

        assert await remove_leftovers(house.files, house.library) == ["b" * 12, "c" * 12]

        assert house.files.discarded == ["b" * 12, "c" * 12]
        assert house.files.debris_removed == 1


async def test_a_download_that_begins_while_the_folder_is_read_stays() -> None:
    async with a_house() as house:
        late = a_generation().downloading()

        def ids_with_parts() -> frozenset[str]:
            house.library.kept[late.id] = late
            return frozenset({late.id})

        house.files.ids_with_parts = ids_with_parts
        assert await remove_leftovers(house.files, house.library) == []


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=2), timedelta(hours=-3)])
async def test_a_clock_that_is_set_while_a_clip_is_made_costs_nothing(jump: timedelta) -> None:
    async with a_house() as house:
        house.api.polls = Script(*[running(10)] * 3, completed())
        broken = Problem(kind=ProblemKind.DOWNLOAD_BROKEN)
        house.api.downloads = Script(broken, Downloaded(size_bytes=1_000_000))
        kite = house.start()
        await house.until(kite, State.WAITING)
        house.clock.wall_jump = jump
        await house.until(kite, State.DOWNLOADING)
        house.clock.wall_jump = -jump
        ready = await house.until(kite, State.READY)

        assert len(house.api.posts) == 1
        assert ready.clip is not None
        assert ready.problem is None
