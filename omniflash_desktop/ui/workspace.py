"""What fills the window: header, banner, and three panes side by side. It only arranges."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from omniflash_desktop.domain.window_layout import USUAL_LAYOUT, PaneLayout, Sort, TileSize
from omniflash_desktop.ui.commands.command import Command, Scope
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.commands.panel_commands import PanelCommands
from omniflash_desktop.ui.commands.playback_commands import PlaybackCommands
from omniflash_desktop.ui.commands.surface_keys import PaletteKeyOverText, SurfaceKeys
from omniflash_desktop.ui.compose.composer_panel import (
    GREATEST_WIDTH,
    LEAST_WIDTH,
    RAIL_WIDTH,
    ComposerPanel,
)
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.compose.window_drops import WindowDrops
from omniflash_desktop.ui.header_bar import HeaderBar
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_panel import LibraryPanel
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.banner import Banner
from omniflash_desktop.ui.notices.toasts import ToastKind
from omniflash_desktop.ui.pane_splitter import PaneSplitter
from omniflash_desktop.ui.stage.stage_panel import StagePanel
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

LIBRARY_HIDDEN_BELOW: Final = 1180
"""Narrower windows hide the library. Source: the interface design, section 1."""

COMPOSER_HIDDEN_BELOW: Final = 1000
SHORT_BELOW: Final = 760
LIBRARY_WIDTHS: Final = (280, 560)
_STAGE_LEAST: Final = 520


@dataclass(frozen=True)
class Step:
    """What a window of some width has room for.

    Attributes:
        is_compact: Panes are smaller.
        has_library: The library is shown unless the user hides it.
        has_composer: The composer is whole unless the user folds it.
    """

    is_compact: bool
    has_library: bool
    has_composer: bool


class Workspace(QWidget):
    """The content of the window.

    Args:
        theme: The look.
        window: The window, which takes what is dropped anywhere on it.
        thumbnails: Small pictures of references.
        pasted_folder: Where pictures from the clipboard are put.
        actions: What the stage and the library may offer; each is connected by the owner.

    Signals:
        arranged: The user has arranged the panes otherwise, see `layout_of_panes`.
    """

    arranged = Signal()

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        thumbnails: Thumbnails,
        pasted_folder: Path,
        actions: frozenset[Action],
    ) -> None:
        super().__init__(window)
        self.theme = theme
        self._step: Step | None = None
        self._panes = PaneLayout()
        self.header = HeaderBar(theme, self)
        self.banner = Banner(theme, self)
        self.composer = ComposerPanel(theme, thumbnails, pasted_folder=pasted_folder, parent=self)
        self.stage = StagePanel(theme, actions=actions, can_save_frame=True, parent=self)
        self.model = LibraryModel(parent=self)
        self.library = LibraryPanel(theme, self.model, actions=actions, parent=self)
        self.stage.use_thumbnails(thumbnails)
        self.stage.use_presence(self.library.delegate.presence)
        self.commands = Commands(theme, self, self.composer.keys.by_command)
        self.panel_commands = PanelCommands(self)
        self.playback_commands = PlaybackCommands(self.commands, self.stage)
        self.stage.menu.fill(self.commands)
        self.stage.failure_menu.fill_for_failures(self.commands)
        self.library.use_commands(self.commands)
        keys = SurfaceKeys(self.commands, self)
        keys.watch(self.stage, Scope.SURFACES, Scope.STAGE)
        keys.watch(self.library, Scope.SURFACES)
        # A list would look for a row that begins with the letter.
        keys.watch(self.library.view, Scope.SURFACES)
        keys.held.connect(self.playback_commands.hold)
        keys.let_go.connect(self.playback_commands.let_go)
        PaletteKeyOverText(self.commands.of(Command.COMMANDS).shortcut(), self)
        self.drops = WindowDrops(window, self.composer, theme)
        self._lay_out()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width(), event.size().height())

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab leads through the panes in their order; Qt's own follows the order of their making.

        Pages of the stage, and buttons on them, are made when they are first shown.
        """
        stops = self._tab_stops()
        if not stops:
            return super().focusNextPrevChild(forwards)
        step = 1 if forwards else -1
        focus = self.window().focusWidget()
        place = stops.index(focus) + step if focus in stops else min(0, step)
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        stops[place % len(stops)].setFocus(reason)
        return True

    @property
    def layout_of_panes(self) -> PaneLayout:
        """As the user has arranged them."""
        return self._panes

    def arrange(self, panes: PaneLayout) -> None:
        """Arranges the panes; see `reset_panes`."""
        self._panes = panes
        self.library.use_look(panes.sort, panes.tile_size)
        self._step = None
        self._fit(self.width(), self.height())
        self.arranged.emit()

    def reset_panes(self) -> None:
        """Arranges the panes as they are at first; the order of clips is no matter of panes."""
        self.arrange(msgspec.structs.replace(USUAL_LAYOUT.panes, sort=self._panes.sort))

    def tell_of_crash(self, text: str) -> None:
        """Tells of a mistake of ours; the log holds the rest."""
        self.stage.toasts.show(
            ToastKind.ERROR,
            self.tr("Something went wrong in the app"),
            self.tr("%1. It goes on; the log has more.").replace("%1", text),
        )

    def open_composer(self) -> None:
        """Leads to the prompt, also where the composer is folded."""
        if self.composer.is_collapsed:
            self.toggle_composer()
        self.composer.focus_prompt()

    def _lay_out(self) -> None:
        self.panes = PaneSplitter(self)
        self.library.setMinimumWidth(LIBRARY_WIDTHS[0])
        self.library.setMaximumWidth(LIBRARY_WIDTHS[1])
        for position, pane in enumerate((self.composer, self.stage, self.library)):
            self.panes.addWidget(pane)
            self.panes.setStretchFactor(position, 1 if pane is self.stage else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.panes, 1)

    def _connect(self) -> None:
        self.header.composer_toggled.connect(self.toggle_composer)
        self.header.library_toggled.connect(self.toggle_library)
        self.composer.expand_requested.connect(self.toggle_composer)
        self.panes.splitterMoved.connect(self._pulled)
        self.library.look_chosen.connect(self._look_chosen)
        # The key is the composer's own; it cannot unfold itself.
        self.composer.keys.focus_prompt.triggered.connect(self.open_composer)
        self.composer.keys.slot_asked.connect(self._open_slot)

    def _tab_stops(self) -> list[QWidget]:
        all_controls = Qt.TabFocusBehavior.TabFocusAllControls
        takes_all = QGuiApplication.styleHints().tabFocusBehavior() == all_controls
        wanted = Qt.FocusPolicy.TabFocus if takes_all else Qt.FocusPolicy.StrongFocus
        stops: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes_focus = widget.focusPolicy() & wanted == wanted and widget.focusProxy() is None
            if takes_focus and widget.isEnabled() and widget.isVisibleTo(self):
                stops.append(widget)
            widget = widget.nextInFocusChain()
        return sorted(stops, key=self._pane_of)

    def go_to_pane(self, step: int) -> None:
        """Puts the focus into the next pane, or with -1 into the one before; it goes round."""
        panes = (self.composer, self.stage, self.library)
        stops = self._tab_stops()
        focus = self.window().focusWidget()
        now = next((n for n, pane in enumerate(panes) if focus and pane.isAncestorOf(focus)), None)
        start = now if now is not None else -1 if step > 0 else 0
        for distance in range(1, len(panes) + 1):
            pane = panes[(start + step * distance) % len(panes)]
            inside = [stop for stop in stops if pane.isAncestorOf(stop)]
            if inside:
                usual = (self.composer.prompt.editor, self.library.view)
                target = next((stop for stop in inside if stop in usual), inside[0])
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _pane_of(self, widget: QWidget) -> int:
        panes = (self.header, self.banner, self.composer, self.stage, self.library)
        return next((n for n, pane in enumerate(panes) if pane.isAncestorOf(widget)), len(panes))

    def toggle_composer(self) -> None:
        """Folds the composer into a rail, or makes it whole again."""
        folded = not self.composer.is_collapsed
        self.composer.set_collapsed(folded)
        # Where there is no room for it, what is folded out is not meant for good.
        if self._step is not None and self._step.has_composer:
            self._remember(composer_folded=folded)
        self._share_out()

    def toggle_library(self) -> None:
        """Hides the library, or shows it again."""
        hidden = not self.library.isHidden()
        self.library.setHidden(hidden)
        if self._step is not None and self._step.has_library:
            self._remember(library_hidden=hidden)
        self._share_out()

    def _open_slot(self, index: int) -> None:
        if self.composer.is_collapsed:
            self.toggle_composer()
            self.composer.tray.focus_slot(index)

    def _remember(self, **facts: int | bool | Sort | TileSize) -> None:
        self._panes = msgspec.structs.replace(self._panes, **facts)
        self.arranged.emit()

    def _look_chosen(self) -> None:
        self._remember(sort=self.model.sorted_by, tile_size=self.library.tile_size)

    def _pulled(self, _position: int, line: int) -> None:
        if line == 1 and not self.composer.is_collapsed:
            self._remember(composer_width=self.composer.width())
        elif line == 2 and not self.library.isHidden():
            self._remember(library_width=self.library.width())

    def open_search(self) -> None:
        """Leads to the search field, also where the library is hidden."""
        if self.library.isHidden():
            self.toggle_library()
        self.library.focus_search()

    def _fit(self, width: int, height: int) -> None:
        """Follows the breakpoints; between them the user's own choice of panes stays."""
        step = Step(
            is_compact=width < tokens.COMPACT_BELOW,
            has_library=width >= LIBRARY_HIDDEN_BELOW,
            has_composer=width >= COMPOSER_HIDDEN_BELOW,
        )
        self.composer.set_short(height < SHORT_BELOW)
        if step == self._step:
            return
        self._step = step
        self.composer.set_compact(step.is_compact)
        self.library.setVisible(step.has_library and not self._panes.library_hidden)
        self.composer.set_collapsed(not step.has_composer or self._panes.composer_folded)
        self._share_out()

    def _share_out(self) -> None:
        composer, library = tokens.pane_widths(self.width())
        composer = _within(self._panes.composer_width or composer, LEAST_WIDTH, GREATEST_WIDTH)
        composer = RAIL_WIDTH if self.composer.is_collapsed else composer
        room = self.width() - composer - _STAGE_LEAST
        library = _within(min(self._panes.library_width or library, room), *LIBRARY_WIDTHS)
        library = 0 if self.library.isHidden() else library
        self.panes.setSizes([composer, self.width() - composer - library, library])


def _within(width: int, least: int, most: int) -> int:
    return max(least, min(width, most))
