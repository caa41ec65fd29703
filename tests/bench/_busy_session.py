"""Child process of a benchmark: the real window in a session in which much happens at once.

Arguments: a folder for the profile, with clips in its library, the service's address, and a folder
of images; nothing in its place for the window at rest. The images are dropped, 20 clips are made,
and the library is scrolled all the while. It prints what `_downloading_window` prints.
"""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec

from omniflash_desktop.app import desktop, desktop_session

from ._downloading_window import IDLE_SECONDS, OPENED_WITHIN, Heart, Homecoming, tell_and_end
from ._dropping_window import dropped

if TYPE_CHECKING:
    from omniflash_desktop.app.desktop_session import DesktopSession
    from omniflash_desktop.app.window_parts import WindowParts

CLIPS = 20
_AT_ONCE = 4
_WITHIN_SECONDS = 240


def _images() -> list[Path]:
    return sorted(Path(sys.argv[3]).iterdir())


async def _scrolled_on(session: "DesktopSession") -> None:
    """Up and down, as a wheel would."""
    bar = session.workspace.library.view.verticalScrollBar()
    step = 40
    while True:
        bar.setValue(bar.value() + step)
        if bar.value() in (0, bar.maximum()):
            step = -step
        await asyncio.sleep(0.016)


async def _made(session: "DesktopSession") -> None:
    composer = session.workspace.composer
    for number in range(CLIPS // _AT_ONCE):
        request = msgspec.structs.replace(composer.draft(), prompt=f"ball {number} rolls by")
        composer.generate_requested.emit(request, _AT_ONCE)
        await asyncio.sleep(0.7)


async def _measured(session: "DesktopSession", parts: "WindowParts", rescued: object) -> NoReturn:
    heart = Heart(session.window)
    home = Homecoming(CLIPS)
    parts.core.changes.subscribe(home.hear)
    parts.start()
    await asyncio.sleep(OPENED_WITHIN)
    heart.start()
    if len(sys.argv) > 3:
        scrolling = asyncio.ensure_future(_scrolled_on(session))
        await dropped(session, _images())
        await _made(session)
        await asyncio.wait_for(home.is_complete.wait(), _WITHIN_SECONDS)
        scrolling.cancel()
    else:
        await asyncio.sleep(IDLE_SECONDS)
    tell_and_end(heart)


def main() -> None:
    desktop_session.DesktopSession._until_the_end = _measured
    desktop.main(["--profile", sys.argv[1], "--base-url", sys.argv[2]])


if __name__ == "__main__":
    main()
