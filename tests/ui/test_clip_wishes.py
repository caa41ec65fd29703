"""What a person wants done with a clip: asked back where it could cost money, and then done."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit

from omniflash_desktop.domain.generation import Clip, Generation, State
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import AspectRatio, Resolution
from omniflash_desktop.ui import clip_keeping
from omniflash_desktop.ui.notices.actions import OFFERED, Action
from omniflash_desktop.ui.spending.fetch_dialog import FetchDialog
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog
from omniflash_desktop.ui.system_bin import BinnedFile
from tests.builders import a_generation, a_request
from tests.services.fakes import Held, Script, completed
from tests.ui.opened_window import OpenedWindow, an_opened_window, open_dialogs, until
from tests.ui.small_clip import small_clip

IN_SANDBOX = Preferences(use_sandbox=True)


class Bin:
    """Stands in for the system's trash."""

    def __init__(self) -> None:
        self.works = True
        self.held_open: list[Path | None] = []
        """What the player held when a file came."""
        self.opened: OpenedWindow | None = None

    def put(self, path: Path) -> BinnedFile | None:
        assert self.opened is not None
        self.held_open.append(self.opened.stage.playback.path)
        if not self.works:
            return None
        path.unlink()
        return BinnedFile(path, None)


@pytest.fixture
def trash(monkeypatch: pytest.MonkeyPatch) -> Bin:
    made = Bin()
    monkeypatch.setattr(clip_keeping, "put_into_bin", made.put)
    return made


@pytest.fixture
def shown_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was opened in other programs."""
    links: list[str] = []

    def open_link(url: QUrl) -> bool:
        links.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_link)
    return links


def unconfirmed() -> Generation:
    return a_generation().with_prompt("kite").unconfirmed()


def clip_of(generation: Generation, *, seconds: float) -> Clip:
    assert generation.clip is not None
    return msgspec.structs.replace(generation.clip, seconds=seconds)


def small_picture(path: Path) -> Path:
    Image.new("RGB", (64, 48), "#c08040").save(path)
    return path


def choose(dialog: QFileDialog, path: Path) -> None:
    """Types a name and presses Return."""
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(path))
    dialog.accept()


def state_of(opened: OpenedWindow, generation: Generation) -> State:
    return opened.house.now(generation).state


async def test_nothing_is_sent_again_without_a_word(qapp: QApplication, tmp_path: Path) -> None:
    held = unconfirmed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press(opened.button("Send again with the same key…"))
        box = await opened.asked()
        assert "billed a second time" in box.words.text()
        # Return must not spend money.
        assert box.no.isDefault()
        assert box.no.text() == "Cancel"

        await opened.answer("Cancel")
        await opened.settle()
        assert opened.house.api.posts == []
        assert state_of(opened, held) is State.UNCONFIRMED


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter])
async def test_keys_never_spend_money(qapp: QApplication, tmp_path: Path, key: Qt.Key) -> None:
    held = unconfirmed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.SEND_AGAIN)
        QTest.keyClick(await opened.asked(), key)
        await until(lambda: not open_dialogs(opened))
        await opened.settle()
        assert opened.house.api.posts == []


async def test_it_is_sent_again_with_its_own_key(qapp: QApplication, tmp_path: Path) -> None:
    held = unconfirmed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press(opened.button("Send again with the same key…"))
        await opened.answer("Send again")
        await until(lambda: state_of(opened, held) is State.READY)
        assert opened.house.api.posts == [(held.body, held.idempotency_key)]


async def test_an_unconfirmed_clip_is_dropped(qapp: QApplication, tmp_path: Path) -> None:
    held = unconfirmed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press(opened.button("Drop it"))
        await until(lambda: state_of(opened, held) is State.CANCELLED)
        await until(lambda: opened.says("It may be billed.", within=opened.stage))


async def test_giving_up_a_sent_clip_saves_no_money(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(Held(completed()))
        started = await opened.generate()
        await until(lambda: state_of(opened, started) is State.WAITING)
        await opened.settle()

        opened.press("cancelTaskButton")
        assert "it is billed all the same" in (await opened.asked()).words.text()
        await opened.answer("Cancel")
        await opened.settle()
        assert state_of(opened, started) is State.WAITING

        opened.press("cancelTaskButton")
        await opened.answer("Stop watching")
        await until(lambda: state_of(opened, started) is State.CANCELLED)
        await until(lambda: opened.says("It is still billed", within=opened.stage))


async def test_what_was_not_sent_is_cancelled_at_once(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.gate.pause(Problem(kind=ProblemKind.BALANCE_TOO_LOW))
        started = await opened.generate()
        opened.press("cancelTaskButton")
        await until(lambda: state_of(opened, started) is State.CANCELLED)
        await until(lambda: opened.says("Nothing was billed.", within=opened.stage))
        assert opened.question() is None


async def test_a_charged_clip_is_made_again_only_after_a_question(
    qapp: QApplication, tmp_path: Path
) -> None:
    gone = Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES)
    held = a_generation().with_prompt("kite").with_facts(cost=Decimal("0.30")).failed(gone)
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press(opened.button("Make again…"))
        assert "about $0.30" in (await opened.asked()).words.text()
        await opened.answer("Cancel")
        await opened.settle()
        assert opened.house.api.posts == []

        opened.press(opened.button("Make again…"))
        await opened.answer("Make again")
        await until(lambda: len(opened.house.api.posts) == 1)
        assert len(opened.house.library.kept) == 2


async def test_a_free_failure_is_tried_again_in_its_place(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = a_generation().failed(Problem(kind=ProblemKind.AT_CAPACITY))
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press(opened.button("Retry"))
        await until(lambda: state_of(opened, held) is State.READY)
        assert list(opened.house.library.kept) == [held.id]


async def test_the_trash_gets_a_file_that_nobody_holds(
    qapp: QApplication, tmp_path: Path, trash: Bin
) -> None:
    clip = small_clip(tmp_path / "kite.mp4")
    held = a_generation().with_prompt("kite").ready(clip)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        trash.opened = opened
        opened.parts.viewing.choose(held.id)
        assert opened.stage.playback.path == clip
        shown: list[Path] = []
        opened.stage.playback.open = lambda path, **_: shown.append(path)

        opened.parts.actions.do(held.id, Action.MOVE_TO_TRASH)
        await until(lambda: opened.stage.generation_id == "")
        assert opened.house.library.kept == {}
        # Nothing tried to open a file that is gone.
        assert shown == []
        assert trash.held_open == [None]
        assert opened.toasts == ["Moved to trash. kite"]
        assert opened.workspace.library.selected_id == ""


async def test_another_clip_goes_on_playing(qapp: QApplication, tmp_path: Path, trash: Bin) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    clip = small_clip(tmp_path / "kite.mp4")
    other = small_clip(tmp_path / "lake.mp4", frames=2)
    watched = a_generation().with_prompt("kite").ready(clip)
    unwanted = a_generation().with_facts(id="fedcba987654").with_prompt("lake").ready(other)
    held = [watched, unwanted]
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=held) as opened:
        trash.opened = opened
        opened.parts.viewing.play(watched.id)
        await until(lambda: opened.stage.playback.has_frame)

        opened.parts.actions.do(unwanted.id, Action.MOVE_TO_TRASH)
        await until(lambda: list(opened.house.library.kept) == [watched.id])
        await opened.settle()
        assert opened.stage.generation_id == watched.id
        assert opened.stage.playback.path == clip
        assert opened.stage.playback.is_playing


async def test_a_trash_that_refuses_loses_nothing(
    qapp: QApplication, tmp_path: Path, trash: Bin
) -> None:
    trash.works = False
    clip = small_clip(tmp_path / "kite.mp4")
    held = a_generation().ready(clip)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        trash.opened = opened
        opened.parts.viewing.choose(held.id)
        opened.parts.actions.do(held.id, Action.MOVE_TO_TRASH)
        await until(lambda: opened.toasts == ["The clip could not be moved to the trash"])
        assert list(opened.house.library.kept) == [held.id]
        # It can be played on.
        assert opened.stage.playback.path == clip


async def test_a_failed_clip_without_a_file_leaves_the_library(
    qapp: QApplication, tmp_path: Path, trash: Bin
) -> None:
    held = a_generation().failed()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press("moveToTrashButton")
        await until(lambda: opened.stage.generation_id == "")
        assert opened.house.library.kept == {}
        assert trash.held_open == []


async def test_a_copy_is_saved(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    held = a_generation().ready(clip)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press("saveAsButton")
        dialog = await opened.dialog(QFileDialog)
        # The name without its ending, as people type it.
        choose(dialog, tmp_path / "copy")
        await until(lambda: opened.toasts == ["Copy saved. copy.mp4"])
        assert (tmp_path / "copy.mp4").read_bytes() == clip.read_bytes()


async def test_a_copy_that_cannot_be_written_is_told(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    held = a_generation().ready(clip)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        assert held.clip is not None
        await opened.parts.actions.copy_clip(held.clip, tmp_path / "nowhere" / "copy.mp4")
        (told,) = opened.toasts
        assert told.startswith("The copy was not saved. ")


@pytest.mark.parametrize(
    "action",
    [Action.SAVE_AS, Action.SHOW_IN_FOLDER, Action.OPEN_ELSEWHERE, Action.USE_LAST_FRAME],
)
async def test_a_missing_file_is_told(
    qapp: QApplication, tmp_path: Path, shown_elsewhere: list[str], action: Action
) -> None:
    held = a_generation().with_prompt("kite").ready(tmp_path / "gone.mp4")
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.actions.do(held.id, action)
        await until(lambda: opened.toasts == ["The file is not where it was. kite"])
        assert shown_elsewhere == []


async def test_the_folder_and_the_system_s_player_open(
    qapp: QApplication, tmp_path: Path, shown_elsewhere: list[str]
) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    held = a_generation().ready(clip)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.SHOW_IN_FOLDER)
        opened.parts.actions.do(held.id, Action.OPEN_ELSEWHERE)
        await until(lambda: len(shown_elsewhere) == 2)
        assert shown_elsewhere == [tmp_path.as_uri(), clip.as_uri()]


async def test_settings_are_used_again(qapp: QApplication, tmp_path: Path) -> None:
    pictures = tuple(small_picture(tmp_path / f"{n}.png") for n in range(3))
    request = a_request(
        prompt="three in one",
        duration=8,
        resolution=Resolution.UHD_4K,
        aspect_ratio=AspectRatio.PORTRAIT,
        images=tuple(ImageReference(path=picture) for picture in pictures),
    )
    held = a_generation().failed().with_facts(request=request)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.write("something else")
        opened.parts.actions.do(held.id, Action.REUSE_SETTINGS)
        await until(lambda: opened.composer.draft() == request)
        assert opened.composer.prompt.editor.hasFocus()


@pytest.mark.parametrize("action", [Action.REUSE_SETTINGS, Action.EDIT_AND_RETRY])
async def test_a_folded_composer_opens_for_it(
    qapp: QApplication, tmp_path: Path, action: Action
) -> None:
    held = a_generation().failed()
    async with an_opened_window(
        qapp, tmp_path, preferences=IN_SANDBOX, held=[held], size=(980, 700)
    ) as opened:
        assert opened.composer.is_collapsed
        opened.parts.actions.do(held.id, action)
        await until(lambda: opened.composer.prompt.editor.hasFocus())
        assert not opened.composer.is_collapsed


async def test_retry_at_720p_is_prepared(qapp: QApplication, tmp_path: Path) -> None:
    request = a_request(resolution=Resolution.UHD_4K)
    held = a_generation().failed().with_facts(request=request)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.RETRY_AT_720P)
        await until(lambda: opened.composer.draft() == a_request())


async def test_a_report_holds_no_secrets(qapp: QApplication, tmp_path: Path) -> None:
    said = (
        "key sk-abcdef1234567890 was refused, Authorization: Bearer abc.def-123456, see "
        "https://bucket.example.test/out.mp4?X-Amz-Signature=0123abcd&token=t0psecret"
    )
    problem = Problem(
        kind=ProblemKind.TASK_FAILED, service_message=said, request_id="req_7", http_status=500
    )
    held = a_generation().with_task("task_77").failed(problem)
    async with an_opened_window(qapp, tmp_path, token="sk-abcdef1234567890", held=[held]) as opened:
        QGuiApplication.clipboard().clear()
        opened.parts.actions.do(held.id, Action.COPY_REPORT)
        await until(lambda: opened.toasts == ["Report copied"])
        report = QGuiApplication.clipboard().text()

        for secret in ("abcdef1234567890", "abc.def-123456", "0123abcd", "t0psecret"):
            assert secret not in report
        for fact in ("task_77", "req_7", "task_failed", "500", held.idempotency_key):
            assert fact in report

        # The same report lies behind the button.
        QGuiApplication.clipboard().clear()
        opened.parts.viewing.choose(held.id)
        opened.press("copyReportButton")
        assert QGuiApplication.clipboard().text() == report


async def test_a_favourite_is_starred_and_unstarred(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        star = opened.part("favouriteButton")
        opened.press(star)
        await until(lambda: star.accessibleDescription() == "Is a favourite")
        assert opened.house.now(held).favourite

        opened.press(star)
        await until(lambda: star.accessibleDescription() == "")
        assert not opened.house.now(held).favourite


async def test_the_account_s_pages_open_in_the_browser(
    qapp: QApplication, tmp_path: Path, shown_elsewhere: list[str]
) -> None:
    held = a_generation().failed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.TOP_UP)
        opened.parts.actions.do(held.id, Action.OPEN_ACCOUNT)
        await until(lambda: len(shown_elsewhere) == 2)
        assert all(link.startswith("https://") for link in shown_elsewhere)


async def test_every_wish_that_is_offered_is_known(
    qapp: QApplication, tmp_path: Path, shown_elsewhere: list[str], trash: Bin
) -> None:
    held = a_generation().failed(Problem(kind=ProblemKind.AT_CAPACITY))
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        trash.opened = opened
        opened.house.api.polls = Script(Held(completed()))
        last = {Action.MOVE_TO_TRASH, Action.REMOVE_ENTRY, Action.RETRY, Action.CANCEL}
        for action in sorted(OFFERED - last):
            opened.parts.actions.do(held.id, action)
            await opened.settle()
            for dialog in open_dialogs(opened):
                dialog.reject()
            await opened.settle()
        assert opened.house.gate.problem is None
        # Nobody was asked twice, and an unknown wish would have ended a task.
        assert opened.house.exceptions == []


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        (Action.FETCH_BY_ID, FetchDialog),
        (Action.CHANGE_DAILY_CAP, SpendingDialog),
        (Action.CHANGE_FOLDER, QFileDialog),
    ],
)
async def test_a_wish_that_needs_an_answer_opens_its_dialog(
    qapp: QApplication, tmp_path: Path, action: Action, kind: type[QDialog]
) -> None:
    held = a_generation().failed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.actions.do(held.id, action)
        dialog = await opened.dialog(kind)
        dialog.reject()
        await until(lambda: open_dialogs(opened) == [])
