"""Tiles of the library that are dragged: which clip they carry."""

from PySide6.QtCore import QMimeData

from omniflash_desktop.ui.compose.dropped_media import DroppedFile, DroppedMedia
from omniflash_desktop.ui.compose.media_kinds import MediaKind
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT
from omniflash_desktop.ui.library.row_drag import CLIP_MIME_TYPE


def clip_carried_by(data: QMimeData) -> str:
    """The id of the generation whose tile is dragged; empty where it is none, or several."""
    ids = bytes(data.data(CLIP_MIME_TYPE).data()).decode().split()
    return ids[0] if len(ids) == 1 else ""


def as_frame(media: DroppedMedia, target: int | None) -> DroppedMedia:
    """What a dragged tile would become at a slot: an image slot takes a frame of its clip."""
    if target is None or target == VIDEO_SLOT:
        return media
    frames = tuple(DroppedFile(file.path, MediaKind.IMAGE) for file in media.files[:1])
    return DroppedMedia(files=frames)
