"""What a dragged row carries: a finished clip its file, a clip in line its place there."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QUrl

from omniflash_desktop.domain.generation import Generation

CLIP_MIME_TYPE: Final = "application/x-omniflash-generation"
"""A dragged tile also carries the generation's id under this name, for the reference tray."""
LINE_MIME_TYPE: Final = "application/x-omniflash-in-line"
"""A row that waits in line carries the ids of its clips under this name, to be moved in it."""
CARRIED_TYPES: Final = ("text/uri-list", CLIP_MIME_TYPE, LINE_MIME_TYPE)


def carried_in_line(ids: Sequence[str]) -> QMimeData:
    """What rows carry that wait in line."""
    carried = QMimeData()
    carried.setData(LINE_MIME_TYPE, "\n".join(ids).encode())
    return carried


def carried_clips(clips: Sequence[Generation]) -> QMimeData:
    """What finished clips carry, for the composer and for other programs."""
    carried = QMimeData()
    files = [one.clip.path for one in clips if one.clip is not None]
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    carried.setData(CLIP_MIME_TYPE, "\n".join(one.id for one in clips).encode())
    return carried
