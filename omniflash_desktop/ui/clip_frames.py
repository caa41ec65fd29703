"""Takes frames out of clips: into the composer, or into a file beside the clip."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.clip_frames import AtTime, FrameWish, LastGood, TakenFrame
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import MediaTools
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.notices.frame_words import passed_words, shape_words
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.toasts import Toast, ToastKind, Toasts
from omniflash_desktop.ui.theme.theme import Theme


class ClipFrames(QObject):
    """Works on clips of ours and on any other video alike.

    Args:
        window: What a dialog is about.
        theme: The look.
        composer: Whose tray takes frames.
        toasts: Says what came of it.
        media: Finds and writes the frames.
        tasks: Runs the work.
        folder: Where frames for the tray are kept.

    Signals:
        composer_filled: The composer holds something to go on with: it is to be seen.
    """

    composer_filled = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        composer: ComposerPanel,
        toasts: Toasts,
        media: MediaTools,
        tasks: BackgroundTasks,
        folder: Path,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._composer = composer
        self._toasts = toasts
        self._media = media
        self._tasks = tasks
        self._folder = folder

    def use_last(self, clip: Path, slot: int | None = None) -> None:
        """Goes on from a clip's last good frame.

        Args:
            clip: Any video.
            slot: The image slot that was meant, see `tray_plan`.
        """
        self._start_use(clip, LastGood(), slot)

    def use_at(self, clip: Path, seconds: float, slot: int | None = None) -> None:
        """Takes the frame that is shown at `seconds` into the tray."""
        self._start_use(clip, AtTime(seconds), slot)

    def save_at(self, clip: Path, seconds: float) -> None:
        """Saves the frame that is shown at `seconds` as a picture beside the clip."""
        self._tasks.start(self._save(clip, seconds), name=f"save a frame of {clip.name}")

    def choose(self, video: Path, slot: int | None = None) -> None:
        """Lets the user choose a frame for the tray."""
        self._tasks.start(self._choose(video, slot), name=f"choose a frame of {video.name}")

    async def use(self, clip: Path, wish: FrameWish, slot: int | None = None) -> None:
        """Takes a frame into the tray and says what is worth knowing about it."""
        frame = await self._media.save_frame(clip, self._folder, wish)
        if isinstance(frame, Problem):
            self._tell(frame)
            return
        portrait = frame.height > frame.width
        ratio = AspectRatio.PORTRAIT if portrait else AspectRatio.LANDSCAPE
        has_turned = self._composer.take_frame(frame.path, ratio, slot)
        self._tell_of(frame, shape_words(ratio.value) if has_turned else "")
        self.composer_filled.emit()

    def _start_use(self, clip: Path, wish: FrameWish, slot: int | None) -> None:
        self._tasks.start(self.use(clip, wish, slot), name=f"use a frame of {clip.name}")

    async def _save(self, clip: Path, seconds: float) -> None:
        frame = await self._media.save_frame(clip, clip.parent, AtTime(seconds))
        if isinstance(frame, Problem):
            self._tell(frame)
            return
        toast = self._toasts.show(
            ToastKind.DONE,
            self.tr("Frame saved"),
            frame.path.name,
            action=self.tr("Show in folder"),
        )
        toast.acted.connect(_Folder(frame.path.parent, toast).show)

    async def _choose(self, video: Path, slot: int | None) -> None:
        facts = await self._media.inspect_video(video)
        if isinstance(facts, Problem):
            self._tell(facts)
            return
        # It brings the player along, which few drops need.
        from omniflash_desktop.ui.stage.frame_dialog import FrameDialog
        from omniflash_desktop.ui.stage.still_frames import StillFrames

        stills = StillFrames(self._media, self._tasks, video, self._folder, self._window)
        dialog = FrameDialog(self._theme, video, facts, stills, parent=self._window)
        try:
            await ask(dialog)
        finally:
            stills.deleteLater()
        if dialog.wish is not None:
            await self.use(video, dialog.wish, slot)

    def _tell_of(self, frame: TakenFrame, shape: str) -> None:
        passed = passed_words(frame)
        if passed or shape:
            self._toasts.show(ToastKind.NOTE, passed or shape, shape if passed else "")

    def _tell(self, problem: Problem) -> None:
        words = words_for(problem)
        self._toasts.show(ToastKind.ERROR, words.title, words.cause)


class _Folder(QObject):
    """Shows where a frame was saved, as long as its message is there."""

    def __init__(self, folder: Path, toast: Toast) -> None:
        super().__init__(toast)
        self._folder = folder

    def show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
