"""A clip is renamed where its title stands."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from omniflash_desktop.ui.stage.clip_title import ClipTitle
from omniflash_desktop.ui.theme.theme import Theme
from tests.builders import a_generation


class Titled:
    """A title on the screen, and what it told."""

    def __init__(self, title: ClipTitle) -> None:
        self.title = title
        self.kept: list[tuple[str, str]] = []
        title.kept.connect(self._note)

    def type(self, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
        field = self.title.field
        QTest.keyClicks(field, text)
        QTest.keyClick(field, end)

    def _note(self, generation_id: str, title: str) -> None:
        self.kept.append((generation_id, title))


@pytest.fixture
def titled(qtbot, qapp) -> Titled:
    theme = Theme()
    theme.apply(qapp)
    made = ClipTitle(theme)
    qtbot.addWidget(made)
    made.resize(400, 32)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return Titled(made)


@pytest.fixture
def clip():
    return a_generation().with_prompt("A kite over the sea\nCamera: slow").ready()


def test_a_double_click_opens_the_field_and_enter_keeps_what_is_typed(titled, clip):
    titled.title.show_clip(clip)
    QTest.mouseDClick(titled.title, Qt.MouseButton.LeftButton)
    assert titled.title.field.isVisible()
    assert titled.title.field.selectedText() == "A kite over the sea"
    titled.type("  Kite,   take 3 ")
    assert titled.kept == [(clip.id, "Kite, take 3")]
    assert not titled.title.field.isVisible()


def test_escape_leaves_the_title_as_it_was(titled, clip):
    titled.title.show_clip(clip)
    titled.title.edit()
    titled.type("Something else", Qt.Key.Key_Escape)
    assert titled.kept == []
    assert titled.title.label.text() == "A kite over the sea"


@pytest.mark.parametrize("typed", ["", "A kite over the sea"])
def test_empty_or_the_prompt_s_own_words_take_the_title_away(titled, clip, typed):
    titled.title.show_clip(msgspec.structs.replace(clip, title="Mine"))
    titled.title.edit()
    titled.title.field.clear()
    titled.type(typed)
    assert titled.kept == [(clip.id, "")]


def test_enter_without_a_change_renames_nothing(titled, clip):
    titled.title.show_clip(clip)
    titled.title.edit()
    titled.type("", Qt.Key.Key_Return)
    assert titled.kept == []


def test_what_is_typed_is_kept_for_its_own_clip_when_another_one_comes(titled, clip):
    titled.title.show_clip(clip)
    titled.title.edit()
    QTest.keyClicks(titled.title.field, "Mine")
    titled.title.show_clip(msgspec.structs.replace(clip, id="2" * 12))
    assert titled.kept == [(clip.id, "Mine")]
