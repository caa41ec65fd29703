"""All states of a task at once, and the messages, as the drawing of the components has them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.generation import Generation, Progress
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.changes import GenerationChanged
from omniflash_desktop.ui.notices.toasts import ToastKind
from tests.services.fakes import Held, Script, completed, running
from tests.ui.shot_studio import Polls, moderated, pictures_are_there

if TYPE_CHECKING:
    from tests.ui.shot_studio import Studio

_MEGABYTE = 1_000_000


def _under_way(studio: "Studio") -> list[tuple[Generation, Progress | None]]:
    """What no service of a test holds still: told to the window, and known to nobody else."""
    images = studio.images
    uploading = Progress(done_bytes=3 * _MEGABYTE, total_bytes=8 * _MEGABYTE, item=2, items=3)
    downloading = Progress(done_bytes=21 * _MEGABYTE, total_bytes=26 * _MEGABYTE)
    return [
        (studio.one(9, "Reading three images", images=images).preparing(), None),
        (studio.one(8, "Bottle rises from the sand", images=images).uploading(), uploading),
        (studio.one(7, "Neon crossing in the rain").with_task("t9").downloading(), downloading),
        (studio.one(6, "Paper kite over the pier").queued(), None),
    ]


@asynccontextmanager
async def components(studio: "Studio") -> AsyncGenerator[QWidget]:
    too_low = Problem(kind=ProblemKind.BALANCE_TOO_LOW)
    held = [
        *studio.clips(),
        studio.one(5, "Drone pull-back over endless dunes", duration=10).with_task("t64").waiting(),
        studio.one(4, "Paper boat crossing a rain puddle").with_task("t0").waiting(),
        studio.one(3, "Crowd surges at the gates").failed(moderated()),
        studio.one(2, "Bottle rises from the sand").unconfirmed(),
    ]
    polls: Polls = {
        "t64": Script(running(64), Held(completed())),
        "t0": Script(running(None), Held(completed())),
    }
    async with studio.window(held, polls=polls) as opened:
        for generation, progress in _under_way(studio):
            change = GenerationChanged(generation=generation, progress=progress)
            opened.parts.core.changes.publish(change)
        waiting = studio.one(1, "Slow push-in on stoneware vases")
        waits = waiting.with_facts(problem=too_low, estimate=Decimal("0.35")).queued()
        opened.parts.core.changes.publish(GenerationChanged(generation=waits))
        toasts = opened.stage.toasts
        toasts.show(ToastKind.DONE, "Clip ready", "Amber bottle, rose silk", action="Play")
        toasts.show(ToastKind.NOTE, "Moved to trash", "Stoneware", action="Undo", icon="trash")
        toasts.show(ToastKind.WARNING, "Disk almost full", "1.2 GB left", action="Change")
        await pictures_are_there(opened)
        yield opened.window
