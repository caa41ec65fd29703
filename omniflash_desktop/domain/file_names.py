"""Names for clip files, from a pattern: readable, and safe on all three systems.

A pattern is text with fields such as `{date}`. It names files and never folders: what would part
folders, in the pattern or in a field, becomes a hyphen. One flat folder is what people back up,
and a prompt must not be able to choose where a file goes.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import msgspec

MAX_TITLE_BYTES: Final = 80
"""Of one field, in UTF-8."""

MAX_NAME_BYTES: Final = 180
"""Of the whole name, in UTF-8. Systems take 255, and people put files into deep folders."""

DEFAULT_PATTERN: Final = "{date}_{time}_{title}"
FIELDS: Final = (
    "date",
    "time",
    "title",
    "prompt",
    "take",
    "takes",
    "resolution",
    "seconds",
    "ratio",
    "mode",
    "task",
    "project",
    "id",
)
ENDING: Final = ".mp4"

_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_TELLS_TAKES_APART: Final = frozenset({"take", "task", "id"})
_LONGEST_NUMBER: Final = 12
"""Characters that are kept free for what makes a name the only one of its kind."""
_LONGEST_PLACE: Final = 16
"""Bytes of a frame's place and its ending."""

_WINDOWS_DEVICES: Final = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\s]+')
_JOINERS: Final = "\u200c\u200d"
"""Invisible, and needed: they hold emoji together, and shape letters in Persian and Hindi."""
_EDGES: Final = "-. " + _JOINERS


class NameFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a name may tell of a clip; see `FIELDS`.

    Attributes:
        made_at: The click, in the time zone that the name is to tell.
        title: The user's own, or empty.
        prompt: What the clip shows.
        take: From 1.
        takes: How many were made with the click.
        resolution: Such as `720p`.
        seconds: The clip's length, rounded.
        ratio: Such as `16:9`.
        mode: Such as `text_to_video`.
        task: The service's id of the task.
        project: The project's name, or empty.
        id: Ours.
    """

    made_at: datetime
    title: str = ""
    prompt: str = ""
    take: int = 1
    takes: int = 1
    resolution: str = ""
    seconds: int = 0
    ratio: str = ""
    mode: str = ""
    task: str = ""
    project: str = ""
    id: str = ""


class PatternProblems(msgspec.Struct, frozen=True, kw_only=True):
    """What is odd about a pattern. None of it keeps a clip from getting a name.

    Attributes:
        unknown_fields: Fields that there are none of, without their braces; they stay in the name
            as words.
        makes_folders: It holds slashes, which become hyphens.
        is_empty: Nothing of it would be left in a name.
    """

    unknown_fields: tuple[str, ...] = ()
    makes_folders: bool = False
    is_empty: bool = False

    @property
    def none(self) -> bool:
        """Whether all is fine."""
        return self == PatternProblems()


def safe_title(text: str) -> str:
    """`text` as a part of a file name: no reserved characters, at most 80 bytes of UTF-8.

    Letters of all scripts and emoji stay. Returns "clip" where nothing is left.
    """
    return _safe(text, MAX_TITLE_BYTES) or "clip"


def clip_file_name(
    facts: NameFacts, *, exists: Callable[[str], bool], pattern: str = DEFAULT_PATTERN
) -> str:
    """The name for a new clip; an existing file is never taken.

    Args:
        facts: Of the clip.
        exists: Tells whether a name is taken, without regard to case.
        pattern: See the module. Unknown fields stay readable in the name.
    """
    stem = _safe(_filled(pattern, facts), MAX_NAME_BYTES - len(ENDING) - _LONGEST_NUMBER) or "clip"
    if facts.takes > 1 and not _TELLS_TAKES_APART.intersection(_fields_in(pattern)):
        # Their names must not depend on which of them is home first.
        stem = f"{stem}_take{facts.take}"
    name, number = f"{stem}{ENDING}", 2
    while exists(name):
        name = f"{stem}_{number}{ENDING}"
        number += 1
    return name


def frame_file_name(clip_stem: str, *, seconds: float, frame_rate: float) -> str:
    """The name for a frame of a clip: `kite_00m09s23.png`.

    Args:
        clip_stem: The clip's name without its ending.
        seconds: When the frame is shown.
        frame_rate: Frames a second, for the last two figures; 0 for hundredths of a second.
    """
    # A frame's moment may lie a hair before the figure that it stands for.
    whole, rest = divmod(seconds + 0.0005, 1.0)
    minutes, full = divmod(int(whole), 60)
    place = f"_{minutes:02}m{full:02}s{int(rest * (frame_rate or 100.0)):02}"
    stem = _safe(clip_stem, MAX_NAME_BYTES - _LONGEST_NUMBER - _LONGEST_PLACE) or "clip"
    return f"{stem}{place}.png"


def problems_of_pattern(pattern: str) -> PatternProblems:
    """What to tell the user about a pattern that they are writing."""
    unknown = dict.fromkeys(field for field in _fields_in(pattern) if field not in FIELDS)
    known_replaced = _FIELD.sub(lambda found: "x" if found[1] in FIELDS else found[1], pattern)
    return PatternProblems(
        unknown_fields=tuple(unknown),
        makes_folders="/" in pattern or "\\" in pattern,
        is_empty=not _safe(known_replaced, MAX_NAME_BYTES),
    )


def example_name(pattern: str) -> str:
    """The name of a clip like any other, to be shown while a pattern is written."""
    return clip_file_name(_EXAMPLE, exists=lambda _name: False, pattern=pattern)


_EXAMPLE: Final = NameFacts(
    made_at=datetime(2026, 3, 14, 18, 40, 5),
    prompt="A red paper boat drifts on a pond",
    resolution="720p",
    seconds=6,
    ratio="16:9",
    mode="text_to_video",
    task="task_01J9ZK3V7Q",
    project="Spring",
    id="3f9c1a7be204",
)


def _filled(pattern: str, facts: NameFacts) -> str:
    values = _values_of(facts)
    return _FIELD.sub(lambda found: values.get(found[1], found[1]), pattern)


def _values_of(facts: NameFacts) -> Mapping[str, str]:
    title = facts.title or " ".join(facts.prompt.split()[:8])
    return {
        "date": f"{facts.made_at:%Y-%m-%d}",
        "time": f"{facts.made_at:%H%M%S}",
        "title": safe_title(title),
        "prompt": safe_title(facts.prompt),
        "take": str(facts.take),
        "takes": str(facts.takes),
        "resolution": _safe(facts.resolution, MAX_TITLE_BYTES),
        "seconds": str(facts.seconds),
        "ratio": _safe(facts.ratio.replace(":", "x"), MAX_TITLE_BYTES),
        "mode": _safe(facts.mode.replace("_", "-"), MAX_TITLE_BYTES),
        "task": _safe(facts.task, MAX_TITLE_BYTES),
        "project": _safe(facts.project, MAX_TITLE_BYTES),
        "id": _safe(facts.id, MAX_TITLE_BYTES),
    }


def _fields_in(pattern: str) -> list[str]:
    return _FIELD.findall(pattern)


def _safe(text: str, most_bytes: int) -> str:
    """`text` as every system takes it; empty where nothing is left, or a device is named."""
    normal = unicodedata.normalize("NFC", text)
    joined = _UNSAFE.sub("-", "".join(c for c in normal if _is_kept(c))).strip(_EDGES)
    cut = joined.encode("utf-8")[:most_bytes].decode("utf-8", errors="ignore")
    # A cut may part what belongs together, and what is left must be normal by itself.
    clean = unicodedata.normalize("NFC", cut).strip(_EDGES)
    return "" if _WINDOWS_DEVICES.match(clean) else clean


def _is_kept(character: str) -> bool:
    # Category C: controls, halves of characters, and marks that turn the direction of a name.
    is_invisible = unicodedata.category(character)[0] == "C"
    return not is_invisible or character in "\n\t" or character in _JOINERS
