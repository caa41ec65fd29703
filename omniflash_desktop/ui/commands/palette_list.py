"""The list of the palette: heads, and what was found below them, painted in one style."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final, TypeAlias, assert_never

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from omniflash_desktop.ui.commands.palette_entries import EntryKind, PaletteEntry
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.library.poster_cache import PosterCache, PosterKey
from omniflash_desktop.ui.notices.state_words import RowWords, dotted, row_words
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate

ROW: Final = 38
CLIP_ROW: Final = 48
HEAD: Final = 28
_EDGE: Final = 8
_PICTURE: Final = QSize(64, 36)
_CAP_HEIGHT: Final = 20
_CAP_PADDING: Final = 7
_MIDDLE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOTHING: Final = QModelIndex()

Line: TypeAlias = PaletteEntry | EntryKind
"""An entry, or the head above entries of this kind."""


def kind_words(kind: EntryKind) -> str:
    """The head above entries of a kind."""
    match kind:
        case EntryKind.COMMAND:
            return translate("Palette", "Commands")
        case EntryKind.CLIP:
            return translate("Palette", "Clips")
        case EntryKind.PROMPT:
            return translate("Palette", "Prompts")
        case _:
            assert_never(kind)


class PaletteModel(QAbstractListModel):
    """What was found, as lines."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._words: dict[str, RowWords] = {}

    def show_entries(self, entries: Sequence[PaletteEntry]) -> None:
        """Replaces everything; entries of a kind stand together."""
        self.beginResetModel()
        self._words = {}
        self._lines = []
        for kind, of_kind in groupby(entries, key=_kind_of):
            self._lines += [kind, *of_kind]
        self.endResetModel()

    def line(self, row: int) -> Line:
        """The line at a row."""
        return self._lines[row]

    def entry(self, row: int) -> PaletteEntry | None:
        """What Enter takes at a row; `None` at a head and outside."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, PaletteEntry) else None

    @property
    def count(self) -> int:
        """How many entries there are."""
        return sum(isinstance(line, PaletteEntry) for line in self._lines)

    def next_entry(self, row: int, step: int) -> int:
        """The row of the next entry; it goes round, and stays where there is none."""
        for distance in range(1, len(self._lines) + 1):
            there = (row + step * distance) % len(self._lines)
            if self.entry(there) is not None:
                return there
        return row

    def state_words(self, entry: PaletteEntry) -> RowWords | None:
        """How a clip stands."""
        if entry.kind is not EntryKind.CLIP or entry.generation is None:
            return None
        known = self._words.get(entry.key)
        if known is None:
            known = row_words(entry.generation, None, now=datetime.now(UTC))
            self._words[entry.key] = known
        return known

    def spoken(self, entry: PaletteEntry) -> str:
        """What a screen reader says of an entry."""
        words = self.state_words(entry)
        parts = (entry.title, kind_word(entry.kind), words.state if words else entry.note)
        return ", ".join(part for part in (*parts, entry.keys) if part)

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return kind_words(line) if isinstance(line, EntryKind) else line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return kind_words(line) if isinstance(line, EntryKind) else self.spoken(line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entry(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PaletteDelegate(QStyledItemDelegate):
    """Paints the lines of a `PaletteModel`.

    Args:
        theme: The look.
        model: What is painted.
        parent: Owner.
    """

    def __init__(self, theme: Theme, model: PaletteModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.posters = PosterCache(self)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = self._model.line(index.row())
        if isinstance(line, EntryKind):
            return QSize(100, HEAD)
        return QSize(100, CLIP_ROW if line.kind is EntryKind.CLIP else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        line = self._model.line(index.row())
        painter.save()
        if isinstance(line, EntryKind):
            self._paint_head(painter, rect, line)
        else:
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_entry(painter, rect, line, is_chosen=is_chosen)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, kind: EntryKind) -> None:
        painter.setFont(self._theme.font(tokens.TINY, tokens.STRONG))
        painter.setPen(self._theme.colour("text3"))
        painter.drawText(rect.adjusted(_EDGE, 6, 0, 0), _MIDDLE, kind_words(kind))

    def _paint_entry(
        self, painter: QPainter, rect: QRectF, entry: PaletteEntry, *, is_chosen: bool
    ) -> None:
        theme = self._theme
        if is_chosen:
            paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=theme.colour("accent_bg2"))
        words = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        ink = theme.colour("text" if entry.is_possible else "disabled")
        if entry.kind is EntryKind.CLIP:
            self._paint_picture(painter, words, entry)
            words.setLeft(words.left() + _PICTURE.width() + 12)
        elif entry.icon:
            square = QRectF(words.left(), words.center().y() - 9, 18, 18)
            theme.paint_icon(
                painter, square, entry.icon, theme.colour("text2") if entry.is_possible else ink
            )
        if entry.kind is not EntryKind.CLIP:
            words.setLeft(words.left() + 30)
        if entry.keys:
            words.setRight(self._paint_keys(painter, words, entry.keys) - 12)
        if entry.kind is EntryKind.CLIP:
            self._paint_clip_words(painter, words, entry)
        else:
            self._paint_words(painter, words, entry, ink)

    def _paint_picture(self, painter: QPainter, rect: QRectF, entry: PaletteEntry) -> None:
        top = rect.center().y() - _PICTURE.height() / 2
        place = QRectF(rect.left(), top, _PICTURE.width(), _PICTURE.height())
        device = painter.device()
        scale = 1.0 if device is None else device.devicePixelRatioF()
        poster = entry.poster
        pixmap = None
        if poster is not None:
            key = PosterKey(poster, _PICTURE.width(), _PICTURE.height(), tokens.RADIUS_CHIP, scale)
            pixmap = self.posters.pixmap(key)
        if pixmap is not None:
            painter.drawPixmap(place.topLeft(), pixmap)
            return
        paint_frame(painter, place, tokens.RADIUS_CHIP, fill=self._theme.colour("raised2"))
        square = QRectF(0, 0, 18, 18)
        square.moveCenter(place.center())
        words = self._model.state_words(entry)
        icon = (words.icon if words else "") or entry.icon
        self._theme.paint_icon(painter, square, icon, self._theme.colour("text3"))

    def _paint_clip_words(self, painter: QPainter, rect: QRectF, entry: PaletteEntry) -> None:
        half = rect.height() / 2
        upper = rect.adjusted(0, 5, 0, -half)
        lower = rect.adjusted(0, half - 1, 0, -5)
        font = self._theme.font(tokens.BASE, tokens.MEDIUM)
        self._paint_elided(painter, upper, entry.title, "text", font)
        words = self._model.state_words(entry)
        if words is not None:
            told = dotted(words.state, words.fact)
            self._paint_elided(painter, lower, told, "text3", self._theme.font(tokens.CAPTION))

    def _paint_words(
        self, painter: QPainter, rect: QRectF, entry: PaletteEntry, ink: object
    ) -> None:
        theme = self._theme
        font = theme.font(tokens.BASE, tokens.MEDIUM)
        role = "text" if entry.is_possible else "text3"
        width = QFontMetricsF(font).horizontalAdvance(entry.title) + 1
        self._paint_elided(painter, rect, entry.title, role, font)
        rest = rect.adjusted(width + 12, 0, 0, 0)
        if entry.note and rest.width() > 60:
            small = theme.font(tokens.CAPTION)
            self._paint_elided(painter, rest, entry.note, "text3", small)

    def _paint_keys(self, painter: QPainter, rect: QRectF, keys: str) -> float:
        """Paints the cap at the right edge; returns its left edge."""
        theme = self._theme
        font = theme.font(tokens.TINY, tokens.MEDIUM)
        width = QFontMetricsF(font).horizontalAdvance(keys) + 2 * _CAP_PADDING
        cap = QRectF(rect.right() - width, rect.center().y() - 10, width, _CAP_HEIGHT)
        paint_frame(painter, cap, tokens.RADIUS_BADGE, fill=theme.colour("pressed"))
        painter.setFont(font)
        painter.setPen(theme.colour("text2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return cap.left()

    def _paint_elided(
        self, painter: QPainter, rect: QRectF, text: str, role: str, font: object
    ) -> None:
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(self._theme.colour(role))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _MIDDLE, shown)


def kind_word(kind: EntryKind) -> str:
    """What a screen reader calls one entry of a kind."""
    match kind:
        case EntryKind.COMMAND:
            return translate("Palette", "command")
        case EntryKind.CLIP:
            return translate("Palette", "clip")
        case EntryKind.PROMPT:
            return translate("Palette", "prompt")
        case _:
            assert_never(kind)


def _kind_of(entry: PaletteEntry) -> EntryKind:
    return entry.kind
