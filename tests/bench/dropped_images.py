"""Stalls of the window's event loop while 50 images are dropped at once, against it at rest.

The images are as cameras and telephones make them, about 12 megapixels. They are dragged over the
window, dropped, all shown in the question which are meant, and three of them chosen.
Goals: ≤ 16 ms for 99 of 100 beats of a timer, ≤ 50 ms for the worst.
"""

import shutil
import tempfile
from pathlib import Path
from statistics import median

from PIL import Image, ImageDraw

from ._ratios import tell
from ._stalls import stalls
from ._stub import stub_service

IMAGES = 50
RUNS = 3
_GOAL_P99_MS = 16.0
_GOAL_WORST_MS = 50.0
_KINDS = (("jpg", {"quality": 92}), ("jpg", {"quality": 80}), ("webp", {"quality": 80}))
_EACH_TENTH_IS = ("png", {"compress_level": 1})


def camera_pictures(folder: Path, count: int = IMAGES) -> Path:
    """Writes the images, each a file of its own."""
    folder.mkdir()
    picture = Image.effect_noise((4032, 3024), 40).convert("RGB")
    ImageDraw.Draw(picture).ellipse((900, 500, 3100, 2500), fill="#c08040")
    made: dict[str, Path] = {}
    for place in range(count):
        ending, options = _EACH_TENTH_IS if place % 10 == 9 else _KINDS[place % len(_KINDS)]
        kind = f"{ending} {options}"
        target = folder / f"{place:03}.{ending}"
        if kind in made:
            shutil.copyfile(made[kind], target)
        else:
            picture.save(target, **options)
            made[kind] = target
    return folder


def main() -> None:
    busy: list[list[float]] = []
    idle: list[list[float]] = []
    with tempfile.TemporaryDirectory() as name, stub_service(Path(name)) as base_url:
        folder = camera_pictures(Path(name) / "pictures")
        for run in range(RUNS):
            busy.append(stalls("_dropping_window", Path(name) / f"busy-{run}", base_url, folder))
            idle.append(stalls("_dropping_window", Path(name) / f"idle-{run}", base_url))
    figures = (
        ("how late is 99 of 100 beats", _GOAL_P99_MS),
        ("how late is the worst beat", _GOAL_WORST_MS),
        ("the loop's own work between two beats, 99 of 100", _GOAL_P99_MS),
        ("the loop's own work between two beats, the worst", _GOAL_WORST_MS),
    )
    print(f"the window's event loop while {IMAGES} images are dropped; peer: the window at rest")
    for place, (what, goal) in enumerate(figures):
        ours, peer = [run[place] for run in busy], [run[place] for run in idle]
        tell(what, ours, peer, unit="ms", goal=float("inf"))
        verdict = "within" if median(ours) <= goal else "ABOVE THE GOAL"
        print(f"  goal   {goal:8.1f} ms: {verdict}")


if __name__ == "__main__":
    main()
