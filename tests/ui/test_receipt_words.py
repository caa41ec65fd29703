"""The receipt says everything that a reference may be, in the window and at the command line."""

import msgspec
import pytest

from omniflash_desktop.cli.receipt_words import receipt_lines, receipt_record
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.outcomes import PictureDetail
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.reference_videos import CopyReason
from omniflash_desktop.domain.sent_reference import Destination, ReferenceKind, SentReference
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.upload_receipt import NotSent, receipt_before
from omniflash_desktop.ui.receipt.receipt_words import (
    not_sent_words,
    reference_words,
    summary_of,
)
from tests.builders import a_request

EVERYTHING = SentReference(
    kind=ReferenceKind.IMAGE,
    destination=Destination.SERVICE,
    host="api.example.test",
    hours=72,
    was_there=True,
    content_type="image/jpeg",
    size_bytes=2_400_000,
    sha256="ab" * 32,
    width=1920,
    height=1080,
    removed=tuple(PictureDetail),
    told=(PictureDetail.PLACE,),
    converted_from="HEIC",
    is_shrunk=True,
    is_turned=True,
    converted_profile="Display P3",
    fit=Fit.PAD,
    copy_reasons=tuple(CopyReason),
    source_width=4032,
    source_height=3024,
    source_bytes=24_000_000,
)


@pytest.mark.parametrize("destination", list(Destination))
def test_both_edges_say_where_a_reference_goes(destination: Destination) -> None:
    reference = msgspec.structs.replace(EVERYTHING, destination=destination, bucket="studio")

    words = reference_words(reference, 1)
    lines = "\n".join(receipt_lines(receipt_before(a_request(), DEFAULT_BASE_URL, (reference,))))

    assert words.place
    assert words.left_out.startswith("location, camera, names")
    assert "converted from HEIC" in words.changes
    assert "converted from HEIC" in lines
    assert reference.sha256 in lines


def test_in_the_sandbox_a_link_is_fetched_by_this_computer() -> None:
    link = SentReference.of_link(ReferenceKind.VIDEO, "https://videos.example.com/a.mp4?sig=x")
    inside = receipt_before(a_request(), SANDBOX, ())
    beyond = receipt_before(a_request(), SANDBOX, (link,))

    assert "Nothing leaves this computer" in summary_of(inside)
    assert "This computer asks videos.example.com" in summary_of(beyond)
    lines = "\n".join(receipt_lines(beyond))
    assert "fetches it from videos.example.com by this computer's line" in lines
    assert "sig" not in lines


@pytest.mark.parametrize("reason", list(NotSent))
def test_what_stays_here_has_words(reason: NotSent) -> None:
    assert not_sent_words(reason)


def test_scripts_read_the_same() -> None:
    record = receipt_record(receipt_before(a_request(), DEFAULT_BASE_URL, (EVERYTHING,)))

    (reference,) = record["references"]
    assert reference["there_already"] is True
    assert record["upload_bytes"] == 0
