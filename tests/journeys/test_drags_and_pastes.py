"""Another program's things, dragged with the mouse and pasted by keys, on a real X screen."""

import itertools
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .conftest import Command, Sandbox
from .other_program import LEFT, SIDE, TOP
from .x_screen import an_x_screen

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X is Linux'")

Seen = dict[str, Any]
WITHIN = 60.0
OUTSIDE = (LEFT + SIDE // 2, TOP + SIDE // 2)


class Screen:
    """An X screen that nobody sees, and the hands and eyes of a person at it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.seen: Seen = {}
        self.app: subprocess.Popen[str] | None = None

    def xdotool(self, *words: str | int) -> None:
        command = ["xdotool", *map(str, words)]
        subprocess.run(command, env=self.environment, check=True, timeout=20)

    def start_app(self, *arguments: str | Path) -> None:
        words = [sys.executable, "-m", "tests.journeys.watched_window", *map(str, arguments)]
        self.app = subprocess.Popen(
            words, env=self.environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        threading.Thread(target=self._watch, args=(self.app,), daemon=True).start()
        self.until(lambda seen: seen["places"]["imageSlot1"][0] > 0)

    def until(self, holds: Callable[[Seen], bool]) -> Seen:
        """Waits until the app says something, and fails after a while."""
        deadline = time.monotonic() + WITHIN
        while not (self.seen and holds(self.seen)):
            assert time.monotonic() < deadline, f"it did not happen: {self.seen}"
            assert self.app is not None
            assert self.app.poll() is None, "the app ended"
            time.sleep(0.02)
        return self.seen

    @contextmanager
    def other_program(self, *words: str | Path) -> Iterator[list[str]]:
        """Runs the other program; gives what it says."""
        command = [sys.executable, "-m", "tests.journeys.other_program", *map(str, words)]
        program = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        said: list[str] = []
        listener = threading.Thread(target=_listen, args=(program, said), daemon=True)
        listener.start()
        try:
            self.until(lambda _: said == ["ready"])
            yield said
        finally:
            program.kill()
            program.wait()
            listener.join()

    def take_hold(self, x: int, y: int) -> None:
        """Presses the button there, and begins to drag."""
        self.xdotool("mousemove", x, y, "mousedown", 1)
        for step in (4, 12, 40):
            self.xdotool("mousemove", x - step, y + step)

    def drag_to(
        self, slot: str, *, while_over: Callable[[Seen], bool], hold: tuple[int, int] = OUTSIDE
    ) -> None:
        """Drags from the other program, or from `hold`, to a slot.

        Lets go once the window shows what is dragged.
        """
        x, y = self.seen["places"][slot]
        self.take_hold(*hold)
        self.move_until(x, y, while_over)
        self.xdotool("mouseup", 1)

    def move_until(self, x: int, y: int, holds: Callable[[Seen], bool]) -> None:
        """Moves there, and about there until it is seen."""
        hand = itertools.cycle((0, 3))

        def moves_on(seen: Seen) -> bool:
            # A hand is never still, and a busy program may have missed how it came here.
            self.xdotool("mousemove", x + next(hand), y)
            return holds(seen)

        self.until(moves_on)

    def focus_app(self) -> None:
        self.xdotool("windowfocus", self.seen["window"])
        self.until(lambda seen: seen["is_active"])

    def press(self, *keys: str) -> None:
        self.xdotool("key", "--clearmodifiers", *keys)

    def _watch(self, app: subprocess.Popen[str]) -> None:
        assert app.stdout is not None
        for line in app.stdout:
            self.seen = json.loads(line)


@pytest.fixture
def screen(environment: dict[str, str]) -> Iterator[Screen]:
    # With its last window the screen would go too, and the other program's comes and goes.
    with an_x_screen() as display:
        made = Screen({**environment, **display})
        try:
            yield made
        finally:
            if made.app is not None:
                made.app.terminate()
                made.app.wait(30)
                assert made.app.stdout is not None
                made.app.stdout.close()


def _listen(program: subprocess.Popen[str], said: list[str]) -> None:
    assert program.stdout is not None
    with program.stdout:
        for line in program.stdout:
            said.append(line.rstrip("\n"))


def ready(*names: str) -> Callable[[Seen], bool]:
    wanted = [f"{name}, Ready" for name in names]
    return lambda seen: [words for words in seen["slots"][:3] if words != "Empty"] == wanted


def test_files_are_dragged_out_of_another_program_onto_a_slot(
    screen: Screen, tmp_path: Path, pictures: list[Path]
) -> None:
    odd = tmp_path / "🪁 a kite\nin two lines.png"
    odd.write_bytes(pictures[0].read_bytes())
    screen.start_app("--profile", tmp_path / "profile", "--sandbox")
    with screen.other_program("drag", "files", odd):
        screen.drag_to(
            "imageSlot1",
            while_over=lambda seen: (
                seen["overlay"] == "Drop 1 image: Text to video → Image to video"
            ),
        )
        screen.until(lambda seen: seen["images"] == [str(odd)])
    with screen.other_program("drag", "files", *pictures[1:3]):
        screen.drag_to(
            "videoSlot",
            while_over=lambda seen: seen["overlay"].startswith("Drop 2 images:"),
        )
        screen.until(lambda seen: seen["images"] == [str(odd), *map(str, pictures[1:3])])
        screen.until(ready(odd.name, *(picture.name for picture in pictures[1:3])))


class _OnePicture(BaseHTTPRequestHandler):
    picture = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.picture)))
        self.end_headers()
        self.wfile.write(self.picture)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def web_page_with(picture: Path) -> Iterator[str]:
    handler = type("_ThisPicture", (_OnePicture,), {"picture": picture.read_bytes()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/linked.png"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_file_a_picture_and_a_link_are_pasted_from_another_program(
    screen: Screen, tmp_path: Path, pictures: list[Path]
) -> None:
    screen.start_app("--profile", tmp_path / "profile", "--sandbox")
    screen.focus_app()
    with screen.other_program("copy", "files", pictures[0]):
        screen.focus_app()
        # The prompt has the focus: it takes words only.
        screen.press("ctrl+l", "ctrl+v")
        screen.until(ready(pictures[0].name))
    with screen.other_program("copy", "picture"):
        screen.focus_app()
        screen.press("ctrl+2", "ctrl+v")
        screen.until(lambda seen: len(seen["images"]) == 2 and seen["slots"][1].endswith("Ready"))
    with web_page_with(pictures[1]) as link, screen.other_program("copy", "link", link):
        screen.focus_app()
        screen.press("ctrl+3", "ctrl+v")
        seen = screen.until(lambda seen: seen["slots"][2] == "linked.png, Ready")
    first, second, third = map(Path, seen["images"])
    assert first == pictures[0]
    assert second.name.startswith("pasted-")
    assert third.read_bytes() == pictures[1].read_bytes()
    assert seen["prompt"] == ""


def test_a_clip_is_dragged_out_into_another_program_and_into_the_slots(
    screen: Screen, omniflash: Command, sandbox: Sandbox
) -> None:
    made = omniflash("generate", "a kite over the pier", "--duration", "4", "--json").last
    screen.environment = {**omniflash.environment, **screen.environment}
    screen.start_app("--profile", omniflash.profile, "--sandbox")
    screen.until(lambda seen: seen["places"]["clip"][0] > 0)
    x, y = screen.seen["places"]["clip"]

    with screen.other_program("take", "nothing") as said:
        screen.take_hold(x, y)
        screen.move_until(*OUTSIDE, lambda _: "over" in said)
        screen.xdotool("mouseup", 1)
        screen.until(lambda _: json.dumps([made["path"]]) in said)

    screen.drag_to(
        "imageSlot1", hold=(x, y), while_over=lambda seen: "Image to video" in seen["overlay"]
    )
    screen.until(lambda seen: seen["slots"][0].endswith("Ready"))
    screen.drag_to(
        "videoSlot", hold=(x, y), while_over=lambda seen: "Motion reference" in seen["overlay"]
    )
    screen.until(lambda seen: Path(made["path"]).name in seen["slots"][3])
