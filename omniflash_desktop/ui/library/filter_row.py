"""The filters under the search field: one line where they fit, two in a narrow panel."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.chip import PADDING, Chip
from omniflash_desktop.ui.library.library_filter import Filter, LibraryCounts
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_LOOKS: Final = (
    (tokens.CAPTION, PADDING, 6),
    (tokens.CAPTION, 8, 4),
    (tokens.TINY, 8, 4),
    (tokens.TINY, 5, 3),
)
"""Type size, room around the words and between the chips: the first with which all fit a line."""
_BETWEEN_LINES: Final = 4


class FilterRow(QWidget):
    """Chips of which one is chosen.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        chosen: The user chose this `Filter`.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._filters: list[Filter] = []
        self._is_told = True
        for chosen, object_name, text in (
            (Filter.ALL, "filterAll", self.tr("All")),
            (Filter.RUNNING, "filterRunning", self.tr("Running")),
            (Filter.READY, "filterReady", self.tr("Ready")),
            (Filter.FAILED, "filterFailed", self.tr("Failed")),
            (Filter.FAVOURITES, "filterFavourites", ""),
        ):
            chip = Chip(theme, text, icon="" if text else "star", checkable=True, parent=self)
            name(chip, object_name)
            # The group sees to it; this makes it a radio button for screen readers.
            chip.setAutoExclusive(True)
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            if not text:
                chip.setToolTip(self.tr("Favourites"))
            self._group.addButton(chip, len(self._filters))
            self._filters.append(chosen)
        self._group.idToggled.connect(self._lead_tab)
        self.set_value(Filter.ALL)
        # Not `idClicked`: a screen reader toggles, and what is shown must be what is chosen.
        self._group.idToggled.connect(self._tell)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange()
        theme.changed.connect(self._arrange)

    @property
    def last_stop(self) -> QWidget:
        """Where the Tab key gets out."""
        return self._group.button(len(self._filters) - 1)

    @property
    def value(self) -> Filter:
        """What is chosen."""
        return self._filters[self._group.checkedId()]

    def set_value(self, chosen: Filter) -> None:
        """Chooses without telling."""
        self._is_told = False
        self._group.button(self._filters.index(chosen)).setChecked(True)
        self._is_told = True

    def show_counts(self, counts: LibraryCounts) -> None:
        """Shows how many clips run and failed; nothing where none do."""
        for chosen, count in ((Filter.RUNNING, counts.running), (Filter.FAILED, counts.failed)):
            self._chip(chosen).set_count(count or None)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def _chip(self, chosen: Filter) -> Chip:
        chip = self._group.button(self._filters.index(chosen))
        assert isinstance(chip, Chip)
        return chip

    def _arrange(self) -> None:
        chips = [self._chip(one) for one in self._filters]
        gap = 0
        for size, padding, gap in _LOOKS:
            for chip in chips:
                chip.setFont(self._theme.font(size, tokens.MEDIUM))
                chip.set_padding(padding)
            needed = sum(chip.sizeHint().width() + gap for chip in chips) - gap
            if needed <= self.width():
                break
        x = y = 0
        for chip in chips:
            hint = chip.sizeHint()
            if x and x + hint.width() > self.width():
                x, y = 0, y + hint.height() + _BETWEEN_LINES
            chip.setGeometry(x, y, hint.width(), hint.height())
            x += hint.width() + gap
        height = y + chips[0].height()
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _lead_tab(self, index: int, on: bool) -> None:
        """Tab leads to the chosen chip from both sides; Qt sees to it only once one had focus."""
        reach = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self._group.button(index).setFocusPolicy(reach)

    def _tell(self, index: int, on: bool) -> None:
        if on and self._is_told:
            self.chosen.emit(self._filters[index])
