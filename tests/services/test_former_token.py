"""Work that was sent with a token that has been replaced since."""

from decimal import Decimal
from typing import Any

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Refused, Submitted, TaskReport, Unconfirmed
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.services.former_token import FormerTokenApi
from omniflash_desktop.services.tokens_in_use import TokensInUse
from tests.builders import a_generation, of_a_paid_clip
from tests.services.fakes import FakeApi, FakeTokens, Script, completed, running
from tests.services.house import House, a_house

REJECTED = Problem(kind=ProblemKind.TOKEN_REJECTED)
NOT_FOUND = Problem(kind=ProblemKind.TASK_NOT_FOUND)
FORMER = "aaaaaaaaaaaa"
A_DAY = 86_400


class TwoTokens:
    """A service as the app finds it after the token was replaced."""

    def __init__(self, house: House, *, is_gone: bool = False) -> None:
        self.present = house.api
        self.former = FakeApi(house.clock, house.events)
        self.former.token_id = FORMER
        self._own = FormerTokenApi(None if is_gone else self.former, self.present, token_id=FORMER)

    async def connection_to(self, service: str, token_id: str | None = None) -> Any:
        return self._own if token_id == FORMER else self.present

    def connection_with(self, service: str, token: str) -> Any:
        return self.present


def two_tokens(house: House, **how: Any) -> TwoTokens:
    tokens = TwoTokens(house, **how)
    house.connections.connection_to = tokens.connection_to
    return tokens


def a_running_clip(house: House) -> Any:
    kept = a_generation().with_task("task_old").with_facts(token_id=FORMER).waiting()
    house.library.kept[kept.id] = kept
    house.queue.resume_unfinished()
    return kept


async def test_a_clip_is_watched_with_the_token_that_it_was_sent_with() -> None:
    async with a_house() as house:
        tokens = two_tokens(house)
        kite = a_running_clip(house)
        boat = house.start()

        await house.until(kite, State.READY)
        await house.until(boat, State.READY)

        assert {task for _, task in tokens.former.asked} == {"task_old"}
        assert {task for _, task in tokens.present.asked} == {"task_01"}
        assert len(tokens.present.posts) == 1
        assert tokens.former.posts == []
        assert house.now(boat).token_id == tokens.present.token_id


async def test_a_rejected_former_token_stops_nothing_and_the_present_one_helps_out() -> None:
    async with a_house() as house:
        tokens = two_tokens(house)
        tokens.former.polls = Script(REJECTED)
        tokens.present.polls = Script(running(10), completed())
        kite = a_running_clip(house)
        await house.clock.settle()
        problem = house.now(kite).problem
        assert problem is not None
        assert problem.kind is ProblemKind.FORMER_TOKEN_REJECTED
        assert house.is_in(kite, State.WAITING)

        await house.until(kite, State.READY)

        assert house.pauses_told() == []
        assert len(tokens.former.asked) == 1


async def test_what_the_present_token_does_not_find_is_not_lost() -> None:
    async with a_house() as house:
        tokens = two_tokens(house)
        tokens.former.polls = Script(REJECTED)
        tokens.present.polls = Script(NOT_FOUND)
        kite = a_running_clip(house)
        await house.clock.pass_time(A_DAY)
        assert house.is_in(kite, State.WAITING)
        assert house.gate.problem is None

        # A rejection may pass.
        tokens.former.polls = Script(completed())
        await house.until(kite, State.READY)


async def test_a_former_token_that_is_gone_is_stood_in_for() -> None:
    async with a_house() as house:
        tokens = two_tokens(house, is_gone=True)
        kite = a_running_clip(house)

        await house.until(kite, State.READY)

        assert tokens.former.asked == []


async def test_a_present_token_that_is_rejected_pauses_as_ever() -> None:
    async with a_house() as house:
        tokens = two_tokens(house, is_gone=True)
        tokens.present.polls = Script(REJECTED, completed())
        kite = a_running_clip(house)
        await house.clock.settle()

        assert house.pauses_told() == [ProblemKind.TOKEN_REJECTED]
        await house.until(kite, State.READY)


async def test_without_any_token_running_clips_wait_for_one() -> None:
    async with a_house() as house:
        no_token = Problem(kind=ProblemKind.NO_TOKEN)
        house.connections.problem = no_token
        kite = a_running_clip(house)
        await house.clock.pass_time(A_DAY)
        assert house.is_in(kite, State.WAITING)
        assert house.now(kite).problem == of_a_paid_clip(no_token)

        house.connections.problem = None
        await house.until(kite, State.READY)


async def test_a_request_is_repeated_with_its_own_token() -> None:
    async with a_house() as house:
        tokens = two_tokens(house)
        tokens.former.submits = Script(Submitted(task_ids=("task_01",)))
        kite = a_generation().with_facts(token_id=FORMER).unconfirmed()
        house.library.kept[kite.id] = kite

        house.queue.send_again(kite.id)
        await house.until(kite, State.READY)

        assert tokens.former.posts == [(kite.body, kite.idempotency_key)]
        assert tokens.present.posts == []


async def test_a_request_is_not_repeated_with_another_account_s_token() -> None:
    for is_gone in (False, True):
        async with a_house() as house:
            tokens = two_tokens(house, is_gone=is_gone)
            tokens.former.submits = Script(Refused(REJECTED))
            kite = a_generation().with_facts(token_id=FORMER).unconfirmed()
            house.library.kept[kite.id] = kite

            house.queue.send_again(kite.id)
            await house.clock.pass_time(60)

            unconfirmed = house.now(kite)
            assert unconfirmed.state is State.UNCONFIRMED
            assert unconfirmed.charged is Charged.UNKNOWN
            assert unconfirmed.problem is not None
            assert unconfirmed.problem.kind is ProblemKind.FORMER_TOKEN_REJECTED
            assert tokens.present.posts == []
            assert house.gate.problem is None


async def test_another_token_s_balance_says_nothing() -> None:
    async with a_house() as house:
        tokens = TwoTokens(house)
        tokens.former.balances = Script(Balance(remaining=Decimal(3)))
        own = await tokens.connection_to("", FORMER)
        assert await own.key_balance() == Balance(remaining=Decimal(3))

        gone = await TwoTokens(house, is_gone=True).connection_to("", FORMER)
        assert isinstance(await gone.key_balance(), Problem)
        assert isinstance(await gone.account_balance(), Problem)
        assert isinstance(await gone.submit(b"{}", idempotency_key="k"), Refused)


async def test_what_its_own_token_answers_is_passed_on_as_it_is() -> None:
    async with a_house() as house:
        tokens = TwoTokens(house)
        tokens.former.submits = Script(Unconfirmed(REJECTED))
        tokens.former.polls = Script(NOT_FOUND, running())
        own = await tokens.connection_to("", FORMER)

        assert await own.submit(b"{}", idempotency_key="k") == Unconfirmed(REJECTED)
        assert await own.task("t") == NOT_FOUND
        assert isinstance(await own.task("t"), TaskReport)
        assert tokens.present.asked == []


# Which of them are kept ---------------------------------------------------------------------


def in_use(house: House, tokens: FakeTokens) -> TokensInUse:
    return TokensInUse(house.library, tokens, house.tasks, house.clock)


async def test_tokens_of_work_under_way_are_in_use() -> None:
    async with a_house() as house:
        for number, (token, builder) in enumerate(
            [
                ("waiting", a_generation()),
                ("unconfirmed", a_generation()),
                ("given_up", a_generation()),
                ("failed", a_generation()),
                ("ready", a_generation()),
                (None, a_generation()),
            ]
        ):
            facts = builder.with_facts(id=f"{number:012}", token_id=token)
            kept = facts.waiting() if token is None else getattr(facts, token)()
            house.library.kept[kept.id] = kept

        expected = {"waiting", "unconfirmed", "given_up", "failed"}
        assert in_use(house, FakeTokens()).now() == expected


async def test_of_what_is_at_rest_only_living_links_count() -> None:
    async with a_house() as house:
        old = a_generation().with_facts(token_id="old").given_up()
        house.library.kept[old.id] = old
        await house.clock.pass_time(3 * A_DAY)

        assert in_use(house, FakeTokens()).now() == frozenset()


async def test_the_others_are_dropped_when_a_clip_has_come_home() -> None:
    async with a_house() as house:
        tokens = FakeTokens()
        tokens.in_use = {"nobody asked yet"}
        house.changes.subscribe(in_use(house, tokens).hear)
        kite = house.start()
        await house.until(kite, State.WAITING)
        assert tokens.in_use == {"nobody asked yet"}

        await house.until(kite, State.READY)
        await house.clock.settle()

        assert tokens.in_use == frozenset()
