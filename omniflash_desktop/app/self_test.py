"""`omniflash-desktop --self-test`: makes a clip through the window, as a person would.

Types a prompt, drops an image, presses Generate, waits for the clip, sees a frame in the player and
saves a copy: all through real input events, in the real window, in the sandbox. Writes
`report.json`, `window.png` and `clip.mp4` for users, installers and automatic tests.
"""

import asyncio
import platform
import time
from collections.abc import Awaitable, Callable
from importlib import metadata
from pathlib import Path
from typing import Final

import av
import msgspec
from PIL import Image, ImageDraw
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl, qVersion
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from omniflash_desktop import __version__
from omniflash_desktop.app.window_parts import WindowParts
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.workspace import Workspace

PROMPT: Final = "A paper boat drifts over a quiet pond at dusk, slow dolly-in, soft light"
_CLIP_WITHIN_SECONDS: Final = 120.0
_STEP_WITHIN_SECONDS: Final = 20.0


class StepReport(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the test.

    Attributes:
        name: What was tried.
        ok: Whether it held.
        seconds: How long it took.
        detail: What was seen.
    """

    name: str
    ok: bool
    seconds: float
    detail: str


class StepFailedError(Exception):
    """A step did not hold; the message says what was seen."""


async def run_self_test(
    window: MainWindow, workspace: Workspace, parts: WindowParts, folder: Path
) -> int:
    """Does all steps, writes the report, and returns the exit status."""
    test = _SelfTest(window, workspace, parts, folder)
    reports: list[StepReport] = []
    for name, step in test.steps():
        began = time.monotonic()
        try:
            detail, ok = await step(), True
        except StepFailedError as failed:
            detail, ok = str(failed), False
        seconds = round(time.monotonic() - began, 3)
        reports.append(StepReport(name=name, ok=ok, seconds=seconds, detail=detail))
        if not ok:
            break
    test.grab("window.png")
    all_ok = len(reports) == len(test.steps()) and all(report.ok for report in reports)
    facts = {"ok": all_ok, "versions": await _versions(parts), "steps": reports}
    (folder / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(facts)))
    return ExitStatus.DONE if all_ok else ExitStatus.FAILED


class _SelfTest:
    def __init__(
        self, window: MainWindow, workspace: Workspace, parts: WindowParts, folder: Path
    ) -> None:
        self._window = window
        self._workspace = workspace
        self._parts = parts
        self._folder = folder
        self._generation: Generation | None = None

    def steps(self) -> tuple[tuple[str, Callable[[], Awaitable[str]]], ...]:
        return (
            ("open the window", self._open),
            ("type a prompt", self._type),
            ("drop an image", self._drop),
            ("press Generate", self._generate),
            ("wait for the clip", self._wait_for_clip),
            ("see a frame", self._see_a_frame),
            ("save a copy", self._save_a_copy),
        )

    def grab(self, name: str) -> None:
        """Takes a picture of the whole window."""
        self._window.grab().save(str(self._folder / name))

    async def _open(self) -> str:
        await _until(lambda: self._parts.choice.service is not None, "a service to be chosen")
        size = self._window.size()
        return f"{size.width()}×{size.height()} on {QGuiApplication.platformName()}"

    async def _type(self) -> str:
        editor = self._workspace.composer.prompt.editor
        QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton)
        QTest.keyClicks(editor, PROMPT)
        await _until(
            lambda: self._workspace.composer.draft().prompt == PROMPT, "the prompt to be taken"
        )
        return PROMPT

    async def _drop(self) -> str:
        picture = self._folder / "reference.png"
        await asyncio.to_thread(_paint_picture, picture)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(picture.resolve()))])
        tray = self._workspace.composer.tray
        place = tray.mapTo(self._window, QPoint(60, 60))
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        keys = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place, copy, data, left, keys)
        QCoreApplication.sendEvent(self._window, enter)
        if not enter.isAccepted():
            raise StepFailedError("the window does not take an image")
        drop = QDropEvent(QPointF(place), copy, data, left, keys)
        QCoreApplication.sendEvent(self._window, drop)
        await _until(
            lambda: len(self._workspace.composer.draft().images) == 1, "the image to be in its slot"
        )
        return picture.name

    async def _generate(self) -> str:
        button = _child(self._window, "generateButton")
        await _until(button.isEnabled, f"Generate to be enabled ({button.toolTip()})")
        before = set(_ids(self._parts))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await _until(lambda: set(_ids(self._parts)) - before, "a generation to be started")
        (started,) = set(_ids(self._parts)) - before
        self._generation = self._parts.core.queue.current(started)
        return started

    async def _wait_for_clip(self) -> str:
        assert self._generation is not None
        started = self._generation.id

        def has_ended() -> bool:
            generation = self._parts.core.queue.current(started)
            return generation.is_finished or generation.state is State.UNCONFIRMED

        await _until(has_ended, "the clip", within=_CLIP_WITHIN_SECONDS)
        self._generation = self._parts.core.queue.current(started)
        if self._generation.clip is None:
            problem = self._generation.problem
            reason = f"{self._generation.state}: {problem.kind if problem else ''}"
            raise StepFailedError(reason)
        facts = await self._parts.core.media.check_clip(self._generation.clip.path)
        if not isinstance(facts, VideoFacts):
            raise StepFailedError(f"the file is not playable: {facts.detail}")
        asked = (*self._generation.request.pixel_size, self._generation.request.duration)
        if (facts.width, facts.height, round(facts.seconds)) != asked:
            raise StepFailedError(f"asked for {asked}, got {facts.width}×{facts.height}")
        return f"{facts.width}×{facts.height}, {facts.seconds:g} s, {facts.size_bytes} bytes"

    async def _see_a_frame(self) -> str:
        playback = self._workspace.stage.playback
        await _until(lambda: playback.has_frame or bool(playback.missing), "a frame in the player")
        if playback.missing:
            raise StepFailedError(f"nothing to play with: {playback.missing}")
        await _until(lambda: playback.position > 1.0, "the clip to play for a second")
        _press(_child(self._window, "playButton"))
        await _until(lambda: not playback.is_playing, "the player to pause")
        return f"paused at {playback.position:.2f} s"

    async def _save_a_copy(self) -> str:
        assert self._generation is not None
        assert self._generation.clip is not None
        target = self._folder / "clip.mp4"
        await self._parts.actions.copy_clip(self._generation.clip, target)
        if not target.exists():
            raise StepFailedError("the copy is not there")
        return target.name


async def _until(
    condition: Callable[[], object], wanted: str, *, within: float = _STEP_WITHIN_SECONDS
) -> None:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise StepFailedError(f"waited {within:g} s for {wanted}")
        await asyncio.sleep(0.05)


def _child(window: QWidget, object_name: str) -> QAbstractButton:
    found = window.findChild(QAbstractButton, object_name)
    if found is None:  # pyright: ignore[reportUnnecessaryComparison]
        raise StepFailedError(f"the window has no {object_name}")
    return found


def _press(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _ids(parts: WindowParts) -> list[str]:
    return [generation.id for generation in parts.core.library.all()]


def _paint_picture(path: Path) -> None:
    """A lake at dusk: something that can be told apart from an empty slot."""
    image = Image.new("RGB", (1280, 720))
    paint = ImageDraw.Draw(image)
    for y in range(720):
        share = y / 720
        colour = (int(250 - 170 * share), int(160 - 80 * share), int(120 + 40 * share))
        paint.line((0, y, 1280, y), fill=colour)
    paint.ellipse((860, 180, 1020, 340), fill=(255, 236, 200))
    paint.polygon(((0, 520), (400, 360), (760, 520)), fill=(60, 50, 90))
    paint.polygon(((520, 520), (980, 400), (1280, 520)), fill=(80, 60, 100))
    paint.rectangle((0, 520, 1280, 720), fill=(70, 74, 120))
    image.save(path)


async def _versions(parts: WindowParts) -> dict[str, str]:
    return {
        "omniflash": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "qt": qVersion(),
        "pyside": metadata.version("PySide6-Essentials"),
        "ffmpeg": av.ffmpeg_version_info,
        "keyring": await parts.core.tokens.backend_name(),
    }
