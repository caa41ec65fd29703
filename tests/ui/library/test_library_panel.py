"""The library as hands on mouse and keyboard meet it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, Progress, State
from omniflash_desktop.domain.preferences import TextSize
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.ui.library.library_filter import Filter
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_panel import LibraryPanel
from omniflash_desktop.ui.library.library_rows import RowKind
from omniflash_desktop.ui.library.poster_cache import PosterKey, read_framed
from omniflash_desktop.ui.library.row_sizes import row_sizes
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.theme.theme import Theme

NOW = datetime.now(UTC)
ACTIONS = frozenset(Action)


def a_generation(number: int, state: State = State.READY, **facts: object) -> Generation:
    made = NOW - timedelta(minutes=number)
    if state is State.READY:
        facts.setdefault("clip", a_clip(number))
    return Generation(
        id=f"{number:012x}",
        service=SANDBOX,
        request=GenerationRequest(prompt=f"Kite {number}"),
        state=state,
        created_at=made,
        changed_at=made,
        idempotency_key="5b0c",
        **facts,
    )


def a_clip(number: int, poster: Path | None = None) -> Clip:
    return Clip(
        path=Path(f"/clips/clip-{number}.mp4"),
        width=1280,
        height=720,
        seconds=6.0,
        frame_rate=24.0,
        size_bytes=1000,
        sha256="",
        poster=poster,
    )


def a_lost_one(number: int) -> Generation:
    problem = Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN)
    return a_generation(number, State.UNCONFIRMED, problem=problem)


@pytest.fixture
def theme(qapp) -> Theme:
    made = Theme()
    made.apply(qapp)
    return made


@pytest.fixture
def panel(qtbot, theme) -> LibraryPanel:
    model = LibraryModel()
    made = LibraryPanel(theme, model, actions=ACTIONS)
    made.model = model
    qtbot.addWidget(made)
    made.resize(364, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.delegate.posters.wait()


def place_of(panel: LibraryPanel, generation: Generation) -> QRect:
    panel.view.doItemsLayout()
    return panel.view.visualRect(panel.model.index_of(generation.id))


def click(qtbot, panel: LibraryPanel, point: QPoint) -> None:
    qtbot.mouseMove(panel.view.viewport(), point)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_a_click_chooses_and_a_double_click_opens(panel, qtbot):
    first, second = a_generation(1), a_generation(2)
    panel.model.set_generations([first, second])
    with qtbot.waitSignal(panel.selected) as chosen:
        click(qtbot, panel, place_of(panel, second).center())
    assert chosen.args == [second.id]
    with qtbot.waitSignal(panel.activated) as opened:
        point = place_of(panel, first).center()
        click(qtbot, panel, point)
        viewport = panel.view.viewport()
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=point)
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert opened.args == [first.id]


def test_the_arrows_walk_over_heads_and_enter_opens(panel, qtbot):
    running, ready = a_generation(1, State.WAITING), a_generation(2)
    panel.model.set_generations([running, ready])
    place_of(panel, ready)
    panel.select(running.id)
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert panel.selected_id == ready.id
    with qtbot.waitSignal(panel.activated) as opened:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == [ready.id]


def test_two_tiles_stand_side_by_side_and_task_rows_take_the_line(panel):
    tiles = [a_generation(n) for n in (1, 2, 3)]
    running = a_generation(4, State.WAITING)
    panel.model.set_generations([*tiles, running])
    first, second, third = (place_of(panel, tile) for tile in tiles)
    assert first.top() == second.top() < third.top()
    assert first.left() == third.left() < second.left()
    task = place_of(panel, running)
    assert task.width() > 2 * row_sizes(364).tile_width
    assert task.bottom() < first.top()


@pytest.mark.parametrize(
    ("width", "columns", "tile", "captioned"),
    [(364, 2, (160, 90), True), (304, 2, (132, 74), False), (560, 3, (168, 94), True)],
)
def test_tiles_have_the_sizes_of_the_drawings(width, columns, tile, captioned):
    sizes = row_sizes(width)
    assert sizes.columns == columns
    assert (sizes.tile_width, sizes.tile_height) == tile
    assert (sizes.caption > 0) == captioned


@pytest.mark.parametrize(("width", "size"), [(364, TextSize.DEFAULT), (280, TextSize.LARGER)])
def test_the_painted_buttons_of_a_row_do_what_they_say(panel, theme, qtbot, width, size):
    theme.set_text_size(size)
    panel.resize(width, 900)
    lost = a_lost_one(1)
    panel.model.set_generations([lost, a_generation(2)])
    rect = place_of(panel, lost)
    index = panel.model.index_of(lost.id)
    found = {}
    for x in range(rect.left(), rect.right(), 3):
        for y in range(rect.top(), rect.bottom(), 3):
            hit = panel.delegate.button_at(QPoint(x, y), rect, index)
            if hit is not None:
                found.setdefault(hit[1], QPoint(x + 2, y + 2))
    assert set(found) == {Action.SEND_AGAIN, Action.DROP_IT}
    for action, point in found.items():
        with qtbot.waitSignal(panel.action_requested) as asked:
            click(qtbot, panel, point)
        assert asked.args == [lost.id, action]
    assert panel.selected_id == "", "a button is no choice of the row"


def test_a_button_that_is_left_while_pressed_does_nothing(panel, qtbot):
    lost = a_lost_one(1)
    panel.model.set_generations([lost])
    rect = place_of(panel, lost)
    index = panel.model.index_of(lost.id)
    words = index.data(0x0100 + 3)
    assert panel.delegate.row_actions(words) == (Action.SEND_AGAIN, Action.DROP_IT)
    button = QPoint(rect.left() + 110, rect.bottom() - 22)
    assert panel.delegate.button_at(button, rect, index) is not None
    viewport = panel.view.viewport()
    with qtbot.assertNotEmitted(panel.action_requested):
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=button)
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=rect.topLeft())


def test_the_cross_of_a_running_row_cancels(panel, qtbot):
    running = a_generation(1, State.WAITING)
    panel.model.set_generations([running])
    rect = place_of(panel, running)
    cross = QPoint(rect.left() + 6 + 332 - 8 - 13, rect.top() + 3 + 32)
    with qtbot.waitSignal(panel.row_action_requested) as cancelled:
        click(qtbot, panel, cross)
    assert cancelled.args == [[running.id], Action.CANCEL]


def test_actions_nobody_listens_to_are_not_shown(qtbot, theme):
    model = LibraryModel()
    panel = LibraryPanel(theme, model, actions=frozenset({Action.DROP_IT}))
    qtbot.addWidget(panel)
    lost, running = a_lost_one(1), a_generation(2, State.WAITING)
    model.set_generations([lost, running])
    assert panel.menu_actions(lost) == [Action.DROP_IT]
    assert panel.menu_actions(running) == []
    assert not panel.delegate.can_cancel(running)


def test_the_menu_offers_what_the_state_allows(panel, qtbot):
    running, ready = a_generation(1, State.WAITING), a_generation(2)
    panel.model.set_generations([running, ready])
    assert Action.CANCEL in panel.menu_actions(running)
    assert Action.CANCEL not in panel.menu_actions(ready)
    assert Action.MOVE_TO_TRASH not in panel.menu_actions(running)
    panel.view.menu_wanted.emit(panel.model.index_of(running.id), QPoint(10, 10))
    menu = panel.findChild(QMenu)
    entry = next(one for one in menu.actions() if one.data() == Action.CANCEL)
    with qtbot.waitSignal(panel.row_action_requested) as cancelled:
        entry.trigger()
    assert cancelled.args == [[running.id], Action.CANCEL]
    menu.close()


def test_the_menu_of_takes_leads_to_each_of_them(panel, qtbot):
    takes = [a_generation(n, State.WAITING, group_id="ab" * 6, take=n, takes=2) for n in (1, 2)]
    panel.model.set_generations(takes)
    panel.view.menu_wanted.emit(panel.model.index_of(takes[0].id), QPoint(10, 10))
    menu = panel.findChild(QMenu)
    entry = next(one for one in menu.actions() if one.text() == "Show take 2: Queued")
    with qtbot.waitSignal(panel.selected) as chosen:
        entry.trigger()
    assert chosen.args == [takes[1].id]
    with qtbot.waitSignal(panel.row_action_requested) as cancelled:
        next(one for one in menu.actions() if one.data() == Action.CANCEL).trigger()
    assert cancelled.args == [[take.id for take in takes], Action.CANCEL]
    menu.close()


def test_a_new_clip_does_not_take_the_choice_away(panel, qtbot):
    chosen = a_generation(5)
    panel.model.set_generations([chosen])
    panel.select(chosen.id)
    with qtbot.assertNotEmitted(panel.selected):
        running = a_generation(1, State.WAITING)
        panel.model.apply(running)
        panel.model.apply(running, Progress(percent=40))
        panel.model.apply(running.with_facts(state=State.READY, clip=a_clip(1)))
    assert panel.selected_id == chosen.id
    assert panel.view.currentIndex() == panel.model.index_of(chosen.id)


def test_a_chosen_clip_stays_chosen_when_it_becomes_ready(panel, qtbot):
    running = a_generation(1, State.WAITING)
    panel.model.set_generations([running, a_generation(2), a_generation(3, State.WAITING)])
    panel.select(running.id)
    with qtbot.assertNotEmitted(panel.selected):
        panel.model.apply(running.with_facts(state=State.READY, clip=a_clip(1)))
    assert panel.view.currentIndex() == panel.model.index_of(running.id)


def test_when_the_chosen_clip_is_removed_nothing_is_chosen(panel, qtbot):
    gone = a_generation(1)
    panel.model.set_generations([gone, a_generation(2)])
    panel.select(gone.id)
    with qtbot.waitSignal(panel.selected) as told:
        panel.model.remove(gone.id)
    assert told.args == [""]


def test_typing_searches_after_a_moment_and_clear_shows_all_again(panel, qtbot):
    panel.model.set_generations([a_generation(n) for n in (1, 2, 33)])
    qtbot.keyClicks(panel.search, "kite 33")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    panel.search.setText("nothing like it")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    clear = panel.findChild(object, "clearSearchButton")
    assert clear.isVisible()
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert panel.model.rowCount() == 4
    assert panel.search.text() == ""


def test_a_filter_chip_filters_at_once(panel, qtbot):
    panel.model.set_generations([a_generation(1), a_generation(2, State.WAITING)])
    chip = panel.findChild(object, "filterRunning")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert panel.filters.value is Filter.RUNNING
    assert [panel.model.kind_at(row) for row in range(panel.model.rowCount())] == [
        RowKind.HEADER,
        RowKind.TASK,
    ]


@pytest.mark.parametrize("width", [280, 304, 364, 560])
def test_no_filter_is_cut_off(panel, width, qtbot):
    running = [a_generation(n, State.WAITING) for n in range(12)]
    panel.model.set_generations([*running, a_lost_one(30)])
    panel.resize(width, 700)
    chips = [panel.findChild(object, f"filter{one}") for one in ("All", "Running", "Favourites")]
    for chip in chips:
        assert chip.width() >= chip.sizeHint().width()
        assert panel.filters.rect().contains(chip.geometry())


def test_the_clock_runs_only_while_something_does(panel):
    assert not panel._seconds.isActive()
    panel.model.apply(a_generation(1, State.WAITING))
    assert panel._seconds.isActive()
    panel.hide()
    assert not panel._seconds.isActive()


def test_a_ring_at_rest_wakes_nobody(panel, qtbot):
    running = a_generation(1, State.WAITING)
    panel.model.apply(running, Progress(percent=20))
    panel.grab()
    panel.model.apply(running, Progress(percent=60))
    qtbot.waitUntil(lambda: not panel.delegate.rings.is_moving)


def a_picture(path: Path, width: int, height: int, colour: Qt.GlobalColor) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    assert image.save(str(path))
    return path


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_poster_has_exactly_the_pixels_of_the_screen(qapp, tmp_path, scale):
    poster = a_picture(tmp_path / "poster.jpg", 480, 270, Qt.GlobalColor.red)
    image = read_framed(PosterKey(poster, 160, 90, 8, scale))
    assert (image.width(), image.height()) == (round(160 * scale), round(90 * scale))
    assert image.pixelColor(0, 0).alpha() < 128, "the corner is round"
    assert image.pixelColor(image.width() // 2, image.height() // 2).red() > 240


def test_a_portrait_clip_stands_on_its_own_blurred_backdrop(qapp, tmp_path):
    poster = a_picture(tmp_path / "tall.jpg", 270, 480, Qt.GlobalColor.white)
    image = read_framed(PosterKey(poster, 160, 90, 8, 1.0))
    assert image.pixelColor(80, 45).lightness() > 240
    side = image.pixelColor(12, 45)
    assert 20 < side.lightness() < 200


def test_posters_arrive_from_behind_the_scenes(panel, qtbot, tmp_path):
    poster = a_picture(tmp_path / "poster.jpg", 480, 270, Qt.GlobalColor.blue)
    there = msgspec.structs.replace(a_clip(1, poster), path=poster)
    clip = a_generation(1, clip=there)
    with qtbot.waitSignal(panel.delegate.posters.loaded):
        panel.model.set_generations([clip])
        panel.grab()
    rect = place_of(panel, clip)
    shown = panel.view.grab().toImage()
    centre = panel.view.viewport().geometry().topLeft() + rect.center() - QPoint(0, 20)
    assert shown.pixelColor(centre).blue() > 200


def test_a_poster_that_is_gone_leaves_a_quiet_tile(panel, qtbot, tmp_path):
    with qtbot.waitSignal(panel.delegate.posters.loaded):
        panel.model.set_generations([a_generation(1, clip=a_clip(1, tmp_path / "gone.jpg"))])
        panel.grab()
    panel.grab()


def test_ten_thousand_rows_lay_out_and_scroll_to_the_end(panel, qtbot):
    panel.model.set_generations(
        [a_generation(n, State.WAITING if n < 5 else State.READY) for n in range(10_000)]
    )
    panel.view.setLayoutMode(panel.view.LayoutMode.SinglePass)
    panel.view.doItemsLayout()
    last = panel.model.index(panel.model.rowCount() - 1, 0)
    panel.view.scrollTo(last)
    rect = panel.view.visualRect(last)
    assert panel.view.viewport().rect().intersects(rect)
    assert panel.view.verticalScrollBar().maximum() > 5000 * 100
