"""The library's list is read page by page, and tells of each clip what the clip itself tells."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from generations import NOON, ONE_MINUTE, a_generation

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.listed_clip import ListedClip, ListPage, listed
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.library_listing import LibraryListing
from tests.builders import a_generation as built


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def library(file: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(file)
    assert isinstance(opened, SqliteLibrary)
    with contextlib.closing(opened):
        yield opened


def all_pages(file: Path, *, limit: int, oldest_first: bool = False) -> list[ListedClip]:
    listing, found = LibraryListing(file), list[ListedClip]()
    page = ListPage()
    while True:
        page = listing.page(page.after, limit=limit, oldest_first=oldest_first)
        assert isinstance(page, ListPage)
        found += page.clips
        if page.after is None:
            return found


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_of_any_length_hold_each_clip_once(
    library: SqliteLibrary, file: Path, limit: int
) -> None:
    # Two of each minute: the takes of one click.
    for number in range(14):
        made = a_generation(
            f"{number:012}", state=State.READY, created_at=NOON + number // 2 * ONE_MINUTE
        )
        library.save(made)
    newest_first = [one.id for one in all_pages(file, limit=limit)]
    assert newest_first == [one.id for one in library.all()]
    assert [one.id for one in all_pages(file, limit=limit, oldest_first=True)] == newest_first[::-1]


def test_what_is_under_way_is_not_listed(library: SqliteLibrary, file: Path) -> None:
    library.save(a_generation("a" * 12, state=State.WAITING))
    library.save(a_generation("b" * 12, state=State.CANCELLED))
    assert [one.id for one in all_pages(file, limit=9)] == ["b" * 12]


@pytest.mark.parametrize("state", [State.READY, State.FAILED, State.CANCELLED])
def test_a_line_that_is_read_is_the_line_of_the_clip(
    library: SqliteLibrary, file: Path, state: State
) -> None:
    made = (
        built()
        .with_prompt("Kite\nover THE lake")
        .with_facts(title="Kite kite", takes=2, favourite=True, task_id="task_42")
    )
    one = made.in_state(state)
    library.save(one)
    assert all_pages(file, limit=9) == [listed(one)]


def test_a_row_of_a_later_release_is_left_out(library: SqliteLibrary, file: Path) -> None:
    for number in range(3):
        library.save(a_generation(f"{number:012}", state=State.READY))
    library._connection.execute(
        "UPDATE generations SET facts = replace(facts, '\"ready\"', '\"dreamt\"') WHERE id = ?",
        (f"{1:012}",),
    )
    assert [one.id for one in all_pages(file, limit=2)] == [f"{2:012}", f"{0:012}"]


def test_a_file_that_is_no_library_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "odd.sqlite3").write_bytes(b"no library" * 500)
    page = LibraryListing(tmp_path / "odd.sqlite3").page(None, limit=9)
    assert not isinstance(page, ListPage)
