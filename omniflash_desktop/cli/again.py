"""Asks before the same clip is made, and paid for, a second time within minutes."""

import argparse
import sys
from datetime import datetime

from omniflash_desktop.cli.commands import request_from
from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.services.made_again import newest_identical
from omniflash_desktop.services.ports import Clock, GenerationLibrary

_YES = frozenset({"y", "yes"})


def is_wanted_again(
    arguments: argparse.Namespace,
    preferences: Preferences,
    service: str,
    library: GenerationLibrary,
    clock: Clock,
) -> bool:
    """Whether `omniflash generate` is to go on; asks on a terminal where that is in doubt.

    Outside of any event loop, which would keep Ctrl+C from whoever is asked.

    Raises:
        WrongInputError: The same was asked for a moment ago and there is nobody to ask, or the
            request cannot be sent.
    """
    if arguments.recipe_file is not None:
        # Whoever names a clip to make it from knows that it is there. Its request is read later.
        return True
    request = request_from(arguments, preferences)
    if arguments.again:
        return True
    before = newest_identical(request, service, library=library, clock=clock)
    if before is None:
        return True
    made = _what_was_made(before, clock.now())
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise WrongInputError(f"{made} {_price_of(before)} To make it again, add --again")
    sys.stderr.write(f"{made} {_price_of(before)} Make it again? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in _YES


def _what_was_made(before: Generation, now: datetime) -> str:
    minutes = max(0, int((now - before.created_at).total_seconds() // 60))
    when = "less than a minute ago" if minutes == 0 else f"{minutes} min ago"
    return f"The same clip was asked for {when}: {before.id} ({before.state.value})."


def _price_of(before: Generation) -> str:
    if before.in_sandbox:
        return "In the sandbox it is free."
    price = before.cost or before.estimate
    if price is None:
        return "Making it again is billed again."
    return f"Making it again is billed again, about ${price:.2f}."
