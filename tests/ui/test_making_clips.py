"""From the price to the clip that plays: what a person sees while clips are made."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import SANDBOX, Generation, State
from omniflash_desktop.domain.outcomes import Submitted, TaskReport, TaskStatus, Unconfirmed
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.request import ReferenceHint
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.ui.library.library_model import LibraryRole
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import Held, Script, completed, running
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import small_clip

IN_SANDBOX = Preferences(use_sandbox=True)


def price_line(opened: OpenedWindow) -> tuple[str, str]:
    return (
        opened.part("costLabel", QLabel).accessibleDescription(),
        opened.part("balanceLabel", QLabel).accessibleDescription(),
    )


def bodies(opened: OpenedWindow) -> list[dict[str, object]]:
    return [json.loads(body) for body, _ in opened.house.api.posts]


def states(opened: OpenedWindow) -> Callable[[Generation], State]:
    return lambda generation: opened.house.library.kept[generation.id].state


def failed_because(problem: Problem) -> TaskReport:
    return TaskReport(status=TaskStatus.FAILED, word="failed", problem=problem)


def gives_real_clips(opened: OpenedWindow, clip: Path) -> None:
    """Every download ends as this file."""
    opened.house.files.keep = lambda part, name: clip


async def test_the_price_follows_what_is_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        assert price_line(opened) == ("≈ $0.30 list price", "Balance $10.00")

        opened.press("moreVariationsButton")
        assert price_line(opened)[0] == "≈ $0.60 2 × $0.30, list price"

        link = VideoReference(url="https://example.test/walk.mp4")
        opened.composer.load_request(a_request(video=link))
        assert price_line(opened)[0] == "≈ $0.16 2 × $0.08, list price"


async def test_the_price_follows_what_clips_like_it_did_cost(
    qapp: QApplication, tmp_path: Path
) -> None:
    of_yesterday = a_generation().made_at(CLICK - timedelta(days=1))
    held = [
        of_yesterday.with_facts(id=f"{number:012}", cost=Decimal("0.35")).ready()
        for number in range(11)
    ]
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=held) as opened:
        assert price_line(opened)[0] == "≈ $0.35 from 11 clips"

        opened.house.api.polls = Script(completed(cost=Decimal("0.40")))
        made = await opened.generate()
        await until(lambda: states(opened)(made) is State.READY)
        await opened.settle()
        assert price_line(opened)[0] == "≈ $0.40 from 1 clip"

        opened.composer.load_request(a_request(duration=8))
        assert price_line(opened)[0] == "≈ $0.35 list price"


async def test_a_running_clip_tells_how_long_clips_like_it_took(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = [
        a_generation().with_facts(id=f"{number:012}", elapsed_seconds=60.0 + 30 * number).ready()
        for number in range(5)
    ]
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=held) as opened:
        opened.house.clock.wall_jump = datetime.now(UTC) - CLICK
        opened.house.api.polls = Script(Held(completed()))
        made = await opened.generate()
        await until(lambda: states(opened)(made) is State.WAITING)
        await opened.settle()
        row = opened.workspace.model.index_of(made.id)
        words = row.data(LibraryRole.WORDS)
        assert words.third.endswith("usually 1\u20133 min")
        assert opened.says("usually 1\u20133 min", within=opened.stage)


async def test_a_balance_below_the_price_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        opened.house.api.balances = Script(Balance(remaining=Decimal("0.40")))
        await opened.connect()
        assert price_line(opened)[1] == "Balance $0.40"

        opened.press("moreVariationsButton")
        assert price_line(opened)[1] == "Balance $0.40, too low"
        # Prices are estimates: the press is not forbidden.
        assert opened.part("generateButton").isEnabled()


async def test_the_balance_follows_what_was_charged(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.parts.choice._balance_moved.setInterval(10)
        opened.house.api.polls = Script(Held(completed()))
        opened.house.api.balances = Script(Balance(remaining=Decimal("9.70")))
        await opened.generate()
        await until(lambda: price_line(opened)[1] == "Balance $9.70")
        assert opened.part("connectionPill").accessibleDescription() == "Connected, $9.70"


async def test_a_key_without_a_limit_is_never_too_low(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        opened.house.api.balances = Script(Balance(remaining=None, unlimited=True))
        opened.house.api.account_balances = Script(Balance(remaining=Decimal("0.01")))
        await opened.connect()
        assert price_line(opened)[1] == "Unlimited key"
        assert opened.part("connectionPill").accessibleDescription() == "Connected, Unlimited"


async def test_the_balance_of_one_service_is_not_shown_for_another(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened.settle()
        opened.parts.choice.use_sandbox()
        await opened.settle()
        assert price_line(opened) == ("Free in the sandbox", "Nothing is billed")
        assert opened.part("connectionPill").accessibleDescription() == "Local server"


async def test_generate_makes_what_is_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    chosen = Preferences(
        use_sandbox=True, model="Omni-Flash-Next", reference_hint=ReferenceHint.NEVER
    )
    async with an_opened_window(qapp, tmp_path, preferences=chosen) as opened:
        opened.house.api.polls = Script(Held(completed()))
        opened.write("a red kite")
        opened.press("moreVariationsButton")
        opened.press("moreVariationsButton")

        opened.press("generateButton")
        # The second press of a slip of the finger.
        opened.press("generateButton")
        await until(lambda: len(opened.house.api.posts) == 3)

        made = list(opened.house.library.kept.values())
        assert len(made) == 3
        assert {one.service for one in made} == {SANDBOX}
        assert {one.request.reference_hint for one in made} == {ReferenceHint.NEVER}
        assert {body["model"] for body in bodies(opened)} == {"Omni-Flash-Next"}
        assert {body["prompt"] for body in bodies(opened)} == {"a red kite"}
        assert len({key for _, key in opened.house.api.posts}) == 3
        # Nothing else was there, so the first one is watched.
        await until(lambda: opened.stage.generation_id == made[0].id)
        assert opened.workspace.library.selected_id == made[0].id
        assert opened.composer.draft().prompt == "a red kite"


async def test_the_keys_generate_too(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        opened.house.api.polls = Script(Held(completed()))
        opened.write("kite")
        editor = opened.composer.prompt.editor
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: opened.stage.generation_id)
        assert len(opened.house.library.kept) == 1


async def test_a_new_clip_leaves_the_one_on_the_stage(qapp: QApplication, tmp_path: Path) -> None:
    watched = a_generation().with_prompt("lake").failed()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[watched]) as opened:
        opened.house.api.polls = Script(Held(completed()))
        opened.parts.viewing.choose(watched.id)
        started = await opened.generate()
        await until(lambda: opened.workspace.model.generation(started.id))
        await opened.settle()
        assert opened.stage.generation_id == watched.id


async def test_progress_reaches_stage_row_and_header(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        halted = Held(completed())
        opened.house.api.polls = Script(running(40), halted)
        started = await opened.generate()
        await until(lambda: opened.says("40 %", within=opened.stage))

        model = opened.workspace.model
        index = model.index_of(started.id)
        assert index.data(LibraryRole.PROGRESS).percent == 40
        assert "40 %" in index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert opened.part("activityPill").text() == "1 running"
        assert opened.header._ring.percent == 40

        halted.let_go.set()
        await until(lambda: states(opened)(started) is State.READY)
        await until(lambda: not opened.part("activityPill").isVisible())


async def test_the_header_shows_the_mean_of_all(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        api = opened.house.api
        api.polls_of["task_01"] = Script(running(20), Held(completed()))
        api.polls_of["task_02"] = Script(running(61), Held(completed()))
        opened.write("kite")
        opened.press("moreVariationsButton")
        opened.press("generateButton")
        await until(lambda: opened.header._ring.percent == 40)
        assert opened.part("activityPill").text() == "2 running"

        opened.press("activityPill")
        assert opened.part("filterRunning").isChecked()


async def test_a_clip_that_was_watched_plays(qapp: QApplication, tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        gives_real_clips(opened, small_clip(tmp_path / "kite.mp4"))
        started = await opened.generate()
        await until(lambda: opened.stage.generation_id == started.id)
        await until(lambda: opened.stage.playback.has_frame)
        assert opened.stage.playback.is_playing
        await until(lambda: opened.stage.playback.position > 0.1)
        assert opened.toasts == []


async def test_a_clip_that_begins_to_play_leaves_the_keyboard_to_who_writes(
    qapp: QApplication, tmp_path: Path
) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX) as opened:
        gives_real_clips(opened, small_clip(tmp_path / "kite.mp4"))
        await opened.generate()
        opened.composer.focus_prompt()
        await until(lambda: opened.stage.playback.is_playing)
        assert opened.window.focusWidget() is opened.composer.prompt.editor


async def test_a_clip_that_was_not_watched_is_announced(qapp: QApplication, tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    watched = a_generation().with_prompt("lake").failed()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[watched]) as opened:
        gives_real_clips(opened, small_clip(tmp_path / "kite.mp4"))
        opened.parts.viewing.choose(watched.id)
        started = await opened.generate()
        await until(lambda: opened.toasts == ["Clip ready. kite"])
        assert opened.stage.generation_id == watched.id

        opened.press("toastAction")
        await until(lambda: opened.stage.playback.has_frame)
        assert opened.stage.generation_id == started.id
        assert opened.workspace.library.selected_id == started.id
        assert opened.stage.playback.is_playing
        assert opened.toasts == []


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (Problem(kind=ProblemKind.MODERATION), "Clip failed"),
        (Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN)), "Clip unconfirmed"),
    ],
)
async def test_trouble_with_another_clip_is_announced(
    qapp: QApplication, tmp_path: Path, answer: object, title: str
) -> None:
    watched = a_generation().with_prompt("lake").failed()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[watched]) as opened:
        if isinstance(answer, Unconfirmed):
            opened.house.api.submits = Script(answer)
        else:
            opened.house.api.polls = Script(failed_because(answer))
            opened.house.api.submits = Script(Submitted(task_ids=("task_09",)))
        opened.parts.viewing.choose(watched.id)
        started = await opened.generate()
        await until(lambda: opened.toasts)
        assert opened.toasts == [f"{title}. kite"]
        assert opened.stage.generation_id == watched.id

        opened.press(opened.button("Show"))
        assert opened.stage.generation_id == started.id
        assert opened.part("failurePanel").isVisible()


async def test_the_same_clip_is_told_once(qapp: QApplication, tmp_path: Path) -> None:
    watched = a_generation().with_prompt("lake").failed()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[watched]) as opened:
        opened.parts.viewing.choose(watched.id)
        started = await opened.generate()
        await until(lambda: opened.toasts)
        opened.house.queue.set_favourite(started.id, True)
        opened.house.queue.rename(started.id, "my kite")
        await opened.settle()
        assert opened.toasts == ["Clip ready. kite"]


async def test_what_was_under_way_is_taken_up(qapp: QApplication, tmp_path: Path) -> None:
    waiting = a_generation().with_prompt("lake").waiting()
    sent = a_generation().with_facts(id="fedcba987654").with_prompt("kite").submitting()
    async with an_opened_window(qapp, tmp_path, held=[waiting, sent], token="sk-1") as opened:
        await until(lambda: opened.house.now(waiting).state is State.READY)
        await until(lambda: len(opened.toasts) == 2)
        assert sorted(opened.toasts) == ["Clip ready. lake", "Clip unconfirmed. kite"]
        assert opened.house.api.posts == []


async def test_a_clip_goes_where_it_was_started(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(Held(completed()))
        started = await opened.generate()
        opened.parts.choice.use_sandbox()
        await opened.settle()
        assert opened.house.now(started).service == DEFAULT_BASE_URL
