"""Whoever kills the app, whenever, loses nothing that was paid for and pays for nothing twice."""

import json
import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import av
import httpx
import pytest
from PIL import Image

from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.domain.generation import RUNNING_STATES, State

from .conftest import Command, Sandbox, end_sandbox, start_sandbox
from .engine_killer import Death, EngineKiller, next_doom
from .killable_engine import PICTURES, number_of
from .promises import Aftermath, generations_of

_SEED = "OMNIFLASH_KILL_SEED"
"""The variable that repeats the kills of an earlier run, as far as chance allows."""

_OF_EACH_MOMENT = 3
"""Deaths that befall each running state, each save and each naming, or the test has rotted."""

_LARGE_ENOUGH = 3 * 1024 * 1024
_PREFERENCES = """
undo_send = false
clips_at_once = 3
"""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """One that lives through everything, is quick, and takes every submit for a new one."""
    state = tmp_path / "sandbox"
    # Where the sandbox keeps the clip that it hands out again and again. To decode one of its own
    # would be most of what a life costs.
    _lay_easy_clip(state / "reusable" / "1280x720x4.mp4")
    sandbox = start_sandbox(
        *("--seconds-per-task", "0.2", "--reuse-clips", "--rate", "0"),
        *("--balance", "100000", "--idempotency", "ignored"),
        state=state,
    )
    yield sandbox
    end_sandbox(sandbox)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a start from nothing for each life is slow")
@pytest.mark.parametrize(
    ("kills", "made"), [(200, 60), pytest.param(2000, 600, marks=pytest.mark.slow)]
)
def test_an_engine_that_is_killed_anywhere_loses_nothing_and_pays_nothing_twice(
    pointed: Command, sandbox: Sandbox, motion_file: Path, kills: int, made: int
) -> None:
    profile = pointed.profile
    _lay_out(profile)
    toll = _Toll()
    with _repeatable() as chance:
        with EngineKiller(
            profile, sandbox.base_url, _link_to(motion_file, sandbox), pointed.environment
        ) as killer:
            states: Counter[State] = Counter()
            while toll.deaths < kills or states.total() < made or not toll.is_rich_enough:
                assert toll.deaths < 2 * kills, (toll, states)
                death = killer.live_until(next_doom(chance, states[State.DOWNLOADING]))
                states = Counter(one.state for one in generations_of(profile))
                toll.count(death, states)
            assert killer.orphans() == []

        resumed = pointed("resume", "--json")

        # Those whose answer was lost, or that were killed while they were sent, stay unconfirmed.
        assert resumed.status == ExitStatus.UNCONFIRMED, resumed
        aftermath = Aftermath(profile, sandbox)
        aftermath.keeps_every_promise()
        numbers = [number_of(one) for one in aftermath.generations]
        assert sorted(numbers) == list(range(len(numbers))), "not asked for exactly once"
        assert len(aftermath.in_state(State.READY)) > made / 3, toll


def test_commands_that_are_killed_anywhere_lose_nothing_and_pay_nothing_twice(
    pointed: Command, sandbox: Sandbox
) -> None:
    tasks = [_made_elsewhere(sandbox, f"made elsewhere {number}") for number in range(3)]
    with _repeatable() as chance:
        for number, state in enumerate(("queued", "preparing", "submitting", "waiting", "waiting")):
            _killed(pointed, "generate", f"kite {number}", "--duration", "4", at=state)
        for number in range(5):
            moment = chance.uniform(0.1, 1.2)
            _killed(pointed, "generate", f"boat {number}", "--duration", "4", at=moment)
        for task_id, state in zip(tasks, ("waiting", "downloading", None), strict=True):
            _killed(pointed, "fetch", task_id, at=state or chance.uniform(0.1, 1.2))
        for moment in ("downloading", chance.uniform(0.1, 1.2), "ready"):
            _killed(pointed, "resume", at=moment)

        for task_id in tasks:
            assert pointed("fetch", task_id).status == ExitStatus.DONE
        resumed = pointed("resume")

        assert resumed.status in (ExitStatus.DONE, ExitStatus.UNCONFIRMED), resumed
        aftermath = Aftermath(pointed.profile, sandbox)
        aftermath.keeps_every_promise()
        home = aftermath.in_state(State.READY)
        assert {one.task_id for one in home} >= set(tasks)
        prompts = [one.request.prompt for one in aftermath.generations if one.request.prompt]
        assert len(prompts) == len(set(prompts)), "one command made two generations"


@dataclass
class _Toll:
    """What the deaths have hit."""

    deaths: int = 0
    in_state: Counter[State] = field(default_factory=Counter)
    in_a_save: int = 0
    after_a_name: int = 0

    def count(self, death: Death, states: Iterable[State]) -> None:
        """One more, in which there were generations in `states`."""
        self.deaths += 1
        self.in_state.update(set(states))
        self.in_a_save += death.is_in_a_save
        self.after_a_name += death.is_after_a_name

    @property
    def is_rich_enough(self) -> bool:
        """Whether every moment was hit."""
        in_states = (self.in_state[state] for state in RUNNING_STATES)
        return min(*in_states, self.in_a_save, self.after_a_name) >= _OF_EACH_MOMENT


@contextmanager
def _repeatable() -> Iterator[random.Random]:
    """Where the kills fall. A failure tells how to let them fall there again."""
    seed = os.environ.get(_SEED) or str(random.randrange(10**6))
    try:
        yield random.Random(seed)
    except BaseException as error:
        error.add_note(f"Again with the same moments: {_SEED}={seed}")
        raise


def _lay_out(profile: Path) -> None:
    """Makes a profile with preferences and with pictures to refer to."""
    references = profile / "references"
    references.mkdir(parents=True)
    (profile / "settings.toml").write_text(_PREFERENCES)
    for number in range(PICTURES):
        colour = (10 * number, 90, 255 - 10 * number)
        Image.new("RGB", (320, 180), colour).save(references / f"{number}.png")


def _lay_easy_clip(path: Path) -> None:
    """A clip of four seconds that is as large as others, and decoded in a blink; its thumbnail."""
    path.parent.mkdir(parents=True)
    picture = Image.new("RGB", (1280, 720), "#204060")
    picture.save(path.with_suffix(".jpg"))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = *picture.size, "yuv420p"
        for number in range(4 * 24):
            picture.paste("#f0c040", (10 * number, 300, 10 * number + 60, 360))
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode())
    # A box that players pass over. Its bytes make a download that one can be killed in.
    box = _LARGE_ENOUGH.to_bytes(4, "big") + b"free"
    with path.open("ab") as file:
        file.write(box.ljust(_LARGE_ENOUGH, b"\0"))


def _link_to(file: Path, sandbox: Sandbox) -> str:
    answer = httpx.post(
        f"{sandbox.base_url}/sandbox/files",
        params={"filename": file.name},
        content=file.read_bytes(),
        headers=sandbox.headers,
    )
    return answer.raise_for_status().json()["url"]


def _made_elsewhere(sandbox: Sandbox, prompt: str) -> str:
    body = {"model": "Omni-Flash-Ext", "prompt": prompt, "duration": 4}
    answer = sandbox.post("/v1/videos/generations", body).raise_for_status()
    return answer.json()["data"][0]["task_id"]


def _killed(command: Command, *arguments: str, at: str | float) -> None:
    """Runs a command until a generation comes to a state, or for some seconds, and kills it."""
    with subprocess.Popen(
        command.words(*arguments, "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=command.environment,
        text=True,
    ) as running:
        assert running.stdout is not None
        if isinstance(at, str):
            states = (json.loads(line)["state"] for line in running.stdout)
            assert at in states, f"{arguments} never came to {at}"
        else:
            with suppress(subprocess.TimeoutExpired):
                running.wait(at)
        running.kill()
