"""Libraries of earlier releases open, and nothing is lost on the way."""

import contextlib
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from generations import a_finished_generation, a_generation, a_link

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.prices import PriceTier
from omniflash_desktop.domain.request import Resolution
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.migrations import MIGRATIONS, bring_up_to_date, version_of

OLD_LIBRARIES = Path(__file__).parents[1] / "old_libraries"
"""One file for each released version, written by that release: the two generations and the link
of `generations.py`. `v1.sqlite3` and so on; a new version adds a file and never changes one."""


def schema_of(file: Path) -> set[tuple[str, str]]:
    with contextlib.closing(sqlite3.connect(file)) as raw:
        return set(raw.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'words%'"))


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
@pytest.mark.parametrize("read_only", [False, True])
def test_the_library_of_each_release_opens_with_all_that_is_in_it(
    tmp_path: Path, version: int, read_only: bool
):
    file = tmp_path / "library.sqlite3"
    shutil.copy(OLD_LIBRARIES / f"v{version}.sqlite3", file)
    library = open_library(file, read_only=read_only)
    assert isinstance(library, SqliteLibrary)
    with contextlib.closing(library):
        assert library.all() == [a_finished_generation(), a_generation()]
        assert library.upload_of(a_link().sha256, service=a_link().service) == a_link()
        assert library.search("red") == [a_generation()]


def test_the_newest_old_library_has_today_s_schema(tmp_path: Path):
    new = tmp_path / "library.sqlite3"
    library = open_library(new)
    assert isinstance(library, SqliteLibrary)
    library.close()
    released = tmp_path / "released.sqlite3"
    shutil.copy(OLD_LIBRARIES / f"v{len(MIGRATIONS)}.sqlite3", released)
    assert schema_of(new) == schema_of(released)


def test_a_copy_is_laid_aside_before_the_schema_changes(tmp_path: Path):
    file = tmp_path / "library.sqlite3"
    shutil.copy(OLD_LIBRARIES / "v1.sqlite3", file)

    def add_a_column(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE generations ADD COLUMN mood TEXT")

    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        bring_up_to_date(connection, file, (*MIGRATIONS[:1], add_a_column))
        assert version_of(connection) == 2
    copy = tmp_path / "library-v1.sqlite3"
    assert schema_of(copy) == schema_of(OLD_LIBRARIES / "v1.sqlite3")
    assert schema_of(copy) != schema_of(file)


def test_a_migration_that_fails_leaves_the_library_as_it_was(tmp_path: Path):
    file = tmp_path / "library.sqlite3"
    shutil.copy(OLD_LIBRARIES / "v1.sqlite3", file)

    def fail_half_way(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE uploads")
        connection.execute("nonsense")

    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            bring_up_to_date(connection, file, (*MIGRATIONS[:1], fail_half_way))
        assert version_of(connection) == 1
    assert schema_of(file) == schema_of(OLD_LIBRARIES / "v1.sqlite3")


def test_old_clips_are_in_the_ledger_and_tell_prices_and_times(tmp_path: Path):
    file = tmp_path / "library.sqlite3"
    shutil.copy(OLD_LIBRARIES / "v1.sqlite3", file)
    new = open_library(tmp_path / "new.sqlite3")
    old = open_library(file)
    assert isinstance(new, SqliteLibrary)
    assert isinstance(old, SqliteLibrary)
    with contextlib.closing(new), contextlib.closing(old):
        new.save(a_generation())
        new.save(a_finished_generation())
        tier = PriceTier(Resolution.UHD_4K, 8)
        assert old.newest_costs(tier, service=SANDBOX) == [Decimal("0.85")]
        assert [one.elapsed for one in old.newest_times(tier.resolution, service=SANDBOX)] == [61.5]
        assert old.entries() == new.entries()
        assert len(old.entries()) == 1


def test_a_row_that_nobody_understands_stays_as_it_is(tmp_path: Path):
    file = tmp_path / "library.sqlite3"
    shutil.copy(OLD_LIBRARIES / "v1.sqlite3", file)
    with contextlib.closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE generations SET facts = '{\"mood\": 1}' WHERE id LIKE 'fff%'")
    library = open_library(file)
    assert isinstance(library, SqliteLibrary)
    with contextlib.closing(library):
        assert library.all() == [a_generation()]
        assert library.entries() == []
    with contextlib.closing(sqlite3.connect(file)) as raw:
        kept = raw.execute("SELECT facts, cost, charged FROM generations WHERE id LIKE 'fff%'")
        assert kept.fetchone() == ('{"mood": 1}', 850_000, None)
