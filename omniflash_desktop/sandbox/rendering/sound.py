"""A soft chord for a prompt, of exactly the clip's length, that loops without a seam."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import av.error
import av.filter

from omniflash_desktop.sandbox.rendering.encoder import SAMPLE_RATE
from omniflash_desktop.sandbox.rendering.palettes import randomness_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from av.audio.frame import AudioFrame

_ROOTS: Final = (110.0, 123.47, 130.81, 146.83, 164.81)  # Hz: A2, B2, C3, D3, E3
_CHORDS: Final = (  # semitones above the root: open, unhurried ones
    (0, 7, 12, 16, 23),
    (0, 7, 12, 15, 22),
    (0, 7, 14, 19, 21),
    (0, 5, 12, 17, 19),
)
_LOUDNESS: Final = 0.16  # of full scale, all voices together
_SAMPLES_PER_FRAME: Final = 1024


def ambient_sound(prompt: str, seconds: Fraction) -> Iterator[AudioFrame]:
    """Make the sound of a clip: stereo, 48 kHz.

    Args:
        prompt: Chooses the chord.
        seconds: Length of the clip.
    """
    total = int(seconds * SAMPLE_RATE)
    graph = av.filter.Graph()
    left, right = (_voices(prompt, float(seconds), side) for side in (0, 1))
    last = graph.add(
        "aevalsrc",
        f"exprs='{left}|{right}':s={SAMPLE_RATE}:c=stereo:n={_SAMPLES_PER_FRAME}"
        f":d={float(seconds) + 0.5:.3f}",
    )
    for name, choices in (
        ("lowpass", "f=1400"),
        ("afade", "t=in:d=0.25:curve=qsin"),
        ("afade", f"t=out:st={float(seconds) - 0.35:.3f}:d=0.35:curve=qsin"),
        ("atrim", f"end_sample={total}"),
        ("aformat", "sample_fmts=fltp:channel_layouts=stereo"),
        ("asetnsamples", f"n={_SAMPLES_PER_FRAME}:p=0"),
        ("abuffersink", ""),
    ):
        following = graph.add(name, choices)
        last.link_to(following)
        last = following
    graph.configure()
    while True:
        try:
            yield cast("AudioFrame", last.pull())
        except av.error.EOFError:
            return


def _voices(prompt: str, seconds: float, side: int) -> str:
    """Write one channel as an expression of the time ``t`` in seconds."""
    chance = randomness_of(prompt)
    root, chord = chance.choice(_ROOTS), chance.choice(_CHORDS)
    parts: list[str] = []
    for number, step in enumerate(chord):
        # Whole waves, and whole swells, in the length of the clip: so it loops.
        pitch = round(root * 2 ** (step / 12) * seconds) / seconds
        swells = (1 + number % 3) / seconds
        phase = (number * 0.37 + side * 0.25) % 1
        level = _LOUDNESS / len(chord) / (1 + 0.25 * number)
        parts.append(
            f"{level:.5f}*sin(2*PI*{pitch:.5f}*t)*(0.6+0.4*sin(2*PI*({swells:.6f}*t+{phase:.3f})))"
        )
    return "+".join(parts)
