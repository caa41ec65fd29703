"""Asks the service one free question, and takes the time: whether the network lets us through."""

import time

import msgspec

from omniflash_desktop.domain.outcomes import ReachableLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.ports import LinkChecker, ServiceConnections

_REACHED_ALL_THE_SAME = frozenset(
    {ProblemKind.TOKEN_REJECTED, ProblemKind.BALANCE_TOO_LOW, ProblemKind.RATE_LIMITED}
)
"""The service itself has said so."""


class ServiceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How the service answered.

    Attributes:
        seconds: Until its answer.
        problem: What it did not like, or why there was no answer.
        was_reached: Whether it was the service that answered.
    """

    seconds: float
    problem: Problem | None = None
    was_reached: bool = True


async def ask_the_service(
    service: str, connections: ServiceConnections, links: LinkChecker
) -> ServiceAnswer:
    """Reads the balance; without a token, only looks whether its host answers."""
    began = time.perf_counter()
    api = await connections.connection_to(service)
    if isinstance(api, Problem):
        seen = await links.check_link(service)
        answered = isinstance(seen, ReachableLink) or seen.http_status is not None
        return ServiceAnswer(
            seconds=time.perf_counter() - began,
            problem=None if isinstance(seen, ReachableLink) or answered else seen,
            was_reached=answered,
        )
    balance = await api.key_balance()
    problem = balance if isinstance(balance, Problem) else None
    return ServiceAnswer(
        seconds=time.perf_counter() - began,
        problem=problem,
        was_reached=problem is None or problem.kind in _REACHED_ALL_THE_SAME,
    )
