"""A window with the sample library for each picture of the app, and hands to bring it there."""

import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.outcomes import SubmitOutcome
from omniflash_desktop.domain.preferences import Preferences, TextSize
from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.tray_item import ItemState, TrayItem
from tests.builders import GenerationBuilder, a_generation, a_request
from tests.services.fakes import Script
from tests.services.house import House
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.shot_scenes import made_clips, picture_named

if TYPE_CHECKING:
    from omniflash_desktop.ui.theme.theme import Theme

PROMPT: Final = (
    "An amber perfume bottle stands half-buried in wind-rippled dunes at golden hour. A ribbon of "
    "rose silk drifts in from the left and curls past the cap.\n\nCamera: slow dolly-in at knee "
    "height, 50 mm, shallow depth of field.\nLight: low warm sun from behind, soft haze on the "
    "horizon.\nSound: faint wind, shifting sand, one low piano note."
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
        self._look: Theme | None = None

    def show_in(self, theme: ThemeChoice) -> None:
        """Changes the theme of the window that is open."""
        assert self._look is not None
        self._look.set_choice(theme)

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
        preferences: Preferences | None = None,
    ) -> AsyncGenerator[OpenedWindow]:
        """A window over a service that answers as told.

        Args:
            held: What the library holds.
            sandbox: Whether new clips are made in the sandbox.
            connected: Whether a token is known; without one it is the first run.
            polls: What is answered about each task.
            submits: What is answered to what is sent.
            balance: What is left, in US dollars.
            preferences: What is chosen beside the look.
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
            preferences=msgspec.structs.replace(
                preferences or Preferences(),
                theme=self._theme,
                text_size=self._text_size,
                use_sandbox=True if sandbox else None,
            ),
            media=MediaWorkers(pictures_folder=folder / "copies", workers=1),
            size=self._size,
            prepare=prepare,
        ) as opened:
            self._look = opened.theme
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
    await until(lambda: all(one.state is not ItemState.PREPARING for one in items_in(tray)))


def items_in(tray: ReferenceTray) -> list[TrayItem]:
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


def moderated() -> Problem:
    return Problem(
        kind=ProblemKind.MODERATION,
        charged=Charged.NO,
        service_message="content policy, output blocked by safety filter",
        task_id="task_01KS1F9QWD",
    )


def small_pictures(opened: OpenedWindow) -> list[str]:
    """Those that are on their way."""
    return [task for task in opened.house.tasks.names() if task.startswith("picture of")]
