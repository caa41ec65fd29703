"""A local video, a bucket of one's own, and a service that fetches from it: all of them real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.submit_body import links_in
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import open_library
from tests.hosting.s3_server import BUCKET, S3Server, s3_server
from tests.journeys.conftest import Command, Sandbox

SECRET = "wJalrXUtnFEMI"
_GIVEN = {"OMNIFLASH_BUCKET_KEY_ID": "AKIASTUDIO", "OMNIFLASH_BUCKET_SECRET": SECRET}


@pytest.fixture(scope="module")
def store() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


def _set_up(command: Command, store: S3Server, *more: str) -> None:
    where = ("--bucket", BUCKET, "--endpoint", store.url, "--region", "eu-central-1")
    ended = command("storage", "set", *where, *more, variables=_GIVEN)
    assert ended.status == 0, ended.messages


def _sent_links(command: Command) -> list[str]:
    """What was sent as `video_urls`, by the bodies of the submits."""
    folders = ProfileFolders.chosen(command.profile)
    library = open_library(folders.library_file, read_only=True)
    assert not isinstance(library, Problem)
    try:
        return [link for one in library.all() for link in links_in(one.body or b"{}")]
    finally:
        library.close()


def test_a_local_video_is_fetched_from_the_bucket_and_removed_after_use(
    pointed: Command, sandbox: Sandbox, store: S3Server, motion_file: Path
) -> None:
    _set_up(pointed, store)
    tested = pointed("storage", "test", variables=_GIVEN)
    assert tested.status == 0, tested.messages
    assert tested.output.startswith("Upload, public read and delete in ")

    made = pointed("generate", "walk", "--video", motion_file, "--json", variables=_GIVEN)

    assert made.status == 0, made.messages
    assert sandbox.ledger()["charge_count"] == 1
    (link,) = _sent_links(pointed)
    assert link.startswith(f"{store.url}/{BUCKET}/omniflash/")
    assert "X-Amz-Signature" in link
    assert motion_file.stem not in link
    assert store.objects() == {}, "it is gone once the clip is home"


def test_a_second_use_of_a_video_sends_nothing(
    pointed: Command, sandbox: Sandbox, store: S3Server, motion_file: Path
) -> None:
    _set_up(pointed, store, "--no-delete-after-use")
    for prompt in ("walk", "run"):
        ended = pointed("generate", prompt, "--video", motion_file, "--json", variables=_GIVEN)
        assert ended.status == 0, ended.messages

    assert sandbox.ledger()["charge_count"] == 2
    first, second = _sent_links(pointed)
    assert first == second
    assert list(store.objects().values()) == [motion_file.stat().st_size]


def test_without_a_place_the_person_is_told_what_is_missing(
    pointed: Command, sandbox: Sandbox, motion_file: Path
) -> None:
    ended = pointed("generate", "walk", "--video", motion_file, "--json")

    assert ended.status == 2
    assert ended.last["problem"] == "video_needs_public_link"
    assert "Nothing was billed." in ended.messages
    assert "omniflash storage set" in ended.messages
    assert sandbox.ledger()["submits"] == []


def test_a_missing_bucket_is_said_with_the_step_that_failed(
    pointed: Command, store: S3Server
) -> None:
    _set_up(pointed, store, "--bucket", "no-such-bucket")

    ended = pointed("storage", "test", variables=_GIVEN)

    assert ended.status == 3
    assert ended.messages.startswith("The upload failed.")
    assert "no bucket of that name" in ended.messages


def test_the_secret_is_written_nowhere(omniflash: Command, store: S3Server) -> None:
    where = ("--bucket", BUCKET, "--endpoint", store.url, "--access-key", "AKIASTUDIO")
    kept = omniflash("storage", "set", *where, typed=SECRET + "\n")
    assert kept.status == 3, "there is no keyring here"
    assert "OMNIFLASH_BUCKET_SECRET" in kept.messages

    omniflash("storage", "test", variables=_GIVEN)

    for file in omniflash.profile.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file


def test_forgetting_takes_everything_back(omniflash: Command) -> None:
    assert omniflash("storage", "set", "--own-links").status == 0
    assert omniflash("storage", "show").output == "link\n"

    omniflash("storage", "forget")

    shown = omniflash("storage", "show")
    assert shown.output == "none\n"
    assert shown.status == 3
