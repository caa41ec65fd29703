"""One run of the window, from its first picture to the last thing that is closed."""

import argparse
import asyncio
import importlib
import logging
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from omniflash_desktop.app.crash_net import CrashNet
from omniflash_desktop.app.garbage import WindowThreadGarbage
from omniflash_desktop.app.quit_signals import QuitSignals
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.rescued_library import RescuedLibrary
from omniflash_desktop.domain.window_layout import USUAL_LAYOUT, PaneLayout
from omniflash_desktop.services.background_tasks import ReportException
from omniflash_desktop.storage.draft_file import DraftFile
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.layout_file import LayoutFile
from omniflash_desktop.ui.draft_keeper import DraftKeeper
from omniflash_desktop.ui.layout_keeper import LayoutKeeper
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from omniflash_desktop.ui.notices.actions import OFFERED
from omniflash_desktop.ui.theme.theme import Theme
from omniflash_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from omniflash_desktop.app.window_parts import WindowParts

_log = logging.getLogger(__name__)


class DesktopSession(QObject):
    """Starts everything behind the window, waits for the end, and closes it all in order."""

    _crashed = Signal(str)

    def __init__(
        self,
        arguments: argparse.Namespace,
        folders: ProfileFolders,
        window: MainWindow,
        theme: Theme,
        panes: PaneLayout = USUAL_LAYOUT.panes,
    ) -> None:
        super().__init__()
        self._arguments = arguments
        self._folders = folders
        self.window = window
        self._thumbnails = MediaThumbnails(folders.cache_folder / "thumbnails")
        self.workspace = Workspace(
            theme,
            window,
            thumbnails=self._thumbnails,
            pasted_folder=folders.references_folder / "pasted",
            actions=OFFERED,
        )
        window.fill(self.workspace)
        self.workspace.arrange(panes)
        if not self.workspace.composer.is_collapsed:
            self.workspace.composer.prompt.editor.setFocus()
        self._layout = LayoutKeeper(window, self.workspace, LayoutFile(folders.layout_file).keep)
        self._drafts = self._with_draft(DraftFile(folders.draft_file))
        self._parts: WindowParts | None = None
        self._is_asking = False
        self._ended = asyncio.Event()
        self._signals = QuitSignals(self)
        self._signals.asked.connect(self._end)
        window.close_asked.connect(self._on_close_asked)
        # Queued: it may have happened in another thread, or in the middle of a picture.
        queued = Qt.ConnectionType.QueuedConnection
        self._crashed.connect(self.workspace.tell_of_crash, queued)

    def _with_draft(self, file: DraftFile) -> DraftKeeper:
        """Brings the draft of the last run back, before anybody can have written another one."""
        workspace = self.workspace
        keeper = DraftKeeper(workspace.composer, file, workspace.stage.toasts, self)
        found = file.load()
        if found.draft is not None:
            keeper.bring_back(found.draft)
        if found.set_aside is not None:
            keeper.tell_of_damage(found.set_aside)
        return keeper

    async def run(self) -> int:
        """The whole run.

        Returns:
            The exit status.
        """
        net = CrashNet(self._crashed.emit)
        garbage = WindowThreadGarbage(self)
        # Some hundred milliseconds of imports, while the window answers already.
        parts_module = await asyncio.to_thread(
            importlib.import_module, "omniflash_desktop.app.window_parts"
        )
        net.spread(self._folders.logs_folder)
        net.watch_loop(asyncio.get_running_loop())
        try:
            return await self._with_parts(parts_module, net.report)
        finally:
            garbage.close()
            self._layout.close()
            self._drafts.close()
            self._signals.close()
            net.close()

    async def _with_parts(self, parts_module: ModuleType, report_exception: ReportException) -> int:
        parts: WindowParts | Problem = self._joined(parts_module, report_exception)
        rescued: RescuedLibrary | Problem | None = None
        if isinstance(parts, Problem) and parts.kind is ProblemKind.LIBRARY_DAMAGED:
            # In a thread: it may take as long as the library is large.
            rescued = await asyncio.to_thread(
                parts_module.rescue_library, self._folders.library_file
            )
            is_mended = isinstance(rescued, RescuedLibrary)
            parts = self._joined(parts_module, report_exception) if is_mended else parts
        if isinstance(parts, Problem):
            return await self._refuse(rescued if isinstance(rescued, Problem) else parts)
        self._parts = parts
        try:
            return await self._until_the_end(parts, rescued)
        finally:
            await parts.close()

    def _joined(
        self, parts_module: ModuleType, report_exception: ReportException
    ) -> "WindowParts | Problem":
        return parts_module.join_window(
            self.window,
            self.workspace,
            self._thumbnails,
            self._arguments,
            self._folders,
            report_exception,
        )

    async def _until_the_end(
        self, parts: "WindowParts", rescued: RescuedLibrary | Problem | None
    ) -> int:
        parts.start()
        if isinstance(rescued, RescuedLibrary):
            parts.tell_of_rescue(rescued)
        if self._arguments.self_test is not None:
            from omniflash_desktop.app.self_test import run_self_test

            return await run_self_test(
                self.window, self.workspace, parts, self._arguments.self_test
            )
        await self._ended.wait()
        return ExitStatus.DONE

    async def _refuse(self, problem: Problem) -> int:
        from omniflash_desktop.app.refusal_dialog import tell_refusal

        await tell_refusal(self.window, problem, unless=self._signals.asked)
        self.window.close_for_good()
        return ExitStatus.ENVIRONMENT

    def _on_close_asked(self) -> None:
        parts = self._parts
        if self._is_asking:
            return
        if parts is not None and parts.is_best_kept_open:
            self._is_asking = True
            parts.core.tasks.start(self._ask_before_the_end(parts), name="ask before the end")
        else:
            self._end()

    async def _ask_before_the_end(self, parts: "WindowParts") -> None:
        try:
            if await parts.user_wants_to_close():
                self._end()
        finally:
            self._is_asking = False

    def _end(self) -> None:
        self._ended.set()
