"""One reference in the tray: what it is, and how far it has come."""

from enum import StrEnum
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.domain.outcomes import FetchedPicture, VideoBehindLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.services.video_outlook import VideoOutlook
from omniflash_desktop.ui.compose.composer_steps import with_facts_of
from omniflash_desktop.ui.compose.linked_pictures import FetchedLink, LinkedPictures
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.compose.video_look import VideoLook


class ItemState(StrEnum):
    """How far a reference has come."""

    PREPARING = "preparing"
    READY = "ready"
    UPLOADING = "uploading"
    FAILED = "failed"


class TrayItem(QObject):
    """A reference with its picture and state.

    Args:
        reference: What it is.
        thumbnails: Makes its picture.
        parent: Owner; none where it lives as long as anybody can bring it back.
        linked: Fetches the picture of a link, which is then a file; `None` leaves it a link.

    Signals:
        changed: Its picture or state is another one.
    """

    changed = Signal()

    def __init__(
        self,
        reference: ImageReference | VideoReference,
        thumbnails: Thumbnails,
        parent: QObject | None = None,
        linked: LinkedPictures | None = None,
    ) -> None:
        super().__init__(parent)
        self.reference = reference
        self.state = ItemState.PREPARING
        self.picture = QImage()
        self.percent: int | None = None
        self.problem: Problem | None = None
        self.outlook: VideoOutlook | Problem | None = None
        self.is_looked_at = False
        self.look: VideoLook | None = None
        self._thumbnails = thumbnails
        self._linked = linked
        self._in_tray = True

    @property
    def path(self) -> Path | None:
        """The file, or `None` for a link."""
        return self.reference.path

    @property
    def name(self) -> str:
        """What to call it."""
        if self.reference.name:
            return self.reference.name
        if self.reference.path is not None:
            return self.reference.path.name
        return (self.reference.url or "").rsplit("/", 1)[-1]

    @property
    def is_coming(self) -> bool:
        """Whether it is a picture on the web that is being fetched."""
        is_link = isinstance(self.reference, ImageReference) and self.reference.path is None
        return is_link and self.state is ItemState.PREPARING

    def prepare(self) -> None:
        """Checks it, by making its picture. What is behind a link is looked at elsewhere."""
        self.problem = None
        url, linked = self.reference.url, self._linked
        if isinstance(self.reference, ImageReference) and url is not None and linked is not None:
            self._become(ItemState.PREPARING)
            linked.request(url, self._take_fetched)
            return
        if self.reference.path is None:
            self._become(ItemState.READY)
            return
        self._become(ItemState.PREPARING)
        self._thumbnails.request(self.reference.path, self._take_picture)

    def come_back(self, reference: ImageReference | VideoReference) -> None:
        """Is wished to be as it was once; what became known meanwhile stays known."""
        if self.state is ItemState.UPLOADING:
            # Outside the tray nobody told it how its upload went on.
            self.show_upload(None)
        wished = with_facts_of(self.reference, reference)
        if wished != self.reference:
            self.reference = wished
            self.changed.emit()

    def show_upload(self, percent: int | None) -> None:
        """Shows an upload of 0 to 100 percent; `None` when it is over."""
        if self.state is ItemState.FAILED:
            return
        self.percent = percent
        self._become(ItemState.READY if percent is None else ItemState.UPLOADING)

    def show_look(self, look: VideoLook) -> None:
        """Shows what is known of this video by now."""
        self.look = look
        self.changed.emit()

    def learn_length(self, seconds: float) -> None:
        """Notes how long this video is; that is no wish of anybody."""
        if isinstance(self.reference, VideoReference):
            self.reference = msgspec.structs.replace(self.reference, seconds=seconds)

    def fail(self, problem: Problem) -> None:
        """It cannot be used."""
        self.problem = problem
        self._become(ItemState.FAILED)

    def begin_look(self) -> None:
        """Somebody looks how this video would come to the service."""
        self.outlook = None
        self.is_looked_at = True
        self.changed.emit()

    def end_look(self, outlook: VideoOutlook | Problem | None) -> None:
        """Shows how this video would come to the service; `None` where nobody can tell."""
        self.outlook = outlook
        self.is_looked_at = False
        if self.path is not None:
            # What is wrong with a file shows when its picture is made.
            self.changed.emit()
            return
        self.problem = outlook if isinstance(outlook, Problem) else None
        self._become(ItemState.READY if self.problem is None else ItemState.FAILED)

    def leave(self) -> None:
        """Ends it: a picture that still comes is not wanted any more."""
        self._in_tray = False
        self.deleteLater()

    def _take_fetched(self, answer: FetchedLink) -> None:
        if not self._in_tray:
            return
        match answer:
            case FetchedPicture(path=path):
                # It was named by its link; the file's own name may be a worse one.
                self.reference = msgspec.structs.replace(
                    self.reference, path=path, url=None, name=self.name
                )
                self.prepare()
            case VideoBehindLink():
                self.problem = Problem(kind=ProblemKind.IMAGE_UNUSABLE, detail="a_video")
                self._become(ItemState.FAILED)
            case Problem():
                self.problem = answer
                self._become(ItemState.FAILED)

    def _take_picture(self, answer: QImage | Problem) -> None:
        if not self._in_tray:
            return
        if isinstance(answer, Problem):
            self.problem = answer
            self._become(ItemState.FAILED)
            return
        self.picture = answer
        self._become(ItemState.READY)

    def _become(self, state: ItemState) -> None:
        self.state = state
        self.changed.emit()
