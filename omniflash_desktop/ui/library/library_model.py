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
from omniflash_desktop.ui.library.library_contents import LibraryContents, unit_of
from omniflash_desktop.ui.library.library_filter import LibraryCounts, Query, counts_of
from omniflash_desktop.ui.library.library_rows import (
    Row,
    RowKind,
    Section,
    SectionedRows,
    header_of,
)
from omniflash_desktop.ui.library.row_texts import section_title, spoken_row, tooltip_of
from omniflash_desktop.ui.notices.actions import Action

if TYPE_CHECKING:
    from omniflash_desktop.services.time_bands import TimeBands

Index: TypeAlias = QModelIndex | QPersistentModelIndex

PROGRESS_EVERY_MS: Final = 100
CLIP_MIME_TYPE: Final = "application/x-omniflash-generation"
"""A dragged tile also carries the generation's id under this name, for the reference tray."""
LINE_MIME_TYPE: Final = "application/x-omniflash-in-line"
"""A row that waits in line carries the ids of its clips under this name, to be moved in it."""


class LibraryRole(IntEnum):
    """What `data` answers besides Qt's own roles."""

    GENERATION = Qt.ItemDataRole.UserRole + 1
    PROGRESS = Qt.ItemDataRole.UserRole + 2
    WORDS = Qt.ItemDataRole.UserRole + 3
    KIND = Qt.ItemDataRole.UserRole + 4
    COUNT = Qt.ItemDataRole.UserRole + 5
    """Of a head: how many clips its section has."""
    GROUP = Qt.ItemDataRole.UserRole + 6
    """Of a row that several takes share: their group; else empty."""


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
        self._contents = LibraryContents(now)
        self._places: dict[str, Row] = {}
        self._rows = SectionedRows()
        self._query = Query()
        self._counts = LibraryCounts()
        self._rearranging = False
        self._moved: set[str] = set()
        self._progress_pause = QTimer(self)
        self._progress_pause.setSingleShot(True)
        self._progress_pause.setInterval(PROGRESS_EVERY_MS)
        self._progress_pause.timeout.connect(self._pass_progress_on)

    # What it holds.

    def use_time_bands(self, bands: "TimeBands") -> None:
        """Tells from now on how long a clip usually takes, from clips like it."""
        self._contents.bands = bands

    def set_generations(self, generations: Iterable[Generation]) -> None:
        """Replaces everything that is shown."""
        self._places = self._contents.fill(generations)
        self._refill()
        self._counts = counts_of(self._contents.generations.values())
        self.counts_changed.emit(self._counts)

    def apply(self, generation: Generation, progress: Progress | None = None) -> None:
        """Inserts or updates one generation."""
        known = self._contents.note(generation, progress)
        if known == generation:
            self._progress_moved(generation.id)
        else:
            self._replace(known, generation)

    def remove(self, generation_id: str) -> None:
        """Forgets one generation."""
        gone = self._contents.forget(generation_id)
        if gone is not None:
            self._replace(gone, None)

    def mark_seen(self, generation_id: str) -> None:
        """The user has looked at this failure: it moves to the clips of its day."""
        if self._contents.mark_seen(generation_id) and self._put(generation_id):
            self.rearranged.emit()

    def set_lost(self, service: str, lost: bool) -> None:
        """Whether a service cannot be reached: rows that wait for it say when it was last seen."""
        if self._contents.lost.set_lost(service, lost, self._now()):
            self.refresh_times()

    def set_query(self, query: Query) -> None:
        """Shows what `query` lets through."""
        if query != self._query:
            self._query = query
            self._refill()

    def refresh_times(self) -> None:
        """Time has passed: task rows tell it."""
        positions = [
            position
            for position in self._rows.positions_until(Section.RUNNING)
            if self._rows[position].kind is not RowKind.HEADER
        ]
        if positions:
            first, last = self.index(positions[0], 0), self.index(positions[-1], 0)
            self.dataChanged.emit(first, last, [LibraryRole.WORDS])

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
        return self._contents.generations.get(generation_id)

    def generation_at(self, index: Index) -> Generation | None:
        """What a row shows, of several takes the first one; `None` for a head."""
        if not index.isValid():
            return None
        return self.generation(self._rows[index.row()].id)

    def sharing_a_row(self, generation_id: str) -> tuple[Generation, ...]:
        """The takes that share a row with a generation, itself included, in their order."""
        return self._contents.sharing_a_row(generation_id)

    def is_in_line(self, generation_id: str) -> bool:
        """Whether all that its row shows waits to be sent."""
        takes = self.sharing_a_row(generation_id)
        return bool(takes) and all(one.state is State.QUEUED for one in takes)

    def kind_at(self, position: int) -> RowKind:
        """How a row looks: all that the layout of 100,000 rows may ask."""
        return self._rows[position].kind

    def index_of(self, generation_id: str) -> QModelIndex:
        """Where a generation, or a group of takes, is shown; invalid where it is not."""
        generation = self.generation(generation_id)
        place = self._places.get(generation_id if generation is None else unit_of(generation))
        position = None if place is None else self._rows.position_of(place)
        return QModelIndex() if position is None else self.index(position, 0)

    def line_place(self, index: Index, move: Action) -> str | None:
        """Before whom the clips of a row stand after a move.

        Returns:
            The id of a generation, empty for the end of the line; `None` where there is no way.
        """
        if not self._waits(index.row()):
            return None
        place = index.row()
        match move:
            case Action.MOVE_UP:
                place -= 1
            case Action.MOVE_DOWN:
                place += 2
            case _:
                while self._waits(place - 1):
                    place -= 1
        # The row itself, and the one below it, are where it stands already.
        at_the_end = move is Action.MOVE_DOWN and self._waits(index.row() + 1)
        if self._waits(place) and place != index.row():
            return self._rows[place].id
        return "" if at_the_end and place != index.row() else None

    def line_position(self, position: int) -> str | None:
        """The clip that waits at a position; empty just below the line, `None` elsewhere."""
        if self._waits(position):
            return self._rows[position].id
        return "" if self._waits(position - 1) else None

    def _waits(self, position: int) -> bool:
        if not 0 <= position < len(self._rows):
            return False
        row = self._rows[position]
        return row.section is Section.RUNNING and bool(row.id) and self.is_in_line(row.id)

    # Qt's side.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].kind is RowKind.HEADER:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        generation = self.generation_at(index)
        if generation is not None and (
            generation.clip is not None or self.is_in_line(generation.id)
        ):
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
        generation = self._contents.generations[row.id]
        match role:
            case LibraryRole.GENERATION:
                return generation
            case LibraryRole.PROGRESS:
                return self._contents.progress_of(row)
            case LibraryRole.WORDS:
                return self._contents.words(row)
            case LibraryRole.GROUP:
                return row.group
            case Qt.ItemDataRole.DisplayRole:
                return generation.name
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_of(generation, self._contents.words(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                progress = self._contents.progress_of(row)
                return spoken_row(generation, self._contents.words(row), progress)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._contents.words(row).third
            case _:
                return None

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list", CLIP_MIME_TYPE, LINE_MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        dragged = [one for index in indexes if (one := self.generation_at(index)) is not None]
        in_line = [take.id for one in dragged for take in self.sharing_a_row(one.id)]
        if all(self.is_in_line(one.id) for one in dragged):
            carried.setData(LINE_MIME_TYPE, "\n".join(in_line).encode())
            return carried
        files = [one.clip.path for one in dragged if one.clip is not None]
        carried.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        carried.setData(CLIP_MIME_TYPE, "\n".join(one.id for one in dragged).encode())
        return carried

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    # Inside.

    def _header_data(self, row: Row, role: int) -> object:
        if role == LibraryRole.COUNT:
            return self._rows.clips_below(row)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return section_title(row, now=self._now())

    def _refill(self) -> None:
        self._rearranging = True
        self.beginResetModel()
        if self._query.lets_all_through:
            self._rows.fill(self._places.values())
        else:
            contents, query = self._contents, self._query
            self._rows.fill(
                row for unit, row in self._places.items() if contents.passes(unit, query)
            )
        self.endResetModel()
        self._rearranging = False
        self.rearranged.emit()

    def _replace(self, known: Generation | None, now_is: Generation | None) -> None:
        """One generation is another now, or came, or went: shows it where it belongs."""
        units = dict.fromkeys(unit_of(one) for one in (known, now_is) if one is not None)
        moved = [self._put(unit) for unit in units]
        self._tally(known, now_is)
        if any(moved):
            self.rearranged.emit()

    def _put(self, unit: str) -> bool:
        """Shows a unit where it belongs now; tells whether a row came, went or moved."""
        old, new = self._places.pop(unit, None), self._contents.row_of(unit)
        if new is not None:
            self._places[unit] = new
        shown = new is not None and self._contents.passes(unit, self._query)
        position = None if old is None else self._rows.position_of(old)
        if old is not None and new is not None and position is not None and shown:
            stays = (old.key, old.kind) == (new.key, new.kind)
            if stays:
                self._rows.replace(new, position)
                self._row_changed(position)
                if old.clips != new.clips:
                    self._header_changed(new)
                return False
        self._rearranging = True
        if old is not None and position is not None:
            self._take_out(old)
        if new is not None and shown:
            self._bring_in(new)
        self._rearranging = False
        return True

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
        header = self._rows.position_of(header_of(row))
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
