"""After the library was lost: its clips are found again by what they carry."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from omniflash_desktop.domain.generation import SANDBOX, Generation, State
from omniflash_desktop.domain.recipe import recipe_json, recipe_of
from omniflash_desktop.services.clips_found_again import ClipsFoundAgain
from tests.builders import CLICK, a_generation
from tests.services.house import House, a_house


def lies_in_the_folder(house: House, clip: Generation, name: str) -> Path:
    path = Path("/clips") / name
    house.files.kept.append(path)
    content = recipe_json(recipe_of(clip, app_version="1"))
    assert content is not None
    house.media.recipes[path] = content
    return path


def found_again(house: House) -> ClipsFoundAgain:
    return ClipsFoundAgain(house.files, house.media, house.journal, house.library, house.clock)


async def test_clips_are_in_the_library_again_with_what_they_cost() -> None:
    async with a_house() as house:
        kite = a_generation().with_prompt("a kite").with_facts(title="Mine", take=2, takes=3)
        path = lies_in_the_folder(house, kite.ready(), "kite.mp4")
        house.files.kept.append(Path("/clips/holiday.mp4"))

        assert await found_again(house).run() == 1

        (found,) = house.library.all()
        assert (found.state, found.request.prompt, found.title) == (State.READY, "a kite", "Mine")
        assert (found.cost, found.task_id, found.created_at) == (Decimal("0.30"), "task_01", CLICK)
        assert found.service == "https://api.apimart.ai"
        assert found.clip is not None
        assert (found.clip.path, found.clip.poster) == (path, None)
        assert house.api.posts == []


async def test_what_the_library_knows_is_left_alone_and_a_copy_is_no_second_clip() -> None:
    async with a_house() as house:
        known = a_generation().with_facts(id="a" * 12, title="Known").waiting()
        house.library.kept[known.id] = known
        lies_in_the_folder(house, a_generation().with_facts(id="a" * 12).ready(), "a.mp4")
        lies_in_the_folder(house, a_generation().in_sandbox().ready(), "b.mp4")
        lies_in_the_folder(house, a_generation().in_sandbox().ready(), "c.mp4")

        assert await found_again(house).run() == 1
        assert await found_again(house).run() == 0

        assert house.library.kept[known.id] == known
        assert house.library.kept["0123456789ab"].service == SANDBOX


@pytest.mark.parametrize("generation_id", ["", "../../etc", "A" * 12, "0" * 13])
async def test_an_id_that_is_none_of_ours_makes_no_entry(generation_id: str) -> None:
    async with a_house() as house:
        odd = msgspec.structs.replace(a_generation().ready(), id=generation_id)
        lies_in_the_folder(house, odd, "odd.mp4")
        assert await found_again(house).run() == 0
        assert house.library.all() == []
