"""Naming an image while one writes: `@` opens a list of the tray's images."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from omniflash_desktop.domain.named_images import begins_a_name, name_of
from omniflash_desktop.ui.compose.image_picker import ImagePicker
from omniflash_desktop.ui.compose.prompt_editor import PromptEditor
from omniflash_desktop.ui.compose.typing_runs import edit_between
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.ui.compose.tray_item import TrayItem

_SIGNS: Final = ("@", "\uff20")
"""The second is what an input method for East Asia writes in its wide mode."""

_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKES: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ImageNaming(QObject):
    """Watches an editor, and opens and closes the list of images.

    Args:
        theme: The look.
        editor: What is typed into.
    """

    def __init__(self, theme: Theme, editor: PromptEditor) -> None:
        super().__init__(editor)
        self._theme = theme
        self._editor = editor
        self._images: tuple[TrayItem, ...] = ()
        self._picker: ImagePicker | None = None
        self._text = editor.toPlainText()
        self._place = 0
        editor.textChanged.connect(self._look)
        editor.cursorPositionChanged.connect(self._close_elsewhere)
        editor.focus_changed.connect(self._close)

    def show_images(self, images: "tuple[TrayItem, ...]") -> None:
        """These images can be named, in their order."""
        if images != self._images:
            self._images = images
            self._close()
        elif self._picker is not None:
            self._picker.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys of the list, while it is open, before the editor has them."""
        picker = self._picker
        if picker is None or picker.isHidden() or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key not in _STEPS and key not in _TAKES and key != Qt.Key.Key_Escape:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() is QEvent.Type.KeyPress:
            if key in _STEPS:
                picker.step(_STEPS[key])
            elif key in _TAKES:
                picker.take()
            else:
                self._close()
        return True

    def _look(self) -> None:
        before, self._text = self._text, self._editor.toPlainText()
        if not self._editor.hasFocus() or not self._images:
            return
        edit = edit_between(before, self._text)
        is_sign = edit.inserted in _SIGNS and not edit.removed
        line = self._editor.line_before_cursor()
        if is_sign and line.endswith(_SIGNS) and begins_a_name(line, len(line) - 1):
            self._open()

    def _open(self) -> None:
        if self._picker is None:
            self._picker = ImagePicker(self._theme, self._editor.window())
            self._picker.chosen.connect(self._insert)
            self._picker.marked.connect(self._tell)
            self._editor.installEventFilter(self)
        self._place = self._editor.textCursor().position()
        rect = self._editor.cursorRect()
        corner = self._editor.mapTo(self._editor.window(), rect.topLeft())
        self._picker.open_at(self._images, QRect(corner, rect.size()))

    def _close_elsewhere(self) -> None:
        if self._editor.textCursor().position() != self._place:
            self._close()

    def _close(self) -> None:
        if self._picker is not None:
            self._picker.hide()
            self._editor.setAccessibleDescription("")

    def _tell(self, index: int) -> None:
        """The focus is in the editor, so that is where a screen reader hears of the list."""
        words = self.tr("Image %1, %2. Enter names it in the prompt.")
        words = words.replace("%1", str(index + 1)).replace("%2", self._images[index].name)
        self._editor.setAccessibleDescription(words)

    def _insert(self, index: int) -> None:
        self._editor.setAccessibleDescription("")
        cursor = self._editor.textCursor()
        following = self._editor.line_behind_cursor()[:1]
        cursor.movePosition(
            QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor
        )
        # A letter right behind it would make another word of it.
        space = "" if following and not following.isalnum() else " "
        cursor.insertText(name_of(index) + space)
        self._editor.setTextCursor(cursor)
