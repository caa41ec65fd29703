"""The vendor's five scenarios, from the command line to the file, in every size and both shapes."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from .clip_facts import facts_of
from .conftest import Command, Sandbox, end_sandbox, start_sandbox

SIZES = {
    ("720p", "16:9"): (1280, 720),
    ("720p", "9:16"): (720, 1280),
    ("1080p", "16:9"): (1920, 1080),
    ("1080p", "9:16"): (1080, 1920),
    ("4k", "16:9"): (3840, 2160),
    ("4k", "9:16"): (2160, 3840),
}
SCENARIOS = ("text", "one image", "three images", "short", "reference video")
SECONDS = {"text": 6, "one image": 4, "three images": 4, "short": 4, "reference video": 5}
FOUR_K = ("short", "text")

ALL = list(itertools.product(SCENARIOS, SIZES))
# Every scenario at 720p and 1080p, every size, and 4K where the vendor means it: that takes as long
# as all the others together. The rest goes by name.
USUAL = [
    (scenario, size)
    for number, (scenario, size) in enumerate(ALL)
    if number % 2 == (number // 6) % 2 and (size[0] != "4k" or scenario in FOUR_K)
]


@pytest.mark.parametrize(("scenario", "size"), USUAL)
def test_a_scenario_has_the_asked_size_and_length(
    lone_command: "Lone", scenario: str, size: tuple[str, str]
) -> None:
    _make_and_measure(lone_command, scenario, size)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "size"), [case for case in ALL if case not in USUAL])
def test_a_scenario_has_the_asked_size_and_length_in_the_other_shape(
    lone_command: "Lone", scenario: str, size: tuple[str, str]
) -> None:
    _make_and_measure(lone_command, scenario, size)


def test_the_usual_cases_miss_no_resolution_and_no_shape() -> None:
    assert {(scenario, size[0]) for scenario, size in USUAL} == {
        *itertools.product(SCENARIOS, ("720p", "1080p")),
        *itertools.product(FOUR_K, ("4k",)),
    }
    assert {size for _, size in USUAL} == set(SIZES)


@dataclass(frozen=True)
class Lone:
    """A command with a profile of its own, at a sandbox that many share."""

    command: Command
    sandbox: Sandbox
    pictures: list[Path]
    motion: str
    folder: Path


def _make_and_measure(lone: Lone, scenario: str, size: tuple[str, str]) -> None:
    resolution, ratio = size
    out = lone.folder / "clip.mp4"
    made = lone.command(
        *("generate", f"{scenario} at {resolution}, {ratio}", "--out", out),
        *("--resolution", resolution, "--aspect-ratio", ratio, "--json"),
        *_references(scenario, lone),
    )
    assert made.status == 0, made.messages
    facts = facts_of(out)
    assert (facts.width, facts.height) == SIZES[size]
    assert (facts.frames, facts.frame_rate) == (SECONDS[scenario] * 24, 24.0)
    assert (facts.video_codec, facts.audio_codec) == ("h264", "aac")


def _references(scenario: str, lone: Lone) -> list[str | Path]:
    match scenario:
        case "text":
            return ["--duration", "6"]
        case "one image":
            return ["--duration", "4", "--image", lone.pictures[0]]
        case "three images":
            images = itertools.chain.from_iterable(("--image", path) for path in lone.pictures)
            return ["--duration", "4", *images]
        case "short":
            return ["--duration", "4"]
        case _:
            return ["--video", lone.motion]


@pytest.fixture
def lone_command(
    tmp_path: Path,
    environment: dict[str, str],
    rich_sandbox: Sandbox,
    pictures: list[Path],
    motion_link: str,
) -> Lone:
    variables = {**environment, "OMNIFLASH_TOKEN": rich_sandbox.token}
    common = ("--base-url", rich_sandbox.base_url)
    command = Command(tmp_path / "profile", variables, common)
    return Lone(command, rich_sandbox, pictures, motion_link, tmp_path)


@pytest.fixture(scope="module")
def rich_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox that makes clips as quickly as it can, with money for many."""
    sandbox = start_sandbox(
        *("--seconds-per-task", "1", "--balance", "100"),
        state=tmp_path_factory.mktemp("rich sandbox"),
    )
    yield sandbox
    end_sandbox(sandbox)


@pytest.fixture(scope="module")
def motion_link(motion_file: Path, rich_sandbox: Sandbox) -> str:
    """A link to the video, as a user's bucket would give it."""
    answer = httpx.post(
        rich_sandbox.base_url + "/sandbox/files",
        content=motion_file.read_bytes(),
        headers=rich_sandbox.headers,
    )
    return answer.raise_for_status().json()["url"]
