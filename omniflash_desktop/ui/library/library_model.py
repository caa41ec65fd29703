"""The library as a Qt model: one list of heads, task rows and tiles, all from memory.

Changes touch the rows they concern: a head comes and goes with its first and last clip, and
progress is passed on at most ten times a second.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
)

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.domain.listed_clip import ListedClip, encoded_words
from omniflash_desktop.ui.library.found_rows import FoundRows
from omniflash_desktop.ui.library.library_contents import LibraryContents, unit_of
from omniflash_desktop.ui.library.library_filter import LibraryCounts
from omniflash_desktop.ui.library.library_rows import Row, RowKind, Section
from omniflash_desktop.ui.library.line_places import LinePlaces, is_in_line
from omniflash_desktop.ui.library.row_drag import CARRIED_TYPES, carried_clips, carried_in_line
from omniflash_desktop.ui.library.row_texts import (
    section_title,
    spoken_head,
    spoken_place,
    spoken_row,
    tooltip_of,
)
from omniflash_desktop.ui.library.shown_rows import Index
from omniflash_desktop.ui.notices.state_words import RowWords

if TYPE_CHECKING:
    from omniflash_desktop.services.time_bands import TimeBands
    from omniflash_desktop.ui.library.file_presence import FilePresence

PROGRESS_EVERY_MS: Final = 100


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


class LibraryModel(FoundRows):
    """All generations in sections.

    Args:
        now: The moment (UTC); tests hand in their own.
        parent: Owner.

    Signals:
        counts_changed: The `LibraryCounts` are others.
    """

    counts_changed = Signal(object)

    def __init__(
        self, now: Callable[[], datetime] = _utc_now, parent: QObject | None = None
    ) -> None:
        contents = LibraryContents(now)
        super().__init__(contents, parent)
        self._now = now
        self._contents = contents
        self._presence: FilePresence | None = None
        self._gone: set[str] | None = None
        self._moved: set[str] = set()
        self._progress_pause = QTimer(self)
        self._progress_pause.setSingleShot(True)
        self._progress_pause.setInterval(PROGRESS_EVERY_MS)
        self._progress_pause.timeout.connect(self._pass_progress_on)

    # What it holds.

    def use_time_bands(self, bands: "TimeBands") -> None:
        """Tells from now on how long a clip usually takes, from clips like it."""
        self._contents.bands = bands

    def use_presence(self, presence: "FilePresence") -> None:
        """Says of clips that their files are missing, once that is known."""
        self._presence = presence

    def read_clips_with(self, read: Callable[[str], Generation | None]) -> None:
        """Keeps finished clips in mind by their line only, and reads them when they are seen."""
        self._contents.shelf.use(read)

    def set_generations(self, generations: Iterable[Generation]) -> None:
        """Replaces everything that is shown, and takes its time for it."""
        self._contents.fill(generations)
        self._fill()
        self.counts_changed.emit(self.counts)

    def add_page(self, clips: Iterable[ListedClip]) -> None:
        """Adds clips that came to rest, as they are read from the library."""
        counts = self.counts
        gone = self._gone or ()
        added = self._contents.add_page(clip for clip in clips if clip.id not in gone)
        self._add(added)
        if self.counts != counts:
            self.counts_changed.emit(self.counts)

    def begin_reading(self) -> None:
        """Pages follow. What is removed meanwhile does not come back with one of them."""
        self._gone = set()
        self._expect_more(True)

    def end_reading(self) -> None:
        """No page follows any more."""
        self._gone = None
        self._expect_more(False)

    def apply(self, generation: Generation, progress: Progress | None = None) -> None:
        """Inserts or updates one generation."""
        if self._contents.is_told_already(generation):
            self._contents.note(generation, progress)
            self._progress_moved(generation.id)
            return
        counts = self.counts
        known = self._contents.note(generation, progress)
        units = {} if known is None else {known.unit: known.line}
        units.setdefault(unit_of(generation), None)
        # A list, for each of them is to be put in its place.
        moved = [self._put(unit, before) for unit, before in units.items()]
        if any(moved):
            self.rearranged.emit()
        self._tell_counts(counts)

    def remove(self, generation_id: str) -> None:
        """Forgets one generation."""
        if self._gone is not None:
            self._gone.add(generation_id)
        counts = self.counts
        gone = self._contents.forget(generation_id)
        if gone is not None:
            if self._put(gone.unit, gone.line):
                self.rearranged.emit()
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
        if self._contents.mark_seen(generation_id):
            line = self._contents.line_of(generation_id)
            if self._put(generation_id, line):
                self.rearranged.emit()

    def set_lost(self, service: str, lost: bool) -> None:
        """Whether a service cannot be reached: rows that wait for it say when it was last seen."""
        if self._contents.lost.set_lost(service, lost, self._now()):
            self.refresh_times()

    def refresh_times(self) -> None:
        """Time has passed: task rows tell it."""
        positions = [
            position
            for position in self._rows.positions_until(Section.RUNNING)
            if self._rows.kind_at(position) is not RowKind.HEADER
        ]
        if positions:
            first, last = self.index(positions[0], 0), self.index(positions[-1], 0)
            self.dataChanged.emit(first, last, [LibraryRole.WORDS])

    @property
    def counts(self) -> LibraryCounts:
        """How many clips there are."""
        return self._contents.counts

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
        wanted = encoded_words(beginning.casefold())
        for position, generation_id in self._rows.ids_from(start):
            if self._contents.title_of(generation_id).startswith(wanted):
                return position
        return None

    def generation_at(self, index: Index) -> Generation | None:
        """What a row shows, of several takes the first one; `None` for a head."""
        return self.generation(self.id_at(index))

    def sharing_a_row(self, generation_id: str) -> tuple[Generation, ...]:
        """The takes that share a row with a generation, itself included, in their order."""
        return self._contents.sharing_a_row(generation_id)

    def is_in_line(self, generation_id: str) -> bool:
        """Whether all that its row shows waits to be sent."""
        return is_in_line(self._contents, generation_id)

    @property
    def line_places(self) -> LinePlaces:
        """The line, as it is shown at this moment."""
        return LinePlaces(self._rows, self._contents)

    def index_of(self, generation_id: str) -> QModelIndex:
        """Where a generation, or a group of takes, is shown; invalid where it is not."""
        unit = self._contents.unit_of_id(generation_id)
        row = self._places.row_of(unit, self._rows.sort)
        position = None if row is None else self._rows.position_of(row)
        return QModelIndex() if position is None else self.index(position, 0)

    # Qt's side.

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows.kind_at(index.row()) is RowKind.HEADER:
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
        return list(CARRIED_TYPES)

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        dragged = [one for index in indexes if (one := self.generation_at(index)) is not None]
        if all(self.is_in_line(one.id) for one in dragged):
            takes = (take for one in dragged for take in self.sharing_a_row(one.id))
            return carried_in_line([take.id for take in takes])
        return carried_clips(dragged)

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    # Inside.

    def _words(self, row: Row) -> RowWords:
        is_missing = self._presence is not None and self._presence.is_known_missing(row.id)
        words = self._contents.words(row, is_missing=is_missing)
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
