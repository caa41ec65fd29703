"""The draft of the composer, kept from one run to the next."""

import os
import stat
import sys
from datetime import datetime
from pathlib import Path

import pytest

from omniflash_desktop.domain.draft import Draft
from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Resolution
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.storage.draft_file import DraftFile, FoundDraft

A_DRAFT = Draft(
    request=GenerationRequest(
        prompt="@1 in the rain,\n\n赤い凧 🪁",
        duration=10,
        resolution=Resolution.UHD_4K,
        aspect_ratio=AspectRatio.PORTRAIT,
        images=(
            ImageReference(
                path=Path("/pictures/kite.png"),
                name="kite",
                framing=Framing(fit=Fit.CROP, zoom=1.5),
            ),
            ImageReference(url="https://example.com/boat.png?sig=1"),
        ),
        video=VideoReference(
            path=Path("/clips/walk.mp4"), seconds=9.5, trim=Trim(start=1.25, end=4.0)
        ),
    ),
    takes=3,
)


def test_a_draft_comes_back_exactly(tmp_path: Path) -> None:
    assert DraftFile(tmp_path / "draft.json").keep(A_DRAFT)
    assert DraftFile(tmp_path / "draft.json").load() == FoundDraft(draft=A_DRAFT)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_file_whose_name_is_no_text_comes_back(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(b"/pictures/kite-\xff.png"))
    draft = Draft(request=GenerationRequest(prompt="", images=(ImageReference(path=odd),)))
    DraftFile(tmp_path / "draft.json").keep(draft)
    assert DraftFile(tmp_path / "draft.json").load().draft == draft


def test_half_of_a_character_costs_only_itself(tmp_path: Path) -> None:
    DraftFile(tmp_path / "draft.json").keep(Draft(request=GenerationRequest(prompt="kite \ud83e")))
    found = DraftFile(tmp_path / "draft.json").load().draft
    assert found is not None
    assert found.request.prompt == "kite \ufffd"


def test_an_empty_draft_leaves_nothing_to_come_back(tmp_path: Path) -> None:
    file = DraftFile(tmp_path / "draft.json")
    file.keep(A_DRAFT)
    settings_alone = GenerationRequest(prompt=" \n", resolution=Resolution.UHD_4K)
    assert file.keep(Draft(request=settings_alone, takes=4))
    assert file.load() == FoundDraft()
    assert list(tmp_path.iterdir()) == []


def test_nothing_comes_back_where_nothing_was_kept(tmp_path: Path) -> None:
    assert DraftFile(tmp_path / "draft.json").load() == FoundDraft()


@pytest.mark.parametrize("content", [b"", b'{"request":{"prom', b"[]", b"\xff\xfe", b"{}"])
def test_a_damaged_draft_is_set_aside_and_the_next_one_is_kept(
    tmp_path: Path, content: bytes
) -> None:
    file = DraftFile(tmp_path / "draft.json")
    (tmp_path / "draft.json").write_bytes(content)
    found = file.load()
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    assert found == FoundDraft(set_aside=tmp_path / f"draft.broken-{day}.json")
    assert found.set_aside is not None
    assert found.set_aside.read_bytes() == content
    assert file.keep(A_DRAFT)
    assert file.load().draft == A_DRAFT


def test_what_a_later_release_has_added_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(b'{"request":{"prompt":"kite","mood":"calm"},"takes":2,"colour":1}')
    found = DraftFile(path).load()
    assert found == FoundDraft(draft=Draft(request=GenerationRequest(prompt="kite"), takes=2))


def test_a_folder_that_is_gone_is_told_and_stops_nobody(tmp_path: Path) -> None:
    assert not DraftFile(tmp_path / "gone" / "draft.json").keep(A_DRAFT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps users apart by other means")
def test_other_users_cannot_read_it(tmp_path: Path) -> None:
    DraftFile(tmp_path / "draft.json").keep(A_DRAFT)
    assert stat.S_IMODE((tmp_path / "draft.json").stat().st_mode) == 0o600
