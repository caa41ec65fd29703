"""How long clips usually take, from a real library, while more of them are finished."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.request import Resolution
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.time_bands import TimeBand
from omniflash_desktop.services.changes import Changes
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.time_bands import TimeBands
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import FakeClock


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(tmp_path / "library.sqlite3")
    assert isinstance(opened, SqliteLibrary)
    with contextlib.closing(opened):
        yield opened


class Desk:
    """One run of the app over a library, as far as time goes."""

    def __init__(self, library: SqliteLibrary) -> None:
        self.changes = Changes()
        self.bands = TimeBands(library, self.changes)
        self.journal = GenerationJournal(library, self.changes, FakeClock())
        self._made = 0

    def takes(self, *elapsed: float | None) -> str:
        for seconds in elapsed:
            self._made += 1
            sent_at = CLICK + timedelta(minutes=self._made)
            waiting = a_generation().made_at(sent_at).with_facts(id=f"{self._made:012}").waiting()
            self.journal.add(waiting)
            self.journal.move(waiting.id, State.DOWNLOADING, elapsed_seconds=seconds)
            self.journal.move(waiting.id, State.READY)
        return f"{self._made:012}"

    def band(self, service: str = DEFAULT_BASE_URL, **facts: object) -> TimeBand | None:
        return self.bands.band_for(a_request(**facts), service=service)


def test_a_band_comes_with_the_third_clip_and_follows_the_next(library: SqliteLibrary) -> None:
    desk = Desk(library)
    desk.takes(60, 60)
    assert desk.band() is None
    desk.takes(60)
    assert desk.band() == TimeBand(low_seconds=60, high_seconds=60, samples=3)
    desk.takes(120, 120, 120)
    band = desk.band()
    assert band is not None
    assert (band.low_seconds, band.high_seconds, band.samples) == (60, 120, 6)
    assert Desk(library).band() == band


def test_a_removed_clip_no_longer_counts(library: SqliteLibrary) -> None:
    desk = Desk(library)
    last = desk.takes(60, 60, 60)
    assert desk.band() is not None
    desk.journal.remove(last)
    assert desk.band() is None


def test_other_sizes_and_services_and_untold_times_tell_nothing(library: SqliteLibrary) -> None:
    desk = Desk(library)
    desk.takes(60, 60, 60, None, 0)
    assert desk.band(resolution=Resolution.UHD_4K) is None
    assert desk.band(service="https://elsewhere.example.test") is None
    assert desk.band(duration=10) == TimeBand(low_seconds=60, high_seconds=60, samples=3)


def test_a_task_made_elsewhere_has_no_band(library: SqliteLibrary) -> None:
    desk = Desk(library)
    desk.takes(60, 60, 60)
    assert desk.band(prompt="") is None


def test_repaints_do_not_ask_the_library_again(library: SqliteLibrary) -> None:
    desk = Desk(library)
    desk.takes(60, 60, 60)
    band = desk.band()
    library.close()
    assert desk.band() is band


def test_a_library_that_cannot_be_read_leaves_out_the_band(
    library: SqliteLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(library)
    desk.takes(60, 60, 60)
    library._connection.execute("ALTER TABLE generations RENAME TO elsewhere")
    assert desk.band() is None
    assert "could not be read" in caplog.text
