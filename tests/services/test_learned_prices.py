"""Prices learned from finished clips, over a real library: what the button says, and the news."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from omniflash_desktop.domain.generation import SANDBOX, Generation, State
from omniflash_desktop.domain.prices import MOST_SAMPLES, LearnedPrice
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.changes import Change, Changes, TariffChanged
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.learned_prices import LearnedPrices
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import FakeClock, Script, completed
from tests.services.house import a_house

LIST_PRICE = LearnedPrice(amount=Decimal("0.30"), samples=0)


class Desk:
    """One run of the app over a library, as far as prices go."""

    def __init__(self, library: SqliteLibrary) -> None:
        self.library = library
        self.changes = Changes()
        self.news: list[TariffChanged] = []
        self.prices = LearnedPrices(library, self.changes)
        self.changes.subscribe(self._hear)
        self.journal = GenerationJournal(library, self.changes, FakeClock())
        self._numbers = iter(range(1000))

    def sends(self, request: GenerationRequest | None = None, **facts: Any) -> Generation:
        """A clip that the service has taken; each one a second after the other."""
        number = next(self._numbers)
        sent_at = CLICK + timedelta(seconds=number)
        known: dict[str, Any] = {
            "id": f"{number:012}",
            "request": request or a_request(),
            "submitted_at": sent_at,
        }
        waiting = a_generation().made_at(sent_at).waiting()
        return self.journal.add(waiting.with_facts(**{**known, **facts}))

    def finishes(self, generation: Generation, cost: str | None) -> Generation:
        """As the runner writes it: at the end of the task, and at home."""
        told = None if cost is None else Decimal(cost)
        self.journal.move(generation.id, State.DOWNLOADING, cost=told)
        self.journal.note(generation.id, problem=Problem(kind=ProblemKind.DOWNLOAD_BROKEN))
        return self.journal.move(generation.id, State.READY)

    def makes(self, *costs: str | None, request: GenerationRequest | None = None) -> None:
        for cost in costs:
            self.finishes(self.sends(request), cost)

    def price(self, service: str = DEFAULT_BASE_URL, **facts: Any) -> LearnedPrice:
        return self.prices.price_for(a_request(**facts), service=service)

    def told(self) -> list[tuple[str, str]]:
        return [(str(one.before), str(one.now)) for one in self.news]

    def _hear(self, change: Change) -> None:
        if isinstance(change, TariffChanged):
            self.news.append(change)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(tmp_path / "library.sqlite3")
    assert isinstance(opened, SqliteLibrary)
    with contextlib.closing(opened):
        yield opened


@pytest.fixture
def desk(library: SqliteLibrary) -> Desk:
    return Desk(library)


def learned(amount: str, samples: int) -> LearnedPrice:
    return LearnedPrice(amount=Decimal(amount), samples=samples)


def test_without_a_history_the_price_list_counts(desk: Desk) -> None:
    assert desk.price() == LIST_PRICE
    assert desk.price(duration=5) == LearnedPrice(amount=None)


def test_each_finished_clip_makes_the_price_surer(desk: Desk) -> None:
    assert desk.price() == LIST_PRICE
    desk.makes("0.35")
    assert desk.price() == learned("0.35", 1)
    desk.makes("0.35", "0.35")
    assert desk.price() == learned("0.35", 3)


def test_a_draft_without_words_has_a_price_too(desk: Desk) -> None:
    desk.makes("0.35")
    assert desk.price(prompt="") == learned("0.35", 1)


def test_the_price_is_there_after_a_restart(desk: Desk, library: SqliteLibrary) -> None:
    desk.makes("0.30", "0.35", "0.35")
    assert Desk(library).price() == learned("0.35", 2)


def test_clips_of_another_length_size_or_service_tell_nothing(desk: Desk) -> None:
    desk.makes("0.35")
    assert desk.price(duration=8).samples == 0
    assert desk.price(service="https://elsewhere.example.test") == LIST_PRICE
    video = VideoReference(url="https://example.test/walk.mp4")
    desk.makes("0.09", request=a_request(video=video, duration=10))
    assert desk.price(video=video, duration=4) == learned("0.09", 1)
    assert desk.price() == learned("0.35", 1)


@pytest.mark.parametrize("cost", [None, "0"])
def test_a_cost_that_is_none_teaches_nothing(desk: Desk, cost: str | None) -> None:
    desk.makes("0.35", "0.35", cost)
    assert desk.price() == learned("0.35", 2)
    assert desk.news == []


def test_a_task_made_elsewhere_teaches_nothing(desk: Desk) -> None:
    desk.makes("0.35", "0.35")
    desk.makes("0.90", request=a_request(prompt=""))
    assert desk.price() == learned("0.35", 2)
    assert desk.news == []


def test_a_refunded_failure_teaches_nothing(desk: Desk) -> None:
    desk.makes("0.35", "0.35")
    failed = Problem(kind=ProblemKind.TASK_FAILED, charged=Charged.NO)
    desk.journal.move(desk.sends().id, State.FAILED, problem=failed, cost=Decimal("0.0"))
    assert desk.price() == learned("0.35", 2)


def test_a_charged_failure_is_as_good_a_teacher(desk: Desk) -> None:
    gone = Problem(kind=ProblemKind.TASK_FAILED, charged=Charged.YES)
    desk.journal.move(desk.sends().id, State.FAILED, problem=gone, cost=Decimal("0.35"))
    assert desk.price() == learned("0.35", 1)


def test_a_removed_clip_is_forgotten(desk: Desk) -> None:
    desk.makes("0.30")
    last = desk.finishes(desk.sends(), "0.35")
    assert desk.price() == learned("0.35", 1)
    desk.journal.remove(last.id)
    assert desk.price() == learned("0.30", 1)


def test_samples_are_counted_up_to_a_limit(desk: Desk) -> None:
    desk.makes(*["0.35"] * (MOST_SAMPLES + 5))
    assert desk.price() == learned("0.35", MOST_SAMPLES)


def test_a_change_of_the_tariff_is_told_once(desk: Desk) -> None:
    desk.makes("0.30", "0.30", "0.35", "0.35", "0.35")
    assert desk.told() == [("0.3", "0.35")]
    assert desk.news[0].generation.id == "000000000002"
    assert desk.news[0].service == DEFAULT_BASE_URL


def test_each_further_change_is_told_as_well(desk: Desk) -> None:
    desk.makes("0.30", "0.30", "0.35", "0.35", "0.25")
    assert desk.told() == [("0.3", "0.35"), ("0.35", "0.25")]


def test_it_is_told_once_over_a_restart_in_the_middle(desk: Desk, library: SqliteLibrary) -> None:
    desk.makes("0.30", "0.30")
    teller = desk.sends()
    desk.journal.move(teller.id, State.DOWNLOADING, cost=Decimal("0.35"))
    assert desk.told() == [("0.3", "0.35")]

    restarted = Desk(library)
    restarted.journal.note(teller.id, problem=Problem(kind=ProblemKind.DOWNLOAD_BROKEN))
    restarted.journal.move(teller.id, State.READY)
    restarted.journal.note(teller.id, favourite=True)
    assert restarted.news == []


def test_one_clip_is_no_tariff_and_half_a_cent_no_change(desk: Desk) -> None:
    desk.makes("0.30", "0.35")
    assert desk.news == []
    desk.makes("0.35", "0.355")
    assert desk.news == []


def test_a_clip_that_was_sent_before_the_change_and_came_after_it_changes_nothing(
    desk: Desk,
) -> None:
    desk.makes("0.30", "0.30")
    slow, quick = desk.sends(), desk.sends()
    desk.finishes(quick, "0.35")
    desk.finishes(slow, "0.30")
    assert desk.price() == learned("0.35", 1)
    assert desk.told() == [("0.3", "0.35")]


def test_play_money_has_no_tariff(desk: Desk) -> None:
    for cost in ("0.30", "0.30", "0.80"):
        desk.finishes(desk.sends(service=SANDBOX), cost)
    assert desk.news == []
    assert desk.price(service=SANDBOX) == learned("0.80", 1)


def test_a_library_that_cannot_be_read_leaves_the_price_list(
    desk: Desk, library: SqliteLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    desk.makes("0.35")
    library._connection.execute("ALTER TABLE generations RENAME TO elsewhere")
    fresh = LearnedPrices(library, Changes())
    assert fresh.price_for(a_request(), service=DEFAULT_BASE_URL) == LIST_PRICE
    assert "could not be read" in caplog.text


async def test_a_new_clip_is_estimated_at_what_the_last_one_cost() -> None:
    async with a_house() as house:
        house.api.polls = Script(completed(cost=Decimal("0.35")))
        first = house.start()
        assert first.estimate == Decimal("0.30")
        await house.until(first, State.READY)
        second = house.start()
        assert second.estimate == Decimal("0.35")
        await house.until(second, State.READY)
