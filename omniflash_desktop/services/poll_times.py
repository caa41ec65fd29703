"""When a task is asked about: by its age, with some jitter."""

import random
from collections.abc import Sequence

import msgspec

from omniflash_desktop.domain import service_facts
from omniflash_desktop.domain.generation import SANDBOX


class PollTimes(msgspec.Struct, frozen=True, kw_only=True):
    """Pauses between two questions about one task, in seconds. Contract, section 3.

    Attributes:
        first: After the submit.
        young: In the first two minutes.
        older: Until the task is 20 minutes old.
        oldest: From then on.
        jitter: The part by which pauses are made longer or shorter at random.
        back_off: After questions that got no proper answer.
        unknown_tolerated: How long the service may say that it does not know the task.
    """

    first: float = service_facts.FIRST_POLL_AFTER
    young: float = service_facts.POLL_EVERY
    older: float = service_facts.SLOWER_POLL_EVERY
    oldest: float = service_facts.RARE_POLL_EVERY
    jitter: float = service_facts.POLL_JITTER
    back_off: Sequence[float] = service_facts.POLL_BACK_OFF
    unknown_tolerated: float = service_facts.UNKNOWN_TASK_TOLERATED_SECONDS

    def pause(self, *, age: float, is_first: bool) -> float:
        """Seconds to wait before the next question about a task that is `age` seconds old."""
        if age >= service_facts.RARE_POLLS_AFTER:
            pause = self.oldest
        elif age >= service_facts.SLOWER_POLLS_AFTER:
            pause = self.older
        elif is_first:
            pause = self.first
        else:
            pause = self.young
        return pause * random.uniform(1 - self.jitter, 1 + self.jitter)


SANDBOX_POLL_TIMES = PollTimes(
    first=0.4, young=0.4, older=2.0, back_off=(0.5, 1.0, 2.0, 5.0), unknown_tolerated=3.0
)
"""The sandbox is on this computer and makes a clip in seconds: questions cost nothing."""

GIVEN_UP_POLL_TIMES = PollTimes(
    first=service_facts.RARE_POLL_EVERY,
    young=service_facts.RARE_POLL_EVERY,
    older=service_facts.RARE_POLL_EVERY,
    back_off=(service_facts.RARE_POLL_EVERY,),
)
"""For clips that nobody waits for any more, although they are paid for."""


def poll_times_for(service: str) -> PollTimes:
    """The pauses that suit a service."""
    return SANDBOX_POLL_TIMES if service == SANDBOX else PollTimes()
