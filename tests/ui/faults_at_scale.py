"""What is wrong with the words of the window at a system scale: a program for `QT_SCALE_FACTOR`.

It prints each state with the scale that it had, and under it what is wrong there.
"""

import sys
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from omniflash_desktop.app.async_bridge import run_until_done
from tests.ui.legibility import all_faults
from tests.ui.shot_studio import Studio
from tests.ui.shots import SHOTS

_SIZE: Final = (1280, 720)
"""Logical pixels: what a screen of 2560 x 1440 has at a scale of 2."""


async def tell(app: QApplication, made: Path, names: list[str]) -> int:
    studio = Studio(app, made, _SIZE, "light")
    for name in names:
        async with SHOTS[name](studio) as widget:
            scale = widget.grab().devicePixelRatio()
            sys.stdout.write("\n".join([f"{name} at {scale}", *all_faults(widget), ""]))
    studio.close()
    return 0


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    raise SystemExit(run_until_done(app, tell(app, Path(sys.argv[1]), sys.argv[2:])))
