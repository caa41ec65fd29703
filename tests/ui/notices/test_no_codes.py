"""What adapters call things by codes is said in words, in the window and at the command line."""

import re

import msgspec
import pytest

from omniflash_desktop.cli.receipt_words import receipt_lines
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.domain.hosting import BucketLack, BucketStep
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.sent_reference import Destination, ReferenceKind, SentReference
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.unusual_pictures import Oddity, unusual_picture
from omniflash_desktop.domain.upload_receipt import receipt_before
from omniflash_desktop.media.jobs import Unusable
from omniflash_desktop.ui.notices.file_reasons import brief_reason, reason_words
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.receipt.receipt_words import reference_words
from tests.builders import a_request

CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
OF_LINKS = ("not_a_link", "not_http", "has_credentials", "not_public")
ABOUT_FILES = (*(one.value for one in Unusable), *OF_LINKS, "changed", "a_video")
DETAILS = {
    ProblemKind.IMAGE_UNUSABLE: ABOUT_FILES,
    ProblemKind.VIDEO_UNUSABLE: ABOUT_FILES,
    ProblemKind.REFERENCE_MISSING: ABOUT_FILES,
    ProblemKind.LINK_NOT_PUBLIC: ABOUT_FILES,
    ProblemKind.LINK_UNREACHABLE: ABOUT_FILES,
    ProblemKind.NOT_A_VIDEO: ABOUT_FILES,
    ProblemKind.DOWNLOAD_BROKEN: ABOUT_FILES,
    ProblemKind.DISK_FULL: ABOUT_FILES,
    ProblemKind.FOLDER_UNWRITABLE: (*ABOUT_FILES, "not_unicode"),
    ProblemKind.NO_RECIPE: ABOUT_FILES,
    ProblemKind.PLAYER_CANNOT_DECODE: ABOUT_FILES,
    ProblemKind.CLIP_DAMAGED: ABOUT_FILES,
    ProblemKind.STORAGE_NOT_ALLOWED: tuple(step.value for step in BucketStep),
    ProblemKind.STORAGE_KEY_MISSING: ("keyring",),
    ProblemKind.STORAGE_KEY_REJECTED: ("malformed",),
    ProblemKind.TOKEN_REJECTED: ("malformed",),
    ProblemKind.VIDEO_NEEDS_PUBLIC_LINK: (
        *(lack.value for lack in BucketLack),
        "own_link",
        "no_choice",
    ),
    ProblemKind.SAME_FAILURE_AGAIN: tuple(kind.value for kind in ProblemKind),
}
"""Kinds of problems whose details are codes, with all of these."""
LABELS = {
    "HEIF": Oddity.FORMAT,
    "animated WEBP": Oddity.MOVES,
    "I;16 PNG": Oddity.DEEP,
    "16-bit PNG": Oddity.DEEP,
    "I PNG": Oddity.DEEP,
    "CMYK JPEG": Oddity.PRINT_COLOURS,
    "PNG with a profile": Oddity.PROFILE,
    "LAB TIFF": Oddity.RARE_COLOURS,
}


@pytest.mark.parametrize("kind", DETAILS)
def test_no_problem_shows_a_code(kind: ProblemKind) -> None:
    for detail in DETAILS[kind]:
        problem = Problem(kind=kind, subject="kite.png", detail=detail)
        words = words_for(problem)
        said = (*msgspec.structs.astuple(words)[:6], sentence_for(problem))
        for sentence in said:
            assert CODE.search(str(sentence)) is None, f"{detail}: {sentence}"


@pytest.mark.parametrize("reason", list(Unusable))
def test_every_reason_has_its_words_at_both_edges(reason: Unusable) -> None:
    assert reason_words(reason.value) != reason.value
    assert brief_reason(reason.value) != reason.value
    told = sentence_for(Problem(kind=ProblemKind.IMAGE_UNUSABLE, subject="x", detail=reason.value))
    assert f"image: {reason.value}." not in told


@pytest.mark.parametrize(("label", "oddity"), LABELS.items())
def test_what_was_unusual_about_a_picture_is_said_in_words(label: str, oddity: Oddity) -> None:
    found = unusual_picture(label)
    assert found is not None
    assert found.oddity is oddity
    for words in said_of(of_a_picture(converted_from=label)):
        assert ";" not in words
        assert "-bit" not in words
        assert found.format_name in words or oddity is Oddity.PROFILE


def test_no_oddity_is_without_an_example() -> None:
    assert set(LABELS.values()) == set(Oddity)


@pytest.mark.parametrize(
    ("width", "fit", "said"),
    [
        (4000, Fit.AS_IS, "compressed more strongly"),
        (2000, Fit.AS_IS, "made smaller"),
        (2000, Fit.CROP, "made smaller"),
    ],
)
def test_a_picture_of_the_same_size_was_not_made_smaller(width: int, fit: Fit, said: str) -> None:
    shrunk = of_a_picture(is_shrunk=True, width=width, height=3000, fit=fit)
    for words in said_of(shrunk):
        assert said in words


def of_a_picture(**facts: object) -> SentReference:
    picture = SentReference(
        kind=ReferenceKind.IMAGE,
        destination=Destination.SERVICE,
        host="api.example.test",
        content_type="image/png",
        size_bytes=2_000_000,
        sha256="ab" * 32,
        width=4000,
        height=3000,
        source_width=4000,
        source_height=3000,
        source_bytes=24_000_000,
    )
    return msgspec.structs.replace(picture, **facts)


def said_of(reference: SentReference) -> tuple[str, str]:
    lines = list(receipt_lines(receipt_before(a_request(), DEFAULT_BASE_URL, (reference,))))
    (changed,) = [line for line in lines if line.startswith("  changed")]
    return reference_words(reference, 1).changes, changed
