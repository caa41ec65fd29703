"""Looks how the video in the composer would come to the service, and asks once where they go."""

from PySide6.QtCore import QObject, Signal

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.video_outlook import VideoOutlook, VideoOutlooks, VideoRoute
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.tray_item import TrayItem


class VideoWay(QObject):
    """Watches the video slot.

    Args:
        tray: Holds the video.
        outlooks: Knows the ways.
        tasks: Runs what takes time.
        parent: Owner.

    Signals:
        choice_missing: A video is there, and nobody has said yet where local ones go.
    """

    choice_missing = Signal()

    def __init__(
        self,
        tray: ReferenceTray,
        outlooks: VideoOutlooks,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tray = tray
        self._outlooks = outlooks
        self._tasks = tasks
        self._service: str | None = None
        self._item: TrayItem | None = None
        self._look = 0
        tray.changed.connect(self._tray_changed)
        tray.video_retried.connect(self.look_again)

    def use_service(self, service: str | None) -> None:
        """New clips are made at `service` from now on; `None` while nobody has chosen."""
        self._service = service
        self.look_again()

    def look_again(self) -> None:
        """Something else may be true of the video that is there."""
        self._item = self._tray.video_item
        self._look += 1
        video = self._tray.video
        if self._item is None or video is None or self._service is None:
            return
        if self._service == SANDBOX and video.path is not None:
            self._item.end_look(VideoOutlook(route=VideoRoute.FILE_DROP))
            return
        self._item.begin_look()
        work = self._look_at(self._item, video, self._service, self._look)
        self._tasks.start(work, name="look at the reference video")

    def _tray_changed(self) -> None:
        if self._tray.video_item is not self._item:
            self.look_again()

    async def _look_at(
        self, item: TrayItem, video: VideoReference, service: str, look: int
    ) -> None:
        outlook = await self._outlooks.outlook(video, service)
        if look != self._look:
            return
        item.end_look(outlook)
        if _lacks_choice(outlook):
            self.choice_missing.emit()


def _lacks_choice(outlook: VideoOutlook | Problem | None) -> bool:
    is_needed = isinstance(outlook, Problem) and outlook.kind is ProblemKind.VIDEO_NEEDS_PUBLIC_LINK
    return is_needed and isinstance(outlook, Problem) and outlook.detail == "no_choice"
