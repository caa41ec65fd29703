"""The field for the prompt: editor, phrase chips and the count of its characters."""

from typing import Final

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.mime_reading import is_more_than_text
from omniflash_desktop.ui.compose.phrase_chip import PhraseChip
from omniflash_desktop.ui.compose.phrases import PhraseTopic
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import faded, paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

LONG_PROMPT: Final = 2_000
"""Characters beyond which the count turns amber. The service names no limit."""

LEAST_HEIGHT: Final = 104
_LINE_PERCENT: Final = 142.0
_DOCUMENT_MARGIN: Final = 4
_FADE: Final = 30
_SCROLL_BAR: Final = 16
"""Room at the right of the field that the fade leaves to the scroll bar."""


class PromptEditor(QTextEdit):
    """A plain-text editor that hands files and pictures on instead of inserting their names.

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
        self.document().clearUndoRedoStacks()
        self.textChanged.connect(self._show_placeholder)

    def replace_text(self, text: str) -> None:
        """Puts another text in as one step that can be undone; the line height stays."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

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

    def _show_placeholder(self) -> None:
        self._placeholder.setVisible(self.document().isEmpty() and not self.is_composing)


class _Fade(QWidget):
    """Covers the lowest line of an editor that goes on below."""

    def __init__(self, theme: Theme, editor: PromptEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bar = editor.verticalScrollBar()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._bar.valueChanged.connect(self._show_if_cut)
        self._bar.rangeChanged.connect(self._show_if_cut)

    def paintEvent(self, event: QPaintEvent) -> None:
        fade = QLinearGradient(0, 0, 0, self.height())
        fade.setColorAt(0, faded(self._theme.colour("input"), 0.0))
        fade.setColorAt(1, self._theme.colour("input"))
        painter = QPainter(self)
        painter.fillRect(self.rect(), fade)
        painter.end()

    def _show_if_cut(self) -> None:
        self.setVisible(self._bar.value() < self._bar.maximum())


class PromptField(QWidget):
    """Editor, chips and count in one frame.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        changed: The prompt is another one.
        media_offered: Something other than text was pasted; a `QMimeData`.
    """

    changed = Signal()
    media_offered = Signal(QMimeData)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._asks_for_words = False
        self.editor = PromptEditor(theme, self)
        self._fade = _Fade(theme, self.editor, self)
        self._chips = [PhraseChip(theme, topic, self) for topic in PhraseTopic]
        self._count = Label(theme, size=tokens.TINY, role="text3", tabular=True, parent=self)
        name(self.editor, "promptEdit")
        name(self._count, "promptCount")
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 0, 9, 0)
        bar.setSpacing(7)
        for chip in self._chips:
            bar.addWidget(chip)
            chip.asked.connect(self._begin_phrase)
            chip.phrase_chosen.connect(self._insert_phrase)
        bar.addStretch(1)
        bar.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 10, 4, 11)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self.editor, 1)
        column.addLayout(bar)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.editor.textChanged.connect(self._text_changed)
        self.editor.focus_changed.connect(self.update)
        self.editor.media_offered.connect(self.media_offered)
        self._show_count()

    @property
    def text(self) -> str:
        """The prompt as typed."""
        return self.editor.toPlainText()

    def replace_text(self, text: str) -> None:
        """Puts another prompt in; Ctrl+Z brings the old one back."""
        self.editor.replace_text(text)

    def ask_for_words(self) -> None:
        """Marks the field: nothing can be generated from an empty prompt."""
        self._asks_for_words = True
        self._show_count()
        self.update()
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_count()
        # The layout places the editor after this event; its edges are known already.
        bottom = self.height() - self._below_editor()
        self._fade.setGeometry(12, bottom - _FADE, self.width() - 12 - _SCROLL_BAR, _FADE)

    def _below_editor(self) -> int:
        return 11 + self._chips[0].height() + tokens.SPACE_2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        line, width = theme.colour("line"), 1
        if self._asks_for_words:
            line = theme.colour("danger")
        elif self.editor.hasFocus():
            line, width = theme.colour("focus"), 2
        paint_frame(
            painter, rect, tokens.RADIUS_CARD, fill=theme.colour("input"), line=line, width=width
        )
        painter.end()

    def _text_changed(self) -> None:
        if self._asks_for_words and self.text.strip():
            self._asks_for_words = False
            self.update()
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        if self._asks_for_words:
            words, role = self.tr("Write a prompt first"), "danger"
        else:
            count = len(self.text)
            one = self.tr("1 character")
            words = one if count == 1 else self.tr("%n characters", "", count)
            role = "warning" if count > LONG_PROMPT else "text3"
            taken = sum(chip.sizeHint().width() + 7 for chip in self._chips)
            if self._count.fontMetrics().horizontalAdvance(words) > self.width() - 30 - taken:
                words = str(count)
        self._count.set_role(role)
        self._count.setText(words)

    def _begin_phrase(self, topic: str) -> None:
        """Puts the cursor behind the topic's word, on a line of its own."""
        start = f"{topic}: "
        document = self.editor.document()
        block = document.begin()
        while block.isValid() and not block.text().startswith(start.rstrip()):
            block = block.next()
        cursor = QTextCursor(document)
        if block.isValid():
            cursor.setPosition(block.position() + len(block.text()))
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            needs_line = bool(document.lastBlock().text().strip())
            cursor.insertText(("\n" if needs_line else "") + start)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert_phrase(self, phrase: str) -> None:
        cursor = self.editor.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()].rstrip()
        spaced = cursor.block().text()[: cursor.positionInBlock()].endswith(" ")
        if before.endswith(":"):
            cursor.insertText(phrase if spaced else f" {phrase}")
        else:
            cursor.insertText(f", {phrase}")
        self.editor.setTextCursor(cursor)
