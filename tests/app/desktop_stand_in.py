"""Child process of a test: a desktop on a bus of its own, and what the app tells it.

It prints one line of JSON: what the desktop heard, and what clicks led to.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable

from dbus_fast import Message, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal
from PySide6.QtWidgets import QApplication

from omniflash_desktop.app.async_bridge import run_until_done
from omniflash_desktop.app.desktop_notifications import DesktopNotifications
from omniflash_desktop.app.sleep_inhibition import SleepInhibition
from omniflash_desktop.app.taskbar_progress import TaskbarProgress
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import GenerationChanged
from tests.builders import a_generation


class Messages(ServiceInterface):
    """Shows nothing, and can be clicked on."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.shown: list[list[str]] = []

    @dbus_method()
    def GetCapabilities(self) -> "as":
        return ["body", "actions"]

    @dbus_method()
    def GetServerInformation(self) -> "ssss":
        return ["stand-in", "tests", "1", "1.2"]

    @dbus_method()
    def Notify(
        self,
        app: "s",
        replaces: "u",
        icon: "s",
        title: "s",
        text: "s",
        actions: "as",
        hints: "a{sv}",
        timeout: "i",
    ) -> "u":
        self.shown.append([app, title, text])
        return len(self.shown)

    @dbus_method()
    def CloseNotification(self, number: "u") -> None:
        pass

    @dbus_signal()
    def ActionInvoked(self, number: int, action: str) -> "us":
        return [number, action]

    @dbus_signal()
    def NotificationClosed(self, number: int, reason: int) -> "uu":
        return [number, reason]


class Power(ServiceInterface):
    """Counts who keeps it awake."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.PowerManagement.Inhibit")
        self.heard: list[str] = []

    @dbus_method()
    def Inhibit(self, app: "s", reason: "s") -> "u":
        self.heard.append("stay awake")
        return 7

    @dbus_method()
    def UnInhibit(self, cookie: "u") -> None:
        self.heard.append(f"sleep {cookie}")


async def until(holds: Callable[[], object], *, within: float = 20.0) -> None:
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.01)


async def desktop(app: QApplication) -> int:
    bus = await MessageBus().connect()
    messages, power = Messages(), Power()
    bus.export("/org/freedesktop/Notifications", messages)
    bus.export("/org/freedesktop/PowerManagement/Inhibit", power)
    await bus.request_name("org.freedesktop.Notifications")
    await bus.request_name("org.freedesktop.PowerManagement")
    docks: list[object] = []

    def hear(message: Message) -> None:
        if message.member == "Update":
            name, facts = message.body
            docks.append([name, {key: _plain(value) for key, value in facts.items()}])

    bus.add_message_handler(hear)
    rule = "type='signal',interface='com.canonical.Unity.LauncherEntry'"
    await bus.call(
        Message(
            destination="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            member="AddMatch",
            signature="s",
            body=[rule],
        )
    )

    errors: list[str] = []
    tasks = BackgroundTasks(lambda error, name: errors.append(f"{name}: {error!r}"))
    clicks: list[str] = []
    notifications = DesktopNotifications(tasks)
    notifications.tell("Clip ready", "a <b>kite</b> & more", lambda: clicks.append("kite"))
    await until(lambda: messages.shown)
    # The app may not have heard yet which number its message got.
    await until(lambda: clicks or messages.ActionInvoked(1, "default") is None)
    notifications.close()

    awake = SleepInhibition()
    awake.hear(GenerationChanged(generation=a_generation().queued()))
    awake.hear(GenerationChanged(generation=a_generation().waiting()))
    await until(lambda: power.heard)
    awake.hear(GenerationChanged(generation=a_generation().ready()))
    await until(lambda: len(power.heard) > 1)

    taskbar = TaskbarProgress()
    taskbar.show(2, 40)
    taskbar.show(2, 40)
    taskbar.show(0, None)
    await until(lambda: len(docks) > 1)

    told = {"messages": messages.shown, "clicks": clicks, "power": power.heard, "docks": docks}
    sys.stdout.write(json.dumps({**told, "errors": errors}) + "\n")
    bus.disconnect()
    await tasks.close(within=5)
    return 0


def _plain(value: Variant) -> object:
    return value.value


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    app.setDesktopFileName("omniflash-desktop")
    raise SystemExit(run_until_done(app, desktop(app)))
