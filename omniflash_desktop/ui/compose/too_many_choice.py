"""Which of too many things are meant: what there is to choose from, and what is chosen."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPixmap

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.compose.dropped_media import DroppedFile, DroppedLink, DroppedMedia
from omniflash_desktop.ui.compose.media_kinds import MediaKind
from omniflash_desktop.ui.compose.slot_painting import CoverCache
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.notices.file_reasons import reason_words

PICTURE: Final = QSize(116, 87)
"""Of a tile, logical pixels."""

_OF_THIS_COMPUTER: Final = frozenset({"disk_full", "unwritable", "crashed", "took_too_long"})
"""Reasons that say nothing about the file: it may well find its way all the same."""

_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()


class TooManyChoice(QAbstractListModel):
    """A list of files and links, some of them chosen, in the order of the choosing.

    Args:
        thumbnails: Makes small pictures, of what is asked for by `cover_of`.
        media: All that came.
        kinds: Of which kinds there are too many; the others are not shown.
        room: How many of each kind find a place.
        pixel_ratio: Of the screen.

    Signals:
        choice_changed: Others are chosen, or can be.
    """

    choice_changed = Signal()

    def __init__(
        self,
        thumbnails: Thumbnails,
        media: DroppedMedia,
        kinds: set[MediaKind],
        room: Mapping[MediaKind, int],
        pixel_ratio: float,
    ) -> None:
        super().__init__()
        things = (*media.files, *media.links)
        self.things = [thing for thing in things if thing.kind in kinds]
        self._beside = [thing for thing in things if thing.kind not in kinds]
        self._media = media
        self._room = dict(room)
        self._thumbnails = thumbnails
        self._ratio = pixel_ratio
        self._covers: dict[int, QPixmap | None] = {}
        self._reasons: dict[int, str] = {}
        self._is_over = False
        self.chosen: list[int] = []
        """Rows, in the order of the choosing."""

    @property
    def result(self) -> DroppedMedia:
        """What was chosen, and what nobody had to choose from."""
        wanted = [*(self.things[row] for row in self.chosen), *self._beside]
        return DroppedMedia(
            files=tuple(thing for thing in wanted if isinstance(thing, DroppedFile)),
            links=tuple(thing for thing in wanted if isinstance(thing, DroppedLink)),
            left_out=self._media.left_out,
        )

    def most(self, kind: MediaKind) -> int:
        """How many of a kind can be chosen."""
        return self._room[kind] if any(thing.kind is kind for thing in self.things) else 0

    def number_of(self, row: int) -> int:
        """Its place among the chosen ones of its kind, from 1; 0 where it is not chosen."""
        alike = [other for other in self.chosen if self._kind(other) is self._kind(row)]
        return alike.index(row) + 1 if row in alike else 0

    def is_out_of_reach(self, row: int) -> bool:
        """Whether it cannot be chosen before another one is given up."""
        alike = [other for other in self.chosen if self._kind(other) is self._kind(row)]
        room = self._room[self._kind(row)]
        return row not in alike and room > 1 and len(alike) >= room

    def reason_against(self, row: int) -> str:
        """Why a thing cannot be used, as the media workers call it; empty for nothing known."""
        return self._reasons.get(row, "")

    @property
    def unusable_count(self) -> int:
        """How many are known to be of no use."""
        return len(self._reasons)

    def toggle(self, row: int) -> None:
        """Chooses a thing, or gives it up. Where there is room for one, the choice moves."""
        if self.is_out_of_reach(row) or self.reason_against(row):
            return
        if row in self.chosen:
            self.chosen.remove(row)
        else:
            kind = self._kind(row)
            if self._room[kind] == 1:
                self.chosen = [other for other in self.chosen if self._kind(other) is not kind]
            self.chosen.append(row)
        self.dataChanged.emit(self.index(0), self.index(len(self.things) - 1))
        self.choice_changed.emit()

    def cover_of(self, row: int) -> QPixmap | None:
        """Its small picture, once there is one; it is asked for when it is first looked for."""
        if row not in self._covers:
            self._covers[row] = None
            thing = self.things[row]
            if isinstance(thing, DroppedFile):
                _Cover(self, row).ask(self._thumbnails, thing)
        return self._covers[row]

    def name_of(self, row: int) -> str:
        """What to call it."""
        thing = self.things[row]
        if isinstance(thing, DroppedFile):
            return thing.path.name
        return thing.url.rstrip("/").rsplit("/", 1)[-1]

    def end(self) -> None:
        """Pictures that still come are not wanted any more."""
        self._is_over = True

    def show_cover(self, row: int, picture: QImage) -> None:
        """Shows a picture that has come."""
        if not self._is_over:
            self._covers[row] = CoverCache().cover(picture, PICTURE, self._ratio)
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def show_unusable(self, row: int, problem: Problem) -> None:
        """Shows that a file is of no use. Where it was chosen already, it is not any more."""
        if self._is_over or problem.detail in _OF_THIS_COMPUTER:
            return
        is_gone = problem.kind is ProblemKind.REFERENCE_MISSING
        self._reasons[row] = "missing" if is_gone else problem.detail or "unreadable"
        self.chosen = [other for other in self.chosen if other != row]
        self.dataChanged.emit(self.index(0), self.index(len(self.things) - 1))
        self.choice_changed.emit()

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.things)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        # The keyboard still reaches what is of no use, or nobody would read there why.
        can_be_read = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.reason_against(index.row()):
            return can_be_read
        return can_be_read | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = index.row()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.name_of(row)
            case Qt.ItemDataRole.ToolTipRole:
                why_not = self.reason_against(row)
                told = self.name_of(row)
                return f"{told}\n{reason_words(why_not)}" if why_not else told
            case Qt.ItemDataRole.CheckStateRole:
                is_chosen = row in self.chosen
                return Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row)
            case _:
                return None

    def _spoken(self, row: int) -> str:
        number, why_not = self.number_of(row), self.reason_against(row)
        if why_not:
            words = self.tr("%1, cannot be used: %2").replace("%1", self.name_of(row))
            return words.replace("%2", reason_words(why_not))
        if number:
            words = self.tr("%1, chosen as number %2")
            return words.replace("%1", self.name_of(row)).replace("%2", str(number))
        return self.tr("%1, not chosen").replace("%1", self.name_of(row))

    def _kind(self, row: int) -> MediaKind:
        return self.things[row].kind or MediaKind.VIDEO


class _Cover:
    """Remembers which row a picture was asked for."""

    def __init__(self, choice: TooManyChoice, row: int) -> None:
        self._choice = choice
        self._row = row

    def ask(self, thumbnails: Thumbnails, file: DroppedFile) -> None:
        thumbnails.request(file.path, self._take)

    def _take(self, answer: QImage | Problem) -> None:
        if isinstance(answer, QImage):
            self._choice.show_cover(self._row, answer)
        else:
            self._choice.show_unusable(self._row, answer)
