"""All actions of the window, each made once: menus, keys, buttons and the palette share them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.commands.clip_table import clip_actions, clip_facts
from omniflash_desktop.ui.commands.command import SAME_AS, AnyCommand, Command, Scope
from omniflash_desktop.ui.commands.command_facts import CommandFacts, keys_in_words
from omniflash_desktop.ui.commands.command_table import COMMANDS
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.theme.theme import Theme

_ICON: Final = 16


def facts_of(command: AnyCommand) -> CommandFacts:
    """The table's line of a command."""
    if isinstance(command, Command):
        return COMMANDS[command]
    same = SAME_AS.get(command)
    return clip_facts(command) if same is None else COMMANDS[same]


def tip_of(command: AnyCommand) -> str:
    """What a button without words says when it is pointed at: its name and its keys."""
    facts = facts_of(command)
    words = facts.words.removesuffix("…")
    keys = facts.sequences
    return f"{words} ({keys_in_words(keys[0])})" if keys else words


def make_action(command: AnyCommand, parent: QObject) -> QAction:
    """The action of a command, without its icon, which the theme draws when a menu opens."""
    facts = facts_of(command)
    action = QAction(facts.words, parent)
    action.setObjectName(f"{command.value}Command")
    action.setData(command.value)
    action.setShortcuts(facts.sequences)
    action.setStatusTip(facts.purpose_words)
    action.setToolTip(facts.purpose_words)
    action.setAutoRepeat(facts.repeats)
    action.setCheckable(facts.is_switch)
    # On macOS Qt would guess from the words what belongs into the app's own menu.
    action.setMenuRole(_ROLES.get(command, QAction.MenuRole.NoRole))
    if facts.scope is not Scope.WINDOW:
        # Qt shows such keys and never acts on them: `SurfaceKeys`, or the control itself, does.
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action


class Commands(QObject):
    """Holds the actions, and knows which of them are possible now.

    Args:
        theme: Draws the icons.
        surface: Keys of scope `WINDOW` work in the window of this widget.
        existing: Actions that a pane has made already.

    Signals:
        looked_at: Somebody is about to see actions: those that depend on how things stand with
            the queue or the account are to be brought up to date.
    """

    looked_at = Signal()

    def __init__(
        self, theme: Theme, surface: QWidget, existing: Mapping[Command, QAction] | None = None
    ) -> None:
        super().__init__(surface)
        self._theme = theme
        self._has_icons = False
        self._actions: dict[AnyCommand, QAction] = {}
        have = existing or {}
        for command in (*clip_actions(), *Command):
            known = have.get(command) if isinstance(command, Command) else None
            action = make_action(command, self) if known is None else known
            self._actions[command] = action
            if known is None and facts_of(command).scope is Scope.WINDOW:
                surface.addAction(action)
        theme.changed.connect(self._draw_again)

    def of(self, command: AnyCommand) -> QAction:
        """The one action of a command.

        Raises:
            KeyError: The action is a button's only, see `NO_COMMAND`.
        """
        same = SAME_AS.get(command) if isinstance(command, Action) else None
        return self._actions[command if same is None else same]

    def named(self, value: str) -> QAction:
        """The action of the command with this value.

        Raises:
            StopIteration: There is no such command.
        """
        return next(action for command, action in self._actions.items() if command.value == value)

    def __iter__(self) -> Iterator[tuple[AnyCommand, QAction]]:
        return iter(self._actions.items())

    def several(self, commands: Sequence[AnyCommand]) -> list[QAction]:
        """The actions of some commands."""
        return [self.of(command) for command in commands]

    def set_possible(self, command: AnyCommand, why_not: str = "") -> None:
        """Says whether a command can be done now.

        Args:
            command: Any.
            why_not: A sentence that tells why it cannot; empty where it can.
        """
        action = self.of(command)
        purpose = facts_of(command).purpose_words
        action.setEnabled(not why_not)
        action.setStatusTip(why_not or purpose)
        action.setToolTip(why_not or purpose)

    def look_at(self) -> None:
        """To be called before actions are shown: draws their icons, and brings them up to date."""
        self.draw_icons()
        self.looked_at.emit()

    def draw_icons(self) -> None:
        """Draws the icons, once for each theme; nobody sees them before a menu opens."""
        if self._has_icons:
            return
        self._has_icons = True
        for command, action in self._actions.items():
            icon = facts_of(command).icon
            if icon:
                action.setIcon(self._theme.icon(icon, size=_ICON))

    def _draw_again(self) -> None:
        if self._has_icons:
            self._has_icons = False
            self.draw_icons()


_ROLES: Final[dict[AnyCommand, QAction.MenuRole]] = {
    Command.PREFERENCES: QAction.MenuRole.PreferencesRole,
    Command.ABOUT: QAction.MenuRole.AboutRole,
    Command.QUIT: QAction.MenuRole.QuitRole,
}
