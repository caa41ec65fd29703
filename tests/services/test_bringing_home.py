"""From a completed task to a file: a paid clip is not given up while anybody may still have it."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Downloaded, TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import POLL_BACK_OFF
from omniflash_desktop.services.clip_retrieval import TRIES_WITH_ONE_LINK
from tests.builders import CLICK, CLIP_URL, a_generation, of_a_paid_clip
from tests.services.fakes import Script, completed, facts_of_a_clip, running
from tests.services.house import COMMAND_LINE, House, a_house

WHOLE = Downloaded(size_bytes=1_000_000)
FRESH_URL = "https://upload.example.test/f/video/fresh.mp4"
CUT = Problem(kind=ProblemKind.DOWNLOAD_BROKEN, charged=Charged.YES)
EXPIRED = Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES, http_status=410)
A_DAY = 86_400.0
FULL = Problem(kind=ProblemKind.DISK_FULL)
READ_ONLY = Problem(kind=ProblemKind.FOLDER_UNWRITABLE)


async def a_finished_clip(house: House, *downloads: Downloaded | Problem) -> Any:
    house.api.downloads = Script(*downloads)
    kite = house.start()
    await house.until(kite, State.DOWNLOADING, State.READY)
    return kite


@pytest.mark.parametrize(
    "kind",
    [
        ProblemKind.DOWNLOAD_BROKEN,
        ProblemKind.NOT_A_VIDEO,
        ProblemKind.UNREACHABLE,
        ProblemKind.SERVICE_TROUBLE,
        ProblemKind.RATE_LIMITED,
    ],
)
async def test_a_bad_download_is_tried_again_for_as_long_as_it_takes(kind: ProblemKind) -> None:
    async with a_house() as house:
        bad = Problem(kind=kind, charged=Charged.YES)
        kite = await a_finished_clip(house, *[bad] * 20, WHOLE)
        stuck = house.now(kite)
        assert stuck.problem is not None
        assert (stuck.problem.kind, stuck.charged) == (kind, Charged.YES)

        ready = await house.until(kite, State.READY)

        assert len(house.api.downloaded) == 21
        assert ready.problem is None
        assert len(house.api.posts) == 1


async def test_pauses_between_tries_grow() -> None:
    async with a_house() as house:
        kite = await a_finished_clip(house, CUT, CUT, WHOLE)
        begun = house.clock.elapsed

        await house.until(kite, State.READY)

        assert house.clock.elapsed - begun == pytest.approx(sum(POLL_BACK_OFF[:2]))


async def test_a_cut_download_goes_on_in_the_same_file() -> None:
    async with a_house() as house:
        kite = await a_finished_clip(house, CUT, CUT, WHOLE)

        await house.until(kite, State.READY)

        assert {part for _, part in house.api.downloaded} == {house.files.part_file(kite.id)}
        assert house.files.discarded == []


async def test_a_dead_link_is_renewed_once_and_used_at_once() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed(), completed(FRESH_URL))
        kite = await a_finished_clip(house, EXPIRED, WHOLE)

        ready = await house.until(kite, State.READY)

        assert [url for url, _ in house.api.downloaded] == [CLIP_URL, FRESH_URL]
        assert len(house.api.asked) == 2
        assert ready.result_url == FRESH_URL


async def test_a_clip_whose_link_is_renewed_is_never_called_gone() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed(), completed(FRESH_URL))
        kite = await a_finished_clip(house, EXPIRED, WHOLE)

        await house.until(kite, State.READY)

        assert {problem and problem.kind for problem in house.problems_of(kite)} == {None}


async def test_what_keeps_a_link_from_being_renewed_is_told() -> None:
    async with a_house() as house:
        trouble = Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=500)
        house.api.polls = Script(completed(), trouble, completed(FRESH_URL))
        kite = await a_finished_clip(house, EXPIRED, WHOLE)

        await house.until(kite, State.READY)

        told = [problem for problem in house.problems_of(kite) if problem is not None]
        assert set(told) == {of_a_paid_clip(trouble)}


@pytest.mark.parametrize("status", [401, 403])
async def test_a_guard_that_bars_the_link_does_not_cost_the_paid_clip(status: int) -> None:
    async with a_house() as house:
        barred = msgspec.structs.replace(EXPIRED, http_status=status)
        kite = await a_finished_clip(house, *[barred] * 6, WHOLE)

        await house.until(kite, State.READY)

        told = {problem.kind for problem in house.problems_of(kite) if problem is not None}
        assert told == {ProblemKind.DOWNLOAD_BROKEN}
        assert house.files.discarded == []


async def test_a_link_that_is_barred_beyond_its_time_is_dead() -> None:
    async with a_house() as house:
        barred = msgspec.structs.replace(EXPIRED, http_status=403)
        kite = await a_finished_clip(house, barred)

        await house.clock.pass_until(lambda: house.is_in(kite, State.FAILED), within=2 * A_DAY)

        failed = house.now(kite)
        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.RESULT_EXPIRED
        assert house.clock.elapsed >= A_DAY


async def test_a_link_that_is_dead_again_is_explained_and_leaves_no_file() -> None:
    async with a_house() as house:
        kite = await a_finished_clip(house, EXPIRED)

        failed = await house.until(kite, State.FAILED)

        assert len(house.api.downloaded) == 2
        assert len(house.api.asked) == 2
        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.RESULT_EXPIRED
        assert failed.problem.task_id == "task_01"
        assert failed.charged is Charged.YES
        assert house.files.discarded == [kite.id]


@pytest.mark.parametrize(
    "answer",
    [
        TaskReport(status=TaskStatus.FAILED, word="expired"),
        TaskReport(status=TaskStatus.CANCELLED),
        completed(None),
        Problem(kind=ProblemKind.TASK_NOT_FOUND),
    ],
)
async def test_a_service_that_forgot_the_clip_means_expired(answer: TaskReport | Problem) -> None:
    async with a_house() as house:
        house.api.polls = Script(completed(), answer)
        kite = await a_finished_clip(house, EXPIRED)

        failed = await house.until(kite, State.FAILED)

        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.RESULT_EXPIRED
        assert failed.charged is Charged.YES
        assert house.files.discarded == [kite.id]


async def test_an_expired_clip_can_be_fetched_again_when_the_service_finds_it() -> None:
    async with a_house() as house:
        kite = await a_finished_clip(house, EXPIRED)
        await house.until(kite, State.FAILED)

        house.api.downloads = Script(WHOLE)
        house.queue.fetch_again(kite.id)
        await house.until(kite, State.READY)

        assert len(house.api.posts) == 1


async def test_a_link_that_dies_later_is_renewed_again() -> None:
    async with a_house() as house:
        kite = await a_finished_clip(house, EXPIRED, CUT, EXPIRED, CUT, EXPIRED, WHOLE)

        await house.until(kite, State.READY)

        assert len(house.api.downloaded) == 6


async def test_a_link_that_only_fails_is_asked_for_again_after_some_tries() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed(), completed(FRESH_URL))
        kite = await a_finished_clip(house, *[CUT] * TRIES_WITH_ONE_LINK, WHOLE)

        await house.until(kite, State.READY)

        assert [url for url, _ in house.api.downloaded] == [CLIP_URL] * 3 + [FRESH_URL]


async def test_a_service_in_trouble_does_not_keep_us_from_a_link_that_works() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed(), Problem(kind=ProblemKind.SERVICE_TROUBLE))
        kite = await a_finished_clip(house, *[CUT] * 4, WHOLE)

        await house.until(kite, State.READY)

        assert {url for url, _ in house.api.downloaded} == {CLIP_URL}


async def test_a_token_that_is_gone_does_not_cost_a_paid_clip() -> None:
    async with a_house() as house:
        kept = a_generation().downloading()
        house.library.kept[kept.id] = kept
        house.connections.problem = Problem(kind=ProblemKind.NO_TOKEN)

        house.queue.resume_unfinished()
        await house.until(kept, State.READY)

        assert house.connections.tokens == [""]


async def test_a_sandbox_that_does_not_start_is_waited_for() -> None:
    async with a_house() as house:
        kept = a_generation().in_sandbox().downloading()
        house.library.kept[kept.id] = kept
        house.connections.problem = Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE)
        house.queue.resume_unfinished()
        await house.clock.pass_time(60)
        assert house.api.downloaded == []

        house.connections.problem = None
        await house.until(kept, State.READY)


@pytest.mark.parametrize("problem", [FULL, READ_ONLY], ids=lambda problem: problem.kind.value)
async def test_a_folder_that_takes_nothing_is_waited_for(problem: Problem) -> None:
    async with a_house() as house:
        house.files.folder_problems = [problem]
        kite = await a_finished_clip(house, WHOLE)
        await house.clock.pass_time(7200)
        stuck = house.now(kite)
        assert stuck.state is State.DOWNLOADING
        assert stuck.problem is not None
        assert (stuck.problem.kind, stuck.problem.charged) == (problem.kind, Charged.YES)
        assert house.api.downloaded == []
        assert len(house.api.asked) == 1

        house.files.folder_problems = [None]
        await house.until(kite, State.READY)

        assert len(house.api.downloaded) == 1


async def test_a_disk_that_fills_up_on_the_way_keeps_the_clip_waiting() -> None:
    async with a_house() as house:
        house.files.keep_problems = [FULL, FULL, None]
        kite = await a_finished_clip(house, FULL, WHOLE)

        await house.until(kite, State.READY)

        assert len(house.files.kept) == 1
        assert house.files.discarded == []


async def test_what_is_no_playable_clip_is_thrown_away_and_fetched_anew() -> None:
    async with a_house() as house:
        html = Problem(kind=ProblemKind.NOT_A_VIDEO)
        house.media.checks = Script(html, html, facts_of_a_clip())
        kite = await a_finished_clip(house, WHOLE)
        stuck = house.now(kite)
        assert stuck.clip is None
        assert stuck.problem is not None
        assert stuck.problem.charged is Charged.YES

        await house.until(kite, State.READY)

        assert house.files.discarded == [kite.id, kite.id]
        assert len(house.files.kept) == 1


async def test_a_clip_without_its_pictures_is_whole_all_the_same() -> None:
    async with a_house() as house:
        house.media.poster_problem = READ_ONLY
        kite = await a_finished_clip(house, WHOLE)

        ready = await house.until(kite, State.READY)

        assert ready.clip is not None
        assert (ready.clip.poster, ready.clip.strip) == (None, None)
        assert ready.problem is None


@pytest.mark.parametrize("problem", [FULL, READ_ONLY], ids=lambda problem: problem.kind.value)
async def test_a_command_says_so_and_leaves_the_paid_clip_for_the_next_run(
    problem: Problem,
) -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.files.folder_problems = [problem, None]
        kite = await a_finished_clip(house, WHOLE)
        await house.clock.settle()
        assert house.tasks.names() == []
        assert house.is_in(kite, State.DOWNLOADING)

        house.queue.resume_unfinished()
        await house.until(kite, State.READY)


async def test_a_command_ends_offline_also_when_the_link_is_dead() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        offline = Problem(kind=ProblemKind.UNREACHABLE)
        house.api.polls = Script(completed(), offline)
        kite = await a_finished_clip(house, EXPIRED)

        await house.clock.pass_until(lambda: not house.tasks.names(), within=120)

        assert house.is_in(kite, State.DOWNLOADING)


async def test_the_date_of_a_fresh_link_is_kept() -> None:
    async with a_house() as house:
        tomorrow = CLICK + timedelta(hours=30)
        house.api.polls = Script(completed(), completed(FRESH_URL, expires_at=tomorrow))
        kite = await a_finished_clip(house, EXPIRED, WHOLE)

        ready = await house.until(kite, State.READY)

        assert ready.result_expires_at == tomorrow


async def test_a_clip_that_still_runs_when_its_link_is_asked_for_is_waited_for() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed(), running(90), completed(FRESH_URL))
        kite = await a_finished_clip(house, EXPIRED, WHOLE)

        await house.until(kite, State.READY)

        assert house.api.downloaded[-1][0] == FRESH_URL
