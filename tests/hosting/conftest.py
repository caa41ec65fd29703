"""A store for all tests of a process; every test has a bucket without anything of the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosting.s3_server import BUCKET, S3Server, guarded_s3_server, s3_server


@pytest.fixture(scope="session")
def _running_store() -> Iterator[S3Server]:
    with s3_server() as store:
        yield store


@pytest.fixture
def store(_running_store: S3Server) -> S3Server:
    """A store that takes any key, and its empty bucket."""
    client = _running_store.client()
    for name in _running_store.objects():
        client.delete_object(Bucket=BUCKET, Key=name)
    return _running_store


@pytest.fixture(scope="session")
def guarded_store() -> Iterator[S3Server]:
    """A store that knows one key."""
    with guarded_s3_server() as store:
        yield store


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """40 MB, no two parts alike."""
    return file_of(tmp_path / "my holiday.mp4", megabytes=40)


def file_of(path: Path, *, megabytes: int) -> Path:
    with path.open("wb") as file:
        for number in range(megabytes):
            file.write(number.to_bytes(4, "big") * 250_000)
    return path
