"""A video goes into a real bucket, comes out by its link, and what goes wrong is told apart."""

import asyncio
import hashlib
import tracemalloc
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from omniflash_desktop.domain.hosting import BucketKey, BucketKind, VideoHosting, VideoWay
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.hosting.bucket import Bucket
from omniflash_desktop.hosting.user_buckets import UserBuckets
from tests.hosting.conftest import file_of
from tests.hosting.s3_server import BUCKET, S3Server, proxy_before

NAME = "omniflash/0123abcd.mp4"
MB = 1_000_000


def bucket_at(hosting: VideoHosting, key: BucketKey) -> Bucket:
    bucket = UserBuckets().bucket(hosting, key)
    assert isinstance(bucket, Bucket), bucket
    return bucket


def size_of(path: Path) -> int:
    return path.stat().st_size


async def put(bucket: Bucket, video: Path, on_bytes=None) -> Problem | None:
    return await bucket.put(
        video,
        NAME,
        content_type="video/mp4",
        size_bytes=size_of(video),
        on_bytes=on_bytes,
    )


def bytes_behind(link: str) -> str:
    """The hash of what a stranger gets; no key goes along."""
    digest = hashlib.sha256()
    with httpx.stream("GET", link, timeout=60) as answer:
        assert answer.status_code == 200, answer.status_code
        assert answer.headers["Content-Type"] == "video/mp4"
        for chunk in answer.iter_bytes():
            digest.update(chunk)
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def test_a_stranger_with_the_link_gets_the_video_byte_for_byte(
    store: S3Server, video: Path
) -> None:
    bucket = bucket_at(store.hosting(), store.key)

    assert await put(bucket, video) is None
    link = await bucket.signed_link(NAME, hours=24)

    assert isinstance(link, str)
    assert await asyncio.to_thread(bytes_behind, link) == hash_of(video)
    assert "X-Amz-Expires=86400" in link
    assert "holiday" not in link


async def test_without_the_signature_nobody_can_read(store: S3Server) -> None:
    bucket = bucket_at(store.hosting(), store.key)
    await bucket.put_bytes(b"kite", NAME)
    link = await bucket.signed_link(NAME, hours=6)
    assert isinstance(link, str)

    signed = await asyncio.to_thread(httpx.get, link)
    unsigned = await asyncio.to_thread(httpx.get, link.partition("?")[0])

    assert (signed.status_code, unsigned.status_code) == (200, 403)


async def test_the_bar_counts_what_the_store_has_taken(store: S3Server, video: Path) -> None:
    told: list[tuple[int, int | None]] = []
    bucket = bucket_at(store.hosting(), store.key)

    await put(bucket, video, lambda done, total: told.append((done, total)))

    assert told[0] == (0, 40 * MB)
    assert told[-1] == (40 * MB, 40 * MB)
    assert told == sorted(told)


async def test_an_object_is_known_again_and_removed_for_good(store: S3Server, video: Path) -> None:
    bucket = bucket_at(store.hosting(), store.key)
    await put(bucket, video)

    assert await bucket.has(NAME, size_bytes=40 * MB)
    assert not await bucket.has(NAME, size_bytes=1)
    assert await bucket.remove(NAME) is None
    assert store.objects() == {}
    assert not await bucket.has(NAME, size_bytes=40 * MB)
    assert await bucket.remove(NAME) is None, "what is gone already is no problem"


@pytest.mark.slow
async def test_a_large_video_takes_no_more_memory_than_a_small_one(
    store: S3Server, tmp_path: Path
) -> None:
    await _check_large_video(store, file_of(tmp_path / "film.mov", megabytes=300))


async def _check_large_video(store: S3Server, video: Path) -> None:
    bucket = bucket_at(store.hosting(), store.key)
    tracemalloc.start()
    try:
        assert await put(bucket, video) is None
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert store.objects() == {NAME: 300 * MB}
    link = await bucket.signed_link(NAME, hours=6)
    assert isinstance(link, str)
    assert await asyncio.to_thread(bytes_behind, link) == hash_of(video)
    assert peak < 40 * MB


async def test_a_cut_line_costs_the_parts_that_were_under_way_and_no_others(
    store: S3Server, video: Path
) -> None:
    async with proxy_before(store, cuts=2) as proxy:
        bucket = bucket_at(store.hosting(endpoint=proxy.url), store.key)
        problem = await put(bucket, video)

        assert problem is None
        assert proxy.cuts == 0, "nothing was cut"
        # Each cut is after 1 MB of a part of 5 MiB; sent anew, all would be 80 MB.
        assert proxy.received < 40 * MB + 2 * 6 * MB
    assert store.objects() == {NAME: 40 * MB}


async def test_a_cancelled_upload_leaves_nothing_in_the_bucket(
    store: S3Server, video: Path
) -> None:
    has_begun = asyncio.Event()

    def hear(done: int, _total: int | None) -> None:
        if done > 0:
            has_begun.set()

    upload = asyncio.ensure_future(put(bucket_at(store.hosting(), store.key), video, hear))
    await has_begun.wait()
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload

    assert store.objects() == {}
    assert store.unfinished_uploads() == [], "parts would be paid for, and nobody would see them"


async def test_a_file_that_changes_on_its_way_is_not_kept(store: S3Server, video: Path) -> None:
    bucket = bucket_at(store.hosting(), store.key)

    shorter = await bucket.put(video, NAME, content_type="video/mp4", size_bytes=50 * MB)
    longer = await bucket.put(video, NAME, content_type="video/mp4", size_bytes=30 * MB)

    changed = Problem(kind=ProblemKind.VIDEO_UNUSABLE, subject=video.name, detail="changed")
    assert shorter == longer == changed
    assert store.objects() == {}
    assert store.unfinished_uploads() == []


async def test_a_file_that_is_gone_is_told_by_its_name(store: S3Server, tmp_path: Path) -> None:
    bucket = bucket_at(store.hosting(), store.key)

    problem = await bucket.put(
        tmp_path / "gone.mp4", NAME, content_type="video/mp4", size_bytes=40 * MB
    )

    assert problem == Problem(kind=ProblemKind.REFERENCE_MISSING, subject="gone.mp4")


# What goes wrong at the store ---------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["secret", "id"])
async def test_a_wrong_key_is_told_as_such(guarded_store: S3Server, wrong: str) -> None:
    right = guarded_store.key
    key = BucketKey(
        key_id="AKIANOBODY" if wrong == "id" else right.key_id,
        secret="wrong" if wrong == "secret" else right.secret,
    )

    problem = await bucket_at(guarded_store.hosting(), key).put_bytes(b"kite", NAME)
    fine = await bucket_at(guarded_store.hosting(), right).put_bytes(b"kite", NAME)

    assert fine is None, "the store takes the right key"
    assert problem is not None
    assert problem.kind is ProblemKind.STORAGE_KEY_REJECTED
    assert problem.subject == "127.0.0.1"


async def test_a_wrong_key_is_told_of_a_large_video_too(
    guarded_store: S3Server, video: Path
) -> None:
    key = BucketKey(key_id=guarded_store.key.key_id, secret="wrong")

    problem = await put(bucket_at(guarded_store.hosting(), key), video)

    assert problem is not None
    assert problem.kind is ProblemKind.STORAGE_KEY_REJECTED


async def test_a_missing_bucket_is_told_as_such(store: S3Server, video: Path) -> None:
    bucket = bucket_at(store.hosting(bucket="no-such-bucket"), store.key)

    problems = [
        await put(bucket, video),
        await bucket.put_bytes(b"kite", NAME),
        await bucket.remove(NAME),
    ]

    kinds = {problem.kind for problem in problems if problem is not None}
    assert kinds == {ProblemKind.STORAGE_BUCKET_MISSING}
    assert None not in problems


@pytest.mark.parametrize("minutes", [-20, 20])
async def test_a_wrong_clock_is_told_as_such(store: S3Server, minutes: int) -> None:
    async with proxy_before(store, clock_is_ahead_by=timedelta(minutes=minutes)) as proxy:
        bucket = bucket_at(store.hosting(endpoint=proxy.url), store.key)

        problem = await bucket.put_bytes(b"kite", NAME)

    assert problem is not None
    assert problem.kind is ProblemKind.STORAGE_CLOCK_WRONG


async def test_a_clock_that_is_a_little_off_is_fine(store: S3Server) -> None:
    async with proxy_before(store, clock_is_ahead_by=timedelta(minutes=10)) as proxy:
        bucket = bucket_at(store.hosting(endpoint=proxy.url), store.key)

        assert await bucket.put_bytes(b"kite", NAME) is None


# Keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (BucketKind.GOOGLE, BucketKey(key_id="", secret="{}")),
        (BucketKind.GOOGLE, BucketKey(key_id="", secret="no json")),
    ],
)
async def test_what_cannot_be_a_key_is_told_without_asking_anybody(
    kind: BucketKind, key: BucketKey
) -> None:
    hosting = VideoHosting(way=VideoWay.BUCKET, kind=kind, bucket=BUCKET)

    problem = UserBuckets().bucket(hosting, key)

    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.STORAGE_KEY_REJECTED


async def test_no_secret_is_in_what_is_printed(store: S3Server) -> None:
    key = BucketKey(key_id="AKIAPRINTED", secret="wJalrXUtn")
    bucket = bucket_at(store.hosting(bucket="no-such-bucket"), key)

    problem = await bucket.put_bytes(b"kite", NAME)

    for printed in (repr(key), str(key), repr(vars(bucket)), repr(problem)):
        assert "wJalrXUtn" not in printed
        assert "AKIAPRINTED" not in printed


async def test_variables_of_other_programs_change_nothing(
    store: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of another program")
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    bucket = bucket_at(store.hosting(), store.key)

    assert await bucket.put_bytes(b"kite", NAME) is None
    link = await bucket.signed_link(NAME, hours=6)

    assert isinstance(link, str)
    assert link.startswith(store.url)
    assert "X-Amz-Signature" in link
    assert "Security-Token" not in link
