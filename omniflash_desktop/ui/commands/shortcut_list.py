"""The list of all keys: two columns by subject, made from the actions themselves."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.commands.command import Subject, subject_words
from omniflash_desktop.ui.commands.command_facts import keys_in_words
from omniflash_desktop.ui.commands.commands import Commands, facts_of
from omniflash_desktop.ui.commands.fuzzy import rank
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.chip import Tag, TagKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.icon_field import IconField
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 880
_HEIGHT: Final = 680
_ROW: Final = 30
_SEARCH_WIDTH: Final = 260
_COLUMNS: Final = (
    (Subject.PLAYBACK, Subject.HELP),
    (Subject.COMPOSER, Subject.CLIP, Subject.LIBRARY, Subject.VIEW),
)
"""About equally high. Queue and connection have no keys."""


class ShortcutRow(QWidget):
    """One command with its keys.

    Args:
        theme: The look.
        words: What it does.
        action: Has the keys.
        parent: Owner.
    """

    def __init__(self, theme: Theme, words: str, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(_ROW)
        # Enter beside the letters and on the number pad are two keys of one name.
        keys = list(dict.fromkeys(keys_in_words(one) for one in action.shortcuts()))
        self._text = f"{words} {' '.join(keys)}".casefold()
        label = Label(theme, words, role="text2", parent=self)
        label.setAccessibleDescription(", ".join(keys))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label)
        row.addStretch(1)
        for one in keys:
            row.addWidget(Tag(theme, one, kind=TagKind.KEY, height=20, parent=self))

    def answers(self, query: str) -> bool:
        """Whether it is what somebody looks for."""
        return not query or rank(query, self._text) is not None


class _Group(QWidget):
    """All keys about one subject."""

    def __init__(
        self,
        theme: Theme,
        subject: Subject,
        actions: list[tuple[str, QAction]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 18)
        column.setSpacing(0)
        title = Label(theme, subject_words(subject), weight=tokens.STRONG, parent=self)
        title.setFixedHeight(28)
        column.addWidget(title)
        self.rows = [ShortcutRow(theme, words, action, self) for words, action in actions]
        for row in self.rows:
            column.addWidget(row)

    def search(self, query: str) -> bool:
        """Leaves the rows that answer; tells whether there are any."""
        answers = [row.answers(query) for row in self.rows]
        for row, shown in zip(self.rows, answers, strict=True):
            row.setVisible(shown)
        self.setVisible(any(answers))
        return any(answers)


class ShortcutList(FramedDialog):
    """Shows the keys as they are at this moment.

    Args:
        theme: The look.
        commands: Whose keys.
        parent: The window.
    """

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget) -> None:
        super().__init__(theme, "", width=_WIDTH, parent=parent)
        self.setObjectName("shortcutList")
        title = self.tr("Keyboard shortcuts")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.title.setText(title)
        self.search = IconField(theme, "magnifying-glass", self)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.search.setClearButtonEnabled(True)
        name(self.search, "shortcutSearch")
        self._close = IconButton(theme, "x", tooltip=self.tr("Close"), parent=self)
        name(self._close, "closeShortcutsButton")
        self._nothing = Label(theme, role="text3", parent=self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        self._groups: list[_Group] = []
        self._lay_out(commands)
        self.search.textChanged.connect(self._search)
        self._close.clicked.connect(self.reject)
        self.setFixedHeight(min(_HEIGHT, parent.window().height() - 48))
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            # The key that opened it closes it again.
            self.reject()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()

    def _lay_out(self, commands: Commands) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.search)
        head.addWidget(self._close)
        self.column.addLayout(head)
        note = Label(
            self._theme,
            self.tr("Single letters work while the stage or the library has the focus."),
            role="text3",
            parent=self,
        )
        self.column.addWidget(note)
        self.column.addSpacing(tokens.SPACE_2)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 14, 0)
        columns.setSpacing(40)
        for subjects in _COLUMNS:
            columns.addLayout(self._column_of(subjects, commands, inside), 1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._scroll = scroll
        self.column.addWidget(scroll, 1)
        self.column.addWidget(self._nothing, 1)

    def _column_of(
        self, subjects: tuple[Subject, ...], commands: Commands, parent: QWidget
    ) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        for subject in subjects:
            actions = [
                (facts_of(command).words.removesuffix("…"), action)
                for command, action in commands
                if facts_of(command).subject is subject and action.shortcuts()
            ]
            group = _Group(self._theme, subject, actions, parent)
            self._groups.append(group)
            column.addWidget(group)
        column.addStretch(1)
        return column

    def _search(self, text: str) -> None:
        query = text.strip().casefold()
        found = [group.search(query) for group in self._groups]
        self._scroll.setVisible(any(found))
        self._nothing.setText(self.tr("No key for “%1”").replace("%1", text.strip()))
        self._nothing.setVisible(not any(found))
