"""The field for the prompt: editor, phrase chips and the count of its characters."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.domain.named_images import CHIP_LENGTH
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.image_naming import ImageNaming
from omniflash_desktop.ui.compose.phrase_chip import PhraseChip
from omniflash_desktop.ui.compose.phrases import PhraseTopic
from omniflash_desktop.ui.compose.prompt_chips import units_before
from omniflash_desktop.ui.compose.prompt_editor import PromptEditor
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import faded, paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.ui.compose.tray_item import TrayItem

LONG_PROMPT: Final = 2_000
"""Characters beyond which the count turns amber. The service names no limit."""

LEAST_HEIGHT: Final = 104
_FADE: Final = 30
_SCROLL_BAR: Final = 16
"""Room at the right of the field that the fade leaves to the scroll bar."""


class _Fade(QWidget):
    """Covers the lowest line of an editor that goes on below."""

    def __init__(self, theme: Theme, editor: PromptEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._editor = editor
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        bar = editor.verticalScrollBar()
        bar.valueChanged.connect(self._show_if_cut)
        bar.rangeChanged.connect(self._show_if_cut)

    def paintEvent(self, event: QPaintEvent) -> None:
        fade = QLinearGradient(0, 0, 0, self.height())
        fade.setColorAt(0, faded(self._theme.colour("input"), 0.0))
        fade.setColorAt(1, self._theme.colour("input"))
        painter = QPainter(self)
        painter.fillRect(self.rect(), fade)
        painter.end()

    def _show_if_cut(self) -> None:
        # Who writes in the last line sees it whole, but not always the margin below it.
        line = self._editor.fontMetrics().lineSpacing()
        # Asked for each time: Python's object for the bar may end before the bar itself does.
        bar = self._editor.verticalScrollBar()
        self.setVisible(bar.maximum() - bar.value() >= line)


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
        self._naming = ImageNaming(theme, self.editor)
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
        """Puts another prompt in."""
        self.editor.replace_text(text)

    def change_to(self, text: str) -> None:
        """Puts another prompt in, of which most is as it was: the cursor goes to the change."""
        self.editor.change_to(text, keeps_cursor=False)

    def rename_images(self, text: str) -> None:
        """Puts the prompt in with other names of images: nothing else of it may differ."""
        self.editor.change_to(text, keeps_cursor=True)

    def show_images(self, images: "tuple[TrayItem, ...]") -> None:
        """These images can be named in the prompt, in their order."""
        self.editor.chips.show_images(images)
        self._naming.show_images(images)

    @property
    def wrong_name_words(self) -> str:
        """Why the prompt cannot be sent: it names an image that is not there. Else nothing."""
        chips = self.editor.chips
        return "" if chips.of_nobody is None else chips.words_about_nobody(chips.of_nobody)

    def lead_to_wrong_name(self) -> None:
        """Selects the first name that no image answers to, where there is one."""
        chip = self.editor.chips.of_nobody
        if chip is None:
            return
        cursor = self.editor.textCursor()
        start = units_before(self.text, chip.start)
        cursor.setPosition(start)
        cursor.setPosition(start + CHIP_LENGTH, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

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
            words, brief, role = self.tr("Write a prompt first"), self.tr("No prompt"), "danger"
        else:
            count = len(self.text)
            one = self.tr("1 character")
            words = one if count == 1 else self.tr("%n characters", "", count)
            brief = str(count)
            role = "warning" if count > LONG_PROMPT else "text3"
        taken = sum(chip.sizeHint().width() + 7 for chip in self._chips)
        fits = self._count.fontMetrics().horizontalAdvance(words) <= self.width() - 30 - taken
        self._count.set_role(role)
        self._count.setText(words if fits else brief)
        self._count.setToolTip("" if fits else words)
        self._count.setAccessibleDescription(words)

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
        before = self.editor.line_before_cursor()
        if before.rstrip().endswith(":"):
            cursor.insertText(phrase if before.endswith(" ") else f" {phrase}")
        else:
            cursor.insertText(f", {phrase}")
        self.editor.setTextCursor(cursor)
