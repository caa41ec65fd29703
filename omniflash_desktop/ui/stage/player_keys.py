"""What keys do to the player, on the stage, in a dialog and on the whole screen alike."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.transport import Transport

_VOLUME_STEP: Final = 5
_SECOND: Final = 1.0
_ALONE: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_J, Qt.Key.Key_L, Qt.Key.Key_M})
"""Keys that mean something once, however long they are held."""


class PlayerKeys(QObject):
    """Passes keys on. Source of their meanings: the interface design, section 4.

    Args:
        playback: What is moved.
        transport: Its controls, which follow.
        parent: Owner.

    Signals:
        full_screen_asked: The whole screen is wanted, or left.
    """

    full_screen_asked = Signal()

    def __init__(self, playback: Playback, transport: Transport, parent: QObject) -> None:
        super().__init__(parent)
        self._playback = playback
        self._transport = transport
        self._holds_k = False

    def pressed(self, event: QKeyEvent) -> bool:
        """Does what a key means; tells whether it means anything."""
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.modifiers() & control:
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        if event.isAutoRepeat() and key in _ALONE and not self._holds_k:
            return True
        return self._moves(key, shift=shift) or self._chooses(key, shift=shift)

    def released(self, event: QKeyEvent) -> bool:
        """A key was let go; tells whether that means anything."""
        if event.key() != Qt.Key.Key_K or event.isAutoRepeat():
            return False
        self._holds_k = False
        return True

    def let_go(self) -> None:
        """The focus is elsewhere: whatever is held will be let go there."""
        self._holds_k = False

    def _moves(self, pressed: Qt.Key, *, shift: bool) -> bool:
        playback, key = self._playback, Qt.Key
        match pressed:
            case key.Key_Space:
                playback.toggle()
            case key.Key_K:
                self._holds_k = True
                playback.pause()
            case key.Key_J:
                if self._holds_k:
                    playback.step(-1)
                else:
                    playback.faster_backwards()
            case key.Key_L:
                if self._holds_k:
                    playback.step(1)
                else:
                    playback.faster_forwards()
            case key.Key_Left if shift:
                playback.seek(playback.position - _SECOND)
            case key.Key_Right if shift:
                playback.seek(playback.position + _SECOND)
            case key.Key_Left | key.Key_Comma:
                playback.step(-1)
            case key.Key_Right | key.Key_Period:
                playback.step(1)
            case key.Key_Home:
                playback.seek(0.0)
            case key.Key_End:
                playback.go_to_end()
            case _:
                return False
        return True

    def _chooses(self, pressed: Qt.Key, *, shift: bool) -> bool:
        transport, key = self._transport, Qt.Key
        match pressed:
            case key.Key_Up:
                transport.change_volume(_VOLUME_STEP)
            case key.Key_Down:
                transport.change_volume(-_VOLUME_STEP)
            case key.Key_M:
                transport.toggle_mute()
            case key.Key_R if not shift:
                transport.toggle_loop()
            case key.Key_F:
                self.full_screen_asked.emit()
            case key.Key_BracketLeft:
                transport.change_speed(-1)
            case key.Key_BracketRight:
                transport.change_speed(1)
            case key.Key_Backslash:
                transport.change_speed(0)
            case _:
                return False
        return True
