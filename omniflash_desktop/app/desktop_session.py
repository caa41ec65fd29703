"""One run of the window, from its first picture to the last thing that is closed."""

import argparse
import asyncio
import importlib
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from omniflash_desktop import __version__
from omniflash_desktop.app.async_bridge import run_until_done
from omniflash_desktop.app.crash_net import CrashNet
from omniflash_desktop.app.quit_signals import QuitSignals
from omniflash_desktop.cli.arguments import ExitStatus
from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.settings_file import SettingsFile
from omniflash_desktop.ui.clip_actions import OFFERED
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.app.window_parts import WindowParts

_log = logging.getLogger(__name__)


def hand_over_files(folders: ProfileFolders, files: list[Path]) -> bool:
    """Gives our files to the window that has the profile; `False` where there is none."""
    from omniflash_desktop.app.single_instance import hand_over

    return hand_over(folders.profile_name, [path.resolve() for path in files])


def run_window(arguments: argparse.Namespace, folders: ProfileFolders) -> int:
    """Opens the window and runs until it is closed."""
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Omniflash")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("omniflash-desktop")
    # The session ends the app, once everything is closed in order.
    app.setQuitOnLastWindowClosed(False)
    loaded = SettingsFile(folders.settings_file).load()
    theme = Theme()
    theme.set_choice(ThemeChoice(arguments.theme) if arguments.theme else loaded.preferences.theme)
    theme.apply(app)
    thumbnails = MediaThumbnails(folders.cache_folder / "thumbnails")
    window = MainWindow(
        theme,
        thumbnails=thumbnails,
        pasted_folder=folders.cache_folder / "pasted",
        actions=OFFERED,
    )
    window.show()
    session = DesktopSession(arguments, folders, window, thumbnails)
    return run_until_done(app, session.run())


class DesktopSession(QObject):
    """Starts everything behind the window, waits for the end, and closes it all in order."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        folders: ProfileFolders,
        window: MainWindow,
        thumbnails: MediaThumbnails,
    ) -> None:
        super().__init__()
        self._arguments = arguments
        self._folders = folders
        self.window = window
        self._thumbnails = thumbnails
        self._ended = asyncio.Event()
        self._signals = QuitSignals(self)
        self._signals.asked.connect(self._end)
        window.close_asked.connect(self._end)

    async def run(self) -> int:
        """The whole run.

        Returns:
            The exit status.
        """
        net = CrashNet(self.window.tell_of_crash)
        await self.window.first_picture()
        # Some hundred milliseconds of imports, while the window answers already.
        parts_module = await asyncio.to_thread(
            importlib.import_module, "omniflash_desktop.app.window_parts"
        )
        net.spread(self._folders.logs_folder)
        net.watch_loop(asyncio.get_running_loop())
        parts: WindowParts | Problem = parts_module.join_window(
            self.window, self._thumbnails, self._arguments, self._folders, net.report
        )
        if isinstance(parts, Problem):
            return await self._refuse(parts)
        try:
            return await self._until_the_end(parts)
        finally:
            await parts.close()
            self._signals.close()
            net.close()

    async def _until_the_end(self, parts: "WindowParts") -> int:
        parts.start()
        if self._arguments.self_test is not None:
            from omniflash_desktop.app.self_test import run_self_test

            return await run_self_test(self.window, parts, self._arguments.self_test)
        await self._ended.wait()
        return ExitStatus.DONE

    async def _refuse(self, problem: Problem) -> int:
        from omniflash_desktop.app.refusal_dialog import tell_refusal

        await tell_refusal(self.window, problem)
        self.window.close_for_good()
        return ExitStatus.ENVIRONMENT

    def _end(self) -> None:
        self._ended.set()
