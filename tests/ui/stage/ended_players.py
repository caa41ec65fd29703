"""Child process of a test: players that come to the end of a clip with sound, one after the other.

Arguments: a clip, and how many players. It prints how many ended; where one ends never, it is ended
itself after a while, with the traces of its threads.
"""

import faulthandler
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.decoded_frames import even_times
from omniflash_desktop.ui.stage.system_player import SystemPlayer

_WITHIN_SECONDS = 30
_KEPT = 20


class Endings(QObject):
    def __init__(self, clip: Path, wanted: int) -> None:
        super().__init__()
        self._clip, self._wanted, self._ended = clip, wanted, 0
        self._players: list[SystemPlayer] = []
        self._begin()

    def _begin(self) -> None:
        faulthandler.dump_traceback_later(_WITHIN_SECONDS, exit=True)
        player = SystemPlayer()
        # Players that were used go on ending in their own threads.
        self._players = [*self._players[-_KEPT:], player]
        player.set_loop(False)
        player.stopped.connect(self._ended_one)
        player.failed.connect(sys.exit)
        player.open(self._clip, even_times(0.25, 24.0))
        player.play()

    def _ended_one(self) -> None:
        self.sender().release()
        self._ended += 1
        if self._ended == self._wanted:
            sys.stdout.write(f"{self._ended}\n")
            sys.stdout.flush()
            os._exit(0)
        QTimer.singleShot(0, self._begin)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    endings = Endings(Path(sys.argv[1]), int(sys.argv[2]))
    app.exec()
