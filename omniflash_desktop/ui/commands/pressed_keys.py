"""Which keys somebody means by what was pressed, on any keyboard."""

from typing import Final

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_OF_NO_MEANING: Final = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
_ALT_GR: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def keys_meant_by(event: QKeyEvent) -> str:
    """The keys, as `QKeySequence` writes them, without what some keyboards need to type them."""
    modifiers = event.modifiers() & ~_OF_NO_MEANING
    text = event.text()
    if len(text) == 1 and text.isprintable() and not text.isalnum() and text != " ":
        # Brackets, backslash, comma: with Shift or AltGr on many keyboards.
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        if modifiers & _ALT_GR == _ALT_GR:
            modifiers &= ~_ALT_GR
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key()))).toString()
