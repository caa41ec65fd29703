"""Keeps how the window is arranged, a moment after the user has changed it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer

from omniflash_desktop.domain.window_layout import WindowLayout
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.workspace import Workspace

_QUIET_MS: Final = 800
"""A window that is pulled tells of each pixel."""


class LayoutKeeper(QObject):
    """Watches one window with its panes; both are arranged already.

    Args:
        window: The window.
        workspace: Its panes.
        keep: Writes an arrangement down.
    """

    def __init__(
        self, window: MainWindow, workspace: Workspace, keep: Callable[[WindowLayout], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._keep = keep
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_QUIET_MS)
        self._pause.timeout.connect(self.keep_now)
        workspace.arranged.connect(self._pause.start)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)
        if event.type() in moves:
            self._pause.start()
        return False

    def keep_now(self) -> None:
        """Writes it down."""
        self._pause.stop()
        geometry = self._window.saveGeometry().data()
        panes = self._workspace.layout_of_panes
        self._keep(WindowLayout(geometry=bytes(geometry), panes=panes))

    def close(self) -> None:
        """Writes it down for the last time."""
        self._window.removeEventFilter(self)
        self.keep_now()
