"""Connects the commands about the panels of the window with what they do."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.library.library_filter import Filter

if TYPE_CHECKING:
    from omniflash_desktop.ui.workspace import Workspace

_FILTERS: Final = {
    Command.SHOW_ALL: Filter.ALL,
    Command.SHOW_RUNNING: Filter.RUNNING,
    Command.SHOW_READY: Filter.READY,
    Command.SHOW_FAILED: Filter.FAILED,
    Command.SHOW_FAVOURITES: Filter.FAVOURITES,
}


class PanelCommands(QObject):
    """Folds and shows panels, leads the focus from one to the next, and filters the library.

    Args:
        workspace: The panels, and the commands about them.
    """

    def __init__(self, workspace: "Workspace") -> None:
        super().__init__(workspace)
        self._workspace = workspace
        commands = workspace.commands
        for command, slot in (
            (Command.COMPOSER_PANEL, workspace.toggle_composer),
            (Command.LIBRARY_PANEL, workspace.toggle_library),
            (Command.SEARCH, workspace.open_search),
            (Command.RESET_LAYOUT, workspace.reset_panes),
            (Command.NEXT_PANEL, self._go_on),
            (Command.PREVIOUS_PANEL, self._go_back),
            (Command.MOVE_REFERENCE_LEFT, self._move_left),
            (Command.MOVE_REFERENCE_RIGHT, self._move_right),
        ):
            commands.of(command).triggered.connect(slot)
        self._filters = QActionGroup(self)
        self._filters.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for command in _FILTERS:
            self._filters.addAction(commands.of(command))
        self._filters.triggered.connect(self._filter)
        commands.looked_at.connect(self._refresh)

    def _refresh(self) -> None:
        why_not = "" if self._focused_image() is not None else self.tr("Go to an image first")
        for command in (Command.MOVE_REFERENCE_LEFT, Command.MOVE_REFERENCE_RIGHT):
            self._workspace.commands.set_possible(command, why_not)

    def _focused_image(self) -> int | None:
        """Which image of the tray has the focus, or has it again when a menu closes."""
        tray, focus = self._workspace.composer.tray, self._workspace.window().focusWidget()
        slots = tray.slots[: len(tray.image_items)]
        return next((index for index, slot in enumerate(slots) if slot is focus), None)

    def _move_left(self) -> None:
        self._move(-1)

    def _move_right(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        index = self._focused_image()
        if index is not None:
            self._workspace.composer.tray.move_image(index, index + step)

    def _go_on(self) -> None:
        self._workspace.go_to_pane(1)

    def _go_back(self) -> None:
        self._workspace.go_to_pane(-1)

    def _filter(self, action: QAction) -> None:
        if self._workspace.library.isHidden():
            self._workspace.toggle_library()
        self._workspace.library.show_only(_FILTERS[Command(action.data())])
