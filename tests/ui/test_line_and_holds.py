"""Clips that wait to be sent: taken back, sent at once, edited, moved; and the same one twice."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import Refused, Submitted
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.request import Resolution
from omniflash_desktop.services.changes import Changes, GenerationChanged, GenerationRemoved
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.library.row_drag import LINE_MIME_TYPE
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.toasts import MAX_TOASTS
from omniflash_desktop.ui.send_hold import SendHolds
from omniflash_desktop.ui.stage.running_page import RunningPage
from tests.builders import a_generation, a_request
from tests.services.fakes import Held, Script, completed
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

IN_SANDBOX = Preferences(use_sandbox=True)


class Line:
    """A queue that only remembers what it was asked; what was sent cannot be taken back."""

    def __init__(self, *unsent: Generation) -> None:
        self.unsent = {one.id: one for one in unsent}
        self.moves: list[tuple[str, str | None]] = []
        self.sent_now: list[str] = []

    def take_back(self, generation_ids: Iterable[str]) -> list[Generation]:
        ids = list(generation_ids)
        return [self.unsent.pop(one) for one in ids if one in self.unsent]

    def send_now(self, generation_id: str) -> None:
        self.sent_now.append(generation_id)

    def move_before(self, generation_id: str, other_id: str | None) -> None:
        self.moves.append((generation_id, other_id))


def in_line(number: int, **facts: Any) -> Generation:
    facts = {"id": f"{number:012x}", "group_id": f"{number:012d}", "order": float(number), **facts}
    return a_generation().in_sandbox().with_prompt(f"lake {number}").with_facts(**facts).queued()


class WithLine:
    """A window in which the rows in line do what they say."""

    def __init__(self, opened: OpenedWindow, line: Line) -> None:
        self.opened = opened
        self.line = line
        self.actions = opened.parts.queue_parts.line
        self.actions._queue = line


@asynccontextmanager
async def a_window_with(
    app: QApplication, folder: Path, *held: Generation
) -> AsyncGenerator[WithLine]:
    async with an_opened_window(app, folder, preferences=IN_SANDBOX, held=[]) as opened:
        opened.workspace.model.set_generations(held)
        yield WithLine(opened, Line(*held))


async def test_rows_move_by_keys_and_by_menu(qapp: QApplication, tmp_path: Path) -> None:
    first, second, third = (in_line(n) for n in (1, 2, 3))
    async with a_window_with(qapp, tmp_path, first, second, third) as shown:
        library, moves = shown.opened.workspace.library, shown.line.moves
        library.view.setFocus()
        library.select(second.id)
        QTest.keyClick(library.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert moves.pop() == (second.id, first.id)
        QTest.keyClick(library.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert moves.pop() == (second.id, None)
        library.ask(third.id, Action.MOVE_TO_FRONT)
        assert moves.pop() == (third.id, first.id)
        # There is no way further up or down.
        library.ask(first.id, Action.MOVE_UP)
        library.ask(first.id, Action.MOVE_TO_FRONT)
        library.ask(third.id, Action.MOVE_DOWN)
        assert moves == []


async def test_takes_move_together(qapp: QApplication, tmp_path: Path) -> None:
    lone = in_line(1)
    takes = [in_line(n, group_id="ab" * 6, take=n - 1, takes=2) for n in (2, 3)]
    async with a_window_with(qapp, tmp_path, lone, *takes) as shown:
        library = shown.opened.workspace.library
        library.ask(takes[0].id, Action.MOVE_UP)
        assert shown.line.moves == [(take.id, lone.id) for take in takes]


async def test_a_row_is_dragged_to_another_place(qapp: QApplication, tmp_path: Path) -> None:
    first, second, third = (in_line(n) for n in (1, 2, 3))
    async with a_window_with(qapp, tmp_path, first, second, third) as shown:
        view, model = shown.opened.workspace.library.view, shown.opened.workspace.model
        view.doItemsLayout()

        def drop(dragged: Generation, place: QPoint) -> bool:
            carried = model.mimeData([model.index_of(dragged.id)])
            assert carried.hasFormat(LINE_MIME_TYPE)
            event = QDropEvent(
                QPointF(place),
                Qt.DropAction.CopyAction,
                carried,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            view.dropEvent(event)
            return event.isAccepted()

        upper = view.visualRect(model.index_of(first.id)).topLeft() + QPoint(40, 8)
        assert drop(third, upper)
        assert shown.line.moves.pop() == (third.id, first.id)
        lower = view.visualRect(model.index_of(third.id)).bottomLeft() + QPoint(40, -12)
        assert drop(first, lower)
        assert shown.line.moves.pop() == (first.id, None)
        assert drop(first, upper)
        assert shown.line.moves == [], "it stands there already"


async def test_files_are_not_taken_by_the_list(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window_with(qapp, tmp_path, in_line(1)) as shown:
        view = shown.opened.workspace.library.view
        data = QMimeData()
        data.setText("no row")
        event = QDropEvent(
            QPointF(40, 40),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        view.dropEvent(event)
        assert not event.isAccepted()


async def test_a_clip_in_line_is_edited_in_the_composer(qapp: QApplication, tmp_path: Path) -> None:
    request = a_request(prompt="a lake at dawn", resolution=Resolution.UHD_4K)
    takes = [
        in_line(n, group_id="ab" * 6, take=n, takes=2).with_facts(request=request) for n in (1, 2)
    ]
    async with a_window_with(qapp, tmp_path, *takes) as shown:
        opened = shown.opened
        opened.workspace.library.ask(takes[0].id, Action.EDIT_IN_LINE)
        assert opened.composer.draft() == request
        assert opened.composer.takes == 2
        assert shown.line.unsent == {}


async def test_what_was_sent_meanwhile_is_told(qapp: QApplication, tmp_path: Path) -> None:
    first, second = in_line(1), in_line(2)
    async with a_window_with(qapp, tmp_path, first, second) as shown:
        del shown.line.unsent[second.id]
        shown.actions.do([first.id, second.id], Action.UNDO_SEND)
        assert shown.opened.toasts == ["1 of 2 taken back, the others were sent already. lake 1"]
        shown.actions.do([second.id], Action.UNDO_SEND)
        assert shown.opened.toasts[-1].startswith("Too late to take it back")
        shown.opened.write("something else")
        shown.actions.do([second.id], Action.EDIT_IN_LINE)
        assert shown.opened.composer.draft().prompt == "something else"


async def test_a_held_row_is_sent_at_once_or_undone(qapp: QApplication, tmp_path: Path) -> None:
    held = in_line(1, held_until=datetime.now(UTC) + timedelta(seconds=60))
    async with a_window_with(qapp, tmp_path, held) as shown:
        library = shown.opened.workspace.library
        words = library._model.index_of(held.id).data(0x0100 + 3)
        assert library.delegate.row_actions(words) == (Action.UNDO_SEND, Action.SEND_NOW)
        library.ask(held.id, Action.SEND_NOW)
        assert shown.line.sent_now == [held.id]
        library.ask(held.id, Action.UNDO_SEND)
        assert shown.opened.toasts == ["Taken back, nothing was charged. lake 1"]


async def test_a_click_can_be_undone_as_long_as_it_is_held(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        moment = [datetime.now(UTC)]
        relay = ChangeRelay(opened.house.changes, opened.window)
        holds = SendHolds(opened.stage.toasts, relay, lambda: moment[0], opened.window)
        undone: list[list[str]] = []
        holds.undo_asked.connect(undone.append)
        until_then = moment[0] + timedelta(seconds=5)
        takes = [in_line(n, held_until=until_then) for n in (1, 2)]
        holds.tell(takes)
        assert opened.toasts == ["Sending in 5 s. lake 1, 2 takes"]
        moment[0] += timedelta(seconds=2.5)
        await until(lambda: opened.toasts == ["Sending in 3 s. lake 1, 2 takes"])
        opened.press("toastAction")
        assert undone == [[take.id for take in takes]]
        assert opened.toasts == []

        holds.tell(takes)
        moment[0] = until_then
        await until(lambda: opened.toasts == [])


async def test_undo_on_the_stage_is_about_the_whole_click(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", holds=True) as opened:
        nobody_wakes = asyncio.Event()
        opened.house.clock.sleep = lambda _seconds: nobody_wakes.wait()
        opened.house.clock.wall_jump = datetime.now(UTC) - opened.house.clock.now()
        opened.write("kite")
        opened.press("moreVariationsButton")
        opened.press("moreVariationsButton")
        opened.press("generateButton")
        await until(lambda: opened.stage.generation_id)
        assert opened.toasts == ["Sending in 5 s. kite, 3 takes"]
        (page,) = opened.stage.findChildren(RunningPage)
        opened.press(opened.button("Undo", within=page))
        await until(lambda: opened.house.library.kept == {})
        assert opened.house.api.posts == []
        await until(lambda: opened.toasts == ["Taken back, nothing was charged. kite"])


@pytest.mark.parametrize("how", ["sent", "taken back"])
async def test_the_message_ends_with_the_hold(qapp: QApplication, tmp_path: Path, how: str) -> None:
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        relay = ChangeRelay(opened.house.changes, opened.window)
        holds = SendHolds(opened.stage.toasts, relay, parent=opened.window)
        held = in_line(1, held_until=datetime.now(UTC) + timedelta(seconds=60))
        holds.tell([held])
        assert len(opened.toasts) == 1
        if how == "sent":
            sent = held.with_facts(state=State.PREPARING)
            opened.house.changes.publish(GenerationChanged(generation=sent))
        else:
            opened.house.changes.publish(GenerationRemoved(generation_id=held.id))
        await until(lambda: opened.toasts == [])


async def test_a_message_that_others_push_out_is_over(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        relay = ChangeRelay(opened.house.changes, opened.window)
        holds = SendHolds(opened.stage.toasts, relay, parent=opened.window)
        until_then = datetime.now(UTC) + timedelta(seconds=60)
        clips = [in_line(number, held_until=until_then) for number in range(MAX_TOASTS + 2)]
        for clip in clips:
            holds.tell([clip])
        await opened.settle()
        assert len(opened.toasts) == MAX_TOASTS
        for clip in clips:
            opened.house.changes.publish(GenerationRemoved(generation_id=clip.id))
        await until(lambda: opened.toasts == [])


async def test_what_is_not_held_is_not_announced(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        relay = ChangeRelay(Changes(), opened.window)
        SendHolds(opened.stage.toasts, relay, parent=opened.window).tell([in_line(1)])
        assert opened.toasts == []


def three_minutes_later(opened: OpenedWindow) -> None:
    """What is asked for next is asked for then, by the clock that the question reads."""
    then = opened.house.clock.now() + timedelta(minutes=3, seconds=5)
    opened.parts.queue_parts._same._now = lambda: then


async def test_the_same_clip_is_asked_about_before_anything_is_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(Held(completed()))
        await opened.generate("kite")
        await until(lambda: len(opened.house.api.posts) == 1)
        three_minutes_later(opened)
        opened.composer._guard.stop()

        opened.press("generateButton")
        box = await opened.asked()
        assert box.title.text() == "You asked for this clip 3 minutes ago"
        assert box.words.text() == "Make it again? It costs about $0.30."
        assert box.no.isDefault(), "Return must not pay"
        # Pressing on while the question stands asks nothing, and sends nothing.
        opened.composer._guard.stop()
        opened.composer.generate()
        await opened.settle()
        assert len(opened.house.api.posts) == 1
        await opened.answer("Cancel")
        await opened.settle()
        assert len(opened.house.api.posts) == 1

        opened.composer._guard.stop()
        opened.press("generateButton")
        await opened.answer("Make again")
        await until(lambda: len(opened.house.api.posts) == 2)


async def test_another_clip_is_not_asked_about(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(Held(completed()))
        await opened.generate("kite")
        opened.composer._guard.stop()
        opened.write(" over the sea")
        opened.press("generateButton")
        await until(lambda: len(opened.house.api.posts) == 2)
        assert opened.question() is None


@pytest.mark.parametrize("by_keys", [False, True])
async def test_a_slip_of_the_finger_makes_one_request(
    qapp: QApplication, tmp_path: Path, by_keys: bool
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(Held(completed()))
        opened.write("kite")
        if by_keys:
            editor = opened.composer.prompt.editor
            for _ in range(3):
                QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            button = opened.part("generateButton")
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
        await until(lambda: opened.house.api.posts)
        await opened.settle()
        assert len(opened.house.api.posts) == 1
        assert len(opened.house.library.kept) == 1


async def test_takes_are_cancelled_without_a_question_as_far_as_that_is_free(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(Held(completed()))
        opened.write("kite")
        for _ in range(4):
            opened.press("moreVariationsButton")
        opened.house.api.submits = Script(*_three_answers_then_none())
        opened.press("generateButton")
        await until(lambda: len(opened.house.api.posts) == 5 or _waiting(opened) == 3)
        model = opened.workspace.model
        takes = list(opened.house.library.kept.values())
        await until(lambda: model.index_of(takes[0].id).isValid())
        shared = [one.id for one in model.sharing_a_row(takes[0].id)]
        assert len(shared) == 5

        opened.parts.actions.do_for_row(shared, Action.CANCEL)
        box = await opened.asked()
        assert box.title.text() == "Stop watching 3 clips?"
        assert _waiting(opened) == 3
        await opened.answer("Stop watching")
        await until(lambda: _waiting(opened) == 0)


def _waiting(opened: OpenedWindow) -> int:
    return sum(one.state is State.WAITING for one in opened.house.library.kept.values())


def _three_answers_then_none() -> list[Any]:
    taken = [Submitted(task_ids=(f"task_{n}",)) for n in (1, 2, 3)]
    # The rest is sent back, and waits unsent.
    return [*taken, Refused(Problem(kind=ProblemKind.BALANCE_TOO_LOW))]
