"""What is promised of paid work, checked against the server's ledger, the library and the disk."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any, Final

import av

from omniflash_desktop.domain.generation import Clip, Generation, State
from omniflash_desktop.domain.problems import Charged, Problem
from omniflash_desktop.storage.generation_library import open_library

from .conftest import Sandbox

_EXECUTED: Final = ("accepted", "answer-lost")
"""Outcomes in the ledger that come with a charge."""


def generations_of(profile: Path) -> list[Generation]:
    """All that the library holds, oldest first; a damaged one fails the test."""
    library = open_library(profile / "library.sqlite3", read_only=True)
    assert not isinstance(library, Problem), library
    try:
        everything = library.all()
        assert not library.unreadable_ids
    finally:
        library.close()
    return everything[::-1]


class Aftermath:
    """How things stand when everything has come to rest.

    Attributes:
        generations: All that the library holds.
    """

    def __init__(self, profile: Path, sandbox: Sandbox) -> None:
        self.generations = generations_of(profile)
        self._profile = profile
        self._ledger = sandbox.ledger()
        self._submits: list[dict[str, Any]] = self._ledger["submits"]
        self._charges = [one for one in self._submits if one["charged_usd"] is not None]

    def keeps_every_promise(self) -> None:
        self._nothing_was_submitted_twice()
        self._every_charge_belongs_to_one_generation()
        for generation in self.generations:
            self._is_explained(generation)
        self._charges_are_the_generations_made()
        self._every_clip_plays_and_there_is_no_other_file()
        self._nothing_unfinished_is_left_behind()

    def in_state(self, state: State) -> list[Generation]:
        return [one for one in self.generations if one.state is state]

    # -- the money

    def _nothing_was_submitted_twice(self) -> None:
        """What was executed once is never seen again, by its key or by its body."""
        executed: set[str] = set()
        for submit in self._submits:
            names = {submit["idempotency_key"] or submit["task_id"], submit["body_sha256"]}
            assert not names & executed, f"sent again after it was executed: {submit}"
            assert submit["outcome"] in (*_EXECUTED, "refused"), submit
            if submit["outcome"] in _EXECUTED:
                executed |= names

    def _every_charge_belongs_to_one_generation(self) -> None:
        owners = [self._charge_of(one) for one in self.generations]
        tasks = Counter(owner["task_id"] for owner in owners if owner is not None)
        tasks.update(charge["task_id"] for charge in self._charges_given_back_at_once())
        for charge in self._charges:
            assert tasks[charge["task_id"]] == 1, f"{tasks[charge['task_id']]} own {charge}"

    def _charge_of(self, generation: Generation) -> dict[str, Any] | None:
        """The charge of the very request that was written down, or of the task that was fetched."""
        if generation.body is None:
            name, value = "task_id", generation.task_id
        else:
            name, value = "idempotency_key", generation.idempotency_key
        charges = [charge for charge in self._charges if charge[name] == value]
        assert len(charges) <= 1, f"paid twice: {generation}, {charges}"
        if not charges:
            return None
        body = generation.body
        if body is not None:
            assert hashlib.sha256(body).hexdigest() == charges[0]["body_sha256"], generation
        return charges[0]

    def _charges_given_back_at_once(self) -> list[dict[str, Any]]:
        """Of first tries that failed for a link, after which the clip was sent once more."""
        first_tries = [one.first_try for one in self.generations if one.first_try is not None]
        charges = {charge["idempotency_key"]: charge for charge in self._charges}
        for first in first_tries:
            assert charges[first.idempotency_key]["task_id"] == first.task_id
        return [charges[first.idempotency_key] for first in first_tries]

    def _is_explained(self, generation: Generation) -> None:
        """It is at rest, and what it says about the money is what the server says."""
        charge = self._charge_of(generation)
        story = f"{generation}, charged: {charge}"
        if generation.state is State.READY:
            assert generation.clip is not None, story
            assert charge is not None, story
            assert charge["task_id"] == generation.task_id, story
            return
        assert generation.problem is not None, story
        if generation.state is State.UNCONFIRMED:
            # Charged or not: it is said that nobody knows.
            assert generation.charged is Charged.UNKNOWN, story
            assert generation.task_id is None, story
            return
        assert generation.state is State.FAILED, f"not at rest: {story}"
        was_taken = generation.task_id is not None
        assert (charge is not None) == was_taken, story
        is_lost = was_taken and not _is_given_back(generation)
        assert generation.charged is (Charged.YES if is_lost else Charged.NO), story

    def _charges_are_the_generations_made(self) -> None:
        """charges = clips at home + unconfirmed ones that were executed + failures told as such.

        In money: what was charged, less what came back for failed tasks, is what was paid.
        """
        executed = [one for one in self.generations if self._charge_of(one) is not None]
        made = Counter(one.state for one in executed)
        at_home = len(self.in_state(State.READY))
        failed_there = sum(one.task_id is not None for one in self.in_state(State.FAILED))
        assert made[State.READY] == at_home
        assert made[State.FAILED] == failed_there
        first_tries = self._charges_given_back_at_once()
        others = made[State.UNCONFIRMED] + failed_there + len(first_tries)
        assert len(self._charges) == at_home + others

        given_back = sum(
            (self._charge_of(one) or {})["charged_usd"] for one in executed if _is_given_back(one)
        )
        given_back += sum(charge["charged_usd"] for charge in first_tries)
        paid = self._ledger["charged_usd"] - given_back
        assert round(paid, 2) == self._ledger["used_usd"]

    # -- the files

    def _every_clip_plays_and_there_is_no_other_file(self) -> None:
        clips = [one.clip for one in self.in_state(State.READY) if one.clip is not None]
        paths = {clip.path for clip in clips}
        assert len(paths) == len(clips), "two generations share a file"
        played: set[str] = set()
        for clip in clips:
            _is_as_written_down(clip)
            # The sandbox makes equal clips of equal length: one of them tells for all.
            if clip.sha256 not in played:
                _plays(clip.path)
                played.add(clip.sha256)
        strangers = set((self._profile / "clips").iterdir()) - paths
        assert not strangers, sorted(strangers)

    def _nothing_unfinished_is_left_behind(self) -> None:
        left = [path for path in self._profile.rglob("*") if ".part" in path.name]
        assert not left, left


def _is_given_back(generation: Generation) -> bool:
    """Whether the server's task failed by a fault of its prompt: the sandbox refunds these."""
    words = generation.request.prompt
    return any(f"[[fault:{fault}]]" in words for fault in ("moderation", "upstream-timeout"))


def _is_as_written_down(clip: Clip) -> None:
    content = clip.path.read_bytes()
    assert len(content) == clip.size_bytes, clip
    assert hashlib.sha256(content).hexdigest() == clip.sha256, clip


def _plays(path: Path) -> None:
    """Decodes the first and the last second, as a player at both ends."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        assert video.duration is not None
        assert video.time_base is not None
        seconds = float(video.duration * video.time_base)
        rate = float(video.average_rate or 0)
        first = 0
        for frame in container.decode(video):
            first += 1
            if frame.time >= 1:
                break
        assert first >= rate, path
        container.seek(int((seconds - 1) / video.time_base), stream=video)
        last = max(frame.time for frame in container.decode(video))
        assert last >= seconds - 1.5 / rate, path
