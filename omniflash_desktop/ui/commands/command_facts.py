"""What there is to know about a command, and how its keys are written."""

from typing import Final

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from omniflash_desktop.ui.commands.command import Scope, Subject

_CONTEXT: Final = "Command"


class CommandFacts(msgspec.Struct, frozen=True):
    """One line of the table of commands.

    Attributes:
        subject: Which menu it is in.
        text: What it is called, not translated yet.
        purpose: What it is for, in a sentence, not translated yet.
        icon: A name of `theme.icons`; empty for none.
        keys: As `QKeySequence` reads them, the usual one first. `Ctrl` is Cmd on macOS.
        scope: Where the keys work.
        repeats: Whether it is done again and again while its key is held.
        is_switch: Whether it is on or off.
    """

    subject: Subject
    text: object
    purpose: object
    icon: str = ""
    keys: tuple[str, ...] = ()
    scope: Scope = Scope.WINDOW
    repeats: bool = False
    is_switch: bool = False

    @property
    def words(self) -> str:
        """What it is called."""
        return QCoreApplication.translate(_CONTEXT, str(self.text))

    @property
    def purpose_words(self) -> str:
        """What it is for."""
        return QCoreApplication.translate(_CONTEXT, str(self.purpose))

    @property
    def sequences(self) -> list[QKeySequence]:
        """Its keys."""
        return [QKeySequence(keys) for keys in self.keys]


def keys_in_words(keys: QKeySequence) -> str:
    """Keys as this system writes them, such as `Ctrl+K` or, on macOS, `⌘K`."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def plain_words(action: QAction) -> str:
    """What an action is called, without the marks that only a menu needs."""
    return action.text().replace("&&", "&").removesuffix("…")
