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
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.app.async_bridge import run_until_done
from omniflash_desktop.ui.preferences.preferences_dialog import Section
from tests.ui.shot_components import components
from tests.ui.shot_dialogs import BEHIND_A_PROXY, BUCKET, preferences, question, spending
from tests.ui.shot_scenes import make_clips
from tests.ui.shot_states import (
    commands,
    drag_over,
    errors,
    first_run,
    framing,
    main_window,
    offline,
    padding,
    portrait,
    sandbox,
    save_prompt,
    saved_prompts,
    shortcuts,
    slots,
    trimming,
    video_slot,
)
from tests.ui.shot_studio import Studio

SIZES: Final = ((1600, 1000), (1280, 800))
SCALES: Final = (1, 2)
SHOTS: Final[dict[str, Callable[[Studio], AbstractAsyncContextManager[QWidget]]]] = {
    "01-main": main_window,
    "04-drag-over": drag_over,
    "05-first-run": first_run,
    "06-errors": errors,
    "06-offline": offline,
    "08-account": partial(preferences, section=Section.ACCOUNT),
    "08-storage": partial(preferences, section=Section.STORAGE),
    "08-library": partial(preferences, section=Section.LIBRARY),
    "08-bucket": partial(preferences, section=Section.STORAGE, chosen=BUCKET),
    "08-proxy": partial(preferences, section=Section.NETWORK, chosen=BEHIND_A_PROXY),
    "08-network": partial(preferences, section=Section.NETWORK),
    "08-appearance": partial(preferences, section=Section.APPEARANCE),
    "10-portrait": portrait,
    "12-components": components,
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
