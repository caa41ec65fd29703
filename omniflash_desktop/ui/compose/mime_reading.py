"""From Qt's clipboard and drags to `DroppedMedia`."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from omniflash_desktop.ui.compose.dropped_media import DroppedMedia, dropped_media, is_wanted


def media_in(data: QMimeData) -> DroppedMedia:
    """Everything in `data` that can be a reference; fetches all bytes."""
    wanted = [mime for mime in data.formats() if is_wanted(mime)]
    return dropped_media({mime: bytes(data.data(mime).data()) for mime in wanted})


def media_hovering(data: QMimeData) -> DroppedMedia:
    """The same while it is still dragged: a picture's bytes stay where they are."""
    texts = [mime for mime in data.formats() if is_wanted(mime) and mime.startswith("text/")]
    found = dropped_media({mime: bytes(data.data(mime).data()) for mime in texts})
    if not found.files and not found.left_out and data.hasImage():
        return DroppedMedia(pictures=(b"",))
    return found


def bitmap_in(data: QMimeData) -> QImage | None:
    """A picture that the other program offers in no file format of its own."""
    picture = data.imageData() if data.hasImage() else None
    return picture if isinstance(picture, QImage) and not picture.isNull() else None
