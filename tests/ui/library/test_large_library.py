"""A library of thousands: what is searched or sorted comes in slices, and is right in the end."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.listed_clip import ListedClip, searchable_words
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library import slices
from omniflash_desktop.ui.library.library_filter import Filter, query_from
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_rows import RowKind
from tests.builders import a_generation

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MANY = 12_000
pytestmark = pytest.mark.usefixtures("qapp")


def a_line(number: int, prompt: str = "", **facts: object) -> ListedClip:
    """A clip that came to rest, as it is read from the library."""
    made = NOW - timedelta(minutes=30 * number)
    words = searchable_words(prompt or f"kite {number:06}", "", f"task_{number:08}", "")
    facts = {"state": State.READY, "seconds": float(number * 7 % 11)} | facts
    return ListedClip(id=f"{number:012x}", order=-made.timestamp(), words=words, **facts)


def many(count: int = MANY) -> list[ListedClip]:
    return [a_line(n, f"{'lake' if n % 3 else 'kite'} {n * 7919 % count:06}") for n in range(count)]


def a_model(clips: Iterable[ListedClip]) -> LibraryModel:
    model = LibraryModel(now=lambda: NOW)
    model.add_page(clips)
    return model


def ids(model: LibraryModel) -> list[str]:
    """What the rows show, without the heads."""
    everything = (model.id_at(model.index(row, 0)) for row in range(model.rowCount()))
    return [one for one in everything if one]


def search(model: LibraryModel, text: str, chosen: Filter = Filter.ALL) -> None:
    model.set_query(query_from(text, chosen))


def until_arranged(qtbot: QtBot, model: LibraryModel) -> None:
    qtbot.waitUntil(lambda: not model.is_arranging)


class OtherWork:
    """Counts how often the window could have answered somebody."""

    def __init__(self, model: LibraryModel) -> None:
        self.times = 0
        self._timer = QTimer(model)
        self._timer.timeout.connect(self._count)
        self._timer.start(0)

    def _count(self) -> None:
        self.times += 1


def test_a_search_shows_its_first_screens_at_once_and_the_rest_in_a_moment(qtbot: QtBot) -> None:
    clips = many()
    model = a_model(clips)
    search(model, "lake")
    first = ids(model)
    found = [one.id for one in clips if b"lake" in one.words]
    assert 400 <= len(first) < len(found)
    assert first == found[: len(first)]

    other = OtherWork(model)
    until_arranged(qtbot, model)
    assert other.times > 0
    assert ids(model) == found


def test_typing_on_ends_what_was_searched_before(qtbot: QtBot) -> None:
    clips = many()
    model = a_model(clips)
    for typed in ("l", "la", "lake", "lake 0001"):
        search(model, typed)
    until_arranged(qtbot, model)
    assert ids(model) == [one.id for one in clips if b"lake" in one.words and b"0001" in one.words]


def test_what_is_typed_letter_by_letter_finds_the_same_as_at_once(qtbot: QtBot) -> None:
    prompts = ("Fjärd im Nebel", "FJÄRD", "Straße am See", "紙の船と湖", "e\u0301te\u0301", "Kite")
    clips = [a_line(n, f"{prompts[n % len(prompts)]} {n}") for n in range(3000)]
    for text in ("fjärd neb", "STRASSE", "紙の船", "e\u0301te", "kite 5 1", "task_0000 12"):
        typed, at_once = a_model(clips), a_model(clips)
        for end in range(1, len(text) + 1):
            search(typed, text[:end])
            until_arranged(qtbot, typed)
        search(at_once, text)
        until_arranged(qtbot, at_once)
        assert ids(typed) == ids(at_once) != []
        for end in range(len(text), 0, -1):
            search(typed, text[:end])
        until_arranged(qtbot, typed)
        search(at_once, text[:1])
        until_arranged(qtbot, at_once)
        assert ids(typed) == ids(at_once)


def test_the_rows_stay_until_it_is_known_that_nothing_is_found(qtbot: QtBot) -> None:
    model = a_model(many())
    search(model, "kite 000001")
    until_arranged(qtbot, model)
    shown: list[int] = []

    def note() -> None:
        shown.append(model.rowCount())

    model.rearranged.connect(note)
    search(model, "nowhere")
    until_arranged(qtbot, model)
    assert shown == [0]


def test_what_happens_during_a_search_is_in_its_result(qtbot: QtBot) -> None:
    clips = many()
    model = a_model(clips)
    search(model, "lake")
    assert model.is_arranging
    gone, *_, last = (one.id for one in clips[-9:] if b"lake" in one.words)
    new, renamed = a_ready(MANY + 1, "lake anew"), a_ready(MANY + 2, "lake")
    model.remove(gone)
    model.apply(new)
    model.apply(renamed)
    model.apply(renamed.with_facts(title="kite"))
    model.add_page([a_line(MANY + 3, "lake, read late")])
    until_arranged(qtbot, model)
    shown = ids(model)
    assert last in shown
    assert gone not in shown
    assert new.id in shown
    assert renamed.id not in shown
    assert shown[-1] == a_line(MANY + 3).id
    assert len(shown) == len(set(shown))


def a_ready(number: int, title: str, *, hours: int = 0) -> Generation:
    made = a_generation().made_at(NOW - timedelta(hours=hours, minutes=number % 50)).ready()
    return made.with_facts(id=f"{number:012x}", title=title, changed_at=NOW)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        (Sort.OLDEST, lambda one: one.created),
        (Sort.TITLE, lambda one: one.title),
        (Sort.LONGEST, lambda one: (-one.seconds, one.order)),
    ],
)
def test_another_order_comes_in_slices_and_the_rows_stay_until_it_is_known(
    qtbot: QtBot, sort: Sort, key: Callable[[ListedClip], float]
) -> None:
    clips = many(24_000)
    model = a_model(clips)
    before = ids(model)
    model.set_sort(sort)
    assert model.sorted_by is sort
    assert model.is_arranging
    assert ids(model) == before

    other = OtherWork(model)
    until_arranged(qtbot, model)
    assert other.times > 0
    assert ids(model) == [one.id for one in sorted(clips, key=key)]


def test_what_happens_while_clips_are_sorted_has_its_place_in_the_new_order(
    qtbot: QtBot,
) -> None:
    model = a_model(many())
    first, renamed, gone = (a_ready(MANY + n, title) for n, title in enumerate(("aa", "ab", "ac")))
    for one in (renamed, gone):
        model.apply(one)
    model.set_sort(Sort.TITLE)
    assert model.is_arranging
    model.apply(first.with_facts(state=State.WAITING))
    assert ids(model)[0] == first.id, "news is shown in the order that is still there"
    model.apply(first)
    model.apply(renamed.with_facts(title="zz"))
    model.remove(gone.id)
    model.add_page([a_line(MANY + 9, "ad")])
    until_arranged(qtbot, model)
    shown = ids(model)
    assert shown[:2] == [first.id, a_line(MANY + 9).id]
    assert shown[-1] == renamed.id
    assert gone.id not in shown
    assert len(shown) == len(set(shown)) == MANY + 3


def test_the_last_of_several_orders_counts_and_a_search_waits_for_it(qtbot: QtBot) -> None:
    clips = many()
    model = a_model(clips)
    model.set_sort(Sort.TITLE)
    search(model, "lake")
    model.set_sort(Sort.OLDEST)
    until_arranged(qtbot, model)
    assert ids(model) == [one.id for one in reversed(clips) if b"lake" in one.words]


def test_a_failure_of_a_moment_ago_stays_on_top_in_every_order(qtbot: QtBot) -> None:
    failed = a_line(20_000, "aa", state=State.FAILED, changed=NOW.timestamp() - 60)
    model = a_model([*many(3000), failed])
    for sort in (Sort.TITLE, Sort.NEWEST):
        model.set_sort(sort)
        until_arranged(qtbot, model)
        assert model.kind_at(1) is RowKind.GUIDED
        assert ids(model)[0] == failed.id


STATES = (State.READY, State.FAILED, State.WAITING, State.QUEUED)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_in_between_the_rows_end_where_they_belong(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """News, pages, searches and orders, some of them while others are under way."""
    # As short as they can be, so that most news comes between two of them.
    monkeypatch.setattr(slices, "_SLICE", 0.0)
    chance = random.Random(seed)
    model, read, seen = a_model([]), many(2500), set[str]()
    news: dict[str, Generation] = {}
    model.add_page(read)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for step in range(150):
        number = 100_000 + chance.randrange(40)
        one = a_ready(number, chance.choice(("kite", "lake")), hours=number * 7 % 900)
        match chance.randrange(6):
            case 0 | 1:
                news[one.id] = one.with_facts(state=chance.choice(STATES), takes=number % 3)
                model.apply(news[one.id])
            case 2:
                model.remove(one.id)
                news.pop(one.id, None)
            case 3:
                search(model, chance.choice(("", "lake", "lake 1", "k")), chance.choice([*Filter]))
            case 4:
                model.set_sort(chance.choice([*Sort]))
            case _:
                if one.id in news and news[one.id].state is State.FAILED:
                    model.mark_seen(one.id)
                    seen.add(one.id)
                read.append(a_line(5000 + step, "lake"))
                model.add_page(read[-1:])
        if chance.random() < 0.3:
            until_arranged(qtbot, model)
    until_arranged(qtbot, model)
    assert tester.model() is model

    anew = LibraryModel(now=lambda: NOW)
    anew.set_sort(model.sorted_by)
    anew.set_generations(news.values())
    for one in seen:
        anew.mark_seen(one)
    anew.add_page(read)
    anew.set_query(model.query)
    until_arranged(qtbot, anew)
    assert ids(model) == ids(anew)
