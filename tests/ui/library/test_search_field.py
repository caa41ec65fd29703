"""The field that finds clips, as it is drawn."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.ui.library.search_field import SearchField
from omniflash_desktop.ui.theme.theme import Theme


def test_the_text_starts_where_it_is_drawn(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp)
    field = SearchField(theme)
    qtbot.addWidget(field)
    field.resize(332, 32)
    field.show()
    field.setText("kite")
    field.setCursorPosition(0)
    # The cursor's rectangle is wider than the cursor: its middle stands before the text.
    assert abs(field.cursorRect().center().x() - 30) <= 1
    qapp.setStyleSheet("")
