"""Somebody who sees nothing, and somebody without a mouse, each make a whole clip.

The app is the real one on a real screen, with a sandbox of its own. What is known of it comes over
the bus that screen readers use, from another process: this one.
"""

import operator
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

import pytest

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.settings_file import SettingsFile
from omniflash_desktop.ui.accessible_names import ACCESSIBLE_NAMES

from .conftest import Sandbox
from .screen_reader import ScreenReader, Spoken
from .test_window import desktop_words
from .x_screen import an_x_screen

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="AT-SPI is Linux'")

INTERACTIVE = {
    *("push button", "toggle button", "check box", "radio button", "text", "password text"),
    *("entry", "spin box", "slider", "combo box", "list", "list item", "table", "menu item"),
}
KITE = "a red kite over the sea"


@contextmanager
def a_session(variables: dict[str, str]) -> Iterator[str]:
    """A bus as a login brings it, until the end; gives its address."""
    tell_and_stay = ["sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat']
    session = subprocess.Popen(
        ["dbus-run-session", "--", *tell_and_stay],
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert session.stdout is not None
        yield session.stdout.readline().strip()
    finally:
        session.communicate(timeout=20)


class Desk:
    """The app on a desktop of its own, which is read over the bus and moved by keys.

    Attributes:
        reader: Reads the window, and does its actions.
    """

    def __init__(self, reader: ScreenReader, variables: dict[str, str]) -> None:
        self.reader = reader
        self._variables = variables

    def press(self, *keys: str) -> None:
        """Presses keys, as xdotool names them: they go to whatever has the focus."""
        self._xdotool("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        self._xdotool("type", "--clearmodifiers", text)

    def take_the_keyboard(self) -> None:
        """There is no window manager that would give it to the only window."""
        self._xdotool("search", "--sync", "--onlyvisible", "--name", "^Omniflash$", "windowfocus")

    async def tab_to(self, name: str) -> list[str]:
        """Presses Tab until what has this name has the focus; gives the way there."""
        passed = [await self.reader.until_focus_is_on(bool)]
        while passed[-1] != name:
            self.press("Tab")
            passed.append(await self.reader.until_focus_is_on(partial(operator.ne, passed[-1])))
            assert passed.count(passed[-1]) == 1, f"{name} is not on the way: {passed}"
        return passed[1:]

    async def row_that_says(self, *words: str) -> Spoken:
        """The row of the library with these words, of which the first begin it."""
        return await self.reader.until(lambda window: next(rows_with(window, *words), None))

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._variables, check=True, timeout=60)


def start_app(variables: dict[str, str], profile: Path, sandbox: Sandbox) -> subprocess.Popen[str]:
    folders = ProfileFolders.under(profile)
    assert folders.create() is None
    # Nobody wants to take the click back.
    assert SettingsFile(folders.settings_file).save(Preferences(undo_send=False)) is None
    words = desktop_words("--profile", profile, "--base-url", sandbox.base_url)
    return subprocess.Popen(words, env=variables, stderr=subprocess.PIPE, text=True)


@asynccontextmanager
async def a_desk(
    environment: dict[str, str], profile: Path, sandbox: Sandbox
) -> AsyncGenerator[Desk]:
    with an_x_screen() as screen, a_session({**environment, **screen}) as address:
        variables = {
            **environment,
            **screen,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "OMNIFLASH_TOKEN": sandbox.token,
            # Where nobody can keep a desktop awake, wakepy leaves its connection to the garbage.
            "PYTHONWARNINGS": "error,ignore:unclosed <socket:ResourceWarning",
        }
        reader = await ScreenReader.start(address)
        app = start_app(variables, profile, sandbox)
        try:
            # Before the service has answered, nothing can be sent.
            await reader.until(lambda window: "$" in described(window, "Balance"))
            yield Desk(reader, variables)
        finally:
            app.terminate()
            _, messages = app.communicate(timeout=60)
            await reader.close()
        assert "Traceback" not in messages


def rows_with(window: Spoken, start: str, *words: str) -> Iterator[Spoken]:
    clips = window.named("Clips")
    for row in () if clips is None else clips.parts:
        if row.name.startswith(start) and all(word in row.name for word in words):
            yield row


def described(window: Spoken, name: str) -> str:
    found = window.named(name)
    return "" if found is None else found.description


def without_a_way(window: Spoken) -> list[str]:
    """What can be used, and has not the name of the table, or nothing that could be done to it."""
    found: list[str] = []
    for one in window.shown():
        if one.role not in INTERACTIVE and "focusable" not in one.states:
            continue
        is_item = one.role == "list item"
        wanted = one.name if is_item else ACCESSIBLE_NAMES.get(one.object_name, one.name)
        if not one.name or one.name != wanted:
            found.append(f"{one.role} {one.object_name} is called {one.name!r}")
        if "enabled" in one.states and not one.actions:
            found.append(f"{one.role} {one.object_name} has no action")
    return found


async def test_a_clip_is_made_by_the_tree_of_a_screen_reader_alone(
    environment: dict[str, str], tmp_path: Path, sandbox: Sandbox
) -> None:
    async with a_desk(environment, tmp_path / "profile", sandbox) as desk:
        reader = desk.reader
        assert without_a_way(await reader.read()) == []
        await reader.write(await reader.control("Prompt"), KITE)
        await reader.do(await reader.control("4 s"))
        await reader.do(await reader.control("Generate"))

        await desk.reader.until_heard(f"{KITE}. Submitted. Charged")
        assert without_a_way(await reader.read()) == []
        await desk.reader.until_heard(f"{KITE}. Ready. Safe on disk")
        # Whoever waited for it hears it play, and stops it.
        play = await reader.control("Play or pause")
        await reader.until_described(play, "Playing")
        await reader.do(play)
        await reader.until_described(play, "Paused")
        row = await desk.row_that_says(KITE, "Ready, 4 s, 720p, 16:9", "Safe on disk")
        assert "selected" in row.states
        # How far it was is told to who asks, not to everybody.
        assert not [said for said in reader.heard if "%" in said]
        window = await reader.read()
        assert described(window, "Clip cost").startswith("$")
        assert without_a_way(window) == []
        assert len(sandbox.ledger()["submits"]) == 1

        await reader.do(await reader.control("Preferences"))
        sections = (await reader.control("Preferences sections")).parts
        assert [section.name for section in sections[:2]] == ["Account", "Storage"]
        pages: set[frozenset[str]] = set()
        for section in sections:
            await reader.do(section)
            window = await reader.read()
            assert without_a_way(window) == []
            pages.add(frozenset(one.object_name for one in window.shown()))
        assert len(pages) == len(sections)


async def test_a_clip_is_made_and_played_by_keys_alone(
    environment: dict[str, str], tmp_path: Path, sandbox: Sandbox
) -> None:
    async with a_desk(environment, tmp_path / "profile", sandbox) as desk:
        reader = desk.reader
        desk.take_the_keyboard()
        await reader.until_focus_is_on("Prompt".__eq__)
        desk.type(KITE)
        assert await desk.tab_to("6 s") == [
            *("Add camera phrase", "Add light phrase", "Add sound phrase"),
            *("Image reference 1", "Image reference 2", "Image reference 3"),
            *("Motion reference video", "Paste video link", "6 s"),
        ]
        desk.press("Left")
        await reader.until_focus_is_on("4 s".__eq__)
        desk.press("ctrl+Return")
        await reader.until_heard(f"{KITE}. Ready.")
        # Another prompt may follow at once: the focus stays where it was.
        await reader.until_focus_is_on("4 s".__eq__)

        play = await reader.control("Play or pause")
        await reader.until_described(play, "Playing")
        desk.press("ctrl+f")
        await reader.until_focus_is_on("Search library".__eq__)
        assert await desk.tab_to("Clips") == ["All clips", "Clips"]
        desk.press("Return")
        await reader.until_focus_is_on("Player".__eq__)
        desk.press("space")
        await reader.until_described(play, "Paused")
        desk.press("space")
        await reader.until_described(play, "Playing")
        assert len(sandbox.ledger()["submits"]) == 1
