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
from omniflash_desktop.domain.listed_clip import ListedClip, encoded_words
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.library_contents import LibraryContents, unit_of
from omniflash_desktop.ui.library.library_filter import LibraryCounts, Query
from omniflash_desktop.ui.library.library_rows import (
    Row,
    RowKind,
    Section,
    SectionedRows,
    SectionSize,
    header_of,
)
from omniflash_desktop.ui.library.row_search import RowSearch
from omniflash_desktop.ui.library.row_texts import (
    section_title,
    spoken_head,
    spoken_place,
    spoken_row,
    tooltip_of,
)
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.state_words import RowWords

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
        self._search = RowSearch(self._contents)
        self._rows = SectionedRows()
        self._query = Query()
        self._is_holding_back = False
        self._gone: set[str] | None = None
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

    def read_clips_with(self, read: Callable[[str], Generation | None]) -> None:
        """Keeps finished clips in mind by their line only, and reads them when they are seen."""
        self._contents.shelf.use(read)

    def set_generations(self, generations: Iterable[Generation]) -> None:
        """Replaces everything that is shown."""
        self._contents.fill(generations)
        self._places = self._contents.rows()
        self._search.forget()
        self._refill()
        self.counts_changed.emit(self.counts)

    def add_page(self, clips: Iterable[ListedClip]) -> None:
        """Adds clips that came to rest, as they are read from the library."""
        counts = self.counts
        gone = self._gone or ()
        added = self._contents.add_page(clip for clip in clips if clip.id not in gone)
        self._places.update((row.id, row) for row in added)
        self._search.forget()
        shown = [row for row in added if self._contents.passes(row.id, self._query)]
        if shown and not self._is_holding_back:
            self._show_more(shown)
        if self.counts != counts:
            self.counts_changed.emit(self.counts)

    def begin_reading(self) -> None:
        """Pages follow. What is removed meanwhile does not come back with one of them."""
        self._gone = set()

    def hold_back(self) -> None:
        """Shows none of the pages before the last one: they do not come in the rows' order."""
        self._is_holding_back = True

    def end_reading(self) -> None:
        """No page follows any more."""
        self._gone = None
        if self._is_holding_back:
            self._is_holding_back = False
            self._refill()

    def set_sort(self, sort: Sort) -> None:
        """Places finished clips in another order."""
        if sort is not self._contents.sort:
            self._contents.sort = sort
            self._places = self._contents.rows()
            self._search.forget()
            self._refill()

    @property
    def sorted_by(self) -> Sort:
        """How finished clips stand."""
        return self._contents.sort

    def apply(self, generation: Generation, progress: Progress | None = None) -> None:
        """Inserts or updates one generation."""
        if self._contents.is_told_already(generation):
            self._contents.note(generation, progress)
            self._progress_moved(generation.id)
            return
        counts = self.counts
        known = self._contents.note(generation, progress)
        self._replace(*(() if known is None else (known.unit,)), unit_of(generation))
        self._tell_counts(counts)

    def remove(self, generation_id: str) -> None:
        """Forgets one generation."""
        if self._gone is not None:
            self._gone.add(generation_id)
        counts = self.counts
        gone = self._contents.forget(generation_id)
        if gone is not None:
            self._replace(gone.unit)
            self._tell_counts(counts)

    def is_new(self, generation_id: str) -> bool:
        """Whether a clip came while the app ran, and nobody has looked at it."""
        return self._contents.is_new(generation_id)

    def mark_seen(self, generation_id: str) -> None:
        """The user has looked at this clip: a failure moves to the clips of its day."""
        if self._contents.is_new(generation_id):
            self._contents.forget_new(generation_id)
            index = self.index_of(generation_id)
            if index.isValid():
                self._row_changed(index.row())
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
        return self._contents.counts

    @property
    def sections(self) -> list[SectionSize]:
        """The sections that are shown, from the top."""
        return self._rows.sections

    @property
    def is_rearranging(self) -> bool:
        """Whether rows are on their way: what Qt then says of the current row is no choice."""
        return self._rearranging

    def generation(self, generation_id: str) -> Generation | None:
        """By id."""
        return self._contents.get(generation_id)

    def holds(self, generation_id: str) -> bool:
        """Whether there is such a generation."""
        return generation_id in self._contents

    def state_of(self, generation_id: str) -> State | None:
        """Where a generation stands; `None` where there is none."""
        return self._contents.state_of(generation_id)

    def newest_ready(self, count: int) -> list[Generation]:
        """Finished clips, the newest first."""
        return self._contents.newest_ready(count)

    def everything(self) -> tuple[ListedClip, ...]:
        """The lines of all generations at this moment, in no order."""
        return self._contents.everything()

    def position_titled(self, beginning: str, start: int) -> int | None:
        """The first row from `start` on, and then from the top, whose title begins like that.

        Args:
            beginning: As it is typed; upper and lower case are alike.
            start: A position.
        """
        wanted, count = encoded_words(beginning.casefold()), len(self._rows)
        for step in range(count):
            position = (start + step) % count
            if self._contents.title_of(self._rows[position].id).startswith(wanted):
                return position
        return None

    def id_at(self, index: Index) -> str:
        """The generation that a row shows, of several takes the first; empty for a head."""
        return self._rows[index.row()].id if index.isValid() else ""

    def generation_at(self, index: Index) -> Generation | None:
        """What a row shows, of several takes the first one; `None` for a head."""
        return self.generation(self.id_at(index))

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
        place = self._places.get(self._contents.unit_of_id(generation_id))
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
        generation = self._contents.get(row.id)
        if generation is None:
            # It went between the news of it and this moment, or this release does not know it.
            return None
        match role:
            case LibraryRole.GENERATION:
                return generation
            case LibraryRole.PROGRESS:
                return self._contents.progress_of(row)
            case LibraryRole.WORDS:
                return self._words(row)
            case LibraryRole.GROUP:
                return row.group
            case Qt.ItemDataRole.DisplayRole:
                return generation.name
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_of(generation, self._words(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                progress = self._contents.progress_of(row)
                return spoken_row(generation, self._words(row), progress)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                number = self._rows.number_of(index.row())
                return spoken_place(number, self._rows.clip_rows, self._words(row))
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

    def _words(self, row: Row) -> RowWords:
        words = self._contents.words(row)
        assert words is not None
        return words

    def _header_data(self, row: Row, role: int) -> object:
        if role == LibraryRole.COUNT:
            return self._rows.clips_below(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return spoken_head(self._rows.clips_below(row))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return section_title(row, now=self._now())

    def _refill(self) -> None:
        self._rearranging = True
        self.beginResetModel()
        self._rows.fill(self._search.found(self._places, self._query))
        self.endResetModel()
        self._rearranging = False
        self.rearranged.emit()

    def _show_more(self, rows: list[Row]) -> None:
        """Most pages stand below all that is shown; a failure of today does not."""
        last = self._rows[len(self._rows) - 1].key if len(self._rows) else None
        self._rearranging = True
        for row in rows:
            if last is not None and row.key < last:
                self._bring_in(row)
        below = [row for row in rows if last is None or row.key > last]
        following = self._rows.following(below)
        if following:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(following) - 1)
            self._rows.append(following)
            self.endInsertRows()
            if following[0].kind is not RowKind.HEADER:
                self._header_changed(following[0])
        self._rearranging = False
        self.rearranged.emit()

    def _replace(self, *units: str) -> None:
        """Generations are others now, or came, or went: shows their units where they belong."""
        moved = [self._put(unit) for unit in dict.fromkeys(units)]
        if any(moved):
            self.rearranged.emit()

    def _put(self, unit: str) -> bool:
        """Shows a unit where it belongs now; tells whether a row came, went or moved."""
        self._search.forget()
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

    def _tell_counts(self, before: LibraryCounts) -> None:
        if self.counts != before:
            self.counts_changed.emit(self.counts)
