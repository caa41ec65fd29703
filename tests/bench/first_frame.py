"""From choosing a clip to its first frame, against a bare QMediaPlayer. Goal: ≤ 1.2."""

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QUrl
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, State
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.ui.stage.stage_panel import StagePanel
from omniflash_desktop.ui.theme.theme import Theme

from ._made_clip import made_clip
from ._ratios import in_turn, tell

RUNS = 15
_WITHIN_MS = 10_000


class OnTheStage:
    """Our stage: the player's own frame, not the poster."""

    def __init__(self, theme: Theme, paths: list[Path]) -> None:
        self._clips = [_generation_of(path, number) for number, path in enumerate(paths)]
        self._next = 0
        self._loop = QEventLoop()
        self._stage = StagePanel(theme)
        self._stage.resize(856, 952)
        self._stage.show()
        self._stage.playback.frame_arrived.connect(self._loop.quit)

    def milliseconds(self) -> float:
        generation = self._clips[self._next % len(self._clips)]
        self._next += 1
        began = time.perf_counter()
        self._stage.show_generation(generation, None)
        self._loop.exec()
        return (time.perf_counter() - began) * 1000


class BarePlayer:
    """Qt's player with a sink and nothing else."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = paths
        self._next = 0
        self._loop = QEventLoop()
        self._sink = QVideoSink()
        self._player = QMediaPlayer()
        self._player.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._on_frame)

    def milliseconds(self) -> float:
        path = self._paths[self._next % len(self._paths)]
        self._next += 1
        began = time.perf_counter()
        self._player.setSource(QUrl.fromLocalFile(str(path)))
        self._player.pause()
        self._loop.exec()
        return (time.perf_counter() - began) * 1000

    def _on_frame(self, frame: QVideoFrame) -> None:
        if frame.isValid():
            self._loop.quit()


def main() -> None:
    app = QApplication([])
    theme = Theme()
    theme.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        paths = [made_clip(Path(folder) / f"{number}.mp4", number) for number in range(3)]
        ours, peer = in_turn(
            OnTheStage(theme, paths).milliseconds, BarePlayer(paths).milliseconds, runs=RUNS
        )
        tell("from choosing a clip to its first frame", ours, peer, unit="ms", goal=1.2)
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
