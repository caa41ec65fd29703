"""What a slot says about its image: one note on the picture, and all of it to those who ask."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics

from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.tray_item import ItemState
from omniflash_desktop.ui.notices.file_reasons import reason_words
from omniflash_desktop.ui.notices.picture_notes import PictureNote, notes_of

translate = QCoreApplication.translate


def fitting_note(item: ImageItem, metrics: QFontMetrics, width: int) -> str:
    """What is changed in an image, as far as a line has room: `25 MB → 3.1 MB, 1 more`.

    Args:
        item: The image.
        metrics: Of the font.
        width: Of the line, logical pixels.
    """
    told = [note for note in _notes(item) if note.brief]
    if not told:
        return ""
    more = translate("SlotWords", ", {n} more").format(n=len(told) - 1) if len(told) > 1 else ""
    first = told[0]
    # The figures tell more than how much else there is: the tooltip has that.
    for words in (first.brief + more, first.brief, first.shorter + more, first.shorter):
        if metrics.horizontalAdvance(words) <= width:
            return words
    return metrics.elidedText(first.shorter, Qt.TextElideMode.ElideRight, width)


def described(item: ImageItem) -> list[str]:
    """The image's name, what is changed in it, and how far it has come; a line each."""
    lines = [item.name, *(note.words for note in _notes(item))]
    match item.state:
        case ItemState.READY:
            lines.append(translate("SlotWords", "Ready"))
        case ItemState.PREPARING:
            lines.append(translate("SlotWords", "Preparing"))
        case ItemState.UPLOADING:
            lines.append(translate("SlotWords", "Uploading"))
        case ItemState.FAILED:
            detail = "" if item.problem is None else reason_words(item.problem.detail)
            if detail:
                lines.append(detail)
            words = translate("SlotWords", "This image cannot be used. Press to try again.")
            lines.append(words)
        case _:
            assert_never(item.state)
    return lines


def _notes(item: ImageItem) -> tuple[PictureNote, ...]:
    if item.prepared is None:
        return ()
    return notes_of(item.prepared, item.aspect.sides)
