"""How benchmarks compare two things: in turn, several times, by the median of the ratios."""

from collections.abc import Callable, Sequence
from math import isfinite
from statistics import median


def in_turn(
    ours: Callable[[], float], peer: Callable[[], float], *, runs: int, warm_up: int = 1
) -> tuple[list[float], list[float]]:
    """Measures A B A B …, so that a machine whose speed drifts treats both alike."""
    for _ in range(warm_up):
        ours()
        peer()
    pairs = [(ours(), peer()) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def tell(
    what: str, ours: Sequence[float], peer: Sequence[float], *, unit: str, goal: float
) -> None:
    """Prints both medians, and the ratio with its spread beside the goal."""
    ratios = [mine / theirs for mine, theirs in zip(ours, peer, strict=True)]
    ratio = median(ratios)
    verdict = ""
    if isfinite(goal):
        verdict = f", goal ≤ {goal:g}: {'within' if ratio <= goal else 'ABOVE THE GOAL'}"
    print(f"{what}")
    print(f"  ours   {median(ours):8.1f} {unit}   ({min(ours):.1f} to {max(ours):.1f})")
    print(f"  peer   {median(peer):8.1f} {unit}   ({min(peer):.1f} to {max(peer):.1f})")
    print(f"  ratio  {ratio:8.2f}   ({min(ratios):.2f} to {max(ratios):.2f}){verdict}")
