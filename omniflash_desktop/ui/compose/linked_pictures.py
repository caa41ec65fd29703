"""Pictures behind links, brought here so that they are references like any file."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, Signal

from omniflash_desktop.domain.outcomes import FetchedPicture, VideoBehindLink
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.background_tasks import BackgroundTasks

FetchedLink: TypeAlias = FetchedPicture | VideoBehindLink | Problem


class PictureFetcher(Protocol):
    """Fetches a picture from the web."""

    async def fetch_picture(self, url: str, folder: Path, *, local_allowed: bool) -> FetchedLink:
        """Brings the picture behind `url` into `folder`; tells of a video, or of a trouble."""
        ...


class LinkedPictures(QObject):
    """Fetches each picture once a run. Works once it has been given the network.

    The composer stands before the network does: what is asked for before that waits.

    Args:
        folder: Where the pictures are kept.
        parent: Owner.

    Signals:
        failed: The `Problem` that kept a picture from coming.
    """

    failed = Signal(object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.local_allowed = False
        """Whether a link may lead to this computer or network, as it may in the sandbox."""
        self._folder = folder
        self._fetcher: PictureFetcher | None = None
        self._tasks: BackgroundTasks | None = None
        self._waiting: list[tuple[str, Callable[[FetchedLink], None]]] = []
        self._fetched: dict[str, Path] = {}

    def use(self, fetcher: PictureFetcher, tasks: BackgroundTasks) -> None:
        """Fetches pictures from now on, and those that were asked for already."""
        self._fetcher = fetcher
        self._tasks = tasks
        for url, on_ready in self._waiting:
            self.request(url, on_ready)
        self._waiting.clear()

    def request(self, url: str, on_ready: Callable[[FetchedLink], None]) -> None:
        """Asks what is behind a link.

        Args:
            url: An http(s) link.
            on_ready: Called once, on the window's thread.
        """
        if self._fetcher is None or self._tasks is None:
            self._waiting.append((url, on_ready))
        else:
            self._tasks.start(self._fetch(self._fetcher, url, on_ready), name="fetch a picture")

    async def _fetch(
        self, fetcher: PictureFetcher, url: str, on_ready: Callable[[FetchedLink], None]
    ) -> None:
        known = self._fetched.get(url)
        if known is not None:
            # An undo, or a second drop of the same picture: its file says whether it is there.
            on_ready(FetchedPicture(path=known))
            return
        answer = await fetcher.fetch_picture(url, self._folder, local_allowed=self.local_allowed)
        if isinstance(answer, FetchedPicture):
            self._fetched[url] = answer.path
        if isinstance(answer, Problem):
            self.failed.emit(answer)
        on_ready(answer)
