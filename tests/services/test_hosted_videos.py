"""A local reference video on its way to a real service: by the user's choice, once, and cleared."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import Clip, Generation, ReferenceProgress, State
from omniflash_desktop.domain.hosting import (
    BucketKind,
    BucketStep,
    VideoHosting,
    VideoWay,
)
from omniflash_desktop.domain.outcomes import ReachableLink, TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import UploadedLink, VideoReference
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.services.changes import GenerationChanged
from tests.builders import a_generation, a_request
from tests.services.fakes import Script, completed
from tests.services.house import House, a_house

DANCE = Path("/videos/my dance.mp4")
LINK = "https://videos.example.com/walk.mp4"
IN_BUCKET = VideoHosting(way=VideoWay.BUCKET, bucket="studio-refs", folder="omniflash")
FAILED_FOR_THE_LINK = TaskReport(
    status=TaskStatus.FAILED, word="failed", problem=Problem(kind=ProblemKind.LINK_UNREACHABLE)
)
OFFLINE = Problem(kind=ProblemKind.STORAGE_UNREACHABLE, subject="s3.example")


def following(video: Path | str, trim: Trim | None = None, **facts: Any):
    is_link = isinstance(video, str)
    reference = VideoReference(url=video) if is_link else VideoReference(path=video, trim=trim)
    return a_request(video=reference, **facts)


def sent_links(house: House) -> list[str]:
    return [json.loads(body)["video_urls"][0] for body, _ in house.api.posts]


async def test_a_local_video_goes_into_the_bucket_and_is_sent_by_its_link() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        kite = house.start(following(DANCE))
        await house.until(kite, State.WAITING)

        (name,) = house.buckets.bucket_of_all.put_names
        assert name == f"omniflash/{house.now(kite).reference_hashes[0]}.mp4"
        assert "dance" not in name
        assert sent_links(house) == [f"https://bucket.example.test/refs/{name}?signature=1"]
        assert house.api.checked == sent_links(house), "a stranger has read it before it is paid"


async def test_the_bar_counts_the_bytes_of_the_video() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        kite = house.start(following(DANCE))
        await house.until(kite, State.WAITING)

        told = [
            change.progress
            for change in house.changes_heard
            if isinstance(change, GenerationChanged) and change.progress is not None
        ]
        half = ReferenceProgress(done_bytes=500_000, total_bytes=1_000_000)
        assert (1, 1, (half,)) in [(one.item, one.items, one.references) for one in told]


@pytest.mark.parametrize(
    ("hosting", "detail"),
    [
        (VideoHosting(), "no_choice"),
        (VideoHosting(way=VideoWay.LINK), "own_link"),
        (VideoHosting(way=VideoWay.BUCKET), "bucket"),
        (
            VideoHosting(way=VideoWay.BUCKET, bucket="refs", endpoint="http://s3.example.com"),
            "endpoint",
        ),
    ],
)
async def test_without_a_place_it_is_said_what_is_missing_before_anything_is_paid(
    hosting: VideoHosting, detail: str
) -> None:
    async with a_house() as house:
        house.hosted.use(hosting)
        kite = house.start(following(DANCE))

        failed = await house.until(kite, State.FAILED)

        assert failed.problem == Problem(
            kind=ProblemKind.VIDEO_NEEDS_PUBLIC_LINK, subject=DANCE.name, detail=detail
        )
        assert failed.charged is Charged.NO
        assert house.api.posts == []


async def test_without_a_key_nothing_is_paid_and_other_clips_go_on() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        house.bucket_keys.key = None
        with_video, without = house.start(following(DANCE)), house.start()

        failed = await house.until(with_video, State.FAILED)
        await house.until(without, State.READY)

        assert failed.problem == Problem(
            kind=ProblemKind.STORAGE_KEY_MISSING, subject="studio-refs"
        )


# Once ---------------------------------------------------------------------------------------


async def test_the_same_video_is_uploaded_once_for_all_takes() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        takes = house.queue.start(following(DANCE), service="https://api.example.test", takes=3)
        for take in takes:
            await house.until(take, State.WAITING, State.READY)

        assert len(house.buckets.bucket_of_all.put_names) == 1
        assert len(set(sent_links(house))) == 1


@pytest.mark.parametrize(("hours", "links"), [(1, 1), (21.9, 1), (22.1, 2)])
async def test_a_link_is_used_again_while_it_outlives_the_queue(hours: float, links: int) -> None:
    async with a_house() as house:
        house.hosted.use(_kept(IN_BUCKET))
        await house.until(house.start(following(DANCE)), State.READY)
        house.clock.wall_jump = timedelta(hours=hours)

        await house.until(house.start(following(DANCE)), State.READY)

        assert len(set(sent_links(house))) == links
        assert len(house.buckets.bucket_of_all.put_names) == 1, "its bytes are there all the while"


async def test_what_somebody_deleted_from_the_bucket_is_uploaded_anew() -> None:
    async with a_house() as house:
        house.hosted.use(_kept(IN_BUCKET))
        await house.until(house.start(following(DANCE)), State.READY)
        house.buckets.bucket_of_all.objects.clear()
        gone = Problem(kind=ProblemKind.LINK_UNREACHABLE, http_status=404)
        house.api.checks = Script(gone, ReachableLink(content_type="video/mp4"))

        await house.until(house.start(following(DANCE)), State.READY)

        assert len(house.buckets.bucket_of_all.put_names) == 2


async def test_what_the_service_could_not_fetch_is_uploaded_anew() -> None:
    async with a_house() as house:
        house.hosted.use(_kept(IN_BUCKET))
        house.api.polls = Script(FAILED_FOR_THE_LINK, completed())
        kite = house.start(following(DANCE))
        await house.until(kite, State.READY)

        assert len(house.buckets.bucket_of_all.put_names) == 2
        assert len(set(sent_links(house))) == 2


async def test_a_clip_of_ours_goes_by_its_own_link_while_that_lives() -> None:
    async with a_house() as house:
        mine = _own_clip(house, expires_in=timedelta(hours=3))
        kite = house.start(following(DANCE))
        await house.until(kite, State.READY)

        assert sent_links(house) == [mine.result_url]
        assert State.UPLOADING not in house.states_of(kite)


async def test_a_restart_does_not_trust_a_clip_s_link_that_was_not_fetched() -> None:
    async with a_house() as house:
        mine = _own_clip(house, expires_in=timedelta(hours=20))
        house.api.polls = Script(FAILED_FOR_THE_LINK)
        kite = house.start(following(DANCE))
        await house.until(kite, State.FAILED)
        assert sent_links(house) == [mine.result_url]
    async with a_house(library=house.library) as next_start:
        next_start.hosted.use(_kept(IN_BUCKET))
        again = next_start.queue.retry(kite.id)
        await next_start.until(again, State.READY)
        (link,) = sent_links(next_start)
        assert link != mine.result_url
        # With a link that it got meanwhile it is worth another try.
        fresh = mine.with_facts(result_url="https://upload.example.test/f/video/fresh.mp4")
        next_start.library.save(fresh)
        await next_start.until(next_start.start(following(DANCE)), State.READY)
        assert sent_links(next_start)[-1] == fresh.result_url


async def test_a_part_of_a_clip_of_ours_has_no_link_of_its_own() -> None:
    async with a_house() as house:
        _own_clip(house, expires_in=timedelta(hours=3))
        kite = house.start(following(DANCE, trim=Trim(start=1.0, end=2.0)))

        failed = await house.until(kite, State.FAILED)

        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.VIDEO_NEEDS_PUBLIC_LINK
        assert house.media.trims == []


async def test_a_copy_stays_in_the_bucket_while_a_clip_needs_it() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        kite = house.start(following(DANCE, trim=Trim(start=1.0, end=2.0)))
        await house.until(kite, State.WAITING)

        house.hosted.remove_unused()
        await house.hosted.settled(within=5.0)
        assert list(house.buckets.bucket_of_all.objects) == [f"omniflash/{'e' * 64}.mp4"]

        await house.until(kite, State.READY)
        await house.hosted.settled(within=5.0)
        assert house.buckets.bucket_of_all.objects == {}


async def test_a_clip_of_ours_whose_link_dies_soon_needs_a_place_as_others_do() -> None:
    async with a_house() as house:
        _own_clip(house, expires_in=timedelta(hours=1))
        kite = house.start(following(DANCE))

        failed = await house.until(kite, State.FAILED)

        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.VIDEO_NEEDS_PUBLIC_LINK


# Links of the user --------------------------------------------------------------------------


async def test_a_link_is_looked_at_before_it_is_paid_for() -> None:
    async with a_house() as house:
        kite = house.start(following(LINK))
        await house.until(kite, State.WAITING)

        assert house.api.checked == [LINK]
        assert sent_links(house) == [LINK]


@pytest.mark.parametrize(
    ("seen", "problem"),
    [
        (
            Problem(kind=ProblemKind.LINK_UNREACHABLE, http_status=404),
            Problem(kind=ProblemKind.LINK_UNREACHABLE, http_status=404),
        ),
        (
            ReachableLink(size_bytes=500, content_type="text/html"),
            Problem(
                kind=ProblemKind.VIDEO_UNUSABLE,
                subject="videos.example.com",
                detail="not_a_video",
            ),
        ),
        (
            ReachableLink(size_bytes=0),
            Problem(kind=ProblemKind.VIDEO_UNUSABLE, subject="videos.example.com", detail="empty"),
        ),
        (
            Problem(kind=ProblemKind.LINK_NOT_PUBLIC, detail="not_public"),
            Problem(kind=ProblemKind.LINK_NOT_PUBLIC, detail="not_public"),
        ),
    ],
    ids=["gone", "a page", "empty", "leads into this network"],
)
async def test_a_link_that_the_service_could_not_use_costs_nothing(
    seen: ReachableLink | Problem, problem: Problem
) -> None:
    async with a_house() as house:
        house.api.checks = Script(seen)
        kite = house.start(following(LINK))

        failed = await house.until(kite, State.FAILED)

        assert failed.problem == problem
        assert failed.charged is Charged.NO
        assert house.api.posts == []


async def test_one_broken_line_is_no_verdict_on_a_link() -> None:
    async with a_house() as house:
        broken = Problem(kind=ProblemKind.LINK_UNREACHABLE)
        house.api.checks = Script(broken, ReachableLink(content_type="video/mp4"))

        await house.until(house.start(following(LINK)), State.READY)

        assert house.api.checked == [LINK, LINK]


# Trouble ------------------------------------------------------------------------------------


async def test_trouble_at_the_store_is_tried_once_more_and_then_told() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        house.buckets.bucket_of_all.puts = Script(OFFLINE)
        kite = house.start(following(DANCE))

        failed = await house.until(kite, State.FAILED)

        assert len(house.buckets.bucket_of_all.put_names) == 2
        assert failed.problem == OFFLINE
        assert house.api.posts == []


@pytest.mark.parametrize("video", [LINK, DANCE], ids=["link", "bucket"])
async def test_while_nothing_can_be_reached_the_clip_waits_in_the_queue(video: Path | str) -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        offline = Problem(kind=ProblemKind.UNREACHABLE)
        house.buckets.bucket_of_all.puts = Script(OFFLINE, OFFLINE, None)
        seen = ReachableLink(content_type="video/mp4")
        silent = Problem(kind=ProblemKind.LINK_UNREACHABLE)
        house.api.checks = Script(silent, silent, seen) if video == LINK else Script(seen)
        house.api.balances = Script(offline, Balance(remaining=Decimal(10)))
        kite = house.start(following(video))

        await house.until(kite, State.READY)

        assert offline in house.problems_of(kite)
        assert len(house.api.posts) == 1


async def test_a_link_that_does_not_open_is_not_sent() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        house.api.checks = Script(
            Problem(kind=ProblemKind.LINK_UNREACHABLE, subject="s3.example", http_status=403)
        )
        kite = house.start(following(DANCE))

        failed = await house.until(kite, State.FAILED)

        assert failed.problem == Problem(
            kind=ProblemKind.STORAGE_LINK_CLOSED, subject="s3.example", http_status=403
        )
        assert house.api.posts == []


# After use ----------------------------------------------------------------------------------


async def test_a_used_video_is_removed_once_its_clip_is_home() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        kite = house.start(following(DANCE))
        await house.until(kite, State.WAITING)
        bucket = house.buckets.bucket_of_all
        assert bucket.removed == []

        await house.until(kite, State.READY)
        await house.hosted.settled(within=5.0)

        assert bucket.removed == bucket.put_names
        assert house.library.uploads_at(IN_BUCKET.links_id) == []


@pytest.mark.parametrize("trim", [None, Trim(start=1.0, end=2.0)], ids=["itself", "a copy"])
async def test_a_video_stays_while_another_clip_needs_it(trim: Trim | None) -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        house.api.polls = Script(completed())
        kite = house.start(following(DANCE, trim=trim))
        await house.until(kite, State.WAITING)
        house.queue.pause()
        waiting = house.start(following(DANCE, trim=trim))
        await house.until(kite, State.READY)
        await house.hosted.settled(within=5.0)
        assert house.buckets.bucket_of_all.removed == []

        house.queue.go_on()
        await house.until(waiting, State.READY)
        await house.hosted.settled(within=5.0)

        assert len(house.buckets.bucket_of_all.put_names) == 1
        assert len(house.buckets.bucket_of_all.removed) == 1


async def test_a_removal_that_failed_is_tried_again_at_the_next_start() -> None:
    async with a_house() as first:
        first.hosted.use(IN_BUCKET)
        first.buckets.bucket_of_all.removals = Script(OFFLINE)
        await first.until(first.start(following(DANCE)), State.READY)
        await first.hosted.settled(within=5.0)
        (name,) = first.buckets.bucket_of_all.put_names
        assert name in first.buckets.bucket_of_all.objects

    async with a_house(library=first.library) as second:
        second.hosted.use(IN_BUCKET)
        second.hosted.remove_unused()
        await second.hosted.settled(within=5.0)

        assert second.buckets.bucket_of_all.removed == [name]


async def test_a_run_that_dies_in_an_upload_has_written_down_what_it_leaves() -> None:
    async with a_house() as first:
        first.hosted.use(_kept(IN_BUCKET))
        known_before_it_is_there: list[int] = []
        first.buckets.bucket_of_all.before_it_is_there = lambda: known_before_it_is_there.append(
            len(first.library.uploads_at(IN_BUCKET.links_id))
        )
        await first.until(first.start(following(DANCE)), State.READY)
        assert known_before_it_is_there == [1]


async def test_what_a_run_that_died_has_left_is_removed_at_the_next_start() -> None:
    async with a_house() as house:
        house.hosted.use(IN_BUCKET)
        name = IN_BUCKET.object_name("d" * 64, DANCE.name)
        house.library.remember_upload(
            UploadedLink.living_until(
                house.clock.now(), sha256="d" * 64, service=IN_BUCKET.links_id, url=name
            )
        )

        house.hosted.remove_unused()
        await house.hosted.settled(within=5.0)

        assert house.buckets.bucket_of_all.removed == [name]
        assert house.library.uploads_at(IN_BUCKET.links_id) == []


async def test_what_is_to_be_kept_is_kept() -> None:
    async with a_house() as house:
        house.hosted.use(_kept(IN_BUCKET))
        await house.until(house.start(following(DANCE)), State.READY)
        house.hosted.remove_unused()
        await house.hosted.settled(within=5.0)

        assert house.buckets.bucket_of_all.removed == []


# The test of the bucket ---------------------------------------------------------------------


async def test_a_test_uploads_reads_and_deletes() -> None:
    async with a_house() as house:
        result = await house.hosted.test(IN_BUCKET, house.api)

        assert result.problem is None
        assert result.failed_at is None
        assert len(house.api.checked) == 1
        assert len(house.buckets.bucket_of_all.removed) == 1


@pytest.mark.parametrize("step", list(BucketStep))
async def test_a_test_says_which_step_failed_and_leaves_nothing(step: BucketStep) -> None:
    async with a_house() as house:
        bucket = house.buckets.bucket_of_all
        refused = Problem(kind=ProblemKind.STORAGE_NOT_ALLOWED, detail=step.value)
        match step:
            case BucketStep.UPLOAD:
                bucket.puts = Script(refused)
            case BucketStep.SIGN:
                bucket.signs = Script(refused)
            case BucketStep.READ:
                refused = Problem(kind=ProblemKind.LINK_NOT_PUBLIC, detail="not_public")
                house.api.checks = Script(refused)
            case BucketStep.DELETE:
                bucket.removals = Script(refused)

        result = await house.hosted.test(IN_BUCKET, house.api)

        assert result.failed_at is step
        assert result.problem is not None
        assert step is BucketStep.DELETE or bucket.objects == {}


def test_another_bucket_needs_another_key_and_another_folder_only_other_links() -> None:
    others = [
        VideoHosting(way=VideoWay.BUCKET, bucket="other", folder="omniflash"),
        VideoHosting(way=VideoWay.BUCKET, bucket="studio-refs", endpoint="https://r2.example"),
        VideoHosting(way=VideoWay.BUCKET, bucket="studio-refs", kind=BucketKind.AZURE),
    ]
    folder = VideoHosting(way=VideoWay.BUCKET, bucket="studio-refs", folder="films")

    assert len({one.bucket_id for one in [*others, IN_BUCKET]}) == 4
    assert folder.bucket_id == IN_BUCKET.bucket_id
    assert folder.links_id != IN_BUCKET.links_id


def _kept(hosting: VideoHosting) -> VideoHosting:
    return VideoHosting(
        way=hosting.way, bucket=hosting.bucket, folder=hosting.folder, delete_after_use=False
    )


def _own_clip(house: House, *, expires_in: timedelta) -> Generation:
    facts = house.media.video_facts
    clip = Clip(
        path=DANCE,
        width=1280,
        height=720,
        seconds=6.0,
        frame_rate=24.0,
        size_bytes=1_000_000,
        sha256=facts.sha256,
    )
    now = house.clock.now()
    mine = a_generation().made_at(now).with_task("task_mine").ready()
    mine = mine.with_facts(
        clip=clip,
        result_url="https://upload.example.test/f/video/mine.mp4",
        result_expires_at=now + expires_in,
    )
    house.library.save(mine)
    return mine
