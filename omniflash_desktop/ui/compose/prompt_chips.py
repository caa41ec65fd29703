"""How names of images look in the prompt. The text itself stays plain: `@1`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
)

from omniflash_desktop.domain.named_images import CHIP_LENGTH, ImageChip, chips_in, nobody_named
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTextEdit

    from omniflash_desktop.ui.compose.tray_item import TrayItem

_AROUND = 2.0
"""Logical pixels that a chip reaches beyond its text."""


def units_before(text: str, place: int) -> int:
    """The place in a Qt document, which counts UTF-16 units, of the character at `place`."""
    return place + sum(character > "\uffff" for character in text[:place])


class _Ink(QSyntaxHighlighter):
    """The colour of the letters in chips."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self._image_count = 0

    def show_count(self, image_count: int) -> None:
        """So many images can be named."""
        if image_count != self._image_count:
            self._image_count = image_count
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for chip in chips_in(text):
            known = chip.names_one_of(self._image_count)
            look = QTextCharFormat()
            look.setForeground(self._theme.colour("accent_text" if known else "warning"))
            look.setFontWeight(tokens.STRONG)
            self.setFormat(units_before(text, chip.start), CHIP_LENGTH, look)


class PromptChips(QObject):
    """Draws the chips of an editor, and says what they stand for.

    Args:
        theme: The look.
        editor: Whose text holds them.
    """

    def __init__(self, theme: Theme, editor: "QTextEdit") -> None:
        super().__init__(editor)
        self._theme = theme
        self._editor = editor
        self._names: tuple[str, ...] = ()
        self._ink = _Ink(theme, editor.document())
        theme.changed.connect(self._ink.rehighlight)

    def show_images(self, images: "Sequence[TrayItem]") -> None:
        """These images can be named, in their order."""
        self._names = tuple(image.name for image in images)
        self._ink.show_count(len(images))

    @property
    def of_nobody(self) -> ImageChip | None:
        """The first one that no image answers to."""
        return nobody_named(self._editor.toPlainText(), len(self._names))

    def words_about_nobody(self, chip: ImageChip) -> str:
        """Why a prompt with such a chip cannot be sent."""
        if chip.number is None:
            return self.tr("The prompt names an image that was removed. Change or delete the @?.")
        words = self.tr("The prompt names image %1, which is not there. Add it or change the @%1.")
        return words.replace("%1", str(chip.number))

    def paint(self) -> None:
        """Paints what lies behind the letters. For the editor's paint event only."""
        placed = list(self._placed())
        if not placed:
            # The first call of `viewport` costs more than all that is painted here.
            return
        painter = QPainter(self._editor.viewport())
        for rect, chip in placed:
            known = chip.names_one_of(len(self._names))
            fill = self._theme.colour("accent_bg2" if known else "warning_bg")
            line = None if known else self._theme.colour("warning_line")
            paint_frame(painter, rect, tokens.RADIUS_BADGE, fill=fill, line=line)
        painter.end()

    def words_at(self, place: QPoint) -> str:
        """What the chip at a place of the editor stands for; nothing where there is none."""
        for rect, chip in self._placed():
            if rect.contains(place):
                return self._words_for(chip)
        return ""

    def _words_for(self, chip: ImageChip) -> str:
        if chip.number is None or not chip.names_one_of(len(self._names)):
            return self.words_about_nobody(chip)
        words = self.tr("Image %1: %2").replace("%1", str(chip.number))
        return words.replace("%2", self._names[chip.number - 1])

    def _placed(self) -> Iterator[tuple[QRectF, ImageChip]]:
        """The chips that can be seen, and where, in the editor's coordinates."""
        document = self._editor.document()
        metrics = QFontMetricsF(self._editor.font())
        up = self._editor.verticalScrollBar().value()
        block = document.begin()
        while block.isValid():
            chips = chips_in(block.text()) if "@" in block.text() else ()
            if chips:
                top_left = document.documentLayout().blockBoundingRect(block).topLeft()
                for chip in chips:
                    rect = _rect_of(chip, block, metrics).translated(top_left.x(), top_left.y())
                    rect.translate(0, -up)
                    if -rect.height() < rect.top() < self._editor.height():
                        yield rect, chip
            block = block.next()


def _rect_of(chip: ImageChip, block: QTextBlock, metrics: QFontMetricsF) -> QRectF:
    """Where a chip stands in its block."""
    layout = block.layout()
    start = units_before(block.text(), chip.start)
    if layout.preeditAreaText() and layout.preeditAreaPosition() <= start:
        # What an input method has not committed yet is in the layout, but not in the text.
        start += len(layout.preeditAreaText())
    line = layout.lineForTextPosition(start)
    left, right = (_x_of(line.cursorToX(place)) for place in (start, start + CHIP_LENGTH))
    baseline = line.y() + line.ascent()
    rect = QRectF(left, baseline - metrics.ascent(), right - left, metrics.height())
    return rect.adjusted(-_AROUND, -1, _AROUND, 1)


def _x_of(answer: object) -> float:
    # Qt answers with the place as well; its stubs do not say so.
    assert isinstance(answer, tuple)
    return float(answer[0])
