"""Names for clip files: sortable by date, readable, and safe on all three systems."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Final

MAX_TITLE_BYTES: Final = 80
"""Keeps the whole path short enough for systems with old limits."""

DEFAULT_PATTERN: Final = "{date}_{time}_{title}"

_WINDOWS_DEVICES: Final = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$")
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\s]+')


def safe_title(text: str) -> str:
    """`text` as a part of a file name: no reserved characters, at most 80 bytes of UTF-8.

    Letters of all scripts stay. Returns "clip" where nothing is left.
    """
    normal = unicodedata.normalize("NFC", text)
    printable = "".join(c for c in normal if unicodedata.category(c)[0] != "C" or c in "\n\t")
    joined = _UNSAFE.sub("-", printable).strip("-. ")
    cut = joined.encode("utf-8")[:MAX_TITLE_BYTES].decode("utf-8", errors="ignore").strip("-. ")
    return "clip" if not cut or _WINDOWS_DEVICES.match(cut) else cut


def clip_file_name(*, prompt: str, made_at: datetime, exists: Callable[[str], bool]) -> str:
    """The name for a new clip; an existing file is never taken.

    Args:
        prompt: What the clip shows.
        made_at: Local time of the click.
        exists: Tells whether a name is taken, without regard to case.
    """
    words = " ".join(prompt.split()[:8])
    stem = f"{made_at:%Y-%m-%d_%H%M%S}_{safe_title(words)}"
    name = f"{stem}.mp4"
    number = 2
    while exists(name):
        name = f"{stem}_{number}.mp4"
        number += 1
    return name
