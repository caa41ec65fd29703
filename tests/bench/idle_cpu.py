"""Processor time of the window at rest, a paused clip on its stage. Goal: ≤ 0.5 % of one core."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ._made_clip import made_clip

_REST_SECONDS = 20.0
_SETTLED_SECONDS = 6.0
_GOAL_PERCENT = 0.5


def main() -> None:
    if len(sys.argv) > 1:
        _rest(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.bench.idle_cpu", folder],
            capture_output=True,
            text=True,
            check=True,
        )
    percent = float(ended.stdout.splitlines()[-1])
    verdict = "within" if percent <= _GOAL_PERCENT else "ABOVE THE GOAL"
    print("processor time of the window at rest, a paused clip on its stage")
    print(f"  ours   {percent:8.2f} % of one core, goal ≤ {_GOAL_PERCENT:g}: {verdict}")


def _rest(folder: Path) -> None:
    """In the child process: opens the window, shows a clip, and tells what resting costs."""
    import asyncio
    from datetime import UTC, datetime
    from typing import TYPE_CHECKING

    from omniflash_desktop.app import desktop, desktop_session
    from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, State
    from omniflash_desktop.domain.request import GenerationRequest

    if TYPE_CHECKING:
        from omniflash_desktop.app.desktop_session import DesktopSession
        from omniflash_desktop.app.window_parts import WindowParts

    path = made_clip(folder / "clip.mp4", 1)
    now = datetime.now(UTC)
    ready = Generation(
        id="1" * 12,
        service=SANDBOX,
        request=GenerationRequest(prompt="a white ball rolls by"),
        state=State.READY,
        created_at=now,
        changed_at=now,
        idempotency_key="",
        clip=Clip(
            path=path,
            width=1280,
            height=720,
            seconds=6.0,
            frame_rate=24.0,
            size_bytes=path.stat().st_size,
            sha256="",
        ),
    )

    async def rest(session: "DesktopSession", parts: "WindowParts", _rescued: object) -> int:
        parts.start()
        stage = session.workspace.stage
        stage.show_generation(ready)
        stage.play()
        await asyncio.sleep(1)
        stage.playback.pause()
        await asyncio.sleep(_SETTLED_SECONDS)
        began, used = time.monotonic(), time.process_time()
        await asyncio.sleep(_REST_SECONDS)
        share = (time.process_time() - used) / (time.monotonic() - began)
        print(f"{share * 100:.3f}", flush=True)
        os._exit(0)

    desktop_session.DesktopSession._until_the_end = rest
    desktop.main(["--profile", str(folder / "profile")])


if __name__ == "__main__":
    main()
