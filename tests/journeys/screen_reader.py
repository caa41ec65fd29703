"""The window as a screen reader has it: its tree of names, states and actions, over D-Bus.

This process reads, the app runs in another one; between them is AT-SPI, the bus that screen readers
of Linux use. Nothing here knows a widget.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

_ATSPI: Final = "org.a11y.atspi"
_ACCESSIBLE: Final = f"{_ATSPI}.Accessible"
_WITHIN: Final = 60.0
_EVERY: Final = 0.05
_LISTENED_TO: Final = (
    ("Announcement", "object:announcement"),
    ("StateChanged", "object:state-changed:focused"),
)
_AT_ONCE: Final = 64
"""Questions; dbus-fast breaks down where its socket is full."""
# The bits of AT-SPI's set of states.
_STATES: Final = {
    *((8, "enabled"), (11, "focusable"), (23, "selected"), (25, "showing")),
}

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Spoken:
    """One object of the window, as it was when it was read.

    Attributes:
        place: Where the bus finds it: the name of the program, and a path in it.
        object_name: The last part of its id; Qt makes it of the object's name, or of its class.
        name: What it is called.
        description: What else is said of it.
        role: What it is, in AT-SPI's words.
        actions: The names of its actions.
        states: Those of `_STATES` that it has.
        parts: What is in it; nothing where it is hidden.
    """

    place: tuple[str, str]
    object_name: str
    name: str
    description: str
    role: str
    actions: tuple[str, ...]
    states: frozenset[str]
    parts: tuple["Spoken", ...]

    def all(self) -> Iterator["Spoken"]:
        """It, and everything in it."""
        yield self
        for part in self.parts:
            yield from part.all()

    def shown(self) -> Iterator["Spoken"]:
        """What of it stands on the screen."""
        return (one for one in self.all() if "showing" in one.states)

    def named(self, name: str) -> "Spoken | None":
        """The one that is shown under this name; `None` where there is none, or more than one."""
        found = [one for one in self.shown() if one.name == name]
        return found[0] if len(found) == 1 else None


class ScreenReader:
    """Reads and moves the window of the one program on a desktop.

    Attributes:
        heard: What was announced, in its order.
    """

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._has_keyboard: tuple[str, str] | None = None
        self._room = asyncio.Semaphore(_AT_ONCE)
        self.heard: list[str] = []
        bus.add_message_handler(self._listen)

    @classmethod
    async def start(cls, session_address: str) -> "ScreenReader":
        """Joins the accessibility bus of a session's bus, and asks to hear what is announced."""
        session = await MessageBus(bus_address=session_address).connect()
        address = await _call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus.GetAddress")
        session.disconnect()
        reader = cls(await MessageBus(bus_address=address).connect())
        dbus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        registry = (f"{_ATSPI}.Registry", "/org/a11y/atspi/registry")
        for signal, event in _LISTENED_TO:
            rule = f"type='signal',interface='{_ATSPI}.Event.Object',member='{signal}'"
            await reader._call(dbus, "org.freedesktop.DBus.AddMatch", "s", rule)
            await reader._call(registry, f"{_ATSPI}.Registry.RegisterEvent", "sass", event, [], "")
        return reader

    async def close(self) -> None:
        """Leaves the bus."""
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()

    async def read(self) -> Spoken:
        """The window as it is now."""
        return await self.until(lambda window: window)

    async def until(self, find: Callable[[Spoken], _Found | None]) -> _Found:
        """Reads the window until `find` finds something in it; fails after a while."""
        deadline = time.monotonic() + _WITHIN
        while True:
            window = await self._window()
            found = None if window is None else find(window)
            if found:
                return found
            assert time.monotonic() < deadline, "it did not come: " + _told(window)
            await asyncio.sleep(_EVERY)

    async def window(self, title: str) -> Spoken:
        """Reads only the window whose title begins like that, once it is shown."""
        deadline = time.monotonic() + _WITHIN
        while True:
            for place in await self._windows():
                one = await self._read(place, to_depth=0)
                if one is not None and one.name.startswith(title) and "showing" in one.states:
                    whole = await self._read(place)
                    if whole is not None and "showing" in whole.states:
                        return whole
            assert time.monotonic() < deadline, f"no window is called {title}"
            await asyncio.sleep(_EVERY)

    async def menu(self) -> Spoken:
        """The menu in which the keyboard is, once it is in one."""
        deadline = time.monotonic() + _WITHIN
        while True:
            place = self._has_keyboard
            with suppress(GoneError):
                if place is not None and await self._ask(place, "GetRoleName") == "menu item":
                    menu = await self._read(tuple(await self._property(place, "Parent")))
                    if menu is not None:
                        return menu
            assert time.monotonic() < deadline, "the keyboard is in no menu"
            await asyncio.sleep(_EVERY)

    async def until_described(self, one: Spoken, words: str) -> None:
        """Waits until this is said of an object; fails after a while."""
        deadline = time.monotonic() + _WITHIN
        while (said := await self._property(one.place, "Description")) != words:
            assert time.monotonic() < deadline, f"{one.name} is {said}, not {words}"
            await asyncio.sleep(_EVERY)

    async def until_heard(self, words: str) -> None:
        """Waits until something with these words is announced; fails after a while."""
        deadline = time.monotonic() + _WITHIN
        while not any(words in said for said in self.heard):
            assert time.monotonic() < deadline, f"“{words}” is not in {self.heard}"
            await asyncio.sleep(_EVERY)

    async def until_focus_is_on(self, holds: Callable[[str], bool]) -> str:
        """Waits until what has the keyboard has such a name; gives the name."""
        deadline = time.monotonic() + _WITHIN
        place, name = None, ""
        # Looked at twice: a list's row has it for a moment, before the list has.
        while place is None or place != self._has_keyboard or not holds(name):
            assert time.monotonic() < deadline, f"{name} has the keyboard"
            place = self._has_keyboard
            if place is not None:
                # What a dialog had in focus goes with it.
                with suppress(GoneError):
                    name = await self._property(place, "Name")
            await asyncio.sleep(_EVERY)
        return name

    async def control(self, name: str) -> Spoken:
        """The shown object of this name, once there is one."""
        return await self.until(lambda window: window.named(name))

    async def do(self, one: Spoken) -> None:
        """Does the first action of an object, which is what it is there for."""
        done = await self._call(one.place, f"{_ATSPI}.Action.DoAction", "i", 0)
        assert done, f"{one.name} did nothing"

    async def focus(self, one: Spoken) -> None:
        """Gives the keyboard to an object, and waits until it has it."""
        number = one.actions.index("SetFocus")
        assert await self._call(one.place, f"{_ATSPI}.Action.DoAction", "i", number)
        await self.until_focus_is_on(one.name.__eq__)

    async def write(self, one: Spoken, text: str) -> None:
        """Gives a field another text."""
        set_text = f"{_ATSPI}.EditableText.SetTextContents"
        assert await self._call(one.place, set_text, "s", text)

    async def _window(self) -> Spoken | None:
        """Everything that the program tells just now; `None` before it has begun."""
        program = await self._program()
        return None if program is None else await self._read(program)

    async def _windows(self) -> list[tuple[str, str]]:
        program = await self._program()
        children = [] if program is None else await self._ask(program, "GetChildren")
        return [tuple(child) for child in children]

    async def _program(self) -> tuple[str, str] | None:
        root = (f"{_ATSPI}.Registry", f"/{_ATSPI}/accessible/root".replace(".", "/"))
        programs = await self._call(root, f"{_ACCESSIBLE}.GetChildren")
        return tuple(programs[0]) if programs else None

    async def _read(self, place: tuple[str, str], *, to_depth: int = 100) -> Spoken | None:
        # All at once: a window that plays a clip answers one question between two frames.
        try:
            name, description, whole_id, role, interfaces, bits, children = await asyncio.gather(
                *(self._property(place, one) for one in ("Name", "Description", "AccessibleId")),
                self._ask(place, "GetRoleName"),
                self._ask(place, "GetInterfaces"),
                self._ask(place, "GetState"),
                self._ask(place, "GetChildren"),
            )
            actions: list[list[str]] = []
            if f"{_ATSPI}.Action" in interfaces:
                actions = await self._call(place, f"{_ATSPI}.Action.GetActions")
        except GoneError:
            return None
        has = bits[0] | bits[1] << 32
        states = frozenset(state for bit, state in _STATES if has >> bit & 1)
        # In what is hidden nothing is shown.
        inside = children if "showing" in states and to_depth else []
        deeper = [self._read(tuple(child), to_depth=to_depth - 1) for child in inside]
        parts = await asyncio.gather(*deeper)
        return Spoken(
            place,
            whole_id.rpartition(".")[2],
            name,
            description,
            role,
            tuple(action[0] for action in actions),
            states,
            tuple(part for part in parts if part is not None),
        )

    async def _ask(self, place: tuple[str, str], what: str) -> Any:
        return await self._call(place, f"{_ACCESSIBLE}.{what}")

    async def _property(self, place: tuple[str, str], name: str) -> Any:
        get = "org.freedesktop.DBus.Properties.Get"
        return (await self._call(place, get, "ss", _ACCESSIBLE, name)).value

    async def _call(
        self, place: tuple[str, str], method: str, signature: str = "", *words: object
    ) -> Any:
        async with self._room:
            return await _call(self._bus, place, method, signature, *words)

    def _listen(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL:
            return
        if message.member == "Announcement":
            self.heard.append(str(message.body[3].value))
        elif message.member == "StateChanged" and message.body[:2] == ["focused", 1]:
            assert message.sender is not None
            assert message.path is not None
            self._has_keyboard = (message.sender, message.path)


class GoneError(Exception):
    """The object went away while it was read."""


async def _call(
    bus: MessageBus, place: tuple[str, str], method: str, signature: str = "", *words: object
) -> Any:
    interface, _, member = method.rpartition(".")
    answer = await bus.call(
        Message(
            destination=place[0],
            path=place[1],
            interface=interface,
            member=member,
            signature=signature,
            body=list(words),
        )
    )
    assert answer is not None
    if answer.message_type is MessageType.ERROR:
        raise GoneError(f"{method}: {answer.error_name} {answer.body}")
    return answer.body[0] if answer.body else None


def _told(window: Spoken | None) -> str:
    if window is None:
        return "no window"
    lines = [f"{one.role}: {one.name} | {one.description}" for one in window.shown() if one.name]
    return "\n".join(lines)
