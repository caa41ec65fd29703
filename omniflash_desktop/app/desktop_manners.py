"""What the app does on the desktop around its window: messages, progress, and staying awake."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from omniflash_desktop.app.core import Core
from omniflash_desktop.app.desktop_notifications import DesktopNotifications
from omniflash_desktop.app.sleep_inhibition import SleepInhibition
from omniflash_desktop.app.taskbar_progress import TaskbarProgress
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.clip_news import ClipNews
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.main_window import MainWindow


class DesktopManners(QObject):
    """Joins the desktop with the window and its clips."""

    def __init__(
        self, window: MainWindow, core: Core, relay: ChangeRelay, viewing: ClipViewing
    ) -> None:
        super().__init__(window)
        self._window = window
        self._viewing = viewing
        self._changes = core.changes
        self._notifications = DesktopNotifications(core.tasks)
        self._awake = SleepInhibition()
        self._taskbar = TaskbarProgress()
        self._news = ClipNews(relay, _is_in_front, self)
        self._news.told.connect(self._tell)
        viewing.activity_changed.connect(self._show_progress)
        core.changes.subscribe(self._awake.hear)

    def tell(self, title: str, text: str) -> None:
        """Tells what is told in the window to those who do not have it in front."""
        if not _is_in_front():
            self._notifications.tell(title, text, self._window.come_forward)

    def close(self) -> None:
        """Lets go of the desktop."""
        self._changes.unsubscribe(self._awake.hear)
        self._taskbar.show(0, None)
        self._awake.close()
        self._notifications.close()

    def _tell(self, title: str, text: str, generation_id: str) -> None:
        def show_clip() -> None:
            self._window.come_forward()
            self._viewing.choose(generation_id)

        self._notifications.tell(title, text, show_clip)

    def _show_progress(self, running: int, percent: int) -> None:
        self._taskbar.show(running, None if percent < 0 else percent)


def _is_in_front() -> bool:
    """Whether any window of the app has the user's attention."""
    return QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
