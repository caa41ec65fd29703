"""The text of the prompt: plain, with the names of images drawn as chips."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from omniflash_desktop.ui.compose.mime_reading import is_more_than_text
from omniflash_desktop.ui.compose.prompt_chips import PromptChips, units_before
from omniflash_desktop.ui.compose.typing_runs import edit_between
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_LINE_PERCENT: Final = 142.0
_DOCUMENT_MARGIN: Final = 4
_UNDO_AND_REDO: Final = ("edit-undo", "edit-redo")
"""What Qt calls these two in a text field's menu."""


class PromptEditor(QTextEdit):
    """A plain-text editor that hands files and pictures on instead of inserting their names.

    It undoes nothing by itself: its text is one part of the composer, and so is its history.

    Signals:
        media_offered: Something other than text was pasted; a `QMimeData`.
        focus_changed: It got or lost the focus.
    """

    media_offered = Signal(QMimeData)
    focus_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.is_composing = False
        self._history_actions: list[QAction] = []
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(tokens.BODY))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The field around it says how low it may become.
        self.setMinimumHeight(tokens.CONTROL_HEIGHT)
        self.document().setDocumentMargin(_DOCUMENT_MARGIN)
        self._placeholder = Label(theme, size=tokens.BODY, role="text3", parent=self)
        self._placeholder.setText(
            self.tr(
                "Describe the scene, the subject and the action. Then add camera, light and sound."
            )
        )
        self._placeholder.setWordWrap(True)
        self._placeholder.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._placeholder.setAlignment(Qt.AlignmentFlag.AlignTop)
        spread = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        spread.setLineHeight(_LINE_PERCENT, kind.value)
        QTextCursor(self.document()).setBlockFormat(spread)
        self.setUndoRedoEnabled(False)
        self.chips = PromptChips(theme, self)
        self.textChanged.connect(self._show_placeholder)

    def offer_in_menu(self, actions: list[QAction]) -> None:
        """Shows the composer's undo and redo in the menu, where a text field has its own."""
        self._history_actions = actions

    def line_before_cursor(self) -> str:
        """The paragraph up to the cursor."""
        return self._line_to(QTextCursor.MoveOperation.StartOfBlock)

    def line_behind_cursor(self) -> str:
        """The paragraph from the cursor on."""
        return self._line_to(QTextCursor.MoveOperation.EndOfBlock)

    def replace_text(self, text: str) -> None:
        """Puts another text in; the line height stays."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def change_to(self, text: str, *, keeps_cursor: bool) -> None:
        """Changes only what differs, so that nothing jumps.

        Args:
            text: All of it.
            keeps_cursor: Whether the cursor stays where it is, for texts of equal length;
                otherwise it goes to the change, which is what the eye looks for after an undo.
        """
        now = self.toPlainText()
        edit = edit_between(now, text)
        if not edit.removed and not edit.inserted:
            return
        former = self.textCursor()
        place, anchor = former.position(), former.anchor()
        start = units_before(now, edit.start)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        end = start + units_before(edit.removed, len(edit.removed))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.inserted)
        if keeps_cursor:
            cursor.setPosition(anchor)
            cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                # A text field would keep these two keys from the window's actions.
                event.ignore()
                return False
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            words = self.chips.words_at(event.pos())
            if words:
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own = [action for action in menu.actions() if action.objectName() in _UNDO_AND_REDO]
        for action, ours in zip(own, self._history_actions, strict=False):
            menu.insertAction(action, ours)
            menu.removeAction(action)
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        self.chips.paint()
        super().paintEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls() and not source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if is_more_than_text(source):
            self.media_offered.emit(source)
        else:
            self.insertPlainText(source.text())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.is_composing = bool(event.preeditString())
        self._show_placeholder()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Never `viewport()` here: its first call makes PySide set up every widget class (20 ms).
        width = event.size().width() - 2 * _DOCUMENT_MARGIN
        height = self._placeholder.heightForWidth(width)
        self._placeholder.setGeometry(_DOCUMENT_MARGIN, _DOCUMENT_MARGIN, width, height)

    def _line_to(self, end: QTextCursor.MoveOperation) -> str:
        cursor = self.textCursor()
        cursor.clearSelection()
        cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    def _show_placeholder(self) -> None:
        self._placeholder.setVisible(self.document().isEmpty() and not self.is_composing)
