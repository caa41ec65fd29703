"""Copies of references go once nothing names them, and not before they are a week old."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from omniflash_desktop.domain.draft import Draft
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.saved_prompt import PromptContent, SavedPrompt
from omniflash_desktop.storage.draft_file import DraftFile
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.kept_references import KeptReferences
from omniflash_desktop.storage.saved_prompts_file import SavedPromptsFile
from tests.builders import a_generation, a_request

NEXT_WEEK = datetime.now(UTC) + timedelta(days=8)


@pytest.fixture
def folders(tmp_path: Path) -> ProfileFolders:
    made = ProfileFolders.under(tmp_path)
    assert made.create() is None
    keep(made)
    return made


def a_copy(folders: ProfileFolders, name: str, folder: str = "pasted") -> Path:
    path = folders.references_folder / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a picture")
    return path


def keep(folders: ProfileFolders, *generations: Generation) -> None:
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary)
    for generation in generations:
        library.save(generation)
    library.close()


def left_after(folders: ProfileFolders, now: datetime = NEXT_WEEK) -> set[str]:
    KeptReferences(folders).remove_unused(now=now)
    return {path.name for path in folders.references_folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("state", [State.QUEUED, State.UNCONFIRMED, State.READY, State.FAILED])
def test_what_a_clip_names_stays_whatever_became_of_it(
    folders: ProfileFolders, state: State
) -> None:
    used, video = (
        a_copy(folders, "Ölbild “1”.png"),
        a_copy(folders, "dance.mp4", "pasted/dropped-1"),
    )
    a_copy(folders, "nobody's.png")
    request = a_request(images=(ImageReference(path=used),), video=VideoReference(path=video))
    keep(folders, a_generation().in_state(state).with_facts(request=request))
    assert left_after(folders) == {used.name, video.name}


def test_what_the_draft_and_saved_prompts_name_stays(folders: ProfileFolders) -> None:
    drafted, saved = a_copy(folders, "drafted.png", "frames"), a_copy(folders, "saved.png")
    a_copy(folders, "nobody's.png", "frames")
    images = (ImageReference(path=drafted),)
    assert DraftFile(folders.draft_file).keep(Draft(request=a_request(images=images)))
    content = PromptContent(prompt="kite", images=(ImageReference(path=saved),))
    prompt = SavedPrompt(id="1", name="Kite", content=content, saved_at=datetime.now(UTC))
    assert SavedPromptsFile(folders.prompts_file).put(prompt) is None
    assert left_after(folders) == {"drafted.png", "saved.png"}


def test_a_copy_of_this_week_stays_however_old_its_picture_is(folders: ProfileFolders) -> None:
    path = a_copy(folders, "old.png")
    os.utime(path, (0, 0))
    assert left_after(folders, datetime.now(UTC) + timedelta(days=6)) == {"old.png"}
    assert left_after(folders) == set()


def test_a_folder_goes_with_its_only_file(folders: ProfileFolders) -> None:
    alone = a_copy(folders, "photo.jpg", "pasted/dropped-1")
    assert left_after(folders) == set()
    assert not alone.parent.exists()
    assert (folders.references_folder / "pasted").exists()


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_is_found(tmp_path: Path) -> None:
    folders = ProfileFolders.under(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")))
    assert folders.create() is None
    used = a_copy(folders, "kite.png")
    keep(folders, a_generation().with_images(used).ready())
    assert left_after(folders) == {"kite.png"}


def test_what_this_release_does_not_understand_names_files_too(folders: ProfileFolders) -> None:
    path = a_copy(folders, "later.png")
    later = {"version": 9, "boards": [{"pictures": [str(path)]}]}
    folders.draft_file.write_text(json.dumps(later), "utf-8")
    assert left_after(folders) == {"later.png"}


@pytest.mark.parametrize(
    "broken", ["draft", "prompts", "library", "no library", "set aside", "rescued"]
)
def test_nothing_goes_while_it_is_not_known_what_is_needed(
    folders: ProfileFolders, broken: str
) -> None:
    a_copy(folders, "perhaps.png")
    match broken:
        case "draft":
            folders.draft_file.write_text("{", "utf-8")
        case "prompts":
            folders.prompts_file.write_text("[[prompts]", "utf-8")
        case "library":
            folders.library_file.write_bytes(b"no library" * 999)
        case "no library":
            folders.library_file.unlink()
        case "rescued":
            name = "library.damaged-2026-01-01.sqlite3"
            folders.library_file.with_name(name).touch()
        case _:
            folders.draft_file.with_name("draft.broken-2026-01-01.json").touch()
    assert left_after(folders) == {"perhaps.png"}
