"""Keys of the stage and the library: single letters, which must never act while one types."""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from omniflash_desktop.ui.commands.command import AnyCommand, Scope
from omniflash_desktop.ui.commands.commands import Commands, facts_of
from omniflash_desktop.ui.commands.pressed_keys import keys_meant_by

_TEXT_FIELDS: Final = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class SurfaceKeys(QObject):
    """Watches surfaces for keys that nobody on them has wanted, and does what they mean.

    Keys come here on their way up from the focus, so a slider keeps its arrows, a button its
    space, and a text field every letter, also of a word that an input method is composing.

    Args:
        commands: What keys mean.
        parent: Owner.
    """

    def __init__(self, commands: Commands, parent: QObject) -> None:
        super().__init__(parent)
        self._by_keys: dict[tuple[Scope, str], QAction] = {}
        self._scopes: dict[QObject, tuple[Scope, ...]] = {}
        for command, action in commands:
            self._learn(command, action)

    def watch(self, surface: QWidget, *scopes: Scope) -> None:
        """Acts on keys of these scopes that reach `surface`."""
        self._scopes[surface] = scopes
        surface.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if takes_text(QApplication.focusWidget()):
            return False
        pressed = keys_meant_by(event)
        for scope in self._scopes.get(watched, ()):
            action = self._by_keys.get((scope, pressed))
            if action is not None and action.isEnabled():
                if action.autoRepeat() or not event.isAutoRepeat():
                    action.trigger()
                return True
        return False

    def _learn(self, command: AnyCommand, action: QAction) -> None:
        for keys in action.shortcuts():
            self._by_keys[(facts_of(command).scope, keys.toString())] = action


class PaletteKeyOverText(QObject):
    """Lets the window have a key that text fields of some systems use for something else.

    On Linux, Ctrl+K deletes the rest of the line. It leads to the commands from everywhere.

    Args:
        keys: That key.
        parent: Owner; the window's fields are those that it holds.
    """

    def __init__(self, keys: QKeySequence, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self._window = parent
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()) == self._keys
        ):
            event.ignore()
            return True
        return False

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and takes_text(now) and self._window.isAncestorOf(now):
            # Twice is as good as once: Qt keeps one filter of a kind.
            now.installEventFilter(self)


def takes_text(widget: QWidget | None) -> bool:
    """Whether somebody types into `widget`."""
    return isinstance(widget, _TEXT_FIELDS)
