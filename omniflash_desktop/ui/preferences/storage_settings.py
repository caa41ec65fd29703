"""Joins the page about storage with the keyring, the bucket and the preferences."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from omniflash_desktop.domain.hosting import BucketKey, BucketStep, BucketTest, VideoHosting
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.ports import BucketKeys, LinkChecker
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.preferences.storage_page import StoragePage
from omniflash_desktop.ui.theme.theme import Theme

Tell = Callable[[BucketTest], None]


class StorageSettings(QObject):
    """Does what the page asks for.

    Signals:
        hosting_changed: Another choice holds from now on.
    """

    hosting_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        keeper: PreferencesKeeper,
        hosted: HostedVideos,
        keys: BucketKeys,
        links: LinkChecker,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keeper = keeper
        self._hosted = hosted
        self._keys = keys
        self._links = links
        self._tasks = tasks
        self._page: StoragePage | None = None
        self._test_number = 0

    def serve(self, page: StoragePage) -> None:
        """Serves a page until it is gone."""
        self._page = page
        page.changed.connect(self._change)
        page.keys.typed.connect(self._keep_key)
        page.keys.remove_asked.connect(self._ask_to_remove)
        page.test_asked.connect(self._begin_test)
        page.test_cancelled.connect(self._end_test)
        page.destroyed.connect(self._forget_page)
        self._start(self._show_key(), "look for the bucket's key")

    def choose(self, **facts: Any) -> None:
        """Takes a choice over that was made elsewhere."""
        self._keeper.change(**facts)
        self._hosted.use(self._keeper.current.video_hosting)
        self.hosting_changed.emit()

    def _forget_page(self) -> None:
        self._page = None
        self._test_number += 1

    def _change(self, facts: dict[str, Any]) -> None:
        before = self._keeper.current.video_hosting
        self.choose(**facts)
        after = self._keeper.current.video_hosting
        if before.bucket_id != after.bucket_id:
            self._start(self._take_key_along(before, after), "take the bucket's key along")

    # -- the key

    async def _show_key(self, trouble: str = "") -> None:
        place = await self._keys.where(self._keeper.current.video_hosting.bucket_id)
        if self._page is not None:
            self._page.keys.show_place(place, trouble)

    async def _take_key_along(self, before: VideoHosting, after: VideoHosting) -> None:
        """Lets a key follow where only the bucket's name was mended: it belongs to the store."""
        is_same_store = (before.kind, before.endpoint) == (after.kind, after.endpoint)
        key = await self._keys.read(before.bucket_id) if is_same_store else None
        is_kept = await self._keys.where(before.bucket_id) in ("keyring", "session")
        lacks_one = await self._keys.where(after.bucket_id) == "nowhere"
        if isinstance(key, BucketKey) and is_kept and lacks_one:
            problem = await self._keys.write(after.bucket_id, key)
            if problem is None:
                await self._keys.forget(before.bucket_id)
        await self._show_key()

    def _keep_key(self, key: BucketKey) -> None:
        self._start(self._keep(key), "keep the bucket's key")

    async def _keep(self, key: BucketKey) -> None:
        problem = await self._keys.write(self._keeper.current.video_hosting.bucket_id, key)
        await self._show_key("" if problem is None else self._not_kept(problem))
        self.hosting_changed.emit()

    def _not_kept(self, problem: Problem) -> str:
        kept = self.tr("The key works until you quit.")
        return f"{words_for(problem).cause} {kept}"

    def _ask_to_remove(self) -> None:
        self._start(self._remove(), "remove the bucket's key")

    async def _remove(self) -> None:
        page, hosting = self._page, self._keeper.current.video_hosting
        if page is None:
            return
        question = QuestionDialog(
            self._theme,
            self.tr("Remove the key of this bucket?"),
            self.tr(
                "Local videos cannot be uploaded until you enter it again. What lies in the "
                "bucket stays there."
            ),
            yes=self.tr("Remove"),
            danger=True,
            parent=page.window(),
        )
        if await ask(question) != QDialog.DialogCode.Accepted:
            return
        problem = await self._keys.forget(hosting.bucket_id)
        await self._show_key("" if problem is None else words_for(problem).cause)
        self.hosting_changed.emit()

    # -- the test

    def _begin_test(self) -> None:
        self._test_number += 1
        if self._page is not None:
            self._page.show_step(BucketStep.UPLOAD)
        self._start(self._test(self._test_number), "test the bucket")

    def _end_test(self) -> None:
        # It goes on unseen: only so is the small file removed that it may have put there.
        self._test_number += 1
        if self._page is not None:
            self._page.show_cancelled()

    async def _test(self, number: int) -> None:
        def show_step(step: BucketStep) -> None:
            if self._page is not None and number == self._test_number:
                self._page.show_step(step)

        hosting = self._keeper.current.video_hosting
        result = await self._hosted.test(hosting, self._links, on_step=show_step)
        if self._page is not None and number == self._test_number:
            self._page.show_result(result)

    def _start(self, work: Any, name: str) -> None:
        self._tasks.start(work, name=name)
