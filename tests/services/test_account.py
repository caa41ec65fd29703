"""Balances, and a token that is tried before it is kept."""

from decimal import Decimal

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.changes import BalanceRead, ServiceReached
from omniflash_desktop.services.tokens_in_use import TokensInUse
from tests.services.fakes import FakeTokens, Script
from tests.services.house import House, a_house

SERVICE = "https://service.example.test"
REJECTED = Problem(kind=ProblemKind.TOKEN_REJECTED)


def an_account(house: House) -> tuple[Account, FakeTokens]:
    tokens = FakeTokens()
    in_use = TokensInUse(house.library, tokens, house.tasks, house.clock)
    return Account(house.connections, tokens, in_use, house.changes), tokens


async def test_a_balance_is_read_and_told() -> None:
    async with a_house() as house:
        account, _ = an_account(house)

        balance = await account.read_balance(SERVICE)

        assert balance == Balance(remaining=Decimal(10))
        assert house.changes_heard == [
            ServiceReached(service=SERVICE),
            BalanceRead(service=SERVICE, balance=Balance(remaining=Decimal(10))),
        ]


async def test_an_unlimited_key_shows_what_the_account_has_left() -> None:
    async with a_house() as house:
        account, _ = an_account(house)
        house.api.balances = Script(Balance(remaining=None, unlimited=True))

        balance = await account.read_balance(SERVICE)

        assert balance == Balance(remaining=Decimal(20), unlimited=True)


async def test_an_unlimited_key_stays_readable_when_the_account_is_not() -> None:
    async with a_house() as house:
        account, _ = an_account(house)
        house.api.balances = Script(Balance(remaining=None, unlimited=True))
        house.api.account_balances = Script(Problem(kind=ProblemKind.SERVICE_TROUBLE))

        assert await account.read_balance(SERVICE) == Balance(remaining=None, unlimited=True)


async def test_a_service_that_cannot_be_reached_is_told() -> None:
    async with a_house() as house:
        account, _ = an_account(house)
        house.connections.problem = Problem(kind=ProblemKind.NO_TOKEN)

        assert await account.read_balance(SERVICE) == house.connections.problem
        assert house.changes_heard == [
            ServiceReached(service=SERVICE, problem=house.connections.problem)
        ]


async def test_a_token_that_works_is_kept() -> None:
    async with a_house() as house:
        account, tokens = an_account(house)

        assert await account.connect(SERVICE, "sk-good") is None

        assert house.connections.tokens == ["sk-good"]
        assert tokens.kept == {SERVICE: "sk-good"}
        assert ServiceReached(service=SERVICE) in house.changes_heard


async def test_a_token_that_is_refused_is_not_kept() -> None:
    async with a_house() as house:
        account, tokens = an_account(house)
        house.api.balances = Script(REJECTED)

        assert await account.connect(SERVICE, "sk-bad") == REJECTED

        assert tokens.kept == {}
        assert house.changes_heard == []


async def test_without_a_keyring_it_connects_for_this_session_and_says_so() -> None:
    async with a_house() as house:
        account, tokens = an_account(house)
        tokens.problem = Problem(kind=ProblemKind.KEYRING_UNAVAILABLE)

        assert await account.connect(SERVICE, "sk-good") == tokens.problem

        assert ServiceReached(service=SERVICE) in house.changes_heard


async def test_a_token_can_be_forgotten() -> None:
    async with a_house() as house:
        account, tokens = an_account(house)
        await account.connect(SERVICE, "sk-good")

        assert await account.forget(SERVICE) is None
        assert tokens.kept == {}
