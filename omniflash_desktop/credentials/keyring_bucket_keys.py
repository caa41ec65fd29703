"""The key of the bucket for reference videos, in the system's keyring beside the tokens."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from omniflash_desktop.credentials.kept_entry import kept_entry
from omniflash_desktop.credentials.keyring_thread import KeyringThread
from omniflash_desktop.credentials.keyring_tokens import (
    ENTRY,
    READ_SECONDS,
    WRITE_SECONDS,
    Origin,
)
from omniflash_desktop.credentials.usable_backend import KeyringTroubleError
from omniflash_desktop.domain.hosting import BucketKey
from omniflash_desktop.domain.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_ID_VARIABLE: Final = "OMNIFLASH_BUCKET_KEY_ID"
SECRET_VARIABLE: Final = "OMNIFLASH_BUCKET_SECRET"
"""For computers without a keyring. They count for whichever bucket is set."""


class KeyringBucketKeys:
    """Keys by `VideoHosting.bucket_id`. The keyring is read once per bucket and run."""

    def __init__(
        self,
        *,
        profile_name: str,
        environment: Mapping[str, str],
        read_seconds: float = READ_SECONDS,
        write_seconds: float = WRITE_SECONDS,
    ) -> None:
        """Asks nothing yet.

        Args:
            profile_name: See `storage.folders.ProfileFolders`.
            environment: The process's variables.
            read_seconds: How long a read may take.
            write_seconds: How long a write or a removal may take.
        """
        self._entry = f"{ENTRY}:{profile_name}"
        self._environment = environment
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._keyring = KeyringThread()
        self._one_at_a_time = asyncio.Lock()
        self._kept: dict[str, BucketKey | None] = {}
        """What the keyring holds, once it has been read."""
        self._session: dict[str, BucketKey] = {}

    async def read(self, bucket_id: str) -> BucketKey | Problem | None:
        """The key; `None` where there is none."""
        async with self._one_at_a_time:
            given = self._given(bucket_id)
            if given is not None:
                return given[0]
            if bucket_id not in self._kept:
                try:
                    await self._read_kept(bucket_id)
                except KeyringTroubleError:
                    return _unavailable()
            return self._kept[bucket_id]

    async def write(self, bucket_id: str, key: BucketKey) -> Problem | None:
        """Keeps the key; without a keyring, for this session only, and says so."""
        secret = msgspec.json.encode(key).decode()

        def keep(backend: "KeyringBackend") -> None:
            set_password: Callable[[str, str, str], None] = cast("Any", backend).set_password
            set_password(self._entry, bucket_id, secret)

        def is_kept(_: None = None) -> None:
            self._kept[bucket_id] = key
            self._session.pop(bucket_id, None)

        async with self._one_at_a_time:
            self._session[bucket_id] = key
            try:
                await self._keyring.ask(keep, seconds=self._write_seconds, if_late=is_kept)
            except KeyringTroubleError:
                return _unavailable()
            is_kept()
        return None

    async def forget(self, bucket_id: str) -> Problem | None:
        """Removes the key. One in the environment stays."""

        def remove(backend: "KeyringBackend") -> None:
            # Asked first: backends do not agree on how to refuse the removal of nothing.
            if kept_entry(backend, self._entry, bucket_id) is not None:
                backend.delete_password(self._entry, bucket_id)

        def is_removed(_: None = None) -> None:
            self._kept[bucket_id] = None

        async with self._one_at_a_time:
            was_session_only = self._session.pop(bucket_id, None) is not None
            try:
                await self._keyring.ask(remove, seconds=self._write_seconds, if_late=is_removed)
            except KeyringTroubleError:
                return None if was_session_only else _unavailable()
            is_removed()
        return None

    async def where(self, bucket_id: str) -> str:
        """Where the key comes from: `keyring`, `environment`, `session` or `nowhere`."""
        async with self._one_at_a_time:
            given = self._given(bucket_id)
        if given is not None:
            return given[1].value
        is_there = isinstance(await self.read(bucket_id), BucketKey)
        return (Origin.KEYRING if is_there else Origin.NOWHERE).value

    def close(self) -> None:
        """Ends the keyring's thread, within a second."""
        self._keyring.close()

    def _given(self, bucket_id: str) -> tuple[BucketKey, Origin] | None:
        """A key that needs no look into the keyring. What was typed counts first."""
        session = self._session.get(bucket_id)
        if session is not None:
            return session, Origin.SESSION
        secret = self._environment.get(SECRET_VARIABLE, "").strip()
        if not secret:
            return None
        key_id = self._environment.get(KEY_ID_VARIABLE, "").strip()
        return BucketKey(key_id=key_id, secret=secret), Origin.ENVIRONMENT

    async def _read_kept(self, bucket_id: str) -> None:
        def look(backend: "KeyringBackend") -> BucketKey | None:
            return _key_from(kept_entry(backend, self._entry, bucket_id))

        def is_known(found: BucketKey | None) -> None:
            self._kept[bucket_id] = found

        is_known(await self._keyring.ask(look, seconds=self._read_seconds, if_late=is_known))


def _key_from(entry: str | None) -> BucketKey | None:
    try:
        return None if not entry else msgspec.json.decode(entry, type=BucketKey)
    except (msgspec.DecodeError, UnicodeError):
        # Written by hand or by a later release; a new one takes its place.
        return None


def _unavailable() -> Problem:
    # A kind of its own: a missing token holds back all clips, a missing key those with a video.
    return Problem(kind=ProblemKind.STORAGE_KEY_MISSING, detail="keyring")
