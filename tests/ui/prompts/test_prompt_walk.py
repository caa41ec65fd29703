"""Alt+Up and Alt+Down in the prompt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.ui.prompts.prompt_walk import PromptWalk
from omniflash_desktop.ui.theme.theme import Theme
from tests.builders import a_generation
from tests.ui.compose.composing import (
    ALT,
    CTRL,
    ComposerWindow,
    Heard,
    ReadAtOnce,
    open_window,
    part,
    write,
)


class Sent:
    """What was sent, the newest first; counts how many were asked for."""

    def __init__(self, *prompts: str) -> None:
        self.prompts = prompts
        self.read = 0

    def newest(self) -> Iterator[Generation]:
        for prompt in self.prompts:
            self.read += 1
            yield a_generation().with_prompt(prompt).queued()


@pytest.fixture
def sent() -> Sent:
    return Sent("dunes", "boat\nat dusk", "kite")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, sent: Sent) -> ComposerWindow:
    theme = Theme()
    theme.set_choice(ThemeChoice.DARK)
    opened = open_window(qtbot, ComposerWindow(theme, ReadAtOnce(), tmp_path))
    PromptWalk(opened.composer, sent, opened)
    return opened


def older(window: ComposerWindow) -> str:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, ALT)
    return window.composer.prompt.text


def newer(window: ComposerWindow) -> str:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, ALT)
    return window.composer.prompt.text


def test_the_walk_leads_to_the_oldest_prompt_and_back_to_the_unsent_one(
    window: ComposerWindow,
) -> None:
    write(window, "not sent yet")
    back = [older(window) for _ in range(4)]
    assert back == ["dunes", "boat\nat dusk", "kite", "kite"]
    forth = [newer(window) for _ in range(4)]
    assert forth == ["boat\nat dusk", "dunes", "not sent yet", "not sent yet"]


def test_what_was_just_sent_is_not_walked_to_again(window: ComposerWindow) -> None:
    write(window, "dunes")
    assert older(window) == "boat\nat dusk"
    assert newer(window) == "dunes"


def test_each_step_can_be_undone(window: ComposerWindow) -> None:
    write(window, "not sent yet")
    older(window)
    older(window)
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_Z, CTRL)
    assert window.composer.prompt.text == "dunes"
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_Z, CTRL)
    assert window.composer.prompt.text == "not sent yet"


def test_who_changes_an_old_prompt_has_a_new_one_to_come_back_to(window: ComposerWindow) -> None:
    older(window)
    write(window, ", slowly")
    assert older(window) == "dunes"
    assert newer(window) == "dunes, slowly"


def test_only_what_is_walked_through_is_read(window: ComposerWindow, sent: Sent) -> None:
    older(window)
    assert sent.read == 1


def test_elsewhere_the_keys_do_nothing_to_the_prompt(window: ComposerWindow) -> None:
    write(window, "not sent yet")
    part(window, "imageSlot1").setFocus()
    assert older(window) == "not sent yet"


def test_a_word_that_is_being_composed_is_left_alone(window: ComposerWindow) -> None:
    QApplication.sendEvent(window.composer.prompt.editor, QInputMethodEvent("あか", []))
    assert older(window) == ""


def test_where_nothing_was_sent_that_is_said(window: ComposerWindow, sent: Sent) -> None:
    sent.prompts = ()
    heard = Heard(window)
    assert older(window) == ""
    assert heard.messages == ["There is no earlier prompt."]
