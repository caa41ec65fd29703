"""The stage as people use it: pages by state, player by mouse and keyboard, failure, welcome."""

import itertools
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QWidget,
)

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, Progress, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.toasts import ToastKind
from omniflash_desktop.ui.stage.example_prompts import ExampleButton
from omniflash_desktop.ui.stage.stage_panel import StagePanel
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.stage.conftest import number_in

NOW = datetime.now(UTC)
FRAMES, RATE = 36, 24


def a_generation(state: State, number: int = 1, **facts: object) -> Generation:
    aspect = facts.pop("aspect", AspectRatio.LANDSCAPE)
    return Generation(
        id=f"{number:012x}",
        service=SANDBOX,
        request=GenerationRequest(prompt="A kite over the sea\nCamera: slow", aspect_ratio=aspect),
        state=state,
        created_at=NOW,
        changed_at=NOW,
        idempotency_key="5b0c",
        task_id="task_01KS1H",
        **facts,
    )


def a_clip(path: Path, size: tuple[int, int] = (320, 180)) -> Clip:
    return Clip(
        path=path,
        width=size[0],
        height=size[1],
        seconds=FRAMES / RATE,
        frame_rate=RATE,
        size_bytes=14_200_000,
        sha256="",
    )


@pytest.fixture
def stage(qtbot, qapp):
    theme = Theme()
    theme.apply(qapp)
    made = StagePanel(theme, actions=frozenset(Action), can_save_frame=True)
    qtbot.addWidget(made)
    made.resize(856, 952)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.release_file()


@pytest.fixture
def clip_on_stage(stage, qtbot, make_clip, multimedia):
    ready = a_generation(State.READY, clip=a_clip(make_clip(frames=FRAMES, rate=RATE)))
    stage.show_generation(ready)
    view = stage.clip_page.player.view
    qtbot.waitUntil(lambda: view.frames_painted > 0)
    return stage


def shown_frame(stage: StagePanel) -> int:
    return number_in(stage.clip_page.player.view.image)


def part(stage: QWidget, name: str) -> QWidget:
    def visible() -> list[QWidget]:
        return [one for one in stage.findChildren(QWidget, name) if one.isVisible()]

    # What was just built becomes visible with the next layout.
    for _ in range(200):
        if len(visible()) == 1:
            break
        QTest.qWait(5)
    found = visible()
    assert len(found) == 1, f"{name}: {len(found)} visible"
    return found[0]


def press(qtbot, stage: QWidget, name: str) -> None:
    qtbot.mouseClick(part(stage, name), Qt.MouseButton.LeftButton)


def test_importing_the_stage_does_not_load_the_player():
    probe = (
        "import sys; import omniflash_desktop.ui.stage.stage_panel; "
        "sys.exit(any('QtMultimedia' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_each_state_has_its_page(stage):
    stage.show_nothing()
    assert part(stage, "emptyStage").text() == "Write a prompt, then press Generate"
    stage.show_generation(a_generation(State.WAITING), Progress(percent=64))
    assert "64 %" in [label.text() for label in stage.findChildren(QLabel) if label.isVisible()]
    problem = Problem(kind=ProblemKind.MODERATION)
    stage.show_generation(a_generation(State.FAILED, problem=problem))
    assert part(stage, "failurePanel").isVisible()
    stage.show_generation(a_generation(State.CANCELLED))
    assert part(stage, "failurePanel").isVisible()


def test_buttons_move_the_clip_frame_by_frame(clip_on_stage, qtbot):
    stage = clip_on_stage
    press(qtbot, stage, "nextFrameButton")
    qtbot.waitUntil(lambda: shown_frame(stage) == 1)
    assert part(stage, "currentTime").text() == "00:00.01"
    press(qtbot, stage, "goToEndButton")
    qtbot.waitUntil(lambda: shown_frame(stage) == FRAMES - 1)
    press(qtbot, stage, "previousFrameButton")
    qtbot.waitUntil(lambda: shown_frame(stage) == FRAMES - 2)
    press(qtbot, stage, "goToStartButton")
    qtbot.waitUntil(lambda: shown_frame(stage) == 0)
    assert part(stage, "clipLength").text() == "00:01.12"


def test_keys_move_the_clip(clip_on_stage, qtbot):
    stage = clip_on_stage
    view = stage.clip_page.player.view
    view.setFocus()
    for key, frame in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Period, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, FRAMES - 1),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(view, key)
        qtbot.waitUntil(lambda frame=frame: shown_frame(stage) == frame)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown_frame(stage) == 24)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert stage.playback.is_playing
    qtbot.keyClick(view, Qt.Key.Key_K)
    assert not stage.playback.is_playing


def test_a_click_on_the_scrub_bar_jumps_there(clip_on_stage, qtbot):
    stage = clip_on_stage
    bar = part(stage, "scrubBar")
    assert isinstance(bar, QSlider)
    x = round(bar.place_of(20))
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, bar.height() // 2))
    qtbot.waitUntil(lambda: shown_frame(stage) == 20)
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown_frame(stage) == 21)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: shown_frame(stage) == 20)


def test_loop_and_sound_are_told_to_be_remembered(clip_on_stage, qtbot):
    stage = clip_on_stage
    with qtbot.waitSignal(stage.loop_changed) as loop:
        press(qtbot, stage, "loopButton")
    assert loop.args == [False]
    with qtbot.waitSignal(stage.volume_changed) as sound:
        press(qtbot, stage, "muteButton")
    assert sound.args == [0.8, True]
    stage.set_sound(loop=True, volume=0.5, muted=False)
    assert part(stage, "volumeSlider").value() == 50
    assert part(stage, "loopButton").isChecked()


def test_saving_a_frame_tells_the_moment_on_show(clip_on_stage, qtbot):
    stage = clip_on_stage
    stage.playback.seek(10.5 / RATE)
    qtbot.waitUntil(lambda: shown_frame(stage) == 10)
    with qtbot.waitSignal(stage.save_frame_requested) as asked:
        press(qtbot, stage, "saveFrameButton")
    assert asked.args == [stage.generation_id, pytest.approx(10 / RATE, abs=0.001)]


def test_what_can_be_done_with_a_clip_is_told_with_its_id(clip_on_stage, qtbot):
    stage = clip_on_stage
    for name, action in (
        ("useLastFrameButton", Action.USE_LAST_FRAME),
        ("reuseSettingsButton", Action.REUSE_SETTINGS),
        ("saveAsButton", Action.SAVE_AS),
        ("showInFolderButton", Action.SHOW_IN_FOLDER),
    ):
        with qtbot.waitSignal(stage.action_requested) as asked:
            press(qtbot, stage, name)
        assert asked.args == [stage.generation_id, action]


def test_facts_of_a_sandbox_clip(clip_on_stage, qtbot):
    stage = clip_on_stage
    assert part(stage, "clipCost").text() == "Free"
    assert part(stage, "clipPrompt").text().startswith("A kite over the sea")
    press(qtbot, stage, "copyTaskIdButton")
    assert QGuiApplication.clipboard().text() == "task_01KS1H"


def test_fresh_facts_do_not_start_the_clip_over(clip_on_stage, qtbot):
    stage = clip_on_stage
    stage.playback.seek(10.5 / RATE)
    qtbot.waitUntil(lambda: shown_frame(stage) == 10)
    again = a_generation(State.READY, clip=a_clip(stage.playback.path), favourite=True)
    stage.show_generation(again)
    assert stage.playback.position == pytest.approx(10 / RATE, abs=0.001)


def test_leaving_the_clip_lets_go_of_its_file(clip_on_stage):
    clip_on_stage.show_nothing()
    assert clip_on_stage.playback.path is None


def test_a_hidden_stage_does_not_go_on_playing(clip_on_stage):
    clip_on_stage.playback.play()
    clip_on_stage.hide()
    assert not clip_on_stage.playback.is_playing


@pytest.mark.parametrize("size", [(856, 952), (632, 752), (520, 600)])
def test_a_portrait_clip_has_its_details_beside_it(stage, qtbot, make_clip, multimedia, size):
    stage.resize(*size)
    path = make_clip("tall.mp4", frames=12, size=(180, 320))
    clip = a_clip(path, (180, 320))
    stage.show_generation(a_generation(State.READY, clip=clip, aspect=AspectRatio.PORTRAIT))
    page = stage.clip_page
    qtbot.waitUntil(lambda: page.player.view.frames_painted > 0)
    title = part(stage, "clipTitle")
    picture = page.player.view.geometry()
    assert title.mapTo(page, QPoint(0, 0)).x() > picture.right()
    assert page.player.transport.geometry().top() > picture.bottom()
    assert page.rect().contains(page.player.transport.geometry())


@pytest.mark.parametrize("size", [(856, 952), (632, 752), (520, 592)])
def test_nothing_overlaps_below_a_landscape_clip(clip_on_stage, size, qtbot):
    clip_on_stage.resize(*size)
    page = clip_on_stage.clip_page
    parts = [page.player.view, page.player.transport, page.heading, page.facts]
    for above, below in itertools.pairwise(parts):
        assert above.geometry().bottom() < below.geometry().top()
        assert page.rect().contains(below.geometry())


def test_a_clip_that_cannot_be_shown_says_so_and_offers_another_player(stage, qtbot, tmp_path):
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"no video")
    with qtbot.waitSignal(stage.cannot_play, timeout=10_000):
        stage.show_generation(a_generation(State.READY, clip=a_clip(path)))
    with qtbot.waitSignal(stage.action_requested) as asked:
        press(qtbot, stage, "openElsewhereButton")
    assert asked.args == [stage.generation_id, Action.OPEN_ELSEWHERE]


def test_without_the_sound_library_the_stage_says_why_nothing_plays(
    stage, qtbot, monkeypatch, make_clip
):
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    path = make_clip(frames=FRAMES, rate=RATE)
    with qtbot.waitSignal(stage.cannot_play):
        stage.show_generation(a_generation(State.READY, clip=a_clip(path)))
    said = " ".join(label.text() for label in stage.findChildren(QLabel) if label.isVisible())
    assert "cannot be played on this computer" in said
    assert part(stage, "openElsewhereButton").isVisible()


@pytest.mark.parametrize("size", [(856, 952), (632, 752)])
def test_one_of_several_takes_says_which_of_them_it_is(stage, qtbot, make_clip, multimedia, size):
    stage.resize(*size)
    ready = a_generation(State.READY, clip=a_clip(make_clip(frames=FRAMES, rate=RATE)))
    stage.show_generation(ready.with_facts(take=2, takes=4))
    qtbot.waitUntil(lambda: part(stage, "clipTake").text() == "2 of 4")
    failed = a_generation(State.FAILED, problem=Problem(kind=ProblemKind.AT_CAPACITY))
    stage.show_generation(failed.with_facts(id="b" * 12, take=3, takes=4))
    assert "3 of 4" in failure_text(stage)
    stage.show_generation(failed.with_facts(id="c" * 12))
    assert "1 of 1" not in failure_text(stage)


def failure_text(stage: StagePanel) -> str:
    panel = part(stage, "failurePanel")
    return "\n".join(label.text() for label in panel.findChildren(QLabel))


def test_a_failure_tells_cause_money_next_step_in_this_order(stage):
    problem = Problem(kind=ProblemKind.AT_CAPACITY, service_message="get_channel_failed")
    stage.show_generation(
        a_generation(State.FAILED, problem=problem).with_facts(service="https://api.example")
    )
    text = failure_text(stage)
    places = [
        text.index(one)
        for one in (
            "This is not about your balance.",
            "Nothing was billed.",
            "Trying again often works",
            "What the service said",
            "get_channel_failed",
            "task_01KS1H",
        )
    ]
    assert places == sorted(places)


def test_an_unconfirmed_clip_asks_quietly(stage, qtbot):
    problem = Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN)
    lost = a_generation(State.UNCONFIRMED, problem=problem).with_facts(service="https://a.example")
    stage.show_generation(lost)
    send = part(stage, "sendAgainButton")
    assert send.property("kind") == "secondary", "what may cost twice must not shout"
    assert "It may be billed." in failure_text(stage)
    with qtbot.waitSignal(stage.action_requested) as asked:
        press(qtbot, stage, "dropItButton")
    assert asked.args == [lost.id, Action.DROP_IT]


def test_the_report_holds_no_secrets(stage, qtbot):
    problem = Problem(
        kind=ProblemKind.INVALID_REQUEST,
        service_message="bad key sk-abcdef123456 at https://host.example/f?X-Amz-Signature=abc",
    )
    stage.show_generation(a_generation(State.FAILED, problem=problem))
    press(qtbot, stage, "copyReportButton")
    report = QGuiApplication.clipboard().text()
    assert "task_01KS1H" in report
    assert "sk-abc" not in report
    assert "Signature" not in report
    assert "host.example" in report


def test_a_long_answer_of_the_service_is_folded(stage, qtbot):
    message = "\n".join(f"line {n}" for n in range(40))
    problem = Problem(kind=ProblemKind.TASK_FAILED, service_message=message)
    stage.show_generation(a_generation(State.FAILED, problem=problem))
    assert "line 39" not in failure_text(stage).partition("What the service said")[2]
    press(qtbot, stage, "showServiceTextButton")
    assert "line 39" in failure_text(stage).partition("What the service said")[2]


def test_a_running_clip_can_be_cancelled_from_the_stage(stage, qtbot):
    running = a_generation(State.WAITING)
    stage.show_generation(running, None)
    with qtbot.waitSignal(stage.cancel_requested) as asked:
        press(qtbot, stage, "cancelTaskButton")
    assert asked.args == [running.id]


def test_the_first_run_offers_sandbox_token_and_examples(stage, qtbot):
    stage.show_welcome()
    with qtbot.waitSignal(stage.sandbox_chosen):
        press(qtbot, stage, "openSandboxButton")
    field = part(stage, "tokenField")
    assert isinstance(field, QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClicks(field, " sk-token ")
    with qtbot.waitSignal(stage.token_entered) as entered:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.args == ["sk-token"]
    for number in (1, 2, 3):
        with qtbot.waitSignal(stage.example_chosen) as chosen:
            press(qtbot, stage, f"example{number}")
        assert len(chosen.args[0]) > 100


def test_a_token_that_is_refused_is_said_beside_the_field(stage, qtbot):
    stage.show_welcome()
    stage.welcome.show_checking()
    connect = part(stage, "connectButton")
    assert isinstance(connect, QAbstractButton)
    assert not connect.isEnabled()
    stage.welcome.show_error("Your token was not accepted.")
    assert connect.isEnabled()
    assert part(stage, "tokenMessage").text() == "Your token was not accepted."
    qtbot.keyClicks(part(stage, "tokenField"), "x")
    assert not stage.findChild(QLabel, "tokenMessage").isVisible()
    qtbot.keyClicks(part(stage, "tokenField"), "")


def test_an_empty_token_is_not_sent(stage, qtbot):
    stage.show_welcome()
    with qtbot.assertNotEmitted(stage.token_entered):
        press(qtbot, stage, "connectButton")
    assert part(stage, "tokenMessage").text() == "Paste the token first."


def test_the_full_screen_shows_the_same_frame_and_escape_leaves_it(clip_on_stage, qtbot):
    stage = clip_on_stage
    stage.playback.seek(10 / RATE)
    qtbot.waitUntil(lambda: shown_frame(stage) == 10)
    press(qtbot, stage, "fullScreenButton")
    full = next(one for one in QApplication.topLevelWidgets() if one.isFullScreen())
    assert number_in(full.view.image) == 10
    qtbot.keyClick(full, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: number_in(full.view.image) == 11)
    qtbot.keyClick(full, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(one.isFullScreen() for one in QApplication.topLevelWidgets()))
    press(qtbot, stage, "fullScreenButton")
    again = next(one for one in QApplication.topLevelWidgets() if one.isFullScreen())
    again.close()


def test_speed_goes_by_the_steps_of_the_menu(clip_on_stage, qtbot):
    stage = clip_on_stage
    view = stage.clip_page.player.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_BracketRight)
    assert part(stage, "speedButton").text() == "1.5\u00d7"
    qtbot.keyClick(view, Qt.Key.Key_Backslash)
    assert stage.playback.speed == 1.0


@pytest.mark.parametrize("size", [(856, 952), (632, 752)])
def test_every_part_of_the_clip_page_has_its_spoken_name(clip_on_stage, size):
    clip_on_stage.resize(*size)
    for button in clip_on_stage.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName(), button.objectName()


def test_the_poster_stands_in_until_a_frame_comes(stage, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(stage.playback, "open", ignore_the_clip)
    poster = QImage(320, 180, QImage.Format.Format_RGB32)
    poster.fill(Qt.GlobalColor.red)
    poster.save(str(tmp_path / "poster.png"))
    clip = msgspec.structs.replace(a_clip(tmp_path / "x.mp4"), poster=tmp_path / "poster.png")
    stage.show_generation(a_generation(State.READY, clip=clip))
    view = stage.clip_page.player.view
    qtbot.waitUntil(lambda: view.image.size() == poster.size())
    assert view.grab().toImage().pixelColor(400, 300).red() > 240
    assert view.frames_painted == 0


def ignore_the_clip(path, **_facts) -> None:
    """A decoder that never comes up with a frame."""


def test_a_short_prompt_after_a_long_one_takes_its_own_height(clip_on_stage, make_clip, qtbot):
    stage = clip_on_stage
    stage.resize(632, 752)
    text = part(stage, "clipPrompt")
    clip = a_clip(make_clip(frames=FRAMES, rate=RATE))
    heights = []
    for prompt in ("A kite.\n" * 12, "A kite."):
        request = GenerationRequest(prompt=prompt)
        stage.show_generation(a_generation(State.READY, clip=clip).with_facts(request=request))
        qtbot.waitUntil(lambda prompt=prompt: text.text() == prompt)
        heights.append(text.height())
    assert heights[1] < heights[0] / 3


def test_the_newest_clips_are_offered_where_none_is_chosen(stage, qtbot, make_clip, tmp_path):
    picture = QImage(320, 180, QImage.Format.Format_RGB32)
    picture.fill(0xC03060)
    poster = tmp_path / "poster.png"
    assert picture.save(str(poster))
    clip = msgspec.structs.replace(a_clip(make_clip(frames=FRAMES, rate=RATE)), poster=poster)
    newest = [a_generation(State.READY, number, clip=clip) for number in (3, 2, 1)]
    stage.show_nothing(newest)
    assert part(stage, "emptyStage").text() == "Choose a clip, or press Generate"

    def shown_cards() -> list[QWidget]:
        return [one for one in stage.findChildren(QWidget, "newestClip") if one.isVisible()]

    qtbot.waitUntil(lambda: len(shown_cards()) == 3)
    cards = shown_cards()

    def centre_colour() -> int:
        image = cards[0].grab().toImage()
        return image.pixelColor(image.width() // 2, image.height() // 2 - 20).red()

    qtbot.waitUntil(lambda: abs(centre_colour() - 0xC0) < 6)
    with qtbot.waitSignal(stage.clip_chosen) as chosen:
        qtbot.mouseClick(cards[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [f"{2:012x}"]
    stage.show_nothing(newest[:1])
    qtbot.waitUntil(lambda: len(shown_cards()) == 1)


def test_the_first_run_has_no_way_back_and_a_later_one_has(stage, qtbot):
    stage.show_welcome()
    assert part(stage, "welcomeTitle").text() == "Make your first clip"
    back = stage.findChild(QWidget, "leaveWelcomeButton")
    assert not back.isVisible()
    with qtbot.assertNotEmitted(stage.welcome_left):
        QTest.keyClick(part(stage, "tokenField"), Qt.Key.Key_Escape)
    stage.show_welcome(can_go_back=True)
    assert part(stage, "welcomeTitle").text() == "Connect"
    with qtbot.waitSignal(stage.welcome_left):
        press(qtbot, stage, "leaveWelcomeButton")
    with qtbot.waitSignal(stage.welcome_left):
        QTest.keyClick(part(stage, "tokenField"), Qt.Key.Key_Escape)


@pytest.mark.parametrize(("width", "height"), [(912, 592), (632, 752), (856, 952)])
def test_the_last_fact_of_a_clip_stands_clear_of_the_edge(
    stage, qtbot, make_clip, multimedia, width, height
):
    stage.resize(width, height)
    stage.show_generation(
        a_generation(State.READY, clip=a_clip(make_clip(frames=FRAMES, rate=RATE)))
    )
    page = stage.clip_page
    qtbot.waitUntil(lambda: page.player.view.frames_painted > 0)
    qtbot.waitUntil(lambda: page.facts.findChild(QLabel, "taskIdValue").text() != "")
    bottoms = [
        label.mapTo(page, label.rect().bottomLeft()).y()
        for label in page.facts.findChildren(QLabel)
        if not label.isHidden()
    ]
    assert max(bottoms) <= page.height() - 12


def test_a_prompt_of_one_line_is_told_once(stage):
    one_line = GenerationRequest(prompt="A kite  over the sea")
    problem = Problem(kind=ProblemKind.MODERATION)
    failed = a_generation(State.FAILED, problem=problem)
    stage.show_generation(msgspec.structs.replace(failed, request=one_line))
    assert not any(
        "“A kite" in one.text() for one in stage.findChildren(QLabel) if one.isVisibleTo(stage)
    )
    more = a_generation(State.FAILED, 2, problem=problem)
    stage.show_generation(more)
    assert any(
        "“A kite" in one.text() for one in stage.findChildren(QLabel) if one.isVisibleTo(stage)
    )


def test_messages_do_not_lie_on_the_facts_of_a_failure(stage, qtbot):
    stage.resize(912, 592)
    stage.show_generation(a_generation(State.FAILED, problem=Problem(kind=ProblemKind.MODERATION)))
    toast = stage.toasts.show(ToastKind.ERROR, "The copy was not saved", "No space left")
    task = part(stage, "taskIdValue")

    def bottom_of_facts() -> int:
        return task.mapTo(stage, task.rect().bottomLeft()).y()

    def clear_of_facts() -> bool:
        area = stage.findChild(QScrollArea)
        edge = area.mapTo(stage, area.rect().bottomLeft()).y()
        return min(bottom_of_facts(), edge) < toast.y()

    qtbot.waitUntil(clear_of_facts)
    qtbot.mouseClick(toast.findChild(QAbstractButton, "toastClose"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stage.findChild(QScrollArea).geometry().bottom() == 591)


def test_what_stopped_the_sandbox_is_below_and_not_in_the_sentence(stage, qtbot):
    raw = "ModuleNotFoundError: No module named 'x'"
    problem = Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE, detail=raw)
    stage.show_generation(a_generation(State.FAILED, problem=problem))

    def telling() -> list[str]:
        return [one.text() for one in stage.findChildren(QLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: "What the sandbox said" in telling())
    assert [one for one in telling() if raw in one] == [raw]


@pytest.mark.parametrize(("width", "height"), [(912, 592), (632, 752), (856, 952)])
def test_the_first_run_is_read_whole_in_every_window(stage, qtbot, width, height):
    stage.resize(width, height)
    stage.show_welcome()
    field = part(stage, "tokenField")
    qtbot.waitUntil(lambda: field.width() > 60)
    room = field.width() - 30 - 13
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) <= room
    hint = next(one for one in stage.findChildren(QLabel) if one.text() == "No token yet?")
    link = part(stage, "getTokenLink")
    if hint.parentWidget().height() < 30:
        assert abs(hint.geometry().center().y() - link.geometry().center().y()) <= 1
    for number in (1, 2, 3):
        example = part(stage, f"example{number}")
        qtbot.waitUntil(lambda e=example: e.mapTo(stage, e.rect().bottomLeft()).y() < height)


def test_a_stage_without_clips_offers_examples_until_there_is_one(stage, qtbot):
    stage.show_nothing()
    with qtbot.waitSignal(stage.example_chosen) as chosen:
        press(qtbot, stage, "example2")
    assert "vase" in chosen.args[0]
    assert part(stage, "emptyStage").text() == "Write a prompt, then press Generate"
    stage.show_nothing([a_generation(State.READY)])
    assert not any(button.isVisible() for button in stage.findChildren(ExampleButton))


def test_an_example_brings_its_length(stage, qtbot):
    stage.show_welcome()
    with qtbot.waitSignal(stage.example_chosen) as chosen:
        press(qtbot, stage, "example1")
    assert chosen.args[1] == 10
    assert part(stage, "example1").accessibleDescription() == "10 s"
