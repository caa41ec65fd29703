"""What was made, or tried, already: the same request a moment ago, and failures free of charge."""

from datetime import timedelta
from typing import Final

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest, asks_for_the_same, missing_from
from omniflash_desktop.domain.service_facts import SAME_REQUEST_SECONDS
from omniflash_desktop.services.ports import Clock, GenerationLibrary

_FAILS_ALIKE: Final = frozenset(
    {
        ProblemKind.CONTENT_REFUSED,
        ProblemKind.MODERATION,
        ProblemKind.INVALID_REQUEST,
        ProblemKind.INVALID_DURATION,
        ProblemKind.INVALID_RESOLUTION,
        ProblemKind.UNSUPPORTED_IMAGE_COUNT,
        ProblemKind.UNSUPPORTED_VIDEO_COUNT,
    }
)
"""Answers to the request itself: unchanged, it gets the same answer again."""


def newest_identical(
    request: GenerationRequest, service: str, *, library: GenerationLibrary, clock: Clock
) -> Generation | None:
    """The newest clip of the same request at the same service, made moments ago.

    One that ended without a charge does not count: making it again is no second payment.
    """
    since = clock.now() - timedelta(seconds=SAME_REQUEST_SECONDS)
    for made in library.made_since(since):
        ended_for_free = made.is_finished and made.charged is Charged.NO
        is_same = made.service == service and asks_for_the_same(made.request, request)
        if is_same and not ended_for_free:
            return made
    return None


def free_failures(library: GenerationLibrary) -> list[Generation]:
    """All that failed, certainly cost nothing, and may succeed when made again; oldest first.

    Left out is what would fail alike: content that was refused, and input that is not allowed. So
    is what was fetched by its task's id, since nobody knows what was asked for.
    """
    return [
        failed
        for failed in library.in_states(State.FAILED)
        if failed.charged is Charged.NO
        and (failed.problem is None or failed.problem.kind not in _FAILS_ALIKE)
        and missing_from(failed.request) is None
    ]
