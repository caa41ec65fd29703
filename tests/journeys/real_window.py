"""The whole window in the test's own process: the real core, a real profile, a real service."""

import argparse
import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.app.window_parts import WindowParts, join_window
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.settings_file import SettingsFile
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from omniflash_desktop.ui.notices.actions import OFFERED
from omniflash_desktop.ui.theme.theme import Theme
from omniflash_desktop.ui.workspace import Workspace


@dataclass
class RealWindow:
    """A window, and hands to use it with.

    Attributes:
        window: What is on the screen.
        workspace: What fills it.
        parts: What joins it with the services.
        theme: Its look.
        folders: Its profile.
    """

    window: MainWindow
    workspace: Workspace
    parts: WindowParts
    theme: Theme
    folders: ProfileFolders

    @property
    def toasts(self) -> list[str]:
        """What the messages over the stage say."""
        return [toast.accessibleDescription() for toast in self.workspace.stage.toasts.shown]

    @property
    def kept(self) -> list[Generation]:
        """What the library holds."""
        return self.parts.core.library.all()

    def states(self) -> set[State]:
        return {generation.state for generation in self.kept}

    def part(self, object_name: str) -> QWidget:
        """The shown widget of that name."""
        found = self.window.findChildren(QWidget, object_name)
        (shown,) = [widget for widget in found if widget.isVisible()]
        return shown

    def write(self, prompt: str) -> None:
        """Types a prompt."""
        QTest.keyClicks(self.workspace.composer.prompt.editor, prompt)

    def press(self, object_name: str) -> None:
        """Presses the shown widget of that name with the mouse."""
        QTest.mouseClick(self.part(object_name), Qt.MouseButton.LeftButton)


@asynccontextmanager
async def a_real_window(
    app: QApplication,
    folder: Path,
    base_url: str,
    *,
    preferences: Preferences | None = None,
    size: tuple[int, int] = (1600, 1000),
    theme_choice: ThemeChoice = ThemeChoice.DARK,
) -> AsyncGenerator[RealWindow]:
    """One run of the window, connected with the service at `base_url`."""
    folders = ProfileFolders.under(folder)
    assert folders.create() is None
    if preferences is not None:
        assert SettingsFile(folders.settings_file).save(preferences) is None
    theme = Theme()
    theme.set_choice(theme_choice)
    theme.apply(app)
    window = MainWindow(theme)
    thumbnails = MediaThumbnails(folders.cache_folder / "thumbnails")
    workspace = Workspace(
        theme,
        window,
        thumbnails=thumbnails,
        pasted_folder=folders.references_folder / "pasted",
        actions=OFFERED,
    )
    window.fill(workspace)
    window.resize(*size)
    window.show()
    window.activateWindow()
    crashes: list[BaseException] = []
    parts = join_window(
        window,
        workspace,
        thumbnails,
        argparse.Namespace(sandbox=False, base_url=base_url, lang="", files=[]),
        folders,
        lambda error, _name: crashes.append(error),
    )
    assert isinstance(parts, WindowParts)
    opened = RealWindow(window, workspace, parts, theme, folders)
    try:
        parts.start()
        await until(lambda: parts.choice.service == base_url)
        yield opened
    finally:
        await parts.close()
        window.deleteLater()
        app.setStyleSheet("")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert crashes == []


async def until(condition: Callable[[], object], *, within: float = 60.0) -> None:
    """Lets the window work until something holds; fails after so many seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)
