"""The takes of one click share a row while they are under way; what waits stands in its line."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.library.library_filter import Filter, query_from
from omniflash_desktop.ui.library.library_model import LibraryModel, LibraryRole
from omniflash_desktop.ui.library.library_rows import RowKind
from omniflash_desktop.ui.library.row_drag import LINE_MIME_TYPE
from omniflash_desktop.ui.notices.actions import Action
from tests.builders import CLICK, a_generation

pytestmark = pytest.mark.usefixtures("qapp")
NOW = CLICK + timedelta(minutes=2)


def a_take(number: int, state: State = State.WAITING, *, takes: int = 8, **facts: object):
    return (
        a_generation()
        .with_prompt("kite")
        .with_facts(id=f"{number:012x}", take=number, takes=takes, **facts)
        .in_state(state)
    )


def alone(number: int, state: State = State.QUEUED, **facts: object) -> Generation:
    facts = {"id": f"{number:012x}", "group_id": f"{number:012d}", **facts}
    return a_generation().with_prompt(f"lake {number}").with_facts(**facts).in_state(state)


@pytest.fixture
def model(qapp) -> LibraryModel:
    made = LibraryModel(now=lambda: NOW)
    made.tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return made


def texts(model: LibraryModel) -> list[str]:
    said = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        count = index.data(LibraryRole.COUNT)
        said.append(str(index.data()) if count is None else f"{index.data()} {count}")
    return said


def words(model: LibraryModel, generation: Generation):
    return model.index_of(generation.id).data(LibraryRole.WORDS)


def test_eight_takes_share_one_row_that_counts_them(model: LibraryModel):
    ready = [a_take(n, State.READY) for n in (1, 2, 3)]
    processing = [a_take(n) for n in (4, 5)]
    in_line = [a_take(n, State.QUEUED) for n in (6, 7, 8)]
    model.set_generations([*ready, *processing, *in_line])
    assert texts(model)[:2] == ["In progress 5", "kite"]
    assert texts(model)[2].endswith(" 3")
    row = words(model, in_line[0])
    assert (row.state, row.third) == ("3 of 8 ready", "2 processing · 3 in line")
    assert row.truth == "3 not sent yet, free to cancel"
    assert model.sharing_a_row(in_line[1].id) == (*processing, *in_line)


def test_changes_one_by_one_end_where_loading_at_once_does(model: LibraryModel):
    takes = [a_take(n, State.QUEUED, takes=4) for n in (1, 2, 3, 4)]
    for take in takes:
        model.apply(take)
    ends = [a_take(1, State.READY, takes=4), a_take(2, takes=4), a_take(3, State.FAILED, takes=4)]
    for take in ends:
        model.apply(take)
    other = LibraryModel(now=lambda: NOW)
    other.set_generations([*ends, takes[3]])
    assert texts(model) == texts(other)
    assert texts(model)[:4] == ["Needs attention 1", "kite", "In progress 2", "kite"]
    assert words(model, takes[3]) == words(other, takes[3])
    assert model.counts == other.counts

    for take in (a_take(2, State.READY, takes=4), a_take(4, State.CANCELLED, takes=4)):
        model.apply(take)
    assert "In progress" not in " ".join(texts(model))
    assert not model.index_of(takes[3].group_id).isValid()


def test_a_take_that_needs_attention_has_a_row_of_its_own(model: LibraryModel):
    lost, going_on = a_take(1, State.UNCONFIRMED), a_take(2)
    model.set_generations([lost, going_on])
    assert texts(model)[0] == "Needs attention 1"
    assert model.index_of(lost.id) != model.index_of(going_on.id)
    assert model.sharing_a_row(lost.id) == (lost,)


def test_the_ring_shows_the_mean_of_all_takes(model: LibraryModel):
    first, second = a_take(1, takes=4), a_take(2, takes=4)
    done, waiting = a_take(3, State.READY, takes=4), a_take(4, State.QUEUED, takes=4)
    model.set_generations([first, second, done, waiting])
    model.apply(first, Progress(percent=40))
    model.apply(second, Progress(percent=60))
    progress = model.index_of(waiting.id).data(LibraryRole.PROGRESS)
    assert progress.percent == 50


def test_news_of_a_take_touches_its_row_only(model: LibraryModel):
    takes = [a_take(n, takes=2) for n in (1, 2)]
    model.set_generations([*takes, *(alone(n, State.READY) for n in range(100, 400))])
    changes: list[tuple[int, int]] = []

    def note(first, last, _roles) -> None:
        changes.append((first.row(), last.row()))

    model.dataChanged.connect(note)
    model.apply(takes[1], Progress(percent=10))
    row = model.index_of(takes[0].id).row()
    assert changes == [(row, row)]


def test_a_search_finds_the_row_of_takes(model: LibraryModel):
    model.set_generations([a_take(1), a_take(2), alone(5, State.WAITING)])
    model.set_query(query_from("kite", Filter.ALL))
    assert texts(model) == ["In progress 2", "kite"]
    model.set_query(query_from("lake", Filter.RUNNING))
    assert texts(model) == ["In progress 1", "lake 5"]


def test_what_waits_stands_in_the_order_in_which_it_is_sent(model: LibraryModel):
    second = alone(1, order=2.0)
    first = alone(2, order=1.0, created_at=CLICK + timedelta(seconds=9))
    at_work = alone(3, State.WAITING, created_at=CLICK - timedelta(hours=1))
    model.set_generations([second, first, at_work])
    assert texts(model)[1:] == ["lake 3", "lake 2", "lake 1"]
    assert words(model, first).third == "Next"
    assert words(model, second).fact == "1 before it"

    model.apply(second.with_facts(order=0.0))
    assert texts(model)[1:] == ["lake 3", "lake 1", "lake 2"]
    assert words(model, first).fact == "1 before it"


def test_what_was_sent_is_before_nobody_any_more(model: LibraryModel):
    first, second = alone(1, order=1.0), alone(2, order=2.0)
    model.set_generations([first, second])
    model.apply(alone(1, State.SUBMITTING, order=1.0))
    assert words(model, second).third == "Next"


def test_the_sandbox_has_a_line_of_its_own(model: LibraryModel):
    real = alone(1)
    played = alone(2, created_at=CLICK + timedelta(seconds=1), service="sandbox")
    model.set_generations([real, played])
    assert words(model, played).third == "Next"


def test_a_held_clip_counts_down_with_its_two_ways_out(model: LibraryModel):
    held = alone(1, held_until=NOW + timedelta(seconds=3.4))
    model.set_generations([held])
    row = words(model, held)
    assert row.state == "Sending in 4 s"
    assert row.actions == (Action.UNDO_SEND, Action.SEND_NOW)
    assert model.kind_at(model.index_of(held.id).row()) is RowKind.GUIDED

    model.apply(held.with_facts(held_until=None))
    assert model.kind_at(model.index_of(held.id).row()) is RowKind.TASK


def test_held_takes_are_held_together(model: LibraryModel):
    until = NOW + timedelta(seconds=5)
    takes = [a_take(n, State.QUEUED, held_until=until) for n in (1, 2, 3)]
    model.set_generations(takes)
    row = words(model, takes[2])
    assert (row.state, row.fact) == ("Sending in 5 s", "3 takes")
    assert row.actions == (Action.UNDO_SEND, Action.SEND_NOW)


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        (ProblemKind.PAUSED_BY_USER, "Paused"),
        (ProblemKind.DAILY_CAP_REACHED, "Limit for today"),
        (ProblemKind.SAME_FAILURE_AGAIN, "Paused after failures"),
    ],
)
def test_what_the_queue_holds_back_stays_in_line(model: LibraryModel, kind: ProblemKind, fact: str):
    held_back = alone(1, problem=Problem(kind=kind, detail="5"))
    model.set_generations([held_back])
    assert texts(model)[0] == "In progress 1"
    row = words(model, held_back)
    assert (row.state, row.fact) == ("In line", fact)
    assert not row.guided


def test_rows_in_line_are_dragged_within_the_line_only(model: LibraryModel):
    waits, works = alone(1), alone(2, State.WAITING)
    model.set_generations([waits, works])
    index = model.index_of(waits.id)
    assert index.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.index_of(works.id).flags() & Qt.ItemFlag.ItemIsDragEnabled
    carried = model.mimeData([index])
    assert carried.data(LINE_MIME_TYPE).data().decode() == waits.id
    assert not carried.hasUrls()


def test_a_lost_service_is_told_on_its_rows(qapp):
    moment = [NOW]
    model = LibraryModel(now=lambda: moment[0])
    waits, elsewhere = alone(1, State.WAITING), alone(2, State.WAITING, service="sandbox")
    model.set_generations([waits, elsewhere])
    model.apply(waits, Progress(percent=64))
    moment[0] += timedelta(seconds=4)
    model.set_lost(waits.service, True)
    moment[0] += timedelta(seconds=8)
    assert words(model, waits).third == "Seen 0:12 ago · resumes online"
    assert "usually" in words(model, elsewhere).third

    model.set_lost(waits.service, False)
    assert "left" in words(model, waits).third


def test_a_tooltip_tells_how_the_money_stands(model: LibraryModel):
    waits, ready = alone(1, State.WAITING), alone(2, State.READY)
    model.set_generations([waits, ready])
    tips = [model.index_of(one.id).data(Qt.ItemDataRole.ToolTipRole) for one in (waits, ready)]
    assert tips[0].splitlines()[-1] == "Charged, cannot be stopped"
    assert tips[1].splitlines()[-1] == "Safe on disk"


@pytest.mark.parametrize("kind", [ProblemKind.DISK_FULL, ProblemKind.FOLDER_UNWRITABLE])
def test_a_finished_clip_that_has_no_room_asks_for_it(model: LibraryModel, kind: ProblemKind):
    waits = alone(1, State.DOWNLOADING, problem=Problem(kind=kind))
    model.set_generations([waits])
    assert texts(model)[0] == "Needs attention 1"
    row = words(model, waits)
    assert (row.state, row.guided) == ("Waiting", True)
    broken = alone(1, State.DOWNLOADING, problem=Problem(kind=ProblemKind.DOWNLOAD_BROKEN))
    model.apply(broken)
    assert texts(model)[0] == "In progress 1"
