"""The named misbehaviours: what they are called, and how often each happens by its nature.

A fault is switched on for everything (``--fault NAME``, ``POST /sandbox/faults``) or for one task
by a word in its prompt (``[[fault:NAME]]``). ``NAME*N`` changes how often it happens, or how many
seconds it lasts where it is a matter of time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """The misbehaviours, by the names they are chosen with."""

    SLOW_QUEUE = "slow-queue"
    STUCK_PROGRESS = "stuck-progress"
    MODERATION = "moderation"
    QUOTA = "quota"
    UPSTREAM_TIMEOUT = "upstream-timeout"
    UNFETCHABLE_LINK = "unfetchable-link"
    LOST_ANSWER = "lost-answer"
    SLOW_ANSWER = "slow-answer"
    REFUSE_429 = "refuse-429"
    REFUSE_401 = "refuse-401"
    REFUSE_403 = "refuse-403"
    REFUSE_503 = "refuse-503"
    NO_CAPACITY = "no-capacity"
    PAYMENT_REQUIRED = "payment-required"
    SERVER_500 = "server-500"
    EXPIRED_LINK = "expired-link"
    EXPIRED_FOR_GOOD = "expired-for-good"
    CUT_DOWNLOAD = "cut-download"
    HTML_DOWNLOAD = "html-download"
    ODD_SHAPES = "odd-shapes"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Habit:
    """How a fault behaves when nothing else is said.

    Attributes:
        times: How often it happens to one and the same thing (a submission, a task, a result);
            None for always. Seconds for the faults of `TIMED`.
        what: What it does, for the help text and the documentation.
    """

    times: int | None
    what: str


TIMED: Final = frozenset({Fault.SLOW_QUEUE, Fault.SLOW_ANSWER, Fault.UNREACHABLE})

HABITS: Final[dict[Fault, Habit]] = {
    Fault.SLOW_QUEUE: Habit(20, "the task stays pending for N seconds more"),
    Fault.STUCK_PROGRESS: Habit(None, "progress stays 0 until the task is completed"),
    Fault.MODERATION: Habit(None, "the task fails: content policy; refunded"),
    Fault.QUOTA: Habit(None, "the task fails: upstream quota exhausted; refunded"),
    Fault.UPSTREAM_TIMEOUT: Habit(None, "the task fails: upstream timeout; refunded"),
    Fault.UNFETCHABLE_LINK: Habit(
        1, "the first N tasks of a prompt fail: a reference could not be fetched; refunded"
    ),
    Fault.LOST_ANSWER: Habit(1, "the submit is accepted and charged, then the connection drops"),
    Fault.SLOW_ANSWER: Habit(5, "the submit is accepted and charged, answered N seconds later"),
    Fault.REFUSE_429: Habit(2, "the first N submits are refused with 429 and Retry-After: 1"),
    Fault.REFUSE_401: Habit(None, "every call is refused with 401: the token is not valid"),
    Fault.REFUSE_403: Habit(None, "the submit is refused with 403: no access to the model"),
    Fault.REFUSE_503: Habit(1, "the first N submits get 503 idempotency_unavailable; not executed"),
    Fault.NO_CAPACITY: Habit(None, "the submit is refused with 400 get_channel_failed"),
    Fault.PAYMENT_REQUIRED: Habit(None, "the submit is refused with 402, whatever the balance"),
    Fault.SERVER_500: Habit(1, "the first N submits get 500; nothing is made, nothing charged"),
    Fault.EXPIRED_LINK: Habit(1, "the first N result links are 410; asking the task gives another"),
    Fault.EXPIRED_FOR_GOOD: Habit(None, "every result link is 410"),
    Fault.CUT_DOWNLOAD: Habit(2, "the first N transfers of a result break off half way"),
    Fault.HTML_DOWNLOAD: Habit(1, "the first N transfers of a result bring HTML with status 200"),
    Fault.ODD_SHAPES: Habit(None, "answers take the accepted but unusual shapes, in turn"),
    Fault.OFFLINE: Habit(None, "connections are closed without an answer, nothing is made"),
    Fault.UNREACHABLE: Habit(5, "connections are refused for N seconds (only by option)"),
}

# By a word in a prompt `offline` must end, or the task could never be fetched.
OFFLINE_TIMES_IN_PROMPT: Final = 2

TASK_FAILURES: Final = (
    Fault.MODERATION,
    Fault.QUOTA,
    Fault.UPSTREAM_TIMEOUT,
    Fault.UNFETCHABLE_LINK,
)

_MAX_TIMES: Final = 1_000_000
_IN_PROMPT: Final = re.compile(r"\[\[\s*fault\s*:\s*([^\]]*?)\s*\]\]", re.IGNORECASE)


class UnknownFaultError(ValueError):
    """A fault was named that does not exist, or with a count that is no number."""


@dataclass(frozen=True)
class ChosenFault:
    """A fault with the count it was chosen with; None for its habit."""

    fault: Fault
    count: int | None = None

    @staticmethod
    def parse(text: str) -> ChosenFault:
        """Read ``NAME`` or ``NAME*N``.

        Raises:
            UnknownFaultError: With a sentence that lists the names.
        """
        name, star, count = text.strip().lower().partition("*")
        try:
            fault = Fault(name.strip())
        except ValueError:
            known = ", ".join(Fault)
            raise UnknownFaultError(f"There is no fault '{text}'. Known: {known}.") from None
        if not star:
            return ChosenFault(fault)
        if not count.strip().isdecimal() or not 1 <= int(count) <= _MAX_TIMES:
            raise UnknownFaultError(f"'{text}' needs a number of 1 to {_MAX_TIMES} after the '*'.")
        return ChosenFault(fault, int(count))

    @property
    def times(self) -> int | None:
        """How often the fault happens, or its seconds; None for always."""
        return self.count if self.count is not None else HABITS[self.fault].times

    def __str__(self) -> str:
        return self.fault if self.count is None else f"{self.fault}*{self.count}"


def faults_in_prompt(prompt: str) -> tuple[ChosenFault, ...]:
    """Find the ``[[fault:NAME]]`` words of a prompt.

    Raises:
        UnknownFaultError: If one of them is not known.
    """
    chosen = tuple(ChosenFault.parse(name) for name in _IN_PROMPT.findall(prompt))
    return tuple(
        ChosenFault(Fault.OFFLINE, OFFLINE_TIMES_IN_PROMPT)
        if one == ChosenFault(Fault.OFFLINE)
        else one
        for one in chosen
    )


def prompt_without_faults(prompt: str) -> str:
    """Take the ``[[fault:NAME]]`` words out of a prompt, for the picture."""
    return " ".join(_IN_PROMPT.sub(" ", prompt).split())
