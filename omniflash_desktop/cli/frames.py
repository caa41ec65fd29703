"""`omniflash frame`: one frame of a clip as a picture."""

import argparse
import re
from pathlib import Path
from typing import Final

from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.outcome_status import status_of_problem
from omniflash_desktop.cli.output import print_json, print_line, say
from omniflash_desktop.cli.references import free_output_file
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.domain.clip_frames import (
    AtNumber,
    AtTime,
    FrameWish,
    LastGood,
    Passed,
    TakenFrame,
)
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.ports import MediaTools

_TIME: Final = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)")


def moment(text: str) -> float:
    """Seconds, from `9.5`, `0:09.5` or `1:02:09.5`.

    Raises:
        argparse.ArgumentTypeError: It is no moment.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no time. Write it as 9.5 or 0:09.5")
    hours, minutes, seconds = found.groups("0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


async def frame(arguments: argparse.Namespace, media: MediaTools) -> ExitStatus:
    """Saves the frame and prints where it lies.

    Raises:
        WrongInputError: The picture cannot be put where it is wanted.
    """
    target = free_output_file(arguments.out) or Path()
    taken = await media.save_frame(
        arguments.clip,
        target.resolve().parent if target.name else target.resolve(),
        _wish(arguments),
        name=target.name,
    )
    if isinstance(taken, Problem):
        say(sentence_for(taken))
        return status_of_problem(taken)
    if taken.passed:
        say(_passed_sentence(taken))
    if arguments.json:
        print_json(_record_of(taken))
    else:
        print_line(str(taken.path))
    return ExitStatus.DONE


def _wish(arguments: argparse.Namespace) -> FrameWish:
    if arguments.at is not None:
        return AtTime(arguments.at)
    if arguments.number is not None:
        return AtNumber(arguments.number)
    return LastGood()


def _passed_sentence(taken: TakenFrame) -> str:
    words = {Passed.BLACK: "black", Passed.BLURRED: "blurred"}
    why = " or ".join(words[reason] for reason in taken.passed)
    return f"Took the frame {taken.before_end:.2f} s before the end; the last ones are {why}."


def _record_of(taken: TakenFrame) -> dict[str, object]:
    """A frame as scripts read it; the keys do not change."""
    return {
        "path": str(taken.path),
        "width": taken.width,
        "height": taken.height,
        "seconds": taken.seconds,
        "before_end": taken.before_end,
        "passed": [reason.value for reason in taken.passed],
    }
