"""Pictures of the window as it is drawn: `python -m tests.ui.shots OUT_DIR [NAME...]`.

Each is taken dark and light, at 1600 x 1000 and 1280 x 800, at scale 1 and 2, of the window that
`app.window_parts` joins, with clips that the sandbox rendered. Only what is under way and what went
wrong is told by a service of the tests: nobody could wait for it. The clips are made once and kept
in `OUT_DIR/.made`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from omniflash_desktop.app.async_bridge import run_until_done
from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.outcomes import NotExecuted, SubmitOutcome
from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.preferences import Preferences, TextSize
from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.domain.saved_prompt import PromptContent, SavedPrompt
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.storage.saved_prompts_file import SavedPromptsFile
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.palette import Palette
from omniflash_desktop.ui.commands.shortcut_list import ShortcutList
from omniflash_desktop.ui.compose.framing_dialog import FramingDialog
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.tray_item import ItemState, TrayItem
from omniflash_desktop.ui.preferences.preferences_dialog import Section
from omniflash_desktop.ui.prompts.prompts_dialog import PromptsDialog
from omniflash_desktop.ui.prompts.save_prompt_dialog import SavePromptDialog
from omniflash_desktop.ui.trim.trim_dialog import TrimDialog
from tests.builders import GenerationBuilder, a_generation, a_request
from tests.services.fakes import Held, Script, completed, running
from tests.services.house import House
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.shot_dialogs import preferences, question, spending
from tests.ui.shot_scenes import made_clips, make_clips, of_a_telephone, picture_named

SIZES: Final = ((1600, 1000), (1280, 800))
SCALES: Final = (1, 2)
PROMPT: Final = (
    "An amber perfume bottle stands half-buried in wind-rippled dunes at golden hour. A ribbon of "
    "rose silk drifts in from the left and curls past the cap.\n\nCamera: slow dolly-in at knee "
    "height, 50 mm, shallow depth of field.\nLight: low warm sun from behind, soft haze on the "
    "horizon.\nSound: faint wind, shifting sand, one low piano note."
)

SAVED_PROMPTS: Final = (
    "Night market, steam and lanterns",
    "Amber bottle, rose silk",
    "千灯升空",
    "Drone pull-back over endless dunes until the coast comes into sight",
    "Slow push-in on stoneware vases",
)

Polls = Mapping[str, Any]


class Studio:
    """Opens a window with the sample library for each picture.

    Attributes:
        made: The folder with the clips and the painted pictures.
    """

    def __init__(
        self,
        app: QApplication,
        made: Path,
        size: tuple[int, int],
        theme: str,
        text_size: TextSize = TextSize.DEFAULT,
    ) -> None:
        self.made = made
        self._app = app
        self._size = size
        self._theme = ThemeChoice(theme)
        self._text_size = text_size
        self._profiles = tempfile.TemporaryDirectory()
        self._opened = 0

    def close(self) -> None:
        """Removes the profiles of its windows."""
        self._profiles.cleanup()

    @property
    def images(self) -> tuple[ImageReference, ...]:
        """Bottle, dunes and silk."""
        names = ("Amber", "Dunes", "Silk")
        paths = [picture_named(self.made, name) for name in names]
        return tuple(ImageReference(path=path, name=path.stem.title()) for path in paths)

    def asked(self, **facts: Any) -> GenerationRequest:
        """The request that the drawings show."""
        wanted = {"prompt": PROMPT, "images": self.images, "duration": 8}
        return a_request(**{**wanted, "resolution": Resolution.HD_1080, **facts})

    def clips(self, *, sandbox: bool = False) -> list[Generation]:
        """The finished clips; those of the real service are the sandbox's in its place."""
        now = datetime.now(UTC)
        clips: list[Generation] = []
        for place, clip in enumerate(reversed(made_clips(self.made))):
            made_at = now - timedelta(minutes=11 + 37 * place, days=place // 5)
            facts: dict[str, Any] = {"created_at": made_at, "changed_at": made_at}
            facts["favourite"] = place in (0, 3)
            facts["task_id"] = f"task_01KS1H{place}VQ3SHTKA"
            if not sandbox:
                costs = {"service": DEFAULT_BASE_URL, "cost": Decimal("0.35")}
                facts |= {**costs, "submitted_at": made_at}
            clips.append(clip.with_facts(**facts))
        bottle = clips[0]
        asked = self.asked() if not sandbox else bottle.request
        clips[0] = bottle.with_facts(request=asked, title=bottle.request.prompt, takes=2)
        twin = {"id": "aa" * 6, "take": 2, "favourite": False, "task_id": "task_01KS1HTWIN"}
        return clips if sandbox else [clips[0], clips[0].with_facts(**twin), *clips[1:]]

    def one(self, number: int, prompt: str, **request: Any) -> GenerationBuilder:
        """A clip that is not finished; the higher the number, the newer."""
        moment = datetime.now(UTC) - timedelta(minutes=4) + timedelta(seconds=number)
        asked = a_request(prompt=prompt, resolution=Resolution.HD_1080, **request)
        facts = a_generation().made_at(moment)._facts
        return GenerationBuilder({**facts, "id": f"{number:012x}"}, asked)

    @asynccontextmanager
    async def window(
        self,
        held: list[Generation],
        *,
        sandbox: bool = False,
        connected: bool = True,
        polls: Polls | None = None,
        submits: Script[SubmitOutcome] | None = None,
        balance: str = "24.80",
    ) -> AsyncGenerator[OpenedWindow]:
        """A window over a service that answers as told.

        Args:
            held: What the library holds.
            sandbox: Whether new clips are made in the sandbox.
            connected: Whether a token is known; without one it is the first run.
            polls: What is answered about each task.
            submits: What is answered to what is sent.
            balance: What is left, in US dollars.
        """

        def prepare(house: House) -> None:
            house.api.polls_of = dict(polls or {})
            house.api.submits = submits
            house.api.balances = Script(Balance(remaining=Decimal(balance)))

        self._opened += 1
        folder = Path(self._profiles.name) / str(self._opened)
        async with an_opened_window(
            self._app,
            folder,
            held=held,
            token="sk-1" if connected and not sandbox else None,
            preferences=Preferences(
                theme=self._theme,
                text_size=self._text_size,
                use_sandbox=True if sandbox else None,
            ),
            media=MediaWorkers(pictures_folder=folder / "copies", workers=1),
            size=self._size,
            prepare=prepare,
        ) as opened:
            yield opened


async def on_stage(opened: OpenedWindow, clip: Generation, *, at: float) -> None:
    """Shows a clip, paused at some second, with all small pictures around it."""
    opened.parts.viewing.choose(clip.id)
    playback = opened.stage.playback
    await until(lambda: playback.has_frame)
    playback.seek(at)
    await until(lambda: abs(playback.position - at) < 0.1)
    await pictures_are_there(opened)


async def pictures_are_there(opened: OpenedWindow) -> None:
    """Waits until no small picture is on its way."""
    posters = opened.workspace.library.delegate.posters
    for _ in range(3):
        opened.window.grab()
        posters.wait()
        await opened.settle()
    tray = opened.composer.tray
    await until(lambda: all(one.state is not ItemState.PREPARING for one in _items(tray)))


def _items(tray: ReferenceTray) -> list[TrayItem]:
    video = tray.video_item
    return [*tray.image_items, *([] if video is None else [video])]


def point_at(widget: QWidget, place: QPoint) -> None:
    """Moves the mouse over a widget, without a button."""
    none = Qt.MouseButton.NoButton
    there = QPointF(place)
    on_screen = QPointF(widget.mapToGlobal(place))
    move = QMouseEvent(
        QMouseEvent.Type.MouseMove, there, on_screen, none, none, Qt.KeyboardModifier.NoModifier
    )
    QCoreApplication.sendEvent(widget, move)


@asynccontextmanager
async def main_window(studio: Studio) -> AsyncGenerator[QWidget]:
    clips = studio.clips()
    held = [
        *clips,
        studio.one(2, "Drone pull-back over endless dunes", duration=10).with_task("t64").waiting(),
        studio.one(1, "Paper boat crossing a rain puddle").with_task("t0").waiting(),
        studio.one(0, "Crowd surges at the gates").failed(moderated()),
    ]
    polls = {
        "t64": Script(running(64), Held(completed())),
        "t0": Script(running(None, "queued"), Held(completed())),
    }
    async with studio.window(held, polls=polls) as opened:
        opened.composer.load_request(studio.asked())
        opened.press("moreVariationsButton")
        await on_stage(opened, clips[0], at=3.17)
        bar = opened.part("scrubBar")
        point_at(bar, QPoint(round(bar.width() * 0.66), bar.height() // 2))
        await opened.settle()
        yield opened.window


@asynccontextmanager
async def drag_over(studio: Studio) -> AsyncGenerator[QWidget]:
    clips = studio.clips()
    async with studio.window(clips) as opened:
        opened.composer.load_request(studio.asked(images=studio.images[:1]))
        await on_stage(opened, clips[0], at=3.17)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(image.path)) for image in studio.images[1:]])
        place = opened.composer.tray.mapTo(opened.window, QPoint(180, 70))
        wanted = (place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
        keys = Qt.KeyboardModifier.NoModifier
        QCoreApplication.sendEvent(opened.window, QDragEnterEvent(*wanted, keys))
        QCoreApplication.sendEvent(opened.window, QDragMoveEvent(*wanted, keys))
        await pictures_are_there(opened)
        yield opened.window


@asynccontextmanager
async def first_run(studio: Studio) -> AsyncGenerator[QWidget]:
    async with studio.window([], connected=False) as opened:
        yield opened.window


@asynccontextmanager
async def errors(studio: Studio) -> AsyncGenerator[QWidget]:
    too_low = Problem(kind=ProblemKind.BALANCE_TOO_LOW)
    too_fast = Problem(kind=ProblemKind.RATE_LIMITED, retry_after=38.0)
    stopped = studio.one(
        9, "Crowd surges at the gates of the old stadium, flares and smoke"
    ).failed(moderated())
    held = [
        *studio.clips(),
        stopped,
        studio.one(8, "Bottle rises from the sand").unconfirmed(),
        studio.one(7, "Slow push-in on stoneware vases").with_facts(problem=too_low).queued(),
        studio.one(6, "Night market, steam and lanterns").with_facts(problem=too_fast).queued(),
        studio.one(5, "Drone pull-back over endless dunes", duration=10).with_task("t64").waiting(),
    ]
    polls: Polls = {"t64": Script(running(64), Held(completed()))}
    refused = Script[SubmitOutcome](NotExecuted(too_low))
    async with studio.window(held, polls=polls, submits=refused, balance="0.31") as opened:
        opened.composer.load_request(studio.asked(images=studio.images[:2]))
        opened.parts.viewing.choose(stopped.id)
        await until(lambda: opened.part("banner").isVisible())
        await pictures_are_there(opened)
        yield opened.window


@asynccontextmanager
async def offline(studio: Studio) -> AsyncGenerator[QWidget]:
    clips = studio.clips()
    drone = studio.one(5, "Drone pull-back over endless dunes", duration=10)
    polls: Polls = {"t64": Script(running(64), Problem(kind=ProblemKind.UNREACHABLE))}
    async with studio.window([*clips, drone.with_task("t64").waiting()], polls=polls) as opened:
        await on_stage(opened, clips[0], at=3.17)
        await until(lambda: opened.part("banner").isVisible())
        yield opened.window


@asynccontextmanager
async def portrait(studio: Studio) -> AsyncGenerator[QWidget]:
    clips = studio.clips()
    (tall,) = (clip for clip in clips if clip.request.prompt.startswith("\u96e8"))
    async with studio.window(clips) as opened:
        opened.composer.load_request(msgspec.structs.replace(tall.request, images=()))
        await on_stage(opened, tall, at=3.17)
        yield opened.window


@asynccontextmanager
async def sandbox(studio: Studio) -> AsyncGenerator[QWidget]:
    clips = studio.clips(sandbox=True)[:4]
    assert clips[1].clip is not None
    walk = VideoReference(path=clips[1].clip.path, name="walk-cycle.mov", seconds=4.0)
    held = [
        *clips,
        studio.one(1, "A calm camera walk down a corridor").in_sandbox().with_task("t31").waiting(),
    ]
    polls: Polls = {"t31": Script(running(31), Held(completed()))}
    async with studio.window(held, sandbox=True, polls=polls) as opened:
        opened.composer.load_request(studio.asked(images=studio.images[:1], video=walk))
        await on_stage(opened, clips[0], at=3.17)
        opened.composer.show_upload(studio.images[0].path, 62)
        await opened.settle()
        yield opened.window


@asynccontextmanager
async def framed(studio: Studio) -> AsyncGenerator[OpenedWindow]:
    """A cropped picture, one of a telephone that is padded, and a refused one."""
    broken = studio.made / "harbour at noon.jpg"
    broken.write_bytes(b"\xff\xd8\xff and then nothing")
    crop = Framing(fit=Fit.CROP, zoom=1.4, focus_x=0.6, focus_y=0.4)
    images = (
        msgspec.structs.replace(studio.images[0], framing=crop),
        ImageReference(path=of_a_telephone(studio.made), framing=Framing(fit=Fit.PAD)),
        ImageReference(path=broken),
    )
    async with studio.window([]) as opened:
        opened.composer.load_request(studio.asked(images=images))
        await pictures_are_there(opened)
        yield opened


@asynccontextmanager
async def slots(studio: Studio) -> AsyncGenerator[QWidget]:
    async with framed(studio) as opened:
        yield opened.window


@asynccontextmanager
async def framing(studio: Studio) -> AsyncGenerator[QWidget]:
    async with framed(studio) as opened:
        opened.part("imageSlot1").setFocus()
        QTest.keyClick(opened.part("imageSlot1"), Qt.Key.Key_Return)
        dialog = await opened.dialog(FramingDialog)
        await opened.settle()
        # What is sent of it, and a larger picture of it.
        await until(lambda: "…" not in [cell.text() for cell in dialog.facts.findChildren(QLabel)])
        await until(lambda: not _small_pictures(opened))
        yield dialog


@asynccontextmanager
async def with_a_video(studio: Studio) -> AsyncGenerator[OpenedWindow]:
    """A part of a clip is the motion reference."""
    clip = studio.clips()[0].clip
    assert clip is not None
    dance = studio.made / "silk in the wind.mp4"
    dance.write_bytes(clip.path.read_bytes())
    part = Trim(start=0.5, end=1.5)
    video = VideoReference(path=dance, name=dance.name, trim=part)
    async with studio.window([], sandbox=True) as opened:
        opened.composer.load_request(studio.asked(images=(), video=video))
        item = opened.composer.tray.video_item
        # Its copy is of 1080p, and is made anew for each picture.
        await until(lambda: item.look is not None and item.look.sent is not None, within=60.0)
        await pictures_are_there(opened)
        yield opened


@asynccontextmanager
async def video_slot(studio: Studio) -> AsyncGenerator[QWidget]:
    async with with_a_video(studio) as opened:
        slot = opened.part("videoSlot")
        point_at(slot, QPoint(200, 20))
        await opened.settle()
        yield opened.window


@asynccontextmanager
async def trimming(studio: Studio) -> AsyncGenerator[QWidget]:
    async with with_a_video(studio) as opened:
        opened.part("videoSlot").setFocus()
        QTest.keyClick(opened.part("videoSlot"), Qt.Key.Key_Return)
        dialog = await opened.dialog(TrimDialog)
        await until(lambda: not dialog.picture.isNull())
        await opened.settle()
        yield dialog


@asynccontextmanager
async def padding(studio: Studio) -> AsyncGenerator[QWidget]:
    async with framed(studio) as opened:
        opened.part("imageSlot2").setFocus()
        QTest.keyClick(opened.part("imageSlot2"), Qt.Key.Key_Return)
        dialog = await opened.dialog(FramingDialog)
        await until(lambda: not _small_pictures(opened))
        yield dialog


@asynccontextmanager
async def saved_prompts(studio: Studio) -> AsyncGenerator[QWidget]:
    clips = studio.clips()
    async with studio.window(clips) as opened:
        opened.composer.load_request(studio.asked())
        await on_stage(opened, clips[0], at=3.17)
        file = SavedPromptsFile(opened.folders.prompts_file)
        for number, saved_name in enumerate(SAVED_PROMPTS):
            asked = studio.asked() if number == 1 else studio.asked(prompt=saved_name, images=())
            made = SavedPrompt(
                id=f"{number:012x}",
                name=saved_name,
                content=PromptContent.of(asked, settings=number != 3),
                saved_at=datetime.now(UTC) - timedelta(hours=7 * number),
            )
            assert file.put(made) is None
        opened.press("savedPromptsButton")
        dialog = await opened.dialog(PromptsDialog)
        await until(lambda: dialog.list.count() == len(SAVED_PROMPTS))
        dialog.list.step(1)
        yield dialog


@asynccontextmanager
async def save_prompt(studio: Studio) -> AsyncGenerator[QWidget]:
    async with studio.window(studio.clips()) as opened:
        opened.composer.load_request(studio.asked())
        opened.composer.keys.save_prompt.trigger()
        yield await opened.dialog(SavePromptDialog)


@asynccontextmanager
async def commands(studio: Studio) -> AsyncGenerator[QWidget]:
    async with studio.window(studio.clips()) as opened:
        opened.parts.viewing.choose(studio.clips()[0].id)
        opened.workspace.commands.of(Command.COMMANDS).trigger()
        palette = await opened.dialog(Palette)
        QTest.keyClicks(palette.field, "go")
        await until(lambda: palette.model.count)
        await pictures_are_there(opened)
        yield palette
        palette.reject()


@asynccontextmanager
async def shortcuts(studio: Studio) -> AsyncGenerator[QWidget]:
    async with studio.window(studio.clips()) as opened:
        opened.workspace.commands.of(Command.SHORTCUTS).trigger()
        keys = await opened.dialog(ShortcutList)
        yield keys
        keys.reject()


SHOTS: Final[dict[str, Callable[[Studio], AbstractAsyncContextManager[QWidget]]]] = {
    "01-main": main_window,
    "04-drag-over": drag_over,
    "05-first-run": first_run,
    "06-errors": errors,
    "06-offline": offline,
    "08-account": partial(preferences, section=Section.ACCOUNT),
    "08-storage": partial(preferences, section=Section.STORAGE),
    "08-library": partial(preferences, section=Section.LIBRARY),
    "08-network": partial(preferences, section=Section.NETWORK),
    "08-appearance": partial(preferences, section=Section.APPEARANCE),
    "10-portrait": portrait,
    "13-sandbox": sandbox,
    "14-commands": commands,
    "14-shortcuts": shortcuts,
    "saved-prompts": saved_prompts,
    "save-prompt": save_prompt,
    "14-slots": slots,
    "14-framing": framing,
    "14-padding": padding,
    "15-video-slot": video_slot,
    "15-trim": trimming,
    "16-spending": spending,
    "16-question": question,
}
"""By the number of its drawing."""


def moderated() -> Problem:
    return Problem(
        kind=ProblemKind.MODERATION,
        charged=Charged.NO,
        service_message="content policy, output blocked by safety filter",
        task_id="task_01KS1F9QWD",
    )


def _small_pictures(opened: OpenedWindow) -> list[str]:
    """Those that are on their way."""
    return [task for task in opened.house.tasks.names() if task.startswith("picture of")]


async def take_all(app: QApplication, out: Path, names: list[str], scale: int) -> int:
    for width, height in SIZES:
        for theme in ("dark", "light"):
            studio = Studio(app, out / ".made", (width, height), theme)
            for name in names:
                async with SHOTS[name](studio) as widget:
                    file = out / f"{name}-{width}-{theme}-{scale}x.png"
                    assert widget.grab().save(str(file))
                    sys.stdout.write(f"{file}\n")
            studio.close()
    return 0


def main() -> None:
    """Takes the pictures; one process for each scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SHOTS))
    parser.add_argument("--scale", type=int, help="only at this scale")
    arguments = parser.parse_args()
    names = arguments.names or list(SHOTS)
    if os.environ.get("QT_SCALE_FACTOR") == str(arguments.scale):
        app = QApplication(sys.argv[:1])
        raise SystemExit(run_until_done(app, take_all(app, arguments.out, names, arguments.scale)))
    make_clips(arguments.out / ".made")
    for scale in [arguments.scale] if arguments.scale else SCALES:
        environment = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
        words = [sys.executable, "-m", "tests.ui.shots", str(arguments.out), *names]
        subprocess.run([*words, "--scale", str(scale)], env=environment, check=True)


if __name__ == "__main__":
    main()
