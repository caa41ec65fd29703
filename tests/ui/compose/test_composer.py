"""Writing a request: by keyboard, by mouse, and what stands in the way of sending it."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Mode, Resolution
from omniflash_desktop.ui.accessible_names import ACCESSIBLE_NAMES
from omniflash_desktop.ui.compose.generate_footer import GenerateFooter, PriceLook
from omniflash_desktop.ui.compose.prompt_field import LONG_PROMPT
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import (
    CTRL,
    ComposerWindow,
    Heard,
    part,
    press,
    write,
)


def test_ctrl_enter_sends_what_was_written(qtbot: QtBot, window: ComposerWindow) -> None:
    heard = Heard(window)
    write(window, "A red kite")
    press(window, "moreVariationsButton")
    window.composer.settings.resolution.segments()[1].click()
    window.composer.settings.aspect.segments()[1].click()
    window.composer.settings.duration.segments()[3].click()
    window.composer.focus_prompt()
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_Return, CTRL)
    expected = GenerationRequest(
        prompt="A red kite",
        duration=10,
        resolution=Resolution.HD_1080,
        aspect_ratio=AspectRatio.PORTRAIT,
    )
    assert heard.requests == [(expected, 2)]
    assert window.composer.prompt.text == "A red kite"


def test_enter_makes_a_line_and_sends_nothing(window: ComposerWindow) -> None:
    heard = Heard(window)
    editor = window.composer.prompt.editor
    write(window, "A")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    write(window, "B")
    assert window.composer.prompt.text == "A\nB"
    assert heard.requests == []


def test_the_enter_of_an_input_method_sends_nothing(window: ComposerWindow) -> None:
    heard = Heard(window)
    write(window, "kite ")
    editor = window.composer.prompt.editor
    QApplication.sendEvent(editor, QInputMethodEvent("あか", []))
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    assert heard.requests == []
    done = QInputMethodEvent("", [])
    done.setCommitString("赤")
    QApplication.sendEvent(editor, done)
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    assert [request.prompt for request, _ in heard.requests] == ["kite 赤"]


def test_a_double_press_sends_once_and_a_later_press_again(
    qtbot: QtBot, window: ComposerWindow
) -> None:
    heard = Heard(window)
    write(window, "A red kite")
    button = part(window, "generateButton")
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    press(window, "generateButton")
    assert len(heard.requests) == 1

    def pressed_again() -> bool:
        press(window, "generateButton")
        return len(heard.requests) == 2

    qtbot.waitUntil(pressed_again)


def test_an_empty_prompt_is_marked_only_after_the_press(window: ComposerWindow) -> None:
    heard = Heard(window)
    count = part(window, "promptCount")
    assert count.property("text") == "0 characters"
    assert part(window, "generateButton").isEnabled()
    press(window, "generateButton")
    assert heard.requests == []
    assert count.accessibleDescription() == "Write a prompt first"
    assert QApplication.focusWidget() is window.composer.prompt.editor
    write(window, "k")
    assert count.property("text") == "1 character"


@pytest.mark.parametrize(("width", "words"), [(320, "No prompt"), (480, "Write a prompt first")])
def test_that_the_prompt_is_missing_is_said_whole_at_every_width(
    qtbot: QtBot, window: ComposerWindow, width: int, words: str
) -> None:
    window.composer.setFixedWidth(width)
    qtbot.waitUntil(lambda: window.composer.prompt.width() == width - 32)
    press(window, "generateButton")
    count = part(window, "promptCount")
    assert count.property("text") == words
    qtbot.waitUntil(lambda: count.width() >= count.sizeHint().width())
    assert count.accessibleDescription() == "Write a prompt first"


def test_a_prompt_that_goes_on_below_fades_until_its_end_is_seen(window: ComposerWindow) -> None:
    fade = window.composer.prompt._fade
    write(window, "A red kite")
    assert not fade.isVisible()
    window.composer.load_request(GenerationRequest(prompt="kite\n" * 200))
    assert fade.isVisible()
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_End, CTRL)
    assert not fade.isVisible()


def test_a_prompt_fades_also_after_pythons_object_for_its_scroll_bar_has_ended(
    window: ComposerWindow,
) -> None:
    field = window.composer.prompt
    bar = field.editor.verticalScrollBar()
    shiboken6.invalidate(bar)
    assert not shiboken6.isValid(bar)
    window.composer.load_request(GenerationRequest(prompt="kite\n" * 200))
    assert field._fade.isVisible()


def test_a_very_long_prompt_is_counted_in_amber_but_may_go(
    window: ComposerWindow, theme: Theme
) -> None:
    heard = Heard(window)
    window.composer.load_request(GenerationRequest(prompt="x" * (LONG_PROMPT + 1)))
    count = part(window, "promptCount")
    assert count.palette().windowText().color() == theme.colour("warning")
    press(window, "generateButton")
    assert len(heard.requests) == 1


def test_two_images_stop_generate_and_the_hint_leads_out(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    heard = Heard(window)
    write(window, "A red kite")
    window.composer.add_files(pictures[:2])
    button = part(window, "generateButton")
    assert part(window, "twoImagesHint").isVisible()
    assert not button.isEnabled()
    assert button.toolTip() == "Add a third image or keep one"
    assert button.accessibleDescription() == "Add a third image or keep one"
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_Return, CTRL)
    assert heard.requests == []
    assert QApplication.focusWidget() is part(window, "addThirdImageButton")
    press(window, "keepFirstImageButton")
    assert not part(window, "twoImagesHint").isVisible()
    assert window.composer.draft().mode is Mode.IMAGE_TO_VIDEO
    assert button.isEnabled()


def test_add_image_opens_a_dialog_and_takes_what_was_chosen(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:2])
    press(window, "addThirdImageButton")
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.filesSelected.emit([str(pictures[2])])
    dialog.close()
    assert window.composer.draft().mode is Mode.IMAGE_FUSION
    assert [image.name for image in window.composer.draft().images] == [
        "bottle.png",
        "dunes.png",
        "silk.png",
    ]


def test_a_reference_video_takes_the_duration_away_and_gives_it_back(
    window: ComposerWindow,
) -> None:
    settings = window.composer.settings
    settings.duration.segments()[2].click()
    window.composer.add_link("https://cdn.example.com/walk.mp4")
    assert window.composer.draft().mode is Mode.MOTION_REFERENCE
    assert not settings.duration.isEnabled()
    assert settings.duration.value is None
    assert settings.heading.note.text() == "Duration follows the reference video"
    assert window.composer.draft().sent_duration is None
    press(window, "removeVideo")
    assert settings.duration.isEnabled()
    assert settings.duration.value == 8
    assert settings.heading.note.text() == ""


def test_a_phrase_chip_begins_a_line_and_its_menu_fills_it(window: ComposerWindow) -> None:
    write(window, "A red kite")
    press(window, "addLightButton")
    assert window.composer.prompt.text == "A red kite\nLight: "
    menu = part(window, "addLightButton").findChild(QMenu)
    assert menu is not None
    phrase = menu.actions()[0]
    menu.triggered.emit(phrase)
    assert window.composer.prompt.text == f"A red kite\nLight: {phrase.text()}"
    press(window, "addLightButton")
    menu.triggered.emit(menu.actions()[1])
    lines = window.composer.prompt.text.splitlines()
    assert lines[1] == f"Light: {phrase.text()}, {menu.actions()[1].text()}"
    menu.close()


def test_clearing_keeps_the_settings_and_the_prompt_can_be_had_back(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.settings.resolution.segments()[2].click()
    write(window, "A red kite")
    window.composer.add_files(pictures[:1])
    press(window, "clearComposerButton")
    assert window.composer.draft() == GenerationRequest(prompt="", resolution=Resolution.UHD_4K)
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_Z, CTRL)
    assert window.composer.prompt.text == "A red kite"


def test_a_loaded_request_comes_out_as_it_went_in(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    request = GenerationRequest(
        prompt="First\n\nThird",
        duration=4,
        resolution=Resolution.UHD_4K,
        aspect_ratio=AspectRatio.PORTRAIT,
        images=tuple(ImageReference(path=path, name=path.name) for path in pictures[:3]),
        video=VideoReference(url="https://cdn.example.com/walk.mp4", seconds=9.0),
    )
    window.composer.load_request(request)
    assert window.composer.draft() == request


def test_a_reason_from_outside_disables_generate_and_is_told(window: ComposerWindow) -> None:
    heard = Heard(window)
    write(window, "A red kite")
    window.composer.set_blocked("Not connected")
    button = part(window, "generateButton")
    assert not button.isEnabled()
    assert button.toolTip() == "Not connected"
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_Return, CTRL)
    assert heard.requests == []
    assert heard.messages == ["Not connected"]
    window.composer.set_blocked(None)
    assert button.isEnabled()


def test_tab_walks_the_composer_in_the_order_of_the_design(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:2])
    wanted = [
        "promptEdit",
        *("addCameraButton", "addLightButton", "addSoundButton"),
        *("imageSlot1", "imageSlot2", "imageSlot3", "videoSlot"),
        *("addThirdImageButton", "keepFirstImageButton"),
        *("durationGroup", "resolutionGroup", "aspectGroup", "variationsValue"),
    ]
    seen: list[str] = []
    widget: QWidget | None = window.composer.prompt.editor
    while widget is not None and widget.objectName() not in seen:
        seen.append(widget.objectName() or widget.parentWidget().objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    assert [name for name in seen if name in wanted] == wanted


def test_every_control_has_its_name_of_the_table(window: ComposerWindow) -> None:
    controls = [
        button
        for button in window.findChildren(QAbstractButton)
        if button.isVisibleTo(window) and button.parentWidget().objectName()[-5:] != "Group"
    ]
    assert len(controls) > 10
    for button in controls:
        assert button.accessibleName() == ACCESSIBLE_NAMES[button.objectName()]


def test_price_and_balance_are_told(window: ComposerWindow, theme: Theme) -> None:
    window.composer.show_price(PriceLook("≈ $0.70", "2 × $0.35"))
    window.composer.show_balance("Balance $0.31, too low", True)
    assert part(window, "costLabel").accessibleDescription() == "≈ $0.70 2 × $0.35"
    balance = part(window, "balanceLabel")
    assert balance.palette().windowText().color() == theme.colour("danger")


@pytest.mark.parametrize(
    ("width", "shown", "tip"),
    [
        (480, "2 × $0.35, from 12 clips", ""),
        (344, "2 × $0.35", "2 × $0.35, from 12 clips"),
        (200, "", "2 × $0.35, from 12 clips"),
    ],
)
def test_how_the_price_is_known_gives_way_before_what_it_is_made_of(
    qtbot: QtBot, theme: Theme, width: int, shown: str, tip: str
) -> None:
    footer = GenerateFooter(theme)
    qtbot.addWidget(footer)
    footer.resize(width, footer.height())
    footer.show()
    footer.show_price(PriceLook("≈ $0.70", "2 × $0.35", "from 12 clips"))
    labels = [label.text() for label in footer.findChildren(QLabel) if label.isVisible()]
    assert [words for words in labels if "2 ×" in words] == ([shown] if shown else [])
    assert footer.cost.toolTip() == tip
    assert footer.cost.accessibleDescription() == "≈ $0.70 2 × $0.35, from 12 clips"


def test_the_rail_keeps_the_draft_and_can_still_generate(window: ComposerWindow) -> None:
    heard = Heard(window)
    write(window, "A red kite")
    window.composer.set_collapsed(True)
    assert window.composer.maximumWidth() == 48
    press(window, "railGenerateButton")
    assert [request.prompt for request, _ in heard.requests] == ["A red kite"]
    window.composer.set_collapsed(False)
    assert window.composer.prompt.text == "A red kite"
    assert window.composer.prompt.isVisible()


@pytest.mark.parametrize(
    ("width", "height", "prompt", "slot"),
    [(380, 952, (347, 447), (110, 81)), (344, 752, (311, 256), (98, 72))],
)
def test_the_parts_are_as_large_as_drawn(
    window: ComposerWindow, width: int, height: int, prompt: tuple[int, int], slot: tuple[int, int]
) -> None:
    # One pixel of the panel's width is the line at its edge, which the splitter draws.
    window.composer.setFixedWidth(width - 1)
    window.resize(1000, height)
    composer = window.composer
    QTest.qWait(0)
    assert composer.height() == height
    size = composer.prompt.size()
    assert (size.width(), size.height()) == pytest.approx(prompt, abs=1)
    size = part(window, "imageSlot1").size()
    assert (size.width(), size.height()) == pytest.approx(slot, abs=1)
    assert part(window, "videoSlot").height() == 56
    assert part(window, "durationGroup").height() == 32
    assert part(window, "generateButton").height() == 44
    assert composer.footer.height() == 76


def test_in_a_low_window_everything_still_fits(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    composer = window.composer
    composer.set_short(True)
    composer.set_compact(True)
    composer.add_files(pictures[:2])
    window.resize(960, 640 - 48)
    QTest.qWait(0)
    assert window.height() == 640 - 48
    assert composer.prompt.height() >= 104
    slots = [part(window, name) for name in ("imageSlot1", "imageSlot3", "videoSlot")]
    assert len({slot.y() for slot in slots}) == 1
    below_settings = composer.settings.mapTo(window, composer.settings.rect().bottomLeft()).y()
    assert below_settings < composer.footer.y()


def test_the_whole_composer_follows_the_theme_at_once(
    window: ComposerWindow, theme: Theme, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    before = window.grab().toImage()
    theme.set_choice(ThemeChoice.LIGHT)
    after = window.grab().toImage()
    corner = QPoint(4, 400)
    assert before.pixelColor(corner).name().upper() == tokens.DARK.panel
    assert after.pixelColor(corner).name().upper() == tokens.LIGHT.panel


def test_an_example_brings_its_own_length(window: ComposerWindow) -> None:
    window.composer.start_from("An iceberg", 10)
    assert (window.composer.draft().prompt, window.composer.draft().duration) == ("An iceberg", 10)
    window.composer.start_from("A kite")
    assert window.composer.draft().duration == 10
