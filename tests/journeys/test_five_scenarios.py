"""The vendor's five scenarios, from the command line to the file, in every size and both shapes."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .clip_facts import facts_of
from .conftest import Command, Sandbox

SIZES = {
    ("720p", "16:9"): (1280, 720),
    ("720p", "9:16"): (720, 1280),
    ("1080p", "16:9"): (1920, 1080),
    ("1080p", "9:16"): (1080, 1920),
    ("4k", "16:9"): (3840, 2160),
    ("4k", "9:16"): (2160, 3840),
}
SCENARIOS = ("text", "one image", "three images", "short", "reference video")
_SECONDS = {"text": 6, "one image": 4, "three images": 4, "short": 4, "reference video": 5}
_AT_ONCE = 3


def test_each_scenario_has_the_asked_size_and_length(
    tmp_path: Path,
    environment: dict[str, str],
    pictures: list[Path],
    fast_sandbox: Sandbox,
    reference_video: str,
) -> None:
    variables = {**environment, "OMNIFLASH_TOKEN": fast_sandbox.token}
    cases = list(itertools.product(SCENARIOS, SIZES))

    def make(case: tuple[str, tuple[str, str]]) -> tuple[object, ...]:
        scenario, (resolution, ratio) = case
        number = cases.index(case)
        command = Command(
            tmp_path / f"profile {number}", variables, ("--base-url", fast_sandbox.base_url)
        )
        out = tmp_path / f"{number}.mp4"
        ended = command(
            *("generate", f"{scenario} at {resolution}, {ratio}", "--out", out),
            *("--resolution", resolution, "--aspect-ratio", ratio),
            *_references(scenario, pictures, reference_video),
        )
        if ended.status != 0:
            return (case, ended.status, ended.messages)
        facts = facts_of(out)
        return (case, (facts.width, facts.height), facts.frames, facts.video_codec)

    with ThreadPoolExecutor(_AT_ONCE) as commands:
        made = list(commands.map(make, cases))

    assert made == [(case, SIZES[case[1]], _SECONDS[case[0]] * 24, "h264") for case in cases]
    ledger = fast_sandbox.ledger()
    assert ledger["submit_count"] == ledger["charge_count"] == len(cases)


def _references(scenario: str, pictures: list[Path], reference_video: str) -> list[str | Path]:
    match scenario:
        case "text":
            return ["--duration", "6"]
        case "one image":
            return ["--duration", "4", "--image", pictures[0]]
        case "three images":
            images = itertools.chain.from_iterable(("--image", path) for path in pictures)
            return ["--duration", "4", *images]
        case "short":
            return ["--duration", "4"]
        case _:
            return ["--video", reference_video]
