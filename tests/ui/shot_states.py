"""The states of the window that are drawn, each as a window that is in it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from omniflash_desktop.domain.outcomes import NotExecuted, SubmitOutcome
from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.saved_prompt import PromptContent, SavedPrompt
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.storage.saved_prompts_file import SavedPromptsFile
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.palette import Palette
from omniflash_desktop.ui.commands.shortcut_list import ShortcutList
from omniflash_desktop.ui.compose.framing_dialog import FramingDialog
from omniflash_desktop.ui.prompts.prompts_dialog import PromptsDialog
from omniflash_desktop.ui.prompts.save_prompt_dialog import SavePromptDialog
from omniflash_desktop.ui.trim.trim_dialog import TrimDialog
from tests.services.fakes import Held, Script, completed, running
from tests.ui.opened_window import OpenedWindow, until
from tests.ui.shot_scenes import of_a_telephone
from tests.ui.shot_studio import (
    Polls,
    Studio,
    moderated,
    on_stage,
    pictures_are_there,
    point_at,
    small_pictures,
)

SAVED_PROMPTS: Final = (
    "Night market, steam and lanterns",
    "Amber bottle, rose silk",
    "千灯升空",
    "Drone pull-back over endless dunes until the coast comes into sight",
    "Slow push-in on stoneware vases",
)


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
        coming = opened.composer.tray.slots[1:]
        await until(lambda: all(slot._coming and not slot._coming.isNull() for slot in coming))
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
        studio.one(7, "Slow push-in on stoneware vases")
        .with_facts(problem=too_low, estimate=Decimal("0.35"))
        .queued(),
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
        await until(lambda: not small_pictures(opened))
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
        await until(lambda: not small_pictures(opened))
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
