"""Keys of the stage and the library: single letters, which must never act while one types."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
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

    Signals:
        held: The action whose key went down, and stays down for now; before it is done.
        let_go: The action whose key is held no more; so are all when the focus goes elsewhere.
    """

    held = Signal(QAction)
    let_go = Signal(QAction)

    def __init__(self, commands: Commands, parent: QObject) -> None:
        super().__init__(parent)
        self._by_keys: dict[tuple[Scope, str], QAction] = {}
        self._scopes: dict[QObject, tuple[Scope, ...]] = {}
        self._down: list[QAction] = []
        for command, action in commands:
            self._learn(command, action)
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    def watch(self, surface: QWidget, *scopes: Scope) -> None:
        """Acts on keys of these scopes that reach `surface`."""
        self._scopes[surface] = scopes
        surface.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or takes_text(QApplication.focusWidget()):
            return False
        match event.type():
            case QEvent.Type.KeyPress:
                return self._pressed(watched, event)
            case QEvent.Type.ShortcutOverride:
                # Here Undo is about clips; the window's own would take the key before.
                action = self._meant(watched, event)
                if action is not None and action.isEnabled():
                    event.accept()
                    return True
            case QEvent.Type.KeyRelease:
                action = self._meant(watched, event)
                if action in self._down and not event.isAutoRepeat():
                    self._down.remove(action)
                    self.let_go.emit(action)
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        action = self._meant(watched, event)
        if action is None:
            return False
        if not action.isEnabled():
            # A letter that sometimes pauses the clip is never the beginning of a title.
            return event.text().isalpha()
        if not event.isAutoRepeat():
            self._down.append(action)
            self.held.emit(action)
        if action.autoRepeat() or not event.isAutoRepeat():
            action.trigger()
        return True

    def _meant(self, watched: QObject, event: QKeyEvent) -> QAction | None:
        pressed = keys_meant_by(event)
        meant = (self._by_keys.get((scope, pressed)) for scope in self._scopes.get(watched, ()))
        return next((action for action in meant if action is not None), None)

    def _focus_changed(self) -> None:
        down, self._down = self._down, []
        for action in down:
            self.let_go.emit(action)

    def _learn(self, command: AnyCommand, action: QAction) -> None:
        scope = facts_of(command).scope
        for keys in action.shortcuts():
            # The list needs arrows, Home and End for itself, but no character.
            is_character = len(keys.toString()) == 1
            reaches = Scope.SURFACES if scope is Scope.STAGE and is_character else scope
            self._by_keys[(reaches, keys.toString())] = action


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
