"""The key of the bucket is kept in the keyring, and nowhere else."""

from collections.abc import Generator
from contextlib import contextmanager

import keyring
import pytest
from keyring.backend import KeyringBackend

from omniflash_desktop.credentials.keyring_bucket_keys import KeyringBucketKeys
from omniflash_desktop.domain.hosting import BucketKey
from omniflash_desktop.domain.problems import Problem, ProblemKind
from tests.credentials.backends import HangingKeyring, LockedKeyring, MemoryKeyring

HERE, THERE = "bucket here", "bucket there"
KEY = BucketKey(key_id="AKIASTUDIO", secret="wJalrXUtnFEMI")
NO_KEYRING = Problem(kind=ProblemKind.STORAGE_KEY_MISSING, detail="keyring")


@contextmanager
def keys_in(
    backend: KeyringBackend, *, profile: str = "default", **environment: str
) -> Generator[KeyringBucketKeys]:
    keyring.set_keyring(backend)
    keys = KeyringBucketKeys(
        profile_name=profile, environment=environment, read_seconds=0.2, write_seconds=0.2
    )
    try:
        yield keys
    finally:
        keys.close()
        keyring.core._keyring_backend = None


async def test_a_key_is_there_in_the_next_run_and_for_its_own_bucket_only() -> None:
    backend = MemoryKeyring()
    with keys_in(backend) as first:
        assert await first.write(HERE, KEY) is None

    with keys_in(backend) as second:
        assert await second.read(HERE) == KEY
        assert await second.where(HERE) == "keyring"
        assert await second.read(THERE) is None
        assert await second.where(THERE) == "nowhere"
    with keys_in(backend, profile="another") as of_another_profile:
        assert await of_another_profile.read(HERE) is None


async def test_a_key_that_is_forgotten_is_gone() -> None:
    backend = MemoryKeyring()
    with keys_in(backend) as keys:
        await keys.write(HERE, KEY)
        assert await keys.forget(HERE) is None
        assert await keys.read(HERE) is None
        assert await keys.forget(HERE) is None, "what is not there is no problem"
    assert backend.entries == {}


@pytest.mark.parametrize("backend", [LockedKeyring(), HangingKeyring()], ids=["locked", "hangs"])
async def test_without_a_keyring_a_key_lives_for_the_session(backend: MemoryKeyring) -> None:
    with keys_in(backend) as keys:
        assert await keys.write(HERE, KEY) == NO_KEYRING
        assert await keys.read(HERE) == KEY
        assert await keys.where(HERE) == "session"
        assert await keys.forget(HERE) is None
        assert await keys.read(HERE) == NO_KEYRING
        if isinstance(backend, HangingKeyring):
            backend.released.set()


async def test_the_environment_helps_out_and_what_is_typed_counts_before_it() -> None:
    given = {"OMNIFLASH_BUCKET_KEY_ID": "AKIAGIVEN", "OMNIFLASH_BUCKET_SECRET": "given"}
    with keys_in(MemoryKeyring(), **given) as keys:
        assert await keys.read(HERE) == BucketKey(key_id="AKIAGIVEN", secret="given")
        assert await keys.where(HERE) == "environment"


async def test_an_entry_that_is_no_key_counts_as_none() -> None:
    backend = MemoryKeyring()
    with keys_in(backend) as keys:
        await keys.write(HERE, KEY)
    backend.entries = dict.fromkeys(backend.entries, "written by hand")
    with keys_in(backend) as keys:
        assert await keys.read(HERE) is None


def test_a_key_shows_nothing_where_it_is_printed() -> None:
    assert repr(KEY) == str(KEY) == "BucketKey(…)"
