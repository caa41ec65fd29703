"""Whose clip is fetched first: the one whose link dies first, and a few at once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import Downloaded
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import MOST_DOWNLOADS_AT_ONCE
from omniflash_desktop.services.folder_trouble import FOLDER_TRIED_EVERY
from tests.builders import CLICK, a_generation
from tests.services.fakes import Held, Script, completed
from tests.services.house import House, a_house

WHOLE = Downloaded(size_bytes=1_000_000)
CUT = Problem(kind=ProblemKind.DOWNLOAD_BROKEN, charged=Charged.YES)
FULL = Problem(kind=ProblemKind.DISK_FULL)


def a_link_that_dies_in(hours: float, name: str, **facts: Any) -> Generation:
    facts = {
        "id": f"{name:>012}",
        "result_url": f"https://upload.example.test/{name}.mp4",
        "result_expires_at": CLICK + timedelta(hours=hours),
        **facts,
    }
    return a_generation().with_facts(**facts).with_task(name).downloading()


def take_up(house: House, *clips: Generation) -> None:
    house.library.kept.update({one.id: one for one in clips})
    house.queue.resume_unfinished()


def fetched(house: House) -> list[str]:
    """The names, in the order in which their downloads began."""
    return [Path(url).stem for url, _ in house.api.downloaded]


def looks_at_the_folder(house: House) -> Callable[[], int]:
    """Counts how often the folder is looked at."""
    looks = 0
    look = house.files.problem_with_folder

    def counted() -> Problem | None:
        nonlocal looks
        looks += 1
        return look()

    house.files.problem_with_folder = counted
    return lambda: looks


async def test_what_dies_soonest_is_fetched_first_and_a_few_at_once() -> None:
    async with a_house() as house:
        answers = [Held(WHOLE) for _ in range(8)]
        house.api.downloads = Script(*answers)
        hours = [9, 3, 7, 1, 8, 2, 6, 4]
        take_up(house, *(a_link_that_dies_in(one, f"in{one}") for one in hours))
        await house.clock.settle()
        assert fetched(house) == ["in1", "in2", "in3", "in4"]
        assert MOST_DOWNLOADS_AT_ONCE == 4

        for answer in answers:
            answer.let_go.set()
        await house.clock.settle()

        assert fetched(house)[4:] == ["in6", "in7", "in8", "in9"]


async def test_a_link_without_a_date_lives_for_a_day_from_the_submit() -> None:
    async with a_house() as house:
        house.api.downloads = Script(WHOLE)
        an_hour_ago = CLICK - timedelta(hours=1)
        undated = a_link_that_dies_in(
            0, "undated", result_expires_at=None, submitted_at=an_hour_ago
        )
        take_up(house, a_link_that_dies_in(24, "in24"), undated, a_link_that_dies_in(22, "in22"))
        await house.clock.settle()

        assert fetched(house) == ["in22", "undated", "in24"]


async def test_clips_that_pause_take_no_place() -> None:
    async with a_house() as house:
        house.api.downloads = Script(*[CUT] * 20, WHOLE)
        take_up(house, *(a_link_that_dies_in(1, f"bad{number}") for number in range(20)))
        await house.clock.settle()
        late = a_link_that_dies_in(20, "late")

        take_up(house, late)
        await house.clock.settle()

        assert house.is_in(late, State.READY)


async def test_one_clip_looks_for_room_and_hundreds_take_its_word() -> None:
    async with a_house() as house:
        looks = looks_at_the_folder(house)
        house.files.folder_problems = [FULL]
        house.api.downloads = Script(WHOLE)
        clips = [a_link_that_dies_in(number / 100, f"n{number}") for number in range(500)]
        take_up(house, *clips)

        await house.clock.pass_time(600)

        assert looks() <= MOST_DOWNLOADS_AT_ONCE + 600 / FOLDER_TRIED_EVERY
        problems = {house.now(one).problem for one in clips}
        assert {problem.kind for problem in problems if problem} == {ProblemKind.DISK_FULL}
        assert len(house.library.saves) == len(clips)

        house.files.folder_problems = [None]
        await house.clock.pass_until(
            lambda: all(house.is_in(one, State.READY) for one in clips), within=60
        )


async def test_a_clip_that_found_no_room_lets_a_smaller_one_try() -> None:
    async with a_house() as house:
        small, large = a_link_that_dies_in(9, "small"), a_link_that_dies_in(1, "large")

        async def download(url: str, part: Path, **how: Any) -> Downloaded | Problem:
            return FULL if "large" in url else WHOLE

        house.api.download = download
        take_up(house, small, large)

        await house.clock.pass_time(60)

        assert house.is_in(small, State.READY)
        assert house.is_in(large, State.DOWNLOADING)


async def test_a_clip_that_is_asked_for_anew_does_not_take_an_old_word() -> None:
    async with a_house() as house:
        house.files.folder_problems = [FULL, None]
        house.api.downloads = Script(WHOLE)
        stuck, new = a_link_that_dies_in(1, "stuck"), a_link_that_dies_in(2, "new")
        take_up(house, stuck)
        await house.clock.settle()

        take_up(house, new)
        await house.clock.settle()

        assert house.is_in(new, State.READY)


async def test_whoever_mended_the_folder_need_not_wait() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed())
        house.api.downloads = Script(FULL, WHOLE)
        kite = house.start()
        await house.clock.pass_until(lambda: house.now(kite).problem is not None)
        tried_at = house.clock.elapsed

        house.queue.fetch_again(kite.id)
        await house.clock.settle()

        assert house.is_in(kite, State.READY)
        assert house.clock.elapsed == tried_at


async def test_clips_that_wait_for_room_go_to_another_folder_at_once() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed())
        house.api.downloads = Script(FULL, WHOLE)
        kite = house.start()
        await house.clock.pass_until(lambda: house.now(kite).problem is not None)
        house.files.left = [kite.id]

        await house.retrieval.keep_in(Path("/other"))
        await house.clock.settle()

        ready = house.now(kite)
        assert ready.clip is not None
        assert ready.clip.path.parent == Path("/other")
        assert house.files.discarded == [kite.id]
        assert len(house.api.posts) == 1
