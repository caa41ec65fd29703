"""From choosing a clip to its first frame on the screen, against a bare QMediaPlayer. Goal: ≤ 1.2.

The peer is a widget as large as our picture that paints what its player gives it by Qt's own means:
a frame that nobody has painted yet is none that anybody sees. How long both wait for the player
alone, before anything is painted, is told as well.
"""

import math
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QRectF, QSize, QUrl
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, State
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.ui.stage.player_view import PlayerView
from omniflash_desktop.ui.stage.stage_panel import StagePanel
from omniflash_desktop.ui.theme.theme import Theme

from ._made_clip import made_clip
from ._ratios import in_turn, tell

RUNS = 15
_SETTLED_MS = 250
"""What the clip before left to do for later is not to be paid by the next one, nor by the peer."""
_WITHIN_MS = 10_000


class OnTheStage:
    """Our stage: the player's own frame, not the poster.

    Args:
        theme: The look.
        paths: The clips.
        painted: Whether the frame is waited for until it is painted, or only until it has come.
    """

    def __init__(self, theme: Theme, paths: list[Path], *, painted: bool) -> None:
        self._clips = [_generation_of(path, number) for number, path in enumerate(paths)]
        self._next = 0
        self._loop = QEventLoop()
        self._stage = StagePanel(theme)
        self._stage.resize(856, 952)
        self._stage.show()
        self._came = 0.0
        # Before the stage itself has made the view that will paint it.
        self._stage.playback.frame_arrived.connect(self._note_time)
        self.milliseconds()
        if painted:
            self._stage.playback.frame_arrived.disconnect(self._note_time)
            self._view.frame_shown.connect(self._note_time)

    @property
    def _view(self) -> PlayerView:
        return self._stage.findChildren(PlayerView)[0]

    @property
    def size(self) -> QSize:
        """Of the picture, in logical pixels."""
        return self._view.size()

    def milliseconds(self) -> float:
        generation = self._clips[self._next % len(self._clips)]
        self._next += 1
        QTest.qWait(_SETTLED_MS)
        began = time.perf_counter()
        self._stage.show_generation(generation, None)
        self._loop.exec()
        return (self._came - began) * 1000

    def _note_time(self) -> None:
        self._came = time.perf_counter()
        self._loop.quit()


class BarePlayer(QWidget):
    """Qt's player, a sink, and a widget that paints its frames.

    Args:
        paths: The clips.
        size: Of the widget, in logical pixels.
        painted: As of `OnTheStage`.
    """

    def __init__(self, paths: list[Path], size: QSize, *, painted: bool) -> None:
        super().__init__()
        self._paths = paths
        self._painted = painted
        self._next = 0
        self._frame = QVideoFrame()
        self._loop = QEventLoop()
        self._sink = QVideoSink()
        self._player = QMediaPlayer()
        self._player.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self.resize(size)
        self.show()

    def milliseconds(self) -> float:
        path = self._paths[self._next % len(self._paths)]
        self._next += 1
        QTest.qWait(_SETTLED_MS)
        began = time.perf_counter()
        self._player.setSource(QUrl.fromLocalFile(str(path)))
        self._player.pause()
        self._loop.exec()
        return (time.perf_counter() - began) * 1000

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._frame.paint(painter, QRectF(self.rect()), QVideoFrame.PaintOptions())
        painter.end()

    def _on_frame(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        self._frame = frame
        if self._painted:
            self.repaint()
        self._loop.quit()


def main() -> None:
    app = QApplication([])
    theme = Theme()
    theme.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        paths = [made_clip(Path(folder) / f"{number}.mp4", number) for number in range(3)]
        for painted, name, goal in (
            (True, "from choosing a clip to its first frame on the screen", 1.2),
            (False, "... to its first frame from the player, not painted yet", math.inf),
        ):
            ours = OnTheStage(theme, paths, painted=painted)
            bare = BarePlayer(paths, ours.size, painted=painted)
            both = in_turn(ours.milliseconds, bare.milliseconds, runs=RUNS)
            tell(name, *both, unit="ms", goal=goal)
        # Threads of the players outlive their windows.
        os._exit(0)


def _generation_of(path: Path, number: int) -> Generation:
    now = datetime.now(UTC)
    return Generation(
        id=f"bench{number}",
        service=SANDBOX,
        request=GenerationRequest(prompt="a white ball rolls by"),
        state=State.READY,
        created_at=now,
        changed_at=now,
        idempotency_key="",
        clip=Clip(
            path=path,
            width=1280,
            height=720,
            seconds=6.0,
            frame_rate=24.0,
            size_bytes=path.stat().st_size,
            sha256="",
        ),
    )


if __name__ == "__main__":
    main()
