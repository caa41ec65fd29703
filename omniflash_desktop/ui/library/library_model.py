"""The library as a Qt model: one list of heads, task rows and tiles, all from memory.

Changes touch the rows they concern: a head comes and goes with its first and last clip, and
progress is passed on at most ten times a second.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    QUrl,
    Signal,
)

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.ui.library.library_filter import (
    LibraryCounts,
    Query,
    is_running,
    passes,
    searchable_text,
)
from omniflash_desktop.ui.library.library_rows import (
    Row,
    RowKind,
    Section,
    SectionedRows,
    row_for,
)
from omniflash_desktop.ui.library.row_texts import section_title, spoken_row
from omniflash_desktop.ui.notices.state_words import RowWords, row_words

if TYPE_CHECKING:
    from omniflash_desktop.services.time_bands import TimeBands

Index: TypeAlias = QModelIndex | QPersistentModelIndex

PROGRESS_EVERY_MS: Final = 100
CLIP_MIME_TYPE: Final = "application/x-omniflash-generation"
"""A dragged tile also carries the generation's id under this name, for the reference tray."""


class LibraryRole(IntEnum):
    """What `data` answers besides Qt's own roles."""

    GENERATION = Qt.ItemDataRole.UserRole + 1
    PROGRESS = Qt.ItemDataRole.UserRole + 2
    WORDS = Qt.ItemDataRole.UserRole + 3
    KIND = Qt.ItemDataRole.UserRole + 4
    COUNT = Qt.ItemDataRole.UserRole + 5
    """Of a head: how many clips its section has."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LibraryModel(QAbstractListModel):
    """All generations in sections.

    Args:
        now: The moment (UTC); tests hand in their own.
        parent: Owner.

    Signals:
        counts_changed: The `LibraryCounts` are others.
        rearranged: Rows came, went or moved.
    """

    counts_changed = Signal(object)
    rearranged = Signal()

    def __init__(
        self, now: Callable[[], datetime] = _utc_now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._generations: dict[str, Generation] = {}
        self._progress: dict[str, Progress] = {}
        self._texts: dict[str, str] = {}
        self._places: dict[str, Row] = {}
        self._seen: set[str] = set()
        self._rows = SectionedRows()
        self._query = Query()
        self._counts = LibraryCounts()
        self._bands: TimeBands | None = None
        self._rearranging = False
        self._moved: set[str] = set()
        self._progress_pause = QTimer(self)
        self._progress_pause.setSingleShot(True)
        self._progress_pause.setInterval(PROGRESS_EVERY_MS)
        self._progress_pause.timeout.connect(self._pass_progress_on)

    # What it holds.

    def use_time_bands(self, bands: "TimeBands") -> None:
        """Tells from now on how long a clip usually takes, from clips like it."""
        self._bands = bands

    def set_generations(self, generations: Iterable[Generation]) -> None:
        """Replaces everything that is shown."""
        self._generations = {one.id: one for one in generations}
        now = self._now()
        self._places = {
            one.id: row_for(one, now=now, seen=one.id in self._seen)
            for one in self._generations.values()
        }
        self._progress.clear()
        self._texts.clear()
        self._refill()
        everything = self._generations.values()
        self._counts = LibraryCounts(
            len(everything),
            sum(map(is_running, everything)),
            sum(one.state is State.FAILED for one in everything),
        )
        self.counts_changed.emit(self._counts)

    def apply(self, generation: Generation, progress: Progress | None = None) -> None:
        """Inserts or updates one generation."""
        known = self._generations.get(generation.id)
        self._generations[generation.id] = generation
        if progress is not None:
            self._progress[generation.id] = progress
        elif known is None or known.state is not generation.state:
            self._progress.pop(generation.id, None)
        if known == generation:
            self._progress_moved(generation.id)
            return
        self._texts.pop(generation.id, None)
        self._put(generation.id)
        self._tally(known, generation)

    def remove(self, generation_id: str) -> None:
        """Forgets one generation."""
        gone = self._generations.pop(generation_id, None)
        if gone is None:
            return
        self._progress.pop(generation_id, None)
        self._texts.pop(generation_id, None)
        place = self._places.pop(generation_id)
        self._rearranging = True
        self._take_out(place)
        self._rearranging = False
        self._tally(gone, None)
        self.rearranged.emit()

    def mark_seen(self, generation_id: str) -> None:
        """The user has looked at this failure: it moves to the clips of its day."""
        generation = self._generations.get(generation_id)
        if generation is None or generation.state is not State.FAILED:
            return
        self._seen.add(generation_id)
        self._put(generation_id)

    def set_query(self, query: Query) -> None:
        """Shows what `query` lets through."""
        if query != self._query:
            self._query = query
            self._refill()

    def refresh_times(self) -> None:
        """Time has passed: task rows tell it."""
        for position in range(len(self._rows)):
            row = self._rows[position]
            if row.section > Section.RUNNING:
                break
            if row.kind is RowKind.TASK:
                self._row_changed(position, LibraryRole.WORDS)

    @property
    def query(self) -> Query:
        """What is searched for."""
        return self._query

    @property
    def counts(self) -> LibraryCounts:
        """How many clips there are."""
        return self._counts

    @property
    def is_rearranging(self) -> bool:
        """Whether rows are on their way: what Qt then says of the current row is no choice."""
        return self._rearranging

    def generation(self, generation_id: str) -> Generation | None:
        """By id."""
        return self._generations.get(generation_id)

    def generation_at(self, index: Index) -> Generation | None:
        """What a row shows; `None` for a head."""
        if not index.isValid():
            return None
        return self._generations.get(self._rows[index.row()].id)

    def kind_at(self, position: int) -> RowKind:
        """How a row looks: all that the layout of 100,000 rows may ask."""
        return self._rows[position].kind

    def index_of(self, generation_id: str) -> QModelIndex:
        """Where a generation is shown; invalid where it is not."""
        place = self._places.get(generation_id)
        position = None if place is None else self._rows.position_of(place)
        return QModelIndex() if position is None else self.index(position, 0)

    # Qt's side.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].kind is RowKind.HEADER:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        generation = self.generation_at(index)
        if generation is not None and generation.clip is not None:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == LibraryRole.KIND:
            return row.kind
        if row.kind is RowKind.HEADER:
            return self._header_data(row, role)
        generation = self._generations[row.id]
        match role:
            case LibraryRole.GENERATION:
                return generation
            case LibraryRole.PROGRESS:
                return self._progress.get(row.id)
            case LibraryRole.WORDS:
                return self._words(generation)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return generation.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken_row(
                    generation, self._words(generation).state, self._progress.get(row.id)
                )
            case _:
                return None

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list", CLIP_MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        dragged = [one for index in indexes if (one := self.generation_at(index)) is not None]
        files = [one.clip.path for one in dragged if one.clip is not None]
        carried.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        carried.setData(CLIP_MIME_TYPE, "\n".join(one.id for one in dragged).encode())
        return carried

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    # Inside.

    def _header_data(self, row: Row, role: int) -> object:
        if role == LibraryRole.COUNT:
            return self._rows.size_of(row)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return section_title(row, now=self._now())

    def _words(self, generation: Generation) -> RowWords:
        return row_words(
            generation,
            self._progress.get(generation.id),
            now=self._now(),
            ahead=self._ahead_of(generation),
            band=None
            if self._bands is None
            else self._bands.band_for(generation.request, service=generation.service),
        )

    def _ahead_of(self, generation: Generation) -> int:
        if generation.state is not State.QUEUED:
            return 0
        ahead = 0
        for position in range(len(self._rows)):
            row = self._rows[position]
            if row.section > Section.RUNNING:
                break
            other = self._generations.get(row.id)
            if (
                other is not None
                and other.state is State.QUEUED
                and (other.created_at, other.id) < (generation.created_at, generation.id)
            ):
                ahead += 1
        return ahead

    def _is_shown(self, generation: Generation) -> bool:
        if self._query.lets_all_through:
            return True
        if not passes(generation, self._query.filter):
            return False
        if not self._query.words:
            return True
        text = self._texts.get(generation.id)
        if text is None:
            text = self._texts[generation.id] = searchable_text(generation)
        return all(word in text for word in self._query.words)

    def _refill(self) -> None:
        self._rearranging = True
        self.beginResetModel()
        everything = self._generations
        if self._query.lets_all_through:
            self._rows.fill(self._places.values())
        else:
            self._rows.fill(p for p in self._places.values() if self._is_shown(everything[p.id]))
        self.endResetModel()
        self._rearranging = False
        self.rearranged.emit()

    def _put(self, generation_id: str) -> None:
        """Shows a generation where it belongs now."""
        generation = self._generations[generation_id]
        old = self._places.get(generation_id)
        new = row_for(generation, now=self._now(), seen=generation_id in self._seen)
        self._places[generation_id] = new
        shown = self._is_shown(generation)
        position = None if old is None else self._rows.position_of(old)
        if old == new and shown and position is not None:
            self._row_changed(position)
            return
        self._rearranging = True
        if old is not None and position is not None:
            self._take_out(old)
        if shown:
            self._bring_in(new)
        self._rearranging = False
        self.rearranged.emit()

    def _bring_in(self, row: Row) -> None:
        position, header = self._rows.place_for(row)
        nowhere = QModelIndex()
        if header is not None:
            self.beginInsertRows(nowhere, header, header)
            self._rows.insert_header(row, header)
            self.endInsertRows()
        self.beginInsertRows(nowhere, position, position)
        self._rows.insert(row, position)
        self.endInsertRows()
        self._header_changed(row)

    def _take_out(self, row: Row) -> None:
        position = self._rows.position_of(row)
        if position is None:
            return
        nowhere = QModelIndex()
        self.beginRemoveRows(nowhere, position, position)
        self._rows.remove(position)
        self.endRemoveRows()
        header = self._rows.empty_header_before(position, row)
        if header is not None:
            self.beginRemoveRows(nowhere, header, header)
            self._rows.remove_header(header)
            self.endRemoveRows()
        else:
            self._header_changed(row)

    def _header_changed(self, row: Row) -> None:
        header = self._rows.position_of(Row((*row.key[:2], 0, 0.0, ""), RowKind.HEADER, ""))
        if header is not None:
            self._row_changed(header, LibraryRole.COUNT)

    def _row_changed(self, position: int, *roles: int) -> None:
        index = self.index(position, 0)
        self.dataChanged.emit(index, index, list(roles))

    def _progress_moved(self, generation_id: str) -> None:
        self._moved.add(generation_id)
        if not self._progress_pause.isActive():
            self._pass_progress_on()

    def _pass_progress_on(self) -> None:
        if not self._moved:
            return
        for generation_id in self._moved:
            index = self.index_of(generation_id)
            if index.isValid():
                self._row_changed(index.row(), LibraryRole.PROGRESS, LibraryRole.WORDS)
        self._moved.clear()
        self._progress_pause.start()

    def _tally(self, known: Generation | None, now_is: Generation | None) -> None:
        """Counts one generation anew, so that a change costs the same in every library."""
        counts = self._counts
        for one, step in ((known, -1), (now_is, 1)):
            if one is not None:
                counts = counts.plus(one, step)
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit(counts)
