"""References on their way to links: uploaded once, and again only where that is needed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from omniflash_desktop.domain.generation import SANDBOX, State
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    ReachableLink,
    Submitted,
    UploadedImage,
)
from omniflash_desktop.domain.picture_framing import Fit, Framing, PictureWishes
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.recipe import recipe_of
from omniflash_desktop.domain.references import ImageReference, UploadedLink, VideoReference
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.domain.sent_reference import Destination
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.services.changes import GenerationChanged
from omniflash_desktop.services.picture_preparation import PicturePreparation
from tests.builders import a_request
from tests.services.fake_bucket import uploader_without_bucket
from tests.services.fakes import FakeApi, FakeClock, FakeLibrary, FakeMedia, Held, Script
from tests.services.house import House, a_house

BOAT, POND, MOON = (Path(f"/pictures/{name}.png") for name in ("boat", "pond", "moon"))
LINK = "https://pictures.example.com/kite.png"


def with_pictures(*pictures: Path | str, **facts: Any):
    images = tuple(
        ImageReference(url=picture) if isinstance(picture, str) else ImageReference(path=picture)
        for picture in pictures
    )
    return a_request(images=images, **facts)


def sent_bodies(house: House) -> list[dict[str, Any]]:
    return [json.loads(body) for body, _ in house.api.posts]


async def test_three_pictures_go_up_and_are_sent_in_their_order() -> None:
    async with a_house() as house:
        kite = house.start(with_pictures(BOAT, LINK, MOON))
        await house.until(kite, State.WAITING)

        assert [path for path, _ in house.api.uploaded] == [BOAT, MOON]
        (body,) = sent_bodies(house)
        assert body["image_urls"] == [
            "https://upload.example.test/1/boat.png",
            LINK,
            "https://upload.example.test/2/moon.png",
        ]


@pytest.mark.parametrize("removes_details", [True, False])
async def test_pictures_are_prepared_for_the_clip_and_as_the_user_wants(
    removes_details: bool,
) -> None:
    media = FakeMedia()
    pictures = PicturePreparation(media)
    uploader = uploader_without_bucket(media, FakeClock(), pictures)
    pictures.removes_details = removes_details
    cut = ImageReference(path=BOAT, framing=Framing(fit=Fit.CROP, focus_x=0.2))
    request = a_request(images=(cut, ImageReference(path=MOON)), aspect_ratio=AspectRatio.PORTRAIT)

    await uploader.prepare(request, DEFAULT_BASE_URL)

    assert media.wishes == [
        PictureWishes(framing=framing, shape=(9, 16), remove_details=removes_details)
        for framing in (cut.framing, Framing())
    ]


async def test_the_bar_says_which_of_how_many() -> None:
    async with a_house() as house:
        kite = house.start(with_pictures(BOAT, POND, MOON))
        await house.until(kite, State.WAITING)

        told = [
            (change.progress.item, change.progress.items)
            for change in house.changes_heard
            if isinstance(change, GenerationChanged)
            and change.generation.state is State.UPLOADING
            and change.progress is not None
        ]
        assert list(dict.fromkeys(told)) == [(1, 3), (2, 3), (3, 3)]


async def test_a_request_with_links_only_uploads_nothing() -> None:
    async with a_house() as house:
        kite = house.start(with_pictures(f"  {LINK}\n"))
        await house.until(kite, State.WAITING)

        assert State.UPLOADING not in house.states_of(kite)
        assert sent_bodies(house)[0]["image_urls"] == [LINK]


async def test_the_same_picture_is_uploaded_once() -> None:
    async with a_house() as house:
        for _ in range(3):
            kite = house.start(with_pictures(BOAT))
            await house.until(kite, State.READY)

        assert len(house.api.uploaded) == 1
        assert len({body["image_urls"][0] for body in sent_bodies(house)}) == 1


@pytest.mark.parametrize(("hours", "uploads"), [(69, 1), (71, 2), (24 * 30, 2)])
async def test_a_link_that_dies_soon_is_not_used_again(hours: int, uploads: int) -> None:
    async with a_house() as house:
        await house.until(house.start(with_pictures(BOAT)), State.READY)
        house.clock.wall_jump = timedelta(hours=hours)

        await house.until(house.start(with_pictures(BOAT)), State.READY)

        assert len(house.api.uploaded) == uploads


async def test_a_link_is_good_at_the_address_that_it_was_made_for_only() -> None:
    async with a_house() as house:
        await house.until(house.start(with_pictures(BOAT), service=SANDBOX), State.READY)
        # The sandbox has another port at each start.
        house.api.base_url = "http://127.0.0.1:40001"

        await house.until(house.start(with_pictures(BOAT), service=SANDBOX), State.READY)

        assert len(house.api.uploaded) == 2


async def test_a_link_that_died_in_the_queue_is_noticed_before_it_is_sent() -> None:
    async with a_house() as house:
        await house.until(house.start(with_pictures(BOAT)), State.READY)
        gone = Problem(kind=ProblemKind.LINK_UNREACHABLE, http_status=404)
        house.api.checks = Script(gone)

        await house.until(house.start(with_pictures(BOAT)), State.READY)

        assert len(house.api.uploaded) == 2
        first, second = sent_bodies(house)
        assert first["image_urls"] != second["image_urls"]


async def test_a_link_that_misses_one_question_is_used_all_the_same() -> None:
    async with a_house() as house:
        await house.until(house.start(with_pictures(BOAT)), State.READY)
        gone = Problem(kind=ProblemKind.LINK_UNREACHABLE, http_status=404)
        house.api.checks = Script(gone, ReachableLink(content_type="image/png"))

        await house.until(house.start(with_pictures(BOAT)), State.READY)

        assert len(house.api.uploaded) == 1


async def test_a_clip_that_waited_for_days_has_its_links_judged_when_it_is_sent() -> None:
    async with a_house() as house:
        await house.until(house.start(with_pictures(BOAT)), State.READY)
        house.queue.pause()
        kite = house.start(with_pictures(BOAT))
        await house.clock.pass_time(60)
        house.clock.wall_jump = timedelta(days=3)

        house.queue.go_on()
        await house.until(kite, State.READY)

        assert len(house.api.uploaded) == 2


async def test_takes_and_clips_of_one_moment_share_an_upload() -> None:
    async with a_house() as house:
        one = Held(UploadedImage(url="https://upload.example.test/one.png"))
        house.api.uploads = Script(one)
        takes = house.queue.start(with_pictures(BOAT), service=DEFAULT_BASE_URL, takes=2)
        other = house.start(with_pictures(BOAT, prompt="another clip"))
        await house.clock.settle()
        assert len(house.api.uploaded) == 1

        one.let_go.set()
        for clip in (*takes, other):
            await house.until(clip, State.READY)

        assert len(house.api.uploaded) == 1


async def test_when_the_one_who_uploads_is_cancelled_the_next_one_does_it() -> None:
    async with a_house() as house:
        never = Held(UploadedImage(url="https://upload.example.test/never.png"))
        house.api.uploads = Script(never, UploadedImage(url=LINK))
        first, second = (house.start(with_pictures(BOAT, prompt=words)) for words in ("a", "b"))
        await house.clock.settle()

        house.queue.cancel(first.id)
        ready = await house.until(second, State.READY)

        assert ready.charged is Charged.YES
        assert house.now(first).charged is Charged.NO
        assert len(house.api.posts) == 1


async def test_no_more_than_three_uploads_go_on_at_a_time() -> None:
    async with a_house() as house:
        held = [Held(UploadedImage(url=f"{LINK}?{number}")) for number in range(6)]
        house.api.uploads = Script(*held)
        pictures = [Path(f"/pictures/{number}.png") for number in range(6)]
        clips = [house.start(with_pictures(*pictures[at : at + 3])) for at in (0, 3)]
        await house.clock.settle()
        assert len(house.api.uploaded) == 3

        for one in held:
            one.let_go.set()
        for clip in clips:
            await house.until(clip, State.READY)

        assert len(house.api.uploaded) == 6


async def test_a_video_goes_to_the_sandbox_once() -> None:
    async with a_house() as house:
        request = a_request(video=VideoReference(path=Path("/videos/dance.mp4")))
        for _ in range(2):
            await house.until(house.start(request, service=SANDBOX), State.READY)

        assert len(house.api.hosted) == 1


async def test_every_reference_tells_its_own_bytes_and_never_fewer_than_before() -> None:
    async with a_house() as house:
        trouble = Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=500)
        up = UploadedImage(url=LINK)
        # The first try at one of them begins anew.
        house.api.uploads = Script(trouble, up)
        kite = house.start(with_pictures(BOAT, LINK, MOON))
        await house.until(kite, State.WAITING)

        told = [
            change.progress.references
            for change in house.changes_heard
            if isinstance(change, GenerationChanged) and change.progress is not None
            if change.generation.state is State.UPLOADING
        ]
        for number in range(3):
            percents = [references[number].percent for references in told]
            assert percents == sorted(percents, key=lambda one: one or 0)
            assert percents[-1] == 100
        assert {references[0].percent for references in told} > {0, 100}
        assert {references[1].percent for references in told} == {100}, "a link needs no upload"


async def test_trouble_at_the_service_is_tried_once_more_and_then_told() -> None:
    async with a_house() as house:
        trouble = Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=500)
        house.api.uploads = Script(trouble)
        kite = house.start(with_pictures(BOAT))

        failed = await house.until(kite, State.FAILED)

        assert len(house.api.uploaded) == 2
        assert failed.problem == trouble
        assert failed.charged is Charged.NO
        assert house.api.posts == []


async def test_one_bad_moment_of_the_service_costs_a_pause() -> None:
    async with a_house() as house:
        trouble = Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=500)
        house.api.uploads = Script(trouble, UploadedImage(url=LINK))
        kite = house.start(with_pictures(BOAT))

        await house.until(kite, State.WAITING)

        assert house.clock.elapsed == pytest.approx(5.0)


@pytest.mark.parametrize(
    "problem",
    [
        Problem(kind=ProblemKind.UNREACHABLE),
        Problem(kind=ProblemKind.SERVICE_TROUBLE),
        Problem(kind=ProblemKind.RATE_LIMITED),
    ],
    ids=["offline", "broken line", "too fast"],
)
async def test_a_line_that_breaks_is_waited_for(problem: Problem) -> None:
    async with a_house() as house:
        house.api.uploads = Script(*[problem] * 9, UploadedImage(url=LINK))
        kite = house.start(with_pictures(BOAT))

        await house.until(kite, State.READY)

        assert len(house.api.uploaded) == 10
        assert len(house.api.posts) == 1


async def test_pictures_that_are_up_already_are_not_sent_again_when_a_later_one_fails() -> None:
    async with a_house() as house:
        first = UploadedImage(url="https://u.example.test/1.png")
        second = UploadedImage(url="https://u.example.test/2.png")
        third = UploadedImage(url="https://u.example.test/3.png")
        offline = Problem(kind=ProblemKind.UNREACHABLE)
        house.api.uploads = Script(first, second, offline, third)
        kite = house.start(with_pictures(BOAT, POND, MOON))

        await house.until(kite, State.WAITING)

        assert [path for path, _ in house.api.uploaded] == [BOAT, POND, MOON, MOON]


@pytest.mark.parametrize(
    "kind", [ProblemKind.IMAGE_UNUSABLE, ProblemKind.REFERENCE_MISSING, ProblemKind.TOO_LARGE]
)
async def test_a_picture_that_cannot_be_used_fails_free_of_charge(kind: ProblemKind) -> None:
    async with a_house() as house:
        house.media.images = Script(Problem(kind=kind, subject="boat.png"))
        kite = house.start(with_pictures(BOAT))

        failed = await house.until(kite, State.FAILED)

        assert failed.problem == Problem(kind=kind, subject="boat.png")
        assert failed.charged is Charged.NO
        assert house.api.posts == []
        assert house.api.uploaded == []


@pytest.mark.parametrize("reference", ["image", "video"])
async def test_a_link_that_is_not_public_is_refused_and_its_password_is_not_kept(
    reference: str,
) -> None:
    async with a_house() as house:
        secret = "https://me:secret@pictures.example.com/kite.png"
        request = (
            with_pictures(secret)
            if reference == "image"
            else a_request(video=VideoReference(url=secret))
        )
        kite = house.start(request)

        failed = await house.until(kite, State.FAILED)

        assert failed.problem == Problem(
            kind=ProblemKind.LINK_NOT_PUBLIC,
            subject="pictures.example.com",
            detail="has_credentials",
        )


async def test_the_sandbox_may_fetch_from_this_computer() -> None:
    async with a_house() as house:
        request = with_pictures("http://127.0.0.1:9000/kite.png")
        real = house.start(request)
        free = house.start(request, service=SANDBOX)

        await house.until(real, State.FAILED)
        await house.until(free, State.READY)


async def test_a_video_of_this_computer_goes_to_the_sandbox_only() -> None:
    async with a_house() as house:
        request = a_request(video=VideoReference(path=Path("/videos/dance.mp4"), name="dance.mp4"))
        real = house.start(request)
        free = house.start(request, service=SANDBOX)

        failed = await house.until(real, State.FAILED)
        await house.until(free, State.READY)

        assert failed.problem == Problem(
            kind=ProblemKind.VIDEO_NEEDS_PUBLIC_LINK, subject="dance.mp4", detail="no_choice"
        )
        (body,) = sent_bodies(house)
        assert body["video_urls"] == ["http://127.0.0.1:8000/files/dance.mp4"]
        assert "duration" not in body


async def test_another_body_gets_another_key() -> None:
    async with a_house() as house:
        # Never executed; by the time it goes out again, its picture has another link.
        busy = NotExecuted(Problem(kind=ProblemKind.NOT_EXECUTED))
        house.api.submits = Script(busy, Submitted(task_ids=("task_01",)))
        kite = house.start(with_pictures(BOAT))
        await house.clock.settle()
        house.clock.wall_jump = timedelta(hours=71)

        await house.until(kite, State.WAITING)

        (first, first_key), (second, second_key) = house.api.posts
        assert first != second
        assert first_key != second_key


async def test_what_was_sent_is_written_down_with_the_intent_to_send_it() -> None:
    async with a_house() as house:
        kite = house.start(with_pictures(BOAT, LINK, MOON))
        await house.until(kite, State.WAITING)

        intent = next(one for one, _ in house.library.saves if one.state is State.SUBMITTING)
        boat, link, moon = intent.sent_references
        assert [one.destination for one in (boat, link, moon)] == [
            Destination.SERVICE,
            Destination.LINK,
            Destination.SERVICE,
        ]
        assert boat.sha256 != moon.sha256
        assert not boat.was_there
        assert link.host == "pictures.example.com"


async def test_a_reference_that_was_there_already_is_told_as_such() -> None:
    async with a_house() as house:
        await house.until(house.start(with_pictures(BOAT)), State.READY)
        again = await house.until(house.start(with_pictures(BOAT)), State.READY)

        assert [one.was_there for one in again.sent_references] == [True]


async def test_trouble_with_the_library_while_uploading_keeps_its_kind() -> None:
    class Full(FakeLibrary):
        def remember_upload(self, link: UploadedLink) -> None:
            raise OSError(28, "No space left on device")

    clock = FakeClock()
    api = FakeApi(clock, [])
    uploader = uploader_without_bucket(FakeMedia(), clock, library=Full([]))
    prepared = await uploader.prepare(with_pictures(BOAT), DEFAULT_BASE_URL)
    assert not isinstance(prepared, Problem)

    with pytest.raises(OSError, match="No space left"):
        await uploader.upload(prepared, api, lambda progress: None)


MOTION = VideoReference(path=Path("/videos/dance.mp4"))
PART = Trim(start=1.0, end=2.5)


async def test_a_part_of_a_video_goes_as_its_copy_and_is_remembered_by_the_users_file() -> None:
    async with a_house() as house:
        video = msgspec.structs.replace(MOTION, trim=PART)
        kite = house.start(a_request(video=video), service=SANDBOX)
        await house.until(kite, State.WAITING)

        assert house.media.trims == [PART]
        assert house.api.hosted == [Path("/copies/copy.mp4")]
        assert house.now(kite).reference_hashes == ("d" * 64, "e" * 64)
        assert recipe_of(house.now(kite), app_version="1").references[0].trim == PART
