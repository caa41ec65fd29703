"""The token of each service, in the system's keyring and bound to the service's host."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from omniflash_desktop.credentials.former_tokens import entry_of, former_tokens_in, still_in_use
from omniflash_desktop.credentials.kept_entry import kept_entry
from omniflash_desktop.credentials.keyring_thread import KeyringThread
from omniflash_desktop.credentials.token_text import cleaned_token
from omniflash_desktop.credentials.usable_backend import KeyringTroubleError
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.token_id import token_id as token_id_of

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

ENVIRONMENT_NAMES: Final = ("OMNIFLASH_TOKEN", "APIMART_API_KEY")
"""The first one that is set counts."""

READ_SECONDS: Final = 10.0
WRITE_SECONDS: Final = 60.0
"""Longer, since the system may ask the user to unlock or to make a keyring."""

MALFORMED: Final = "malformed"
"""`Problem.detail` for a text that cannot be a token."""

ENTRY: Final = "omniflash-desktop"
_FORMER: Final = "former "
"""Before the host: the name of the entry with the tokens that were replaced."""
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


class Origin(StrEnum):
    """Where a token comes from."""

    KEYRING = "keyring"
    ENVIRONMENT = "environment"
    SESSION = "session"
    NOWHERE = "nowhere"


class KeyringTokens:
    """Tokens of one profile. The keyring is read once per host and run."""

    def __init__(
        self,
        *,
        profile_name: str,
        environment: Mapping[str, str],
        environment_service: str,
        read_seconds: float = READ_SECONDS,
        write_seconds: float = WRITE_SECONDS,
    ) -> None:
        """Asks nothing yet.

        Args:
            profile_name: See `storage.folders.ProfileFolders`.
            environment: The process's variables.
            environment_service: The base URL of this run. A token from the environment says
                nothing about its service, so it is never sent to another one.
            read_seconds: How long a read may take.
            write_seconds: How long a write or a removal may take.
        """
        self._entry = f"{ENTRY}:{profile_name}"
        self._environment = environment
        self._environment_host = host_of(environment_service)
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._keyring = KeyringThread()
        self._one_at_a_time = asyncio.Lock()
        self._kept: dict[str, str | None] = {}
        """What the keyring holds, once it has been read."""
        self._session: dict[str, str] = {}
        self._failed: set[str] = set()
        """Hosts whose read failed: not tried again, since each try may cost its whole time."""
        self._untold: dict[str, Problem] = {}
        self._typed: set[str] = set()
        """Hosts that were given a token in this run, which then counts, not the environment's."""
        self._replaced: dict[str, dict[str, str]] = {}
        """Tokens that were replaced in this run, by host and fingerprint."""
        self._former: dict[str, dict[str, str]] = {}
        """What the keyring holds of tokens that were replaced, once it has been read."""

    async def read(self, service: str) -> str | Problem | None:
        """The token; `None` where there is none.

        A keyring that fails is told of once; after that the token is simply missing, until
        `write` brings one.
        """
        host = host_of(service)
        if host is None:
            return None
        if (malformed := self._malformed_variable(host)) is not None:
            return Problem(kind=ProblemKind.TOKEN_REJECTED, subject=malformed, detail=MALFORMED)
        async with self._one_at_a_time:
            await self._make_known(host)
            token, _ = self._token_and_origin(host)
            problem = self._untold.pop(host, None)
        return token or problem

    async def former(self, service: str, token_id: str) -> str | None:
        """The very token with this fingerprint, where it is still there.

        A keyring that fails counts as one that has none: the present token may help out.
        """
        host = host_of(service)
        if host is None:
            return None
        async with self._one_at_a_time:
            if (token := self._at_hand(host).get(token_id)) is not None:
                return token
            # The keyring may hold it beside another one in the environment.
            await self._read_kept(host)
            await self._read_former(host)
        return (self._former.get(host, {}) | self._at_hand(host)).get(token_id)

    async def write(
        self, service: str, token: str, *, in_use: AbstractSet[str] = frozenset()
    ) -> Problem | None:
        """Keeps the token; without a keyring, for this session only, and says so.

        Args:
            service: Where it belongs.
            token: What was typed.
            in_use: Fingerprints of the tokens that unfinished work was sent with; of those that
                were replaced, only these are kept.
        """
        host = host_of(service)
        cleaned = cleaned_token(token)
        if host is None or cleaned is None:
            kind = ProblemKind.TOKEN_REJECTED if token.strip() else ProblemKind.NO_TOKEN
            return Problem(kind=kind, subject=host or service, detail=MALFORMED)

        def keep(backend: "KeyringBackend") -> dict[str, str]:
            # The replaced one first: in between, both are there.
            replaced = kept_entry(backend, self._entry, host)
            former = self._former_in(backend, host) | _by_fingerprint(replaced)
            former = still_in_use(former, in_use=in_use, present=cleaned)
            self._keep_former(backend, host, former)
            _set_password(backend, self._entry, host, cleaned)
            return former

        def is_kept(former: dict[str, str]) -> None:
            self._kept[host] = cleaned
            self._former[host] = former
            self._failed.discard(host)
            if self._session.get(host) == cleaned:
                del self._session[host]

        async with self._one_at_a_time:
            # Whatever becomes of the keyring: running work finds its token for this session.
            at_hand = self._at_hand(host)
            self._replaced[host] = still_in_use(at_hand, in_use=in_use, present=cleaned)
            self._typed.add(host)
            self._session[host] = cleaned
            try:
                is_kept(await self._keyring.ask(keep, seconds=self._write_seconds, if_late=is_kept))
            except KeyringTroubleError as error:
                self._failed.add(host)
                return _unavailable(host, error)
        return None

    async def drop_former(self, service: str, *, in_use: AbstractSet[str]) -> None:
        """Removes the replaced tokens that no work needs any more; what cannot be, stays.

        Where this run did without the keyring, it is not opened for this either.
        """
        host = host_of(service)
        if host is None or host not in self._kept:
            return
        async with self._one_at_a_time:
            await self._read_former(host)
            before = self._former.get(host, {})
            needed = still_in_use(before, in_use=in_use, present=None)
            if needed == before:
                return

            def keep(backend: "KeyringBackend") -> None:
                self._keep_former(backend, host, needed)

            def is_kept(_: None = None) -> None:
                self._former[host] = needed

            with contextlib.suppress(KeyringTroubleError):
                await self._keyring.ask(keep, seconds=self._write_seconds, if_late=is_kept)
                is_kept()

    async def forget(self, service: str) -> Problem | None:
        """Removes the token, and those that it replaced. One in the environment stays."""
        host = host_of(service)
        if host is None:
            return None

        def remove(backend: "KeyringBackend") -> None:
            # Asked first: backends do not agree on how to refuse the removal of nothing.
            if kept_entry(backend, self._entry, host) is not None:
                backend.delete_password(self._entry, host)
            self._keep_former(backend, host, {})

        def is_removed(_: None = None) -> None:
            self._kept[host] = None
            self._former[host] = {}

        async with self._one_at_a_time:
            self._typed.discard(host)
            self._replaced.pop(host, None)
            was_session_only = self._session.pop(host, None) is not None and host in self._failed
            try:
                await self._keyring.ask(remove, seconds=self._write_seconds, if_late=is_removed)
            except KeyringTroubleError as error:
                return None if was_session_only else _unavailable(host, error)
            is_removed()
        return None

    async def where(self, service: str) -> str:
        """Where the token comes from: `keyring`, `environment`, `session` or `nowhere`."""
        host = host_of(service)
        if host is None:
            return Origin.NOWHERE.value
        async with self._one_at_a_time:
            await self._make_known(host)
            _, origin = self._token_and_origin(host)
        return origin.value

    async def backend_name(self) -> str:
        """Which keyring this computer has, for reports: its class, or why there is none."""

        def name_of(backend: "KeyringBackend") -> str:
            return f"{type(backend).__module__}.{type(backend).__qualname__}"

        def forget(_late: str) -> None:
            """A report has no use for a late answer."""

        try:
            return await self._keyring.ask(name_of, seconds=self._read_seconds, if_late=forget)
        except KeyringTroubleError as error:
            return f"none: {error}"

    def close(self) -> None:
        """Ends the keyring's thread, within a second."""
        self._keyring.close()

    def _token_and_origin(self, host: str) -> tuple[str | None, Origin]:
        if (given := self._from_environment(host)) is not None:
            return given, Origin.ENVIRONMENT
        if (session := self._session.get(host)) is not None:
            return session, Origin.SESSION
        if (kept := self._kept.get(host)) is not None:
            return kept, Origin.KEYRING
        return None, Origin.NOWHERE

    def _from_environment(self, host: str) -> str | None:
        if host != self._environment_host or host in self._typed:
            return None
        name = self._variable_in_use()
        return None if name is None else cleaned_token(self._environment[name])

    def _malformed_variable(self, host: str) -> str | None:
        name = self._variable_in_use()
        is_bad = name is not None and cleaned_token(self._environment[name]) is None
        counts = host == self._environment_host and host not in self._typed
        return name if is_bad and counts else None

    def _variable_in_use(self) -> str | None:
        names = (name for name in ENVIRONMENT_NAMES if self._environment.get(name, "").strip())
        return next(names, None)

    def _at_hand(self, host: str) -> dict[str, str]:
        """All tokens of a host that need no look into the keyring, by fingerprint."""
        variables = [self._environment.get(name) for name in ENVIRONMENT_NAMES]
        found = [*variables] if host == self._environment_host else []
        found += [self._session.get(host), self._kept.get(host)]
        at_hand = dict(self._replaced.get(host, {}))
        for token in found:
            at_hand |= _by_fingerprint(token)
        return at_hand

    def _former_in(self, backend: "KeyringBackend", host: str) -> dict[str, str]:
        return former_tokens_in(kept_entry(backend, self._entry, _FORMER + host))

    def _keep_former(self, backend: "KeyringBackend", host: str, former: Mapping[str, str]) -> None:
        if former == self._former_in(backend, host):
            return
        if former:
            _set_password(backend, self._entry, _FORMER + host, entry_of(former))
        else:
            backend.delete_password(self._entry, _FORMER + host)

    async def _read_former(self, host: str) -> None:
        """Reads the keyring's entry of replaced tokens, once a run."""
        if host in self._former or host in self._failed:
            return

        def look(backend: "KeyringBackend") -> dict[str, str]:
            return self._former_in(backend, host)

        def is_known(found: dict[str, str]) -> None:
            self._former.setdefault(host, found)

        try:
            is_known(await self._keyring.ask(look, seconds=self._read_seconds, if_late=is_known))
        except KeyringTroubleError:
            self._failed.add(host)

    async def _make_known(self, host: str) -> None:
        """Reads the keyring unless that is needless, or has failed before."""
        if self._token_and_origin(host)[0] is None:
            await self._read_kept(host)

    async def _read_kept(self, host: str) -> None:
        """Reads the keyring's entry of the token, once a run."""
        if host in self._kept or host in self._failed:
            return

        def look(backend: "KeyringBackend") -> str | None:
            return kept_entry(backend, self._entry, host)

        def is_known(found: str | None) -> None:
            # Whatever stands there goes into a header, so it is judged like any other.
            self._kept[host] = cleaned_token(found) if found else None

        try:
            is_known(await self._keyring.ask(look, seconds=self._read_seconds, if_late=is_known))
        except KeyringTroubleError as error:
            self._failed.add(host)
            self._untold[host] = _unavailable(host, error)


def host_of(service: str) -> str | None:
    """`host:port` of a base URL, in lower case; `None` for the sandbox and for what is no URL."""
    try:
        parts = urlsplit(service)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None:
        return None
    return f"{parts.hostname.rstrip('.')}:{port}"


def _by_fingerprint(token: str | None) -> dict[str, str]:
    cleaned = cleaned_token(token or "")
    return {} if cleaned is None else {token_id_of(cleaned): cleaned}


def _set_password(backend: "KeyringBackend", entry: str, name: str, secret: str) -> None:
    set_password: Callable[[str, str, str], None] = cast("Any", backend).set_password
    set_password(entry, name, secret)


def _unavailable(host: str, error: KeyringTroubleError) -> Problem:
    return Problem(kind=ProblemKind.KEYRING_UNAVAILABLE, subject=host, detail=str(error))
