"""Somebody who sees nothing, and somebody without a mouse, each make a whole clip.

The app is the real one on a real screen, with a sandbox of its own. What is known of it comes over
the bus that screen readers use, from another process: this one.
"""

import operator
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.settings_file import SettingsFile
from omniflash_desktop.ui.accessible_names import ACCESSIBLE_NAMES
from tests.ui.small_clip import small_clip

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

    def take_the_keyboard(self, title: str = "Omniflash$") -> None:
        """There is no window manager that would give it to a window that opens."""
        self._xdotool("search", "--sync", "--onlyvisible", "--name", f"^{title}", "windowfocus")

    async def tab_to(self, name: str) -> list[str]:
        """Presses Tab until what has this name has the focus; gives the way there."""
        passed = [await self.reader.until_focus_is_on(bool)]
        while passed[-1] != name:
            self.press("Tab")
            passed.append(await self.reader.until_focus_is_on(partial(operator.ne, passed[-1])))
            assert passed.count(passed[-1]) == 1, f"{name} is not on the way: {passed}"
        return passed[1:]

    async def choose_command(self, words: str) -> None:
        """Finds a command by its words, in the window of Ctrl+K."""
        self.press("ctrl+k")
        self.take_the_keyboard("Commands")
        field = "Search commands, clips and prompts"
        await self.reader.until_focus_is_on(field.__eq__)
        self.type(words)
        # The field tells which of those that were found Return would take.
        while not described(await self.reader.window("Commands"), field).startswith(words):
            pass
        self.press("Return")

    async def read_and_leave(self, title: str, *, opener: str) -> None:
        """Reads a dialog, leaves it by Escape, and is where it was before."""
        dialog = await self.reader.window(title)
        assert without_a_way(dialog) == []
        self.take_the_keyboard(title.replace("?", "[?]"))
        self.press("Escape")
        await self.reader.until_focus_is_on(opener.__eq__)

    async def row_that_says(self, *words: str) -> Spoken:
        """The row of the library with these words, of which the first begin it."""
        return await self.reader.until(lambda window: next(rows_with(window, *words), None))

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._variables, check=True, timeout=60)


def start_app(
    variables: dict[str, str], profile: Path, sandbox: Sandbox, files: Sequence[Path]
) -> subprocess.Popen[str]:
    folders = ProfileFolders.under(profile)
    assert folders.create() is None
    # Nobody wants to take the click back.
    assert SettingsFile(folders.settings_file).save(Preferences(undo_send=False)) is None
    words = desktop_words("--profile", profile, "--base-url", sandbox.base_url, *files)
    return subprocess.Popen(words, env=variables, stderr=subprocess.PIPE, text=True)


@asynccontextmanager
async def a_desk(
    environment: dict[str, str],
    profile: Path,
    sandbox: Sandbox,
    *,
    knows_token: bool = True,
    files: Sequence[Path] = (),
) -> AsyncGenerator[Desk]:
    with an_x_screen() as screen, a_session({**environment, **screen}) as address:
        variables = {
            **environment,
            **screen,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            **({"OMNIFLASH_TOKEN": sandbox.token} if knows_token else {}),
            # Where nobody can keep a desktop awake, wakepy leaves its connection to the garbage.
            "PYTHONWARNINGS": "error,ignore:unclosed <socket:ResourceWarning",
        }
        reader = await ScreenReader.start(address)
        app = start_app(variables, profile, sandbox, files)
        try:
            if knows_token:
                await until_connected(reader)
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


async def until_connected(reader: ScreenReader) -> None:
    """Before the service has answered, nothing can be sent."""
    await reader.until(lambda window: "$" in described(window, "Balance"))


def described(window: Spoken, name: str) -> str:
    found = window.named(name)
    return "" if found is None else found.description


def without_a_way(window: Spoken) -> list[str]:
    """What can be used, and has not the name of the table, or nothing that could be done to it."""
    found: list[str] = []
    for one in window.shown():
        if one.role not in INTERACTIVE and "focusable" not in one.states:
            continue
        is_item = one.role in ("list item", "cell")
        wanted = one.name if is_item else ACCESSIBLE_NAMES.get(one.object_name, one.name)
        # Qt calls what has no name after its class, as it does with ids.
        if one.name != wanted or one.name in ("", one.object_name):
            found.append(f"{one.role} {one.object_name} is called {one.name!r}")
        # A list that follows the keys of a field beside it is only read.
        is_to_be_used = one.role not in ("list", "table") or "focusable" in one.states
        if is_to_be_used and "enabled" in one.states and not one.actions:
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


@pytest.fixture
def things(tmp_path: Path) -> list[Path]:
    """More pictures than there is room for, and a video."""
    pictures = [tmp_path / f"{number}.png" for number in range(4)]
    for picture in pictures:
        Image.new("RGB", (640, 360), "#c08040").save(picture)
    return [*pictures, small_clip(tmp_path / "walk.mp4", frames=24)]


OPENED_BY_WORDS = {
    "Saved and earlier prompts": "Prompts",
    "Save this prompt": "Save this prompt",
    "What will be sent": "What will be sent",
    "Spending and queue": "Spending and queue",
    "Costs": "Costs",
    "Fetch a clip": "Fetch a clip by its task ID",
    "About": "Omniflash ",
    "Keyboard shortcuts": "Keyboard shortcuts",
    # About the clip on the stage.
    "Choose a frame": "Choose a frame",
    "Delete for good": "Delete this clip for good?",
    "What was sent": "What was sent",
}
"""The titles of dialogs by the commands that open them."""

MENUS = ("App menu", "Sort library", "Thumbnail size", "Playback speed")


@pytest.mark.slow
async def test_every_dialog_is_read_and_left_where_it_was_opened(
    environment: dict[str, str], tmp_path: Path, sandbox: Sandbox, things: list[Path]
) -> None:
    profile = tmp_path / "profile"
    async with a_desk(environment, profile, sandbox, knows_token=False, files=things) as desk:
        reader = desk.reader
        # What came with the start is too much.
        assert without_a_way(await reader.window("Which of these 4 images?")) == []
        await reader.do(await reader.control("0.png, not chosen"))
        await reader.do(await reader.control("Use the chosen ones"))
        await reader.control("Remove image reference 1")
        assert without_a_way(await reader.window("Omniflash")) == []

        # First run.
        await reader.write(await reader.control("API token"), sandbox.token)
        await reader.do(await reader.control("Connect"))
        await until_connected(reader)
        # The service could not fetch the video from here.
        await desk.read_and_leave("Where do local videos go?", opener="Prompt")
        await the_tray_s_dialogs(desk)
        await a_clip_and_its_questions(desk, sandbox)
        for words, title in OPENED_BY_WORDS.items():
            await desk.choose_command(words)
            await desk.read_and_leave(title, opener="Prompt")
        for opener in MENUS:
            await reader.focus(await reader.control(opener))
            desk.press("space", "Down")
            menu = await reader.menu()
            # Qt calls a menu without a name like the app.
            assert menu.name not in ("", "Omniflash")
            assert without_a_way(menu) == []
            desk.press("Escape")
            await reader.until_focus_is_on(opener.__eq__)
        await the_preferences(desk)


async def the_tray_s_dialogs(desk: Desk) -> None:
    """A picture's frame, and the part of a video."""
    for key, opener, button, title in (
        ("ctrl+1", "Image reference 1", "Frame image reference 1", "What the model sees"),
        ("ctrl+4", "Motion reference video", "Use a part of the video", "Use a part of the video"),
    ):
        desk.press(key)
        await desk.reader.until_focus_is_on(opener.__eq__)
        await desk.reader.do(await desk.reader.control(button))
        await desk.read_and_leave(title, opener=opener)
    await desk.reader.do(await desk.reader.control("Remove motion reference video"))


async def a_clip_and_its_questions(desk: Desk, sandbox: Sandbox) -> None:
    """It is made, it would be made twice, and the app would be closed meanwhile."""
    reader = desk.reader
    desk.press("ctrl+l")
    await reader.until_focus_is_on("Prompt".__eq__)
    desk.type(KITE)
    desk.press("ctrl+Return")
    await reader.until_heard(f"{KITE}. Ready.")
    # A window that plays a clip answers a reader slowly.
    play = await reader.control("Play or pause")
    await reader.until_described(play, "Playing")
    await reader.do(play)
    sandbox.post("/sandbox/faults", {"faults": ["slow-answer*4"]}).raise_for_status()
    desk.press("ctrl+Return")
    assert without_a_way(await reader.window("You asked for this clip")) == []
    await reader.do(await reader.control("Make again"))
    await desk.row_that_says(KITE, "Sending")
    desk.press("ctrl+q")
    await desk.read_and_leave("Close while something is being sent?", opener="Prompt")


async def the_preferences(desk: Desk) -> None:
    reader = desk.reader
    await reader.do(await reader.control("Preferences"))
    sections = (await reader.control("Preferences sections")).parts
    assert [section.name for section in sections[:2]] == ["Account", "Storage"]
    pages: set[frozenset[str]] = set()
    for section in sections:
        await reader.do(section)
        page = await reader.window("Preferences")
        assert without_a_way(page) == []
        pages.add(frozenset(one.object_name for one in page.shown()))
    assert len(pages) == len(sections)
