"""The receipt of a clip: everything that leaves this computer, and nothing that must not."""

from pathlib import Path

import msgspec

from omniflash_desktop.domain.generation import SANDBOX, FirstTry, Generation
from omniflash_desktop.domain.hosting import VideoHosting, VideoWay
from omniflash_desktop.domain.outcomes import PictureDetail, PreparedImage, VideoFacts
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.reference_videos import CopyReason
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.sent_reference import Destination, ReferenceKind, SentReference
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.upload_receipt import UploadReceipt, receipt_before, receipt_of
from tests.builders import CLICK, a_generation, a_request

HOLIDAY = Path("/home/jo/Secret project/holiday with Ada.heic")
HOST = "api.example.test"


def a_picture(**facts: object) -> PreparedImage:
    usual = {
        "path": Path("/cache/pictures/abc.jpg"),
        "content_type": "image/jpeg",
        "width": 1920,
        "height": 1080,
        "size_bytes": 2_400_000,
        "sha256": "ab" * 32,
        "converted_from": "HEIC",
        "shrunk": True,
        "source_sha256": "cd" * 32,
        "source_size_bytes": 24_000_000,
        "source_width": 4032,
        "source_height": 3024,
        "removed": (PictureDetail.PLACE, PictureDetail.CAMERA),
        "turned": True,
        "converted_profile": "Display P3",
        "fit": Fit.CROP,
    }
    return PreparedImage(**{**usual, **facts})


def a_video() -> VideoFacts:
    return VideoFacts(
        width=1280,
        height=720,
        seconds=6.0,
        frame_rate=24.0,
        codec="h264",
        has_sound=True,
        size_bytes=9_000_000,
        sha256="ef" * 32,
    )


def sent(generation: Generation, *references: SentReference) -> UploadReceipt:
    receipt = receipt_of(msgspec.structs.replace(generation, sent_references=references))
    assert receipt is not None
    return receipt


def test_a_picture_is_told_as_it_was_and_as_it_goes() -> None:
    told = SentReference.of_picture(a_picture(), host=HOST, in_sandbox=False)

    assert (told.kind, told.destination, told.host) == (
        ReferenceKind.IMAGE,
        Destination.SERVICE,
        HOST,
    )
    assert told.hours == 72
    assert (told.width, told.height, told.size_bytes) == (1920, 1080, 2_400_000)
    assert (told.source_width, told.source_height, told.source_bytes) == (4032, 3024, 24_000_000)
    assert told.removed == (PictureDetail.PLACE, PictureDetail.CAMERA)
    assert told.is_shrunk
    assert told.is_turned


def test_a_video_tells_the_bucket_and_how_long_it_stays_there() -> None:
    hosting = VideoHosting(way=VideoWay.BUCKET, bucket="studio-refs", link_hours=6)

    told = SentReference.of_video(
        a_video(), content_type="video/mp4", host=hosting.host, hosting=hosting
    )

    assert told.destination is Destination.BUCKET
    assert (told.bucket, told.host, told.hours) == ("studio-refs", "amazonaws.com", 6)
    assert told.is_removed_after_use


def test_a_video_that_goes_as_it_is_is_told_apart_from_a_copy() -> None:
    how = {"content_type": "video/mp4", "host": HOST, "hosting": None}

    itself = SentReference.of_video(a_video(), **how)
    part = SentReference.of_video(a_video(), **how, copy_reasons=(CopyReason.TRIMMED,))

    assert itself.goes_as_it_is
    assert not part.goes_as_it_is


def test_of_a_link_only_the_host_is_kept() -> None:
    signed = "https://files.example.com/a/b.mp4?X-Amz-Signature=secret"

    told = SentReference.of_link(ReferenceKind.VIDEO, signed)

    assert told == SentReference(
        kind=ReferenceKind.VIDEO, destination=Destination.LINK, host="files.example.com"
    )
    assert not told.leaves_this_computer


def test_what_is_kept_with_a_clip_names_no_file_and_no_folder() -> None:
    told = SentReference.of_picture(a_picture(path=HOLIDAY), host=HOST, in_sandbox=False)

    kept = msgspec.json.encode(told).decode()

    assert len(kept) < 700
    for secret in ("holiday", "Secret", "/home", "/cache", "heic"):
        assert secret not in kept


def test_before_and_after_the_submit_the_words_and_settings_are_the_same() -> None:
    request = a_request(prompt="a kite  over the sea", images=(ImageReference(path=HOLIDAY),))
    picture = SentReference.of_picture(a_picture(), host=HOST, in_sandbox=False)
    waiting = msgspec.structs.replace(a_generation().waiting(), request=request)
    body = b'{"model":"Omni-Flash-Ext","prompt":"a kite  over the sea","duration":6,'
    body += b'"resolution":"720p","aspect_ratio":"16:9","image_urls":["https://u.example.test/1"]}'

    before = receipt_before(request, DEFAULT_BASE_URL, (picture,))
    after = sent(msgspec.structs.replace(waiting, body=body), picture)

    assert before.sent_at is None
    assert after.sent_at == CLICK
    assert msgspec.structs.replace(after, sent_at=None) == before


def test_a_receipt_says_what_was_not_written_down() -> None:
    request = a_request(images=(ImageReference(path=HOLIDAY),))
    old = msgspec.structs.replace(a_generation().waiting(), request=request)

    assert sent(old).unknown_references == 1


def test_the_duration_that_a_video_decides_is_not_sent() -> None:
    request = a_request(duration=8, video=VideoReference(url="https://v.example.com/a.mp4"))

    assert receipt_before(request, DEFAULT_BASE_URL, ()).duration is None


def test_what_was_uploaded_before_goes_out_once() -> None:
    again = SentReference.of_picture(a_picture(), host=HOST, in_sandbox=False)
    again = msgspec.structs.replace(again, was_there=True)
    new = SentReference.of_picture(a_picture(sha256="12" * 32), host=HOST, in_sandbox=False)

    receipt = receipt_before(a_request(), DEFAULT_BASE_URL, (again, new, again))

    assert receipt.outgoing_bytes == new.size_bytes


def test_the_sandbox_sends_nothing_out() -> None:
    picture = SentReference.of_picture(a_picture(), host="127.0.0.1", in_sandbox=True)

    receipt = receipt_before(a_request(), SANDBOX, (picture,))

    assert receipt.in_sandbox
    assert receipt.host == ""
    assert receipt.outgoing_bytes == 0


def test_a_second_try_is_told() -> None:
    first = FirstTry(task_id="task_01", idempotency_key="k", submitted_at=CLICK)

    assert sent(a_generation().with_facts(first_try=first).waiting()).is_second_try


def test_what_was_never_sent_has_no_receipt() -> None:
    assert receipt_of(a_generation().queued()) is None
