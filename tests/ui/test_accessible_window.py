"""The whole window for those who do not see it, or have no mouse: names, and the way of Tab."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.ui.accessible_names import ACCESSIBLE_NAMES
from tests.builders import a_generation, a_request
from tests.services.fakes import Held, Script, completed, running
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import small_clip


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("bottle.png", "dunes.png", "silk.png")]
    for path in paths:
        Image.new("RGB", (64, 48), "#c08040").save(path)
    return paths


CONTROLS = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QTextEdit,
)


def wrongly_named(window: QWidget) -> list[str]:
    """Widgets of the table that do not carry the name that stands there."""
    return [
        f"{widget.objectName()}: {widget.accessibleName()!r}"
        for widget in window.findChildren(QWidget)
        if widget.objectName() in ACCESSIBLE_NAMES
        and widget.accessibleName() != ACCESSIBLE_NAMES[widget.objectName()]
    ]


def is_inner_part(widget: QWidget) -> bool:
    """A part of Qt's own fields, which speak for it: an icon, or the line of a number."""
    return isinstance(widget.parent(), QLineEdit | QAbstractSpinBox)


def without_words(window: QWidget) -> list[str]:
    """Shown controls, and what Tab leads to, of which a screen reader could say nothing."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if (isinstance(widget, CONTROLS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and not isinstance(widget, QScrollBar)
        and not is_inner_part(widget)
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]


def assert_all_is_named(opened: OpenedWindow) -> None:
    assert wrongly_named(opened.window) == []
    assert without_words(opened.window) == []


async def test_the_first_run_is_named(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        for object_name in (
            *("appMenuButton", "toggleComposerButton", "connectionPill", "toggleLibraryButton"),
            *("composerPanel", "modeLabel", "clearComposerButton", "promptEdit", "promptCount"),
            *TOOLS,
            *("addCameraButton", "addLightButton", "addSoundButton", "referenceTray"),
            *("imageSlot1", "imageSlot2", "imageSlot3", "videoSlot", "durationGroup"),
            *("resolutionGroup", "aspectGroup", "variationsValue", "fewerVariationsButton"),
            *("moreVariationsButton", "costLabel", "balanceLabel", "generateButton"),
            *("welcomePanel", "openSandboxButton", "tokenField", "connectButton", "getTokenLink"),
            *("example1", "example2", "example3", "searchField", "filterAll", "libraryList"),
        ):
            assert opened.part(object_name).accessibleName(), object_name
        assert_all_is_named(opened)


async def test_a_clip_and_its_player_are_named(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    held = a_generation().ready(clip)
    chosen = Preferences(use_sandbox=True)
    async with an_opened_window(qapp, tmp_path, preferences=chosen, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        await until(lambda: opened.part("clipTitle").isVisible())
        await until(lambda: opened.says("task_01") or opened.part("taskIdValue").isVisible())
        for object_name in (
            *("sandboxBadge", "player", "scrubBar", "currentTime", "clipLength", "playButton"),
            *("muteButton", "volumeSlider", "previousFrameButton", "nextFrameButton"),
            *("goToStartButton", "goToEndButton", "loopButton", "speedButton", "saveFrameButton"),
            *("fullScreenButton", "favouriteButton", "clipTitle", "useLastFrameButton"),
            *("reuseSettingsButton", "saveAsButton", "showInFolderButton", "clipPrompt"),
            *("copyPromptButton", "clipSettings", "taskIdValue", "copyTaskIdButton"),
            *("clipCost", "clipCreated"),
        ):
            assert opened.part(object_name).isVisible(), object_name
            assert opened.part(object_name).accessibleName(), object_name
        assert_all_is_named(opened)


async def test_a_failure_is_named(qapp: QApplication, tmp_path: Path) -> None:
    long_words = "the service said very much. " * 40
    problem = Problem(kind=ProblemKind.MODERATION, service_message=long_words, task_id="task_9")
    held = a_generation().with_task("task_9").failed(problem)
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        for object_name in ("failurePanel", "copyReportButton", "taskIdValue", "moveToTrashButton"):
            assert opened.part(object_name).isVisible(), object_name
        assert_all_is_named(opened)


async def test_a_running_clip_is_named(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(running(40), Held(completed()))
        await opened.generate("a red kite")
        await until(lambda: opened.says("40 %", within=opened.stage))
        assert opened.part("cancelTaskButton").accessibleName() == "Cancel: a red kite"
        assert opened.part("activityPill").accessibleName() == "Activity"
        assert_all_is_named(opened)


async def test_messages_and_the_banner_are_named(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.gate.pause(Problem(kind=ProblemKind.BALANCE_TOO_LOW))
        opened.parts._tell("a message")
        await until(lambda: opened.part("banner").isVisible())
        for object_name in ("banner", "bannerActionButton", "toast", "toastClose"):
            assert opened.part(object_name).accessibleName(), object_name
        assert_all_is_named(opened)


async def test_two_images_and_the_rail_are_named(
    qapp: QApplication, tmp_path: Path, pictures: list[Path]
) -> None:
    images = tuple(ImageReference(path=path) for path in pictures[:2])
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.composer.load_request(a_request(images=images))
        await opened.settle()
        for object_name in ("twoImagesHint", "addThirdImageButton", "keepFirstImageButton"):
            assert opened.part(object_name).isVisible(), object_name
        assert opened.part("generateButton").accessibleDescription()
        assert_all_is_named(opened)

        opened.window.resize(980, 700)
        await opened.settle()
        assert opened.part("openComposerButton").isVisible()
        assert_all_is_named(opened)


async def test_every_menu_is_named(
    qapp: QApplication, tmp_path: Path, pictures: list[Path]
) -> None:
    held = a_generation().in_sandbox().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[held]) as opened:
        opened.composer.load_request(a_request(images=(ImageReference(path=pictures[0]),)))
        opened.parts.viewing.choose(held.id)
        await until(lambda: opened.stage.shows_clip)
        slot, library = opened.part("imageSlot1"), opened.workspace.library
        # Some are made when they are wanted.
        for object_name in ("connectionPill", "addLightButton", "speedButton", "clipMenuButton"):
            opened.press(object_name)
        middle = slot.rect().center()
        asked = QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, middle, slot.mapToGlobal(middle)
        )
        QCoreApplication.sendEvent(slot, asked)
        library.view.menu_wanted.emit(opened.workspace.model.index_of(held.id), QPoint(10, 10))
        menus = opened.window.findChildren(QMenu)
        assert len(menus) > 15
        assert [menu.title() for menu in menus if not menu.accessibleName()] == []
        entries = [entry for menu in menus for entry in menu.actions()]
        assert [one for one in entries if not (one.text() or one.isSeparator())] == []
        for menu in menus:
            menu.close()


async def test_names_are_the_same_in_a_dialog(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().unconfirmed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press(opened.button("Send again with the same key…"))
        box = await opened.asked()
        assert box.accessibleName() == "Send it again?"
        assert "billed a second time" in box.accessibleDescription()
        assert_all_is_named(opened)
        await opened.answer("Cancel")


def walked_by_tab(opened: OpenedWindow, *, back: bool = False) -> list[str]:
    """The object names that Tab leads through, once around, from the prompt on."""
    opened.composer.focus_prompt()
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    walked: list[str] = []
    while len(walked) < 100:
        focus = opened.window.focusWidget()
        assert focus is not None
        # A group's chosen part stands for the group.
        while not focus.objectName():
            focus = focus.parentWidget()
        if walked and focus.objectName() == "promptEdit":
            return walked
        walked.append(focus.objectName())
        QTest.keyClick(opened.window.focusWidget(), key)
    raise AssertionError(f"no way back to the prompt: {walked}")


HEADER = [
    *("appMenuButton", "toggleComposerButton", "connectionPill"),
    *("commandsButton", "preferencesButton", "toggleLibraryButton"),
]
COMPOSER = [
    *("promptEdit", "addCameraButton", "addLightButton", "addSoundButton"),
    *("imageSlot1", "imageSlot2", "imageSlot3", "videoSlot", "pasteVideoLinkButton"),
    *("durationGroup", "resolutionGroup", "aspectGroup", "variationsValue"),
    *("moreVariationsButton", "generateButton"),
]
TOOLS = ["savedPromptsButton", "receiptButton", "clearComposerButton"]
LIBRARY = ["searchField", "filterAll", "libraryList"]


async def test_tab_leads_from_the_prompt_to_generate(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        walked = walked_by_tab(opened)
        assert walked[: len(COMPOSER)] == COMPOSER
        # The list is empty: nothing to go to in it, and the stage offers examples.
        assert walked[len(COMPOSER) :] == [
            *("example1", "example2", "example3"),
            *("searchField", "filterAll"),
            *("sortButton", "tileSizeButton"),
            *HEADER,
            *TOOLS,
        ]


async def test_tab_leads_through_the_first_run(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        walked = walked_by_tab(opened)
        first_run = ["openSandboxButton", "tokenField", "connectButton", "getTokenLink"]
        examples = ["example1", "example2", "example3"]
        # Generate is disabled as long as nobody has chosen.
        start = len(COMPOSER) - 1
        assert walked[start : start + 7] == [*first_run, *examples]


async def test_tab_leads_through_a_clip_before_the_library(
    qapp: QApplication, tmp_path: Path
) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    held = a_generation().ready(clip)
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        await until(lambda: opened.part("taskIdValue").isVisible())
        walked = walked_by_tab(opened)
        rest = walked[len(COMPOSER) :]
        stage = rest[: rest.index(next(name for name in rest if name in LIBRARY))]
        assert stage[:2] == ["player", "scrubBar"]
        actions = ["useLastFrameButton", "reuseSettingsButton", "saveAsButton"]
        places = [stage.index(name) for name in ("playButton", "favouriteButton", *actions)]
        assert places == sorted(places)
        assert rest[len(stage) : len(stage) + len(LIBRARY)] == LIBRARY
        after = ["sortButton", "tileSizeButton", *HEADER, *TOOLS]
        assert rest[len(stage) + len(LIBRARY) :] == after


async def test_buttons_that_come_late_stand_where_they_are_seen(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = a_generation().failed(Problem(kind=ProblemKind.AT_CAPACITY))
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        walked = walked_by_tab(opened)
        places = [walked.index(name) for name in ("generateButton", "copyReportButton")]
        assert places == sorted(places)
        assert places[-1] < min(walked.index(name) for name in LIBRARY)


async def test_tab_goes_back_the_same_way(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        forth = walked_by_tab(opened)
        back = walked_by_tab(opened, back=True)
        assert back == [forth[0], *reversed(forth[1:])]


DRAWN_ORDER = [
    *("appMenuButton", "connectionPill", "bannerActionButton", "clearComposerButton"),
    *("promptEdit", "addCameraButton", "imageSlot1", "imageSlot3", "videoSlot"),
    *("addThirdImageButton", "keepFirstImageButton"),
    *("durationGroup", "resolutionGroup", "aspectGroup", "variationsValue"),
    *("player", "scrubBar", "playButton", "favouriteButton", "useLastFrameButton"),
    *("copyPromptButton", "copyTaskIdButton", "searchField", "filterAll", "libraryList"),
]
"""Source: the interface design, section 4; Generate waits for a third image."""


@pytest.mark.parametrize("back", [False, True], ids=["forwards", "backwards"])
async def test_tab_goes_all_the_way_round_as_it_is_drawn(
    qapp: QApplication, tmp_path: Path, pictures: list[Path], back: bool
) -> None:
    held = a_generation().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.house.gate.pause(Problem(kind=ProblemKind.BALANCE_TOO_LOW))
        images = tuple(ImageReference(path=path) for path in pictures[:2])
        opened.composer.load_request(a_request(images=images))
        opened.parts.viewing.choose(held.id)
        await until(lambda: opened.part("taskIdValue").isVisible())
        await until(lambda: opened.part("banner").isVisible())
        walked = walked_by_tab(opened, back=back)
        if back:
            walked = [walked[0], *reversed(walked[1:])]
        # The way is a ring: told from the header on.
        start = walked.index("appMenuButton")
        told = [*walked[start:], *walked[:start]]
        assert [name for name in told if name in DRAWN_ORDER] == DRAWN_ORDER
        assert len(told) == len(set(told))
