"""The library's rows: sections, counts, search, and changes that touch what they concern."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from omniflash_desktop.domain.generation import Clip, Generation, Progress, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.ui.library.library_filter import Filter, LibraryCounts, Query, query_from
from omniflash_desktop.ui.library.library_model import LibraryModel, LibraryRole
from omniflash_desktop.ui.library.library_rows import RowKind

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("qapp")


def a_generation(
    number: int, state: State = State.READY, *, days: float = 0, prompt: str = "", **facts: object
) -> Generation:
    made = NOW - timedelta(days=days, minutes=number)
    if state is State.READY:
        facts.setdefault("clip", a_clip(number))
    return Generation(
        id=f"{number:012x}",
        service="https://api.example",
        request=GenerationRequest(prompt=prompt or f"Kite {number}"),
        state=state,
        created_at=made,
        changed_at=made,
        idempotency_key="5b0c",
        **facts,
    )


def a_clip(number: int) -> Clip:
    return Clip(
        path=Path(f"/clips/clip-{number}.mp4"),
        width=1280,
        height=720,
        seconds=6.0,
        frame_rate=24.0,
        size_bytes=1000,
        sha256="",
    )


def a_failure(number: int, **facts: object) -> Generation:
    problem = Problem(kind=ProblemKind.MODERATION)
    return a_generation(number, State.FAILED, problem=problem, **facts)


@pytest.fixture
def model(qapp) -> LibraryModel:
    made = LibraryModel(now=lambda: NOW)
    made.tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return made


def texts(model: LibraryModel) -> list[str]:
    """What the rows say, heads with their counts."""
    said = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        text = str(index.data())
        count = index.data(LibraryRole.COUNT)
        said.append(text if count is None else f"{text} {count}")
    return said


def test_clips_stand_in_sections_newest_first(model: LibraryModel):
    model.set_generations(
        [
            a_generation(3, days=1),
            a_generation(1),
            a_generation(2, State.WAITING),
            a_failure(4),
            a_generation(5),
        ]
    )
    assert texts(model) == [
        "Needs attention 1",
        "Kite 4",
        "In progress 1",
        "Kite 2",
        "Today 2",
        "Kite 1",
        "Kite 5",
        "Yesterday 1",
        "Kite 3",
    ]
    assert model.counts == LibraryCounts(all=5, running=1, failed=1)


def test_a_screen_reader_counts_clips_and_no_heads(model: LibraryModel):
    model.set_generations([a_generation(3, days=1), a_failure(4), a_generation(5)])
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    said = [str(model.index(row, 0).data(described)) for row in range(model.rowCount())]
    assert [words.partition(".")[0] for words in said] == [
        *("Heading, clips: 1", "1 of 3"),
        *("Heading, clips: 1", "2 of 3"),
        *("Heading, clips: 1", "3 of 3"),
    ]


def test_a_clip_moves_from_running_to_today_and_empty_heads_go(model: LibraryModel):
    running = a_generation(1, State.WAITING)
    model.set_generations([running])
    assert texts(model) == ["In progress 1", "Kite 1"]
    model.apply(running.with_facts(state=State.READY, clip=a_clip(1)))
    assert texts(model) == ["Today 1", "Kite 1"]
    model.remove(running.id)
    assert texts(model) == []
    assert model.counts == LibraryCounts()


def test_changes_one_by_one_end_where_loading_at_once_does(model: LibraryModel):
    states = (State.READY, State.WAITING, State.CANCELLED, State.QUEUED)
    everything = [a_generation(n, states[n % 4], days=n % 5) for n in range(40)]
    for one in everything:
        model.apply(one)
    for one in everything[::3]:
        model.remove(one.id)
    other = LibraryModel(now=lambda: NOW)
    other.set_generations([one for n, one in enumerate(everything) if n % 3])
    assert texts(model) == texts(other)
    assert model.counts == other.counts


def test_trouble_while_watching_is_no_trouble_of_the_clip(model: LibraryModel):
    trouble = Problem(kind=ProblemKind.SERVICE_TROUBLE, charged=Charged.YES)
    model.set_generations([a_generation(1, State.WAITING, problem=trouble)])
    assert texts(model)[0] == "In progress 1"


def test_a_failure_that_was_seen_joins_the_clips_of_its_day(model: LibraryModel):
    failure = a_failure(1)
    model.set_generations([failure])
    assert model.kind_at(1) is RowKind.GUIDED
    model.mark_seen(failure.id)
    assert texts(model) == ["Today 1", "Kite 1"]
    assert model.kind_at(1) is RowKind.TILE


def test_an_unconfirmed_clip_stays_on_top_even_when_it_was_seen(model: LibraryModel):
    problem = Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN)
    lost = a_generation(1, State.UNCONFIRMED, problem=problem, days=30)
    model.set_generations([lost])
    model.mark_seen(lost.id)
    assert texts(model)[0] == "Needs attention 1"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("paper", ["Paper boat"]),
        ("BOAT paper", ["Paper boat"]),
        ("task_42", ["Kite 2"]),
        ("clip-3", ["Kite 3"]),
        ("summer", ["Summer"]),
        ("paper kite", []),
    ],
)
def test_a_search_looks_through_prompt_title_task_and_file(
    model: LibraryModel, typed: str, found: list[str]
):
    model.set_generations(
        [
            a_generation(1, prompt="Paper boat"),
            a_generation(2, task_id="task_42"),
            a_generation(3),
            a_generation(4, title="Summer"),
        ]
    )
    model.set_query(query_from(typed, Filter.ALL))
    assert [text for text in texts(model) if not text.startswith("Today")] == found


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Filter.RUNNING, {"Kite 2"}),
        (Filter.READY, {"Kite 1", "Kite 4"}),
        (Filter.FAILED, {"Kite 3"}),
        (Filter.FAVOURITES, {"Kite 4"}),
    ],
)
def test_filters_let_through_what_they_say(model: LibraryModel, chosen: Filter, found: set[str]):
    model.set_generations(
        [
            a_generation(1),
            a_generation(2, State.WAITING),
            a_failure(3),
            a_generation(4, favourite=True),
        ]
    )
    model.set_query(Query((), chosen))
    names = {str(model.index(row, 0).data()) for row in range(model.rowCount())}
    assert {one for one in names if one.startswith("Kite")} == found


def test_a_clip_that_no_longer_passes_the_filter_leaves(model: LibraryModel):
    running = a_generation(1, State.WAITING)
    model.set_generations([running, a_generation(2)])
    model.set_query(Query((), Filter.RUNNING))
    assert texts(model) == ["In progress 1", "Kite 1"]
    model.apply(running.with_facts(state=State.READY, clip=a_clip(1)))
    assert texts(model) == []


def test_progress_changes_one_row_and_its_roles_only(model: LibraryModel):
    running = a_generation(1, State.WAITING)
    model.set_generations([running, a_generation(2)])
    changes = record_changes(model)
    model.apply(running, Progress(percent=10))
    row = model.index_of(running.id).row()
    assert changes == [(row, row, {LibraryRole.PROGRESS, LibraryRole.WORDS})]


def test_progress_is_passed_on_at_most_ten_times_a_second(model: LibraryModel, qtbot):
    running = a_generation(1, State.WAITING)
    model.set_generations([running])
    changes = record_changes(model)
    for percent in range(50):
        model.apply(running, Progress(percent=percent))
    assert len(changes) == 1
    qtbot.waitUntil(lambda: len(changes) == 2)
    assert model.index_of(running.id).data(LibraryRole.PROGRESS).percent == 49


def record_changes(model: LibraryModel) -> list[tuple[int, int, set[int]]]:
    changes: list[tuple[int, int, set[int]]] = []

    def note(first, last, roles) -> None:
        changes.append((first.row(), last.row(), set(roles)))

    model.dataChanged.connect(note)
    return changes


def test_a_screen_reader_hears_title_state_percent_and_settings(model: LibraryModel):
    running = a_generation(1, State.WAITING, service_status="processing")
    model.set_generations([running])
    model.apply(running, Progress(percent=64))
    spoken = model.index_of(running.id).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Kite 1, Processing, 64 %, 6 s, 720p, 16:9. Charged, cannot be stopped"


def test_a_tile_is_dragged_out_as_its_file(model: LibraryModel):
    ready, running = a_generation(1), a_generation(2, State.WAITING)
    model.set_generations([ready, running])
    index = model.index_of(ready.id)
    assert index.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.index_of(running.id).flags() & Qt.ItemFlag.ItemIsDragEnabled
    urls = model.mimeData([index]).urls()
    assert [Path(url.toLocalFile()) for url in urls] == [ready.clip.path]


def test_heads_cannot_be_chosen(model: LibraryModel):
    model.set_generations([a_generation(1)])
    assert model.index(0, 0).flags() == Qt.ItemFlag.NoItemFlags


def test_a_line_counts_those_before_it(model: LibraryModel):
    line = [a_generation(n, State.QUEUED) for n in (1, 2, 3)]
    model.set_generations(line)
    newest = model.index_of(line[0].id).data(LibraryRole.WORDS)
    assert newest.fact == "2 before it"


def test_ten_thousand_clips_change_without_a_reset(model: LibraryModel):
    fresh = LibraryModel(now=lambda: NOW)
    fresh.set_generations(a_generation(n, days=n % 300) for n in range(10_000))
    resets: list[int] = []

    def note() -> None:
        resets.append(1)

    fresh.modelReset.connect(note)
    running = a_generation(20_000, State.WAITING)
    fresh.apply(running)
    fresh.apply(running.with_facts(state=State.READY, clip=a_clip(1)))
    assert resets == []
    assert fresh.counts.all == 10_001
