"""The right panel: head with count, search, filters, and the list with its empty states."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.window_layout import Sort, TileSize
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.library.filter_row import FilterRow
from omniflash_desktop.ui.library.library_delegate import LibraryDelegate
from omniflash_desktop.ui.library.library_filter import Filter, LibraryCounts, query_from
from omniflash_desktop.ui.library.library_head import LibraryHead
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_pages import LibraryPages
from omniflash_desktop.ui.library.library_view import LibraryView
from omniflash_desktop.ui.library.row_menu import FOR_THE_WHOLE_ROW, MOVES
from omniflash_desktop.ui.library.row_offers import RowOffers
from omniflash_desktop.ui.library.row_popup import RowPopup
from omniflash_desktop.ui.library.row_sizes import CAPTIONS_FROM, PANEL_PADDING
from omniflash_desktop.ui.library.search_field import SearchField
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.ui.commands.commands import Commands

SEARCH_DELAY_MS: Final = 150
_SECOND_MS: Final = 1000
_READING_SHOWS_AFTER_MS: Final = 300


class LibraryPanel(QWidget):
    """All clips.

    Args:
        theme: The look.
        model: What is shown; the owner keeps it up to date.
        actions: What the owner listens to; other actions are not shown.
        parent: Owner.

    Signals:
        selected: The user chose this generation; empty when the chosen one is gone.
        activated: Double click or Enter: play it.
        row_action_requested: About all clips that share a row: their ids, and `Action`.
        move_requested: Clips that wait in line are to stand before another one: their ids, and
            its id; empty for the end of the line.
        action_requested: Id and `Action`.
        look_chosen: The user wants another order or size of clips.
    """

    selected = Signal(str)
    activated = Signal(str)
    row_action_requested = Signal(list, object)
    move_requested = Signal(list, str)
    action_requested = Signal(str, object)
    look_chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        model: LibraryModel,
        *,
        actions: frozenset[Action] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._actions = actions
        self._selected = ""
        self._commands: Commands | None = None
        self.delegate = LibraryDelegate(theme, model, actions, self)
        model.use_presence(self.delegate.presence)
        self._offers = RowOffers(model, self.delegate.presence, actions)
        self.view = LibraryView(model, self.delegate, self)
        name(self.view, "libraryList")
        self._search_pause = QTimer(self)
        self._search_pause.setSingleShot(True)
        self._search_pause.setInterval(SEARCH_DELAY_MS)
        self._is_slow = False
        self._reading_shows = QTimer(self)
        self._reading_shows.setSingleShot(True)
        self._reading_shows.setInterval(_READING_SHOWS_AFTER_MS)
        self._reading_shows.timeout.connect(self._reading_is_slow)
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._lay_out()
        self._connect()
        self._show_counts(model.counts)
        self._rows_changed()

    # For the owner.

    def select(self, generation_id: str) -> None:
        """Chooses a generation without telling; an empty id chooses none."""
        self._selected = generation_id
        self._restore_selection()
        index = self._model.index_of(generation_id)
        if index.isValid():
            self.view.scrollTo(index)

    @property
    def selected_id(self) -> str:
        """What is chosen; empty for nothing."""
        return self._selected

    def focus_search(self) -> None:
        """Puts the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def use_commands(self, commands: "Commands") -> None:
        """Shows the window's own actions in the menu of a row, which do what they are for."""
        self._commands = commands

    def show_running(self) -> None:
        """Leaves only what is under way in the list."""
        self.show_only(Filter.RUNNING)

    def show_only(self, chosen: Filter) -> None:
        """Leaves only what passes a filter in the list."""
        self.filters.set_value(chosen)
        self._filter_chosen()

    def use_look(self, sort: Sort, size: TileSize) -> None:
        """Shows finished clips in an order and a size, without telling."""
        self.head.show_choices(sort, size)
        self._model.set_sort(sort)
        self.view.set_tile_size(size)

    @property
    def tile_size(self) -> TileSize:
        """How large finished clips are shown."""
        return self.view.tile_size

    def set_reading(self, reading: bool) -> None:
        """Whether clips are still being read; said only when it takes its time."""
        if not reading:
            self._reading_shows.stop()
            self._is_slow = False
            self._show_total()
            self._rows_changed()
        elif not self._is_slow and not self._reading_shows.isActive():
            self._reading_shows.start()

    def ask(self, generation_id: str, action: Action) -> None:
        """Asks the owner for what a button or a menu of a row offers."""
        generation = self._model.generation(generation_id)
        if generation is None:
            return
        if action in FOR_THE_WHOLE_ROW:
            takes = self._model.sharing_a_row(generation_id)
            self.row_action_requested.emit([take.id for take in takes], action)
        elif action in MOVES:
            self._move(self._model.index_of(generation_id), action)
        elif action is Action.SEE_DETAILS:
            self.select(generation_id)
            self.selected.emit(generation_id)
        else:
            self.action_requested.emit(generation_id, action)

    def possible_actions(self, generation: Generation) -> frozenset[Action]:
        """All that the owner would do about a clip as it stands."""
        return self._offers.in_all(generation)

    # Building.

    def _lay_out(self) -> None:
        theme = self._theme
        self.search = SearchField(theme, self)
        name(self.search, "searchField")
        top = QVBoxLayout()
        top.setContentsMargins(PANEL_PADDING, 0, PANEL_PADDING, 0)
        top.setSpacing(0)
        top.addWidget(self.search)
        top.addSpacing(8)
        self.filters = FilterRow(theme, self)
        self.head = LibraryHead(theme, self)
        top.insertWidget(0, self.head)
        top.addWidget(self.filters)
        top.addSpacing(8)
        self._pages = LibraryPages(theme, self.view, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        # From the search straight to the clips; their order is seldom changed.
        self.setTabOrder(self.filters.last_stop, self.view)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search_changed)
        self._search_pause.timeout.connect(self._apply_query)
        self._pages.clear_pressed.connect(self._clear_query)
        self.head.sort_chosen.connect(self._sort_chosen)
        self.head.size_chosen.connect(self._size_chosen)
        self.filters.chosen.connect(self._filter_chosen)
        self._seconds.timeout.connect(self._model.refresh_times)
        self._model.counts_changed.connect(self._show_counts)
        self._model.rearranged.connect(self._rows_changed)
        self._model.modelReset.connect(self._restore_selection)
        self.view.chosen.connect(self._row_chosen)
        self.view.opened.connect(self._row_opened)
        self.view.menu_wanted.connect(self._show_menu)
        self.view.move_wanted.connect(self._move)
        self.view.dropped_before.connect(self.move_requested)
        self.delegate.action_requested.connect(self.ask)
        self.delegate.posters.loaded.connect(self._poster_loaded)
        self.delegate.strips.loaded.connect(self.view.viewport().update)
        self.delegate.presence.changed.connect(self._presence_changed)
        self.delegate.rings.moved.connect(self._ring_moved)
        self._theme.changed.connect(self.update)

    # Order and size.

    def _sort_chosen(self, sort: Sort) -> None:
        self.use_look(sort, self.tile_size)
        self.view.scrollToTop()
        self.look_chosen.emit()

    def _size_chosen(self, size: TileSize) -> None:
        self.use_look(self._model.sorted_by, size)
        self.look_chosen.emit()

    def _reading_is_slow(self) -> None:
        self._is_slow = True
        self._show_total()
        self._rows_changed()

    def _show_total(self) -> None:
        count = self.locale().toString(self._model.counts.all)
        self.head.show_count(self.tr("Loading") if self._is_slow else count)

    # Search and filters.

    def _search_changed(self) -> None:
        self._search_pause.start()

    def _filter_chosen(self) -> None:
        self._search_pause.stop()
        self._apply_query()

    def _apply_query(self) -> None:
        query = query_from(self.search.text(), self.filters.value)
        if query != self._model.query:
            # What is found first stands there. A chosen clip that is found comes into view again.
            self.view.scrollToTop()
            self._model.set_query(query)

    def _clear_query(self) -> None:
        self.search.clear()
        self.filters.set_value(Filter.ALL)
        self._filter_chosen()

    def _show_counts(self, counts: LibraryCounts) -> None:
        self._show_total()
        self.filters.show_counts(counts)
        self._run_clock()

    # Rows.

    def _rows_changed(self) -> None:
        if self._model.rowCount() or self._is_slow or self._model.is_arranging:
            # While clips are read there may be more to come: grey tiles stand for them.
            self.view.show_coming(self._is_slow)
            self._pages.show_rows()
        elif self._model.query.lets_all_through:
            self._pages.show_empty()
        else:
            self._pages.show_nothing_found(self.search.text().strip(), self.filters.value)
        self._restore_selection()

    def _restore_selection(self) -> None:
        """Rows came and went: the chosen generation stays the chosen one."""
        if self._selected and self._model.generation(self._selected) is None:
            self._selected = ""
            self.selected.emit("")
        index = self._model.index_of(self._selected) if self._selected else QModelIndex()
        selection = self.view.selectionModel()
        if selection.selectedIndexes() == ([index] if index.isValid() else []):
            return
        blocked = self.view.blockSignals(True)
        if index.isValid():
            selection.setCurrentIndex(index, selection.SelectionFlag.ClearAndSelect)
        else:
            selection.clear()
        self.view.blockSignals(blocked)
        self.view.viewport().update()

    def _row_chosen(self, index: QModelIndex) -> None:
        generation = self._model.generation_at(index)
        if generation is None or generation.id == self._selected:
            return
        before, self._selected = self._selected, generation.id
        self.selected.emit(generation.id)
        # Only now, so that the row does not leave from under the pointer.
        self._model.mark_seen(before)

    def _row_opened(self, index: QModelIndex) -> None:
        generation = self._model.generation_at(index)
        if generation is not None:
            self.activated.emit(generation.id)

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        generation = self._model.generation_at(index)
        if generation is None:
            return
        offered = self.menu_actions(generation)
        if not offered:
            return
        menu = RowPopup(generation, self)
        if self._commands is None:
            menu.add_entries(self._theme, offered)
        else:
            # They are about the chosen clip, and Qt does not choose a row for the menu key.
            self._row_chosen(index)
            self._commands.look_at()
            menu.add_commands(self._commands, offered)
        menu.add_takes(self._model.sharing_a_row(generation.id))
        menu.triggered.connect(self._menu_chosen)
        menu.popup(place)

    def menu_actions(self, generation: Generation) -> list[Action]:
        """What the context menu of a row offers."""
        return self._offers.in_menu(generation)

    def _move(self, index: QModelIndex, action: Action) -> None:
        """Moves the clips of a row within the line, as far as there is a way to go."""
        generation = self._model.generation_at(index)
        if generation is None or action not in self._actions:
            return
        before = self._model.line_places.before_whom(index.row(), action)
        if before is not None:
            takes = self._model.sharing_a_row(generation.id)
            self.move_requested.emit([take.id for take in takes], before)

    def _menu_chosen(self, entry: QAction) -> None:
        if self._model.generation(str(entry.data())) is not None:
            self.select(str(entry.data()))
            self.selected.emit(self._selected)
            return
        menu = entry.parent()
        # An action of the whole window has done it already.
        if isinstance(menu, RowPopup):
            action = Action(entry.data())
            if action is Action.PLAY:
                self.activated.emit(menu.generation_id)
            else:
                self.ask(menu.generation_id, action)

    def _poster_loaded(self, path: str) -> None:
        # Only what is on the screen can have asked for it.
        self.view.viewport().update()

    def _presence_changed(self, generation_id: str, _missing: bool) -> None:
        index = self._model.index_of(generation_id)
        if index.isValid():
            self.view.update(index)

    def _ring_moved(self, key: str) -> None:
        index = self._model.index_of(key.partition(" ")[0])
        if index.isValid():
            self.view.update(index)

    # Time.

    def _run_clock(self) -> None:
        if self.isVisible() and self._model.counts.running:
            if not self._seconds.isActive():
                self._seconds.start()
        else:
            self._seconds.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._seconds.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= CAPTIONS_FROM
        self.search.setPlaceholderText(
            self.tr("Search prompts, titles, task IDs") if roomy else self.tr("Search clips")
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("panel"))
        painter.end()
