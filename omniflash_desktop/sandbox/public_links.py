"""The shape of the links handed out: paths are kept, addresses are put in front when they are told.

``/f/image/NAME`` and ``/f/file/NAME`` are uploads, thumbnails and bucket files;
``/f/video/ISSUE/NAME`` is a finished clip, where ISSUE counts the links made for it.
"""

from __future__ import annotations

import re
from typing import Final

_PATH: Final = re.compile(r"/f/(?:image|file|video/\d{1,9})/([A-Za-z0-9][A-Za-z0-9._-]{0,199})")


def image_path(name: str) -> str:
    """Write the path of an uploaded picture or a thumbnail."""
    return f"/f/image/{name}"


def bucket_path(name: str) -> str:
    """Write the path of a bucket file."""
    return f"/f/file/{name}"


def clip_path(name: str, issue: int) -> str:
    """Write the path of a finished clip.

    Args:
        name: The clip's file name.
        issue: Number of the link, from 1.
    """
    return f"/f/video/{issue}/{name}"


def file_name(path: str) -> str | None:
    """Read the file name out of a path of ours; None for any other path."""
    match = _PATH.fullmatch(path)
    return None if match is None else match.group(1)
