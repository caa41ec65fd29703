"""What keys do to the player, on the stage, in a dialog and on the whole screen alike."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.playback_table import PLAYBACK
from omniflash_desktop.ui.commands.pressed_keys import keys_meant_by
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.transport import Transport

_VOLUME_STEP: Final = 5
_SECOND: Final = 1.0
_JOGS: Final = {Command.PLAY_BACKWARDS: -1, Command.PLAY_FORWARDS: 1}
"""Frames for each press while K is held."""
_COMMANDS: Final = {
    keys.toString(): command
    for command, facts in PLAYBACK.items()
    if command is not Command.SAVE_FRAME
    for keys in facts.sequences
}
"""What moves the player, by its keys. Saving a frame is for whoever knows the clip."""


class PlayerKeys(QObject):
    """Does what the table of commands says of a key, or of a menu.

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
        command = _COMMANDS.get(keys_meant_by(event))
        if command is None:
            return False
        is_jog = self._holds_k and command in _JOGS
        if is_jog or PLAYBACK[command].repeats or not event.isAutoRepeat():
            self.do(command)
        if command is Command.PAUSE:
            self.hold_k()
        return True

    def released(self, event: QKeyEvent) -> bool:
        """A key was let go; tells whether that means anything."""
        if event.key() != Qt.Key.Key_K or event.isAutoRepeat():
            return False
        self._holds_k = False
        return True

    def hold_k(self) -> None:
        """Until it is let go, J and L go by frames."""
        self._holds_k = True

    def let_go(self) -> None:
        """The focus is elsewhere: whatever is held will be let go there."""
        self._holds_k = False

    def do(self, command: Command) -> None:
        """Does what a command of the table says, wherever it comes from."""
        playback, transport = self._playback, self._transport
        if self._holds_k and command in _JOGS:
            playback.step(_JOGS[command])
            return
        match command:
            case Command.PLAY_PAUSE:
                playback.toggle()
            case Command.PAUSE:
                playback.pause()
            case Command.PLAY_FORWARDS:
                playback.faster_forwards()
            case Command.PLAY_BACKWARDS:
                playback.faster_backwards()
            case Command.PREVIOUS_FRAME:
                playback.step(-1)
            case Command.NEXT_FRAME:
                playback.step(1)
            case Command.BACK_A_SECOND:
                playback.seek(playback.position - _SECOND)
            case Command.FORWARD_A_SECOND:
                playback.seek(playback.position + _SECOND)
            case Command.GO_TO_START:
                playback.seek(0.0)
            case Command.GO_TO_END:
                playback.go_to_end()
            case Command.SLOWER:
                transport.change_speed(-1)
            case Command.FASTER:
                transport.change_speed(1)
            case Command.NORMAL_SPEED:
                transport.change_speed(0)
            case Command.LOOP:
                transport.toggle_loop()
            case Command.MUTE:
                transport.toggle_mute()
            case Command.LOUDER:
                transport.change_volume(_VOLUME_STEP)
            case Command.SOFTER:
                transport.change_volume(-_VOLUME_STEP)
            case Command.FULL_SCREEN:
                self.full_screen_asked.emit()
            case _:
                raise AssertionError(command)
