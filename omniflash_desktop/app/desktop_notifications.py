"""Messages of the desktop, for while the window is not in front."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from omniflash_desktop.resource_files import resource
from omniflash_desktop.services.background_tasks import BackgroundTasks

if TYPE_CHECKING:
    from desktop_notifier.backends.base import DesktopNotifierBackend

_WITHOUT_MARKUP: Final = str.maketrans({"<": "‹", ">": "›", "&": "＆"})
"""Many desktops read a message as HTML, and a prompt may hold anything."""


class DesktopNotifications:
    """Tells through whatever the desktop has for it; where it has nothing, nobody is told."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        """Loads and starts nothing."""
        self._tasks = tasks
        self._backend: DesktopNotifierBackend | None = None

    def tell(self, title: str, text: str, on_click: Callable[[], None]) -> None:
        """Shows a message, some moments later.

        Args:
            title: What happened.
            text: To which clip.
            on_click: Called when the user clicks it.
        """
        self._tasks.start(self._tell(title, text, on_click), name="tell the desktop")

    def close(self) -> None:
        """Lets go of the desktop. What is shown stays, and leads nowhere any more."""
        # Only Linux has a connection that stays open.
        bus = getattr(self._backend, "bus", None)
        if bus is not None:
            bus.disconnect()
        self._backend = None

    async def _tell(self, title: str, text: str, on_click: Callable[[], None]) -> None:
        from desktop_notifier import Icon, Notification
        from desktop_notifier.main import get_backend_class

        if self._backend is None:
            icon = Icon(path=resource("logo.svg"))
            self._backend = get_backend_class()("Omniflash", icon)
        message = Notification(
            title=title.translate(_WITHOUT_MARKUP),
            message=text.translate(_WITHOUT_MARKUP),
            on_clicked=on_click,
        )
        # It logs by itself why a desktop takes no messages.
        await self._backend.send(message)
