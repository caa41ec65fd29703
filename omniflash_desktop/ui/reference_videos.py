"""Looks into the video in the composer, has its copy made, and lets the user trim it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import MediaTools
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.tray_item import TrayItem
from omniflash_desktop.ui.compose.video_look import VideoLook
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.domain.video_trim import Trim


class ReferenceVideos(QObject):
    """Watches the video slot.

    What will be sent is made at once and not with Generate: it may take a while.

    Args:
        window: What dialogs lie over.
        theme: The look.
        tray: Holds the video.
        media: Reads and copies videos.
        tasks: Runs what takes time.
        strips_folder: Cache: frames side by side, named by the video's content.
    """

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        tray: ReferenceTray,
        media: MediaTools,
        tasks: BackgroundTasks,
        strips_folder: Path,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._tray = tray
        self._media = media
        self._tasks = tasks
        self._strips_folder = strips_folder
        self._seen: tuple[TrayItem, Trim | None] | None = None
        self._looking: asyncio.Task[None] | None = None
        tray.changed.connect(self._tray_changed)
        tray.video_retried.connect(self._look_again)
        tray.video_slot.trim_asked.connect(self._open_trim)
        self._tray_changed()

    def _tray_changed(self) -> None:
        item, video = self._tray.video_item, self._tray.video
        now = None if item is None or video is None else (item, video.trim)
        if now != self._seen:
            self._seen = now
            self._look_again()

    def _look_again(self) -> None:
        if self._looking is not None:
            # A copy that nobody wants any more is not made to its end.
            self._looking.cancel()
            self._looking = None
        item, video = self._tray.video_item, self._tray.video
        if item is None or video is None or video.path is None:
            return
        work = self._look_at(item, video, video.path)
        self._looking = self._tasks.start(work, name="look into the reference video")

    async def _look_at(self, item: TrayItem, video: VideoReference, path: Path) -> None:
        look = item.look
        if look is None:
            facts = await self._media.inspect_video(path)
            if isinstance(facts, Problem):
                item.fail(facts)
                return
            item.learn_length(facts.seconds)
            look = VideoLook(facts)
        look = VideoLook(look.facts, video.trim, look.strip)
        item.show_look(look)
        if look.strip is None:
            look = VideoLook(look.facts, video.trim, await self._strip_of(path, look.facts))
            item.show_look(look)
        await self._make_copy(item, look, path)

    async def _make_copy(self, item: TrayItem, look: VideoLook, path: Path) -> None:
        def hear(share: float) -> None:
            item.show_look(VideoLook(look.facts, look.trim, look.strip, copied=share))

        sent = await self._media.sendable_video(path, look.trim, hear)
        if isinstance(sent, Problem):
            item.fail(sent)
        else:
            item.show_look(VideoLook(look.facts, look.trim, look.strip, sent=sent))

    async def _strip_of(self, path: Path, facts: VideoFacts) -> Path | None:
        strip = self._strips_folder / f"{facts.sha256}.jpg"
        if not await asyncio.to_thread(strip.is_file):
            problem = await self._media.make_strip(path, strip)
            if problem is not None:
                return None
        return strip

    # Trimming.

    def _open_trim(self) -> None:
        item, video = self._tray.video_item, self._tray.video
        if item is None or item.look is None or video is None or video.path is None:
            return
        if self._window.findChild(QDialog, "trimDialog") is None:
            work = self._trim(item, item.look, video, video.path)
            self._tasks.start(work, name="trim the reference video")

    async def _trim(
        self, item: TrayItem, look: VideoLook, video: VideoReference, path: Path
    ) -> None:
        times = await self._media.frame_times(path)
        if isinstance(times, Problem):
            self._tray.message.emit(
                self.tr("This video cannot be trimmed: its frames cannot be counted.")
            )
            return
        # With its player it is not needed before somebody trims.
        from omniflash_desktop.ui.trim.trim_dialog import TrimDialog

        dialog = TrimDialog(
            self._theme,
            path,
            look.facts,
            times,
            video.trim,
            self._media,
            self._tasks,
            self._window,
        )
        if look.strip is not None:
            dialog.show_strip(QPixmap(str(look.strip)))
        answer = await ask(dialog)
        is_there = self._tray.video_item is item
        if answer == QDialog.DialogCode.Accepted and is_there:
            item.reference = msgspec.structs.replace(item.reference, trim=dialog.trim)
            self._tray.changed.emit()
        self._tray.video_slot.setFocus()
