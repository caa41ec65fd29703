"""What the command line prints: records on standard output, everything else on standard error."""

import json
import sys
from datetime import UTC, datetime
from typing import TextIO

from omniflash_desktop.cli.sentences import (
    passing_sentence_for,
    sentence_for_clip,
    state_sentence,
)
from omniflash_desktop.cli.truth_sentences import truth_sentence
from omniflash_desktop.domain.generation import RUNNING_STATES, Generation, Progress, State
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.truth import truth_of

_BAR_CELLS = 24


def record_of(generation: Generation) -> dict[str, object]:
    """A generation as scripts read it; the keys do not change."""
    problem = generation.problem
    return {
        "id": generation.id,
        "state": generation.state.value,
        "truth": truth_of(generation).value,
        "prompt": generation.request.prompt,
        "task_id": generation.task_id,
        "path": str(generation.clip.path) if generation.clip else None,
        "cost": None if generation.cost is None else float(generation.cost),
        "created": generation.created_at.astimezone(UTC).isoformat(),
        "problem": None if problem is None else problem.kind.value,
        "message": sentence_for_clip(generation) or None,
        "service": generation.service,
        "order": generation.order,
        "trim": _part_of(generation.request.video),
        "verdict": None if generation.verdict is None else generation.verdict.value,
    }


def _part_of(video: VideoReference | None) -> dict[str, float] | None:
    """The part of the reference video that is sent, in seconds; `None` for all of it."""
    trim = None if video is None else video.trim
    return None if trim is None else {"start": trim.start, "end": trim.end}


def print_json(value: dict[str, object]) -> None:
    """One JSON object on a line of its own."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_line(text: str) -> None:
    """A line of the answer itself."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """A message for the person, on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def print_generation(generation: Generation, *, as_json: bool) -> None:
    """One generation as the answer of a command."""
    if as_json:
        print_json(record_of(generation))
        return
    local = generation.created_at.astimezone()
    where = f"  {generation.clip.path}" if generation.clip else ""
    print_line(
        f"{generation.id}  {local:%Y-%m-%d %H:%M}  {_state_of(generation):<11}  "
        f"{_cost_of(generation):>6}  {truth_sentence(generation):<28}  "
        f"{generation.name[:60]}{where}"
    )


def _state_of(generation: Generation) -> str:
    held_until = generation.held_until
    is_held = held_until is not None and held_until > datetime.now(UTC)
    return "held" if is_held and generation.state is State.QUEUED else generation.state.value


def _cost_of(generation: Generation) -> str:
    if generation.in_sandbox:
        return "free"
    return "–" if generation.cost is None else f"${generation.cost:.2f}"


class ProgressLine:
    """Shows how a generation goes on: a bar on a terminal, plain lines in a pipe."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._is_terminal = self._stream.isatty()
        self._shown = ""

    def show(self, generation: Generation, progress: Progress | None) -> None:
        """Shows where a generation stands, if that is news."""
        percent = None if progress is None else progress.percent
        text = state_sentence(generation, percent)
        is_being_mended = generation.state in RUNNING_STATES
        if generation.problem is not None and is_being_mended:
            text = f"{text}: {passing_sentence_for(generation.problem)}"
        if self._is_terminal:
            self._draw(text, percent)
        elif text != self._shown and not _is_between_tens(generation, percent):
            self._shown = text
            self._stream.write(text + "\n")
            self._stream.flush()

    def end(self) -> None:
        """Leaves the line of the bar."""
        if self._is_terminal and self._shown:
            self._stream.write("\n")
            self._stream.flush()
            self._shown = ""

    def _draw(self, text: str, percent: int | None) -> None:
        filled = 0 if percent is None else percent * _BAR_CELLS // 100
        bar = "█" * filled + "░" * (_BAR_CELLS - filled)
        if not (self._stream.encoding or "").lower().startswith("utf"):
            bar = "#" * filled + "." * (_BAR_CELLS - filled)
        self._shown = text
        self._stream.write(f"\r\x1b[K{bar}  {text}")
        self._stream.flush()


def _is_between_tens(generation: Generation, percent: int | None) -> bool:
    """A pipe wants one line for each ten percent, not for each."""
    is_counted = generation.state in (State.WAITING, State.DOWNLOADING)
    return is_counted and percent is not None and percent % 10 != 0
