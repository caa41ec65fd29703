"""The way to a service is lost and found: one trouble, however many tasks wait behind it."""

from datetime import timedelta

import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import Downloaded
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL, MAX_POLLS_PER_SECOND
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.changes import ServiceReached
from omniflash_desktop.services.tokens_in_use import TokensInUse
from tests.builders import CLICK, a_generation, of_a_paid_clip
from tests.services.fakes import FakeTokens, Held, Script, completed, gaps, running
from tests.services.house import COMMAND_LINE, House, a_house

OFFLINE = Problem(kind=ProblemKind.UNREACHABLE)
NO_WAY = [
    OFFLINE,
    Problem(kind=ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS),
    Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE),
    Problem(kind=ProblemKind.SERVICE_TROUBLE),
]


def waiting_clips(house: House, number: int) -> list[Generation]:
    """Clips that were sent, one a minute, and are taken up after a restart; oldest first."""
    kept = [
        a_generation()
        .with_facts(id=f"{place:012x}")
        .with_task(f"t{place:02}")
        .made_at(CLICK - timedelta(minutes=number - place))
        .waiting()
        for place in range(number)
    ]
    house.library.kept.update({one.id: one for one in kept})
    house.queue.resume_unfinished()
    return kept


def told(house: House) -> list[tuple[ProblemKind | None, float | None]]:
    """The notices, each as its kind and when it is tried again."""
    return [
        (None if change.problem is None else change.problem.kind, change.next_try_in)
        for change in house.changes_heard
        if isinstance(change, ServiceReached)
    ]


@pytest.mark.parametrize("problem", NO_WAY, ids=lambda problem: problem.kind.value)
async def test_one_question_tries_the_way_and_all_others_wait(problem: Problem) -> None:
    async with a_house() as house:
        house.api.polls = Script(problem)
        waiting_clips(house, 50)

        await house.clock.pass_time(130)

        moments = [moment for moment, _ in house.api.asked]
        assert moments == pytest.approx([0, 5, 15, 35, 65, 95, 125])
        pauses = [5.0, 10.0, 20.0, 30.0, 30.0, 30.0, 30.0]
        assert told(house) == [(problem.kind, pause) for pause in pauses]
        assert house.library.saves == []


async def test_on_the_way_back_everybody_is_asked_once_and_the_oldest_first() -> None:
    async with a_house() as house:
        house.api.polls = Script(OFFLINE, OFFLINE, running(10))
        clips = waiting_clips(house, 30)
        await house.clock.pass_until(lambda: told(house)[-1:] == [(None, None)])
        back_at = house.clock.elapsed

        await house.clock.pass_until(lambda: len(house.api.asked) == 2 + len(clips))

        caught_up = house.api.asked[2:]
        tried_by = caught_up[0][1]
        others = [one.task_id for one in clips if one.task_id != tried_by]
        assert [task for _, task in caught_up[1:]] == others
        assert house.clock.elapsed - back_at <= len(clips) / MAX_POLLS_PER_SECOND
        assert min(gaps(moment for moment, _ in caught_up)) >= 1 / MAX_POLLS_PER_SECOND - 1e-6
        assert told(house) == [(OFFLINE.kind, 5.0), (OFFLINE.kind, 10.0), (None, None)]


async def test_questions_that_were_under_way_when_the_way_was_lost_tell_nothing_new() -> None:
    async with a_house() as house:
        held = [Held(OFFLINE) for _ in range(3)]
        house.api.polls = Script(*held, OFFLINE)
        waiting_clips(house, 3)
        await house.clock.pass_until(lambda: len(house.api.asked) == 3)

        for answer in held:
            answer.let_go.set()
        await house.clock.settle()

        assert told(house) == [(OFFLINE.kind, 5.0)]
        assert house.library.saves == []


async def test_the_user_need_not_wait_for_the_next_try() -> None:
    async with a_house() as house:
        house.api.polls = Script(*[OFFLINE] * 4, running(10))
        waiting_clips(house, 5)
        await house.clock.pass_until(lambda: len(house.api.asked) == 4)

        house.watcher.try_now(DEFAULT_BASE_URL)
        await house.clock.pass_time(0.3)

        assert len(house.api.asked) == 5
        assert told(house)[-1] == (None, None)


async def test_trying_now_changes_nothing_where_there_is_a_way() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        waiting_clips(house, 1)
        await house.clock.settle()

        house.watcher.try_now(DEFAULT_BASE_URL)
        await house.clock.settle()

        assert len(house.api.asked) == 1
        assert told(house) == []


async def test_whoever_reads_the_balance_finds_the_way_for_all() -> None:
    async with a_house() as house:
        house.api.polls = Script(*[OFFLINE] * 4, running(10))
        waiting_clips(house, 5)
        await house.clock.pass_until(lambda: len(house.api.asked) == 4)

        tokens = FakeTokens()
        in_use = TokensInUse(house.library, tokens, house.tasks, house.clock)
        account = Account(house.connections, tokens, in_use, house.changes)
        await account.read_balance(DEFAULT_BASE_URL)
        await house.clock.pass_time(0.3)

        assert len(house.api.asked) == 5


async def test_a_service_in_trouble_with_one_task_is_asked_about_the_others() -> None:
    async with a_house() as house:
        bad_gateway = Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=502)
        house.api.polls = Script(running(10))
        house.api.polls_of = {"t00": Script(bad_gateway)}
        clips = waiting_clips(house, 3)

        await house.clock.pass_time(180)

        asked = [task for _, task in house.api.asked]
        assert asked.count("t00") == 8
        assert min(asked.count("t01"), asked.count("t02")) >= 16
        assert told(house) == []
        assert house.now(clips[0]).problem == of_a_paid_clip(bad_gateway)


async def test_a_connection_that_breaks_for_one_task_only_stops_the_others_but_once() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        house.api.polls_of = {"t00": Script(Problem(kind=ProblemKind.SERVICE_TROUBLE))}
        clips = waiting_clips(house, 3)

        await house.clock.pass_time(600)

        assert told(house) == [(ProblemKind.SERVICE_TROUBLE, 5.0), (None, None)]
        asked = [task for _, task in house.api.asked]
        assert min(asked.count("t01"), asked.count("t02")) >= 55
        assert house.now(clips[0]).problem is not None
        assert house.is_in(clips[0], State.WAITING)


async def test_a_way_that_is_lost_again_begins_with_the_shortest_pause() -> None:
    async with a_house() as house:
        house.api.polls = Script(OFFLINE, OFFLINE, running(10), OFFLINE)
        waiting_clips(house, 1)

        await house.clock.pass_until(lambda: len(house.api.asked) == 4)

        assert [pause for _, pause in told(house)] == [5.0, 10.0, None, 5.0]


async def test_a_lost_way_is_tried_by_another_when_the_first_is_given_up() -> None:
    async with a_house() as house:
        house.api.polls = Script(OFFLINE, Held(OFFLINE), running(10))
        clips = waiting_clips(house, 3)
        await house.clock.pass_until(lambda: len(house.api.asked) == 2)
        tried_by = house.api.asked[1][1]

        house.queue.cancel(next(one.id for one in clips if one.task_id == tried_by))
        await house.clock.pass_until(lambda: told(house)[-1:] == [(None, None)], within=10)

        assert house.api.asked[2][1] != tried_by


async def test_a_token_that_is_gone_is_not_taken_for_the_way_back() -> None:
    async with a_house() as house:
        house.api.polls = Script(OFFLINE)
        waiting_clips(house, 1)
        await house.clock.settle()

        house.connections.problem = Problem(kind=ProblemKind.NO_TOKEN)
        await house.clock.pass_time(60)

        assert (None, None) not in told(house)


async def test_a_download_that_pauses_is_tried_when_the_service_is_back() -> None:
    async with a_house() as house:
        house.api.polls = Script(*[OFFLINE] * 3, running(10))
        house.api.downloads = Script(*[OFFLINE] * 3, Downloaded(size_bytes=1))
        kite = a_generation().with_facts(id="d" * 12).with_task("d").downloading()
        house.library.kept[kite.id] = kite
        waiting_clips(house, 1)
        await house.clock.pass_time(20)
        assert len(house.api.downloaded) == 3

        house.watcher.try_now(DEFAULT_BASE_URL)
        await house.clock.pass_time(0.3)

        assert house.is_in(kite, State.READY)


async def test_a_command_says_why_it_stopped_asking() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.polls = Script(OFFLINE)
        clips = waiting_clips(house, 10)

        await house.clock.pass_until(lambda: not house.tasks.names(), within=60)

        assert house.clock.elapsed <= 20
        assert {house.now(one).problem for one in clips} == {of_a_paid_clip(OFFLINE)}
        assert all(house.is_in(one, State.WAITING) for one in clips)


async def test_everything_comes_home_after_an_outage_and_nothing_is_sent_again() -> None:
    async with a_house() as house:
        house.api.polls = Script(*[OFFLINE] * 5, completed())
        clips = waiting_clips(house, 8)

        await house.clock.pass_until(lambda: all(house.is_in(one, State.READY) for one in clips))

        assert house.api.posts == []
        assert len([kind for kind, _ in told(house) if kind is None]) == 1
