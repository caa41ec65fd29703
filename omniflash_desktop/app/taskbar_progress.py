"""Shows how far the clips are on the app's button in the taskbar or dock.

Linux docks hear a signal of D-Bus for that, which Ubuntu's, KDE's and others' understand. Elsewhere
the window's title tells it.
"""

import sys
from typing import Final

from PySide6.QtGui import QGuiApplication

_PATH: Final = "/com/canonical/Unity/LauncherEntry"
_INTERFACE: Final = "com.canonical.Unity.LauncherEntry"


class TaskbarProgress:
    """One button of one app."""

    def __init__(self) -> None:
        """Tells nothing yet."""
        self._shown: tuple[int, int | None] = (0, None)

    def show(self, count: int, percent: int | None) -> None:
        """Shows how many clips are on their way, and how far they are.

        Args:
            count: Clips; 0 takes the progress away.
            percent: 0 to 100, of all of them; `None` where nobody knows.
        """
        if (count, percent) == self._shown or sys.platform != "linux":
            return
        self._shown = (count, percent)
        # Not before the first clip: it costs a moment to load.
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        bus: QDBusConnection = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        name = QGuiApplication.desktopFileName()
        facts = {
            "progress": (percent or 0) / 100,
            "progress-visible": count > 0 and percent is not None,
            "count-visible": False,
        }
        signal = QDBusMessage.createSignal(_PATH, _INTERFACE, "Update")
        signal.setArguments([f"application://{name}.desktop", facts])
        bus.send(signal)
