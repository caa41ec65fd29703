"""Tokens: kept in a safe place or for the session, and given to no other host."""

import logging
from collections.abc import Iterator
from typing import Any

import keyring
import keyring.backend
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest
from backends import (
    BrokenKeyring,
    HangingKeyring,
    LockedKeyring,
    MemoryKeyring,
    PlaintextKeyring,
    UnfitKeyring,
)

from omniflash_desktop.credentials.former_tokens import (
    MOST_KEPT,
    entry_of,
    former_tokens_in,
    still_in_use,
)
from omniflash_desktop.credentials.keyring_tokens import KeyringTokens, host_of
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.token_id import token_id

SERVICE = "https://api.apimart.ai"
OTHER_SERVICE = "https://mirror.example"
TOKEN = "sk-0123456789"


@pytest.fixture(autouse=True)
def usual_keyring_afterwards() -> Iterator[None]:
    yield
    keyring.core._keyring_backend = None


def use(backend: keyring.backend.KeyringBackend) -> Any:
    keyring.set_keyring(backend)
    return backend


class Run:
    """One run of the app."""

    def __init__(self, environment: dict[str, str] | None = None, **options: Any) -> None:
        given: dict[str, Any] = {
            "profile_name": "default",
            "environment_service": SERVICE,
            "read_seconds": 5.0,
            "write_seconds": 5.0,
        }
        self.tokens = KeyringTokens(environment=environment or {}, **(given | options))

    def __enter__(self) -> KeyringTokens:
        return self.tokens

    def __exit__(self, *_: object) -> None:
        self.tokens.close()


async def test_a_token_is_there_in_the_next_run():
    use(MemoryKeyring())
    with Run() as tokens:
        assert await tokens.read(SERVICE) is None
        assert await tokens.write(SERVICE, f" Bearer {TOKEN}\n") is None
    with Run() as tokens:
        assert await tokens.read(SERVICE) == TOKEN
        assert await tokens.where(SERVICE) == "keyring"


async def test_the_keyring_is_read_once_a_run():
    backend = use(MemoryKeyring())
    with Run() as tokens:
        for _ in range(3):
            await tokens.read(SERVICE)
            await tokens.where(SERVICE)
    assert backend.reads == 1


async def test_a_token_goes_to_no_other_host_and_to_no_other_port():
    use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, TOKEN)
        for other in (OTHER_SERVICE, "https://api.apimart.ai:8443", "http://api.apimart.ai"):
            assert await tokens.read(other) is None
        assert await tokens.read("https://API.apimart.ai:443/anything/") == TOKEN


async def test_profiles_do_not_see_each_other_s_tokens():
    use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, TOKEN)
    with Run(profile_name="0123456789ab") as tokens:
        assert await tokens.read(SERVICE) is None


async def test_the_sandbox_has_no_token():
    backend = use(MemoryKeyring())
    with Run({"OMNIFLASH_TOKEN": TOKEN}) as tokens:
        assert await tokens.read(SANDBOX) is None
        assert await tokens.where(SANDBOX) == "nowhere"
    assert backend.reads == 0


async def test_a_forgotten_token_is_gone_in_this_run_and_the_next():
    use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, TOKEN)
        assert await tokens.forget(SERVICE) is None
        assert await tokens.forget(SERVICE) is None
        assert await tokens.read(SERVICE) is None
    with Run() as tokens:
        assert await tokens.where(SERVICE) == "nowhere"


@pytest.mark.parametrize("name", ["OMNIFLASH_TOKEN", "APIMART_API_KEY"])
async def test_a_token_of_the_environment_counts_for_this_run_and_is_not_stored(name: str):
    backend = use(MemoryKeyring())
    with Run({name: f"{TOKEN}\n"}) as tokens:
        assert await tokens.read(SERVICE) == TOKEN
        assert await tokens.where(SERVICE) == "environment"
        assert await tokens.read(OTHER_SERVICE) is None
    assert backend.entries == {}


async def test_our_own_variable_comes_first():
    with Run({"OMNIFLASH_TOKEN": "sk-ours", "APIMART_API_KEY": "sk-theirs"}) as tokens:
        assert await tokens.read(SERVICE) == "sk-ours"


async def test_a_variable_that_holds_no_token_is_named():
    with Run({"OMNIFLASH_TOKEN": "two words"}) as tokens:
        problem = await tokens.read(SERVICE)
    assert problem == Problem(
        kind=ProblemKind.TOKEN_REJECTED, subject="OMNIFLASH_TOKEN", detail="malformed"
    )


@pytest.mark.parametrize(
    ("pasted", "kind"), [("a b", ProblemKind.TOKEN_REJECTED), (" ", ProblemKind.NO_TOKEN)]
)
async def test_what_is_no_token_is_not_kept(pasted: str, kind: ProblemKind):
    backend = use(MemoryKeyring())
    with Run() as tokens:
        problem = await tokens.write(SERVICE, pasted)
        assert problem is not None
        assert problem.kind is kind
        assert await tokens.where(SERVICE) == "nowhere"
    assert backend.entries == {}


UNUSABLE = [
    keyring.backends.fail.Keyring,
    keyring.backends.null.Keyring,
    LockedKeyring,
    BrokenKeyring,
    UnfitKeyring,
    PlaintextKeyring,
]


@pytest.mark.parametrize("kind", UNUSABLE)
async def test_without_a_safe_keyring_the_token_lives_for_the_session(
    kind: type[keyring.backend.KeyringBackend], caplog: pytest.LogCaptureFixture
):
    backend = use(kind())
    with caplog.at_level(logging.DEBUG), Run() as tokens:
        first = await tokens.read(SERVICE)
        assert isinstance(first, Problem)
        assert first.kind is ProblemKind.KEYRING_UNAVAILABLE
        assert await tokens.read(SERVICE) is None, "it is told once"
        written = await tokens.write(SERVICE, TOKEN)
        assert written is not None
        assert written.kind is ProblemKind.KEYRING_UNAVAILABLE
        assert await tokens.read(SERVICE) == TOKEN
        assert await tokens.where(SERVICE) == "session"
        assert TOKEN not in f"{tokens!r} {vars(tokens).keys()} {first} {written}"
        assert await tokens.forget(SERVICE) is None
        assert await tokens.where(SERVICE) == "nowhere"
    assert TOKEN not in caplog.text
    assert "sk-secret" not in caplog.text
    assert getattr(backend, "entries", {}) == {}


async def test_asking_where_first_does_not_swallow_the_warning():
    use(keyring.backends.fail.Keyring())
    with Run() as tokens:
        assert await tokens.where(SERVICE) == "nowhere"
        assert isinstance(await tokens.read(SERVICE), Problem)


async def test_a_keyring_that_was_refused_once_does_not_ask_again():
    backend = use(LockedKeyring())
    with Run() as tokens:
        for _ in range(3):
            await tokens.read(SERVICE)
    assert backend.reads == 1


async def test_of_a_chain_the_first_safe_one_is_used():
    safe, plain = MemoryKeyring(), PlaintextKeyring()

    class Chain(keyring.backends.chainer.ChainerBackend):
        backends = (plain, safe)

    use(Chain())
    with Run() as tokens:
        assert await tokens.write(SERVICE, TOKEN) is None
    assert list(safe.entries.values()) == [TOKEN]
    assert plain.entries == {}


async def test_a_keyring_that_hangs_is_given_up_and_its_late_answer_is_taken():
    backend = use(HangingKeyring())
    backend.entries["omniflash-desktop:default", "api.apimart.ai:443"] = TOKEN
    with Run(read_seconds=0.05, write_seconds=0.05) as tokens:
        problem = await tokens.read(SERVICE)
        assert isinstance(problem, Problem)
        assert (problem.kind, problem.detail) == (ProblemKind.KEYRING_UNAVAILABLE, "no_answer")
        # Meanwhile the app works on with a token of the session.
        assert await tokens.write(SERVICE, "sk-session") is not None
        assert await tokens.read(SERVICE) == "sk-session"
        assert await tokens.forget(SERVICE) is None
        backend.released.set()
        tokens.close()
        assert await tokens.read(SERVICE) == TOKEN


async def test_a_token_that_is_stored_late_is_no_longer_the_session_s():
    backend = use(HangingKeyring())
    with Run(write_seconds=0.05) as tokens:
        assert await tokens.write(SERVICE, TOKEN) is not None
        assert await tokens.where(SERVICE) == "session"
        backend.released.set()
        tokens.close()
        assert await tokens.where(SERVICE) == "keyring"


async def test_a_keyring_that_hangs_does_not_keep_the_app_from_ending():
    backend = use(HangingKeyring())
    with Run(read_seconds=0.01) as tokens:
        await tokens.read(SERVICE)
        tokens.close()
    backend.released.set()


@pytest.mark.parametrize(
    ("service", "host"),
    [
        ("https://api.apimart.ai", "api.apimart.ai:443"),
        ("https://API.APIMART.AI./v1", "api.apimart.ai:443"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("http://[::1]:9", "::1:9"),
        ("sandbox", None),
        ("https://x:99999", None),
        ("https://", None),
        ("", None),
    ],
)
def test_a_service_is_known_by_its_host_and_port(service: str, host: str | None):
    assert host_of(service) == host


# Tokens that were replaced -------------------------------------------------------------------

OLD, NEW = "sk-old-0123456789", "sk-new-0123456789"


async def test_a_replaced_token_is_kept_for_the_work_that_was_sent_with_it():
    use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, OLD)
    with Run() as tokens:
        await tokens.write(SERVICE, NEW, in_use={token_id(OLD)})
        assert await tokens.former(SERVICE, token_id(OLD)) == OLD
    with Run() as tokens:
        assert await tokens.read(SERVICE) == NEW
        assert await tokens.former(SERVICE, token_id(OLD)) == OLD
        assert await tokens.former(SERVICE, token_id(NEW)) == NEW
        assert await tokens.former(OTHER_SERVICE, token_id(OLD)) is None


async def test_a_replaced_token_without_work_is_not_kept():
    backend = use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, OLD)
        await tokens.write(SERVICE, NEW)
        assert await tokens.former(SERVICE, token_id(OLD)) is None
    assert list(backend.entries.values()) == [NEW]


async def test_the_next_token_does_not_drive_out_those_that_are_still_needed():
    use(MemoryKeyring())
    needed = {token_id(f"sk-{n}") for n in (1, 3)}
    with Run() as tokens:
        for n in range(1, 6):
            await tokens.write(SERVICE, f"sk-{n}", in_use=needed)
    with Run() as tokens:
        kept = [await tokens.former(SERVICE, token_id(f"sk-{n}")) for n in range(1, 6)]
    assert kept == ["sk-1", None, "sk-3", None, "sk-5"]


async def test_a_replaced_token_goes_when_its_work_is_done():
    backend = use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, OLD)
        await tokens.write(SERVICE, NEW, in_use={token_id(OLD)})
    with Run() as tokens:
        await tokens.read(SERVICE)
        await tokens.drop_former(SERVICE, in_use={token_id(OLD)})
        assert await tokens.former(SERVICE, token_id(OLD)) == OLD
        await tokens.drop_former(SERVICE, in_use=frozenset())
        assert await tokens.former(SERVICE, token_id(OLD)) is None
    assert list(backend.entries.values()) == [NEW]


async def test_where_the_keyring_was_not_needed_it_is_not_opened_to_tidy_up():
    backend = use(MemoryKeyring())
    with Run({"OMNIFLASH_TOKEN": NEW}) as tokens:
        await tokens.read(SERVICE)
        await tokens.drop_former(SERVICE, in_use=frozenset())
    assert backend.reads == 0


async def test_forgetting_the_token_forgets_those_that_it_replaced():
    backend = use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, OLD)
        await tokens.write(SERVICE, NEW, in_use={token_id(OLD)})
        await tokens.forget(SERVICE)
        assert await tokens.former(SERVICE, token_id(OLD)) is None
    assert backend.entries == {}


async def test_the_keyring_is_read_once_a_run_for_replaced_tokens_too():
    backend = use(MemoryKeyring())
    with Run() as tokens:
        for _ in range(3):
            await tokens.read(SERVICE)
            await tokens.former(SERVICE, token_id(OLD))
            await tokens.drop_former(SERVICE, in_use=frozenset())
    assert backend.reads == 2


async def test_a_token_of_the_environment_is_found_after_another_one_was_typed():
    use(MemoryKeyring())
    with Run({"OMNIFLASH_TOKEN": OLD}) as tokens:
        await tokens.write(SERVICE, NEW, in_use={token_id(OLD)})
        assert await tokens.read(SERVICE) == NEW
        assert await tokens.former(SERVICE, token_id(OLD)) == OLD


async def test_the_keyring_s_token_is_found_beside_one_of_the_environment():
    use(MemoryKeyring())
    with Run() as tokens:
        await tokens.write(SERVICE, OLD)
    with Run({"OMNIFLASH_TOKEN": NEW}) as tokens:
        assert await tokens.read(SERVICE) == NEW
        assert await tokens.former(SERVICE, token_id(OLD)) == OLD


@pytest.mark.parametrize("kind", UNUSABLE)
async def test_without_a_safe_keyring_a_replaced_token_lives_for_the_session(
    kind: type[keyring.backend.KeyringBackend],
):
    use(kind())
    with Run() as tokens:
        await tokens.write(SERVICE, OLD)
        await tokens.write(SERVICE, NEW, in_use={token_id(OLD)})
        assert await tokens.former(SERVICE, token_id(OLD)) == OLD
        await tokens.drop_former(SERVICE, in_use=frozenset())
        await tokens.forget(SERVICE)
        assert await tokens.former(SERVICE, token_id(OLD)) is None


async def test_a_hanging_keyring_costs_running_work_nothing_but_the_wait():
    backend = use(HangingKeyring())
    with Run(read_seconds=0.05, write_seconds=0.05) as tokens:
        assert await tokens.former(SERVICE, token_id(OLD)) is None
        backend.released.set()


@pytest.mark.parametrize("entry", [None, "", "{", "[" * 100_000, '{"a": 1}', '[1, null, "a b"]'])
def test_an_entry_that_is_none_holds_no_tokens(entry: str | None):
    assert former_tokens_in(entry) == {}


def test_so_many_are_kept_as_the_smallest_keyring_takes():
    former = {token_id(f"sk-{n}"): f"sk-{n}{'x' * 100}" for n in range(30)}
    kept = still_in_use(former, in_use=former.keys(), present=None)
    assert list(kept.values()) == list(former.values())[-MOST_KEPT:]
    assert len(entry_of(kept).encode("utf-16-le")) < 2560
