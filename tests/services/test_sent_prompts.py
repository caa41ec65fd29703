"""The prompts that were sent, read from the library as far as anybody asks."""

from datetime import UTC, datetime, timedelta
from itertools import islice

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.services.sent_prompts import SentPrompts
from tests.builders import a_generation
from tests.services.fakes import FakeLibrary

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class CountedLibrary(FakeLibrary):
    """Counts the rows that were read."""

    read = 0

    def newest(self, count: int, *, after: int = 0) -> list[Generation]:
        found = super().newest(count, after=after)
        self.read += len(found)
        return found


def library_with(*prompts: str) -> CountedLibrary:
    """Clips with these prompts, the oldest first."""
    library = CountedLibrary([])
    for minute, prompt in enumerate(prompts):
        made = a_generation().with_prompt(prompt).made_at(NOON + timedelta(minutes=minute))
        library.save(made.with_facts(id=f"{minute:012x}").queued())
    return library


def words(library: FakeLibrary) -> list[str]:
    return [one.request.prompt for one in SentPrompts(library).newest()]


def test_each_prompt_comes_once_and_the_newest_first() -> None:
    library = library_with("kite", "boat", "kite", "kite ", "", "dunes")
    assert words(library) == ["dunes", "kite ", "boat"]


def test_what_was_removed_is_not_remembered() -> None:
    library = library_with("kite", "boat")
    library.remove(next(iter(library.kept)))
    assert words(library) == ["boat"]


def test_nobody_reads_a_large_library_for_its_newest_prompt() -> None:
    library = library_with(*(f"kite {number}" for number in range(500)))
    found = [one.request.prompt for one in islice(SentPrompts(library).newest(), 3)]
    assert found == ["kite 499", "kite 498", "kite 497"]
    assert library.read < 100
