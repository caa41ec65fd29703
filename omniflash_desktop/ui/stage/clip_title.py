"""The clip's title, changed where it stands: Enter keeps, Escape leaves, empty is the prompt's."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import tip_of
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.elided_label import ElidedLabel
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_LONGEST: Final = 200
"""Characters."""


class ClipTitle(QWidget):
    """Shows the title, and a field in its place while it is changed.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        kept: Id of the clip, and its new title; empty for the prompt's first words.
        done: The field is closed and leaves the keyboard to others.
    """

    kept = Signal(str, str)
    done = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._generation: Generation | None = None
        self._edited: Generation | None = None
        self.label = ElidedLabel(theme, size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        self.label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        name(self.label, "clipTitle")
        self.pencil = IconButton(theme, "pencil-simple", parent=self)
        name(self.pencil, "renameClipButton")
        self.pencil.setToolTip(tip_of(Command.RENAME))
        self.pencil.clicked.connect(self.edit)
        # It comes with the mouse, and takes no room from the title until then.
        self.pencil.hide()
        self.field = _Field(theme, self)
        self.field.hide()
        self.field.returnPressed.connect(self.keep)
        self.field.left.connect(self.keep)
        self.field.escaped.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.label)
        row.addWidget(self.pencil)
        row.addWidget(self.field, 1)
        row.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def is_edited(self) -> bool:
        """Whether the field is open."""
        return self._edited is not None

    def show_clip(self, generation: Generation) -> None:
        """Shows a clip's title; what is typed for another clip is kept."""
        if self._edited is not None and self._edited.id != generation.id:
            self.keep()
        self._generation = generation
        self.label.setText(generation.name)

    def edit(self) -> None:
        """Opens the field."""
        if self._generation is None or self._edited is not None:
            return
        self._edited = self._generation
        self.field.setText(self._edited.name)
        self.field.setPlaceholderText(self._edited.untitled_name)
        self._show_field(True)
        self.field.setFocus()
        self.field.selectAll()

    def keep(self) -> None:
        """Closes the field and tells of a title that is another one now."""
        edited, self._edited = self._edited, None
        if edited is None:
            return
        self._show_field(False)
        typed = " ".join(self.field.text().split())
        # The prompt's own words, left as they were, are no title of the user's.
        title = "" if typed == edited.untitled_name else typed
        if title != edited.title:
            self.kept.emit(edited.id, title)

    def leave(self) -> None:
        """Closes the field; the title stays as it was."""
        self._edited = None
        self._show_field(False)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pencil.setVisible(self._edited is None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pencil.hide()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.edit()

    def _show_field(self, shown: bool) -> None:
        had_focus = self.field.hasFocus()
        self.field.setVisible(shown)
        self.label.setVisible(not shown)
        self.pencil.setVisible(not shown and self.underMouse())
        if had_focus and not shown:
            self.done.emit()


class _Field(QLineEdit):
    """Keeps its keys to itself: none of them is to move the clip."""

    left = Signal()
    escaped = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMaxLength(_LONGEST)
        self.setFont(theme.font(tokens.TITLE, tokens.STRONG))
        self.setFixedHeight(tokens.CONTROL_HEIGHT)
        name(self, "clipTitleField")
        theme.changed.connect(self._recolour)
        self._recolour()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Its own menu, and another window, are only looked at in between.
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()

    def _recolour(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.colour("input"))
        palette.setColor(QPalette.ColorRole.Text, self._theme.colour("text"))
        self.setPalette(palette)
