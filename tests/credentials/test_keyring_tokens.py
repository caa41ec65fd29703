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

from omniflash_desktop.credentials.keyring_tokens import KeyringTokens, host_of
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.problems import Problem, ProblemKind

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
