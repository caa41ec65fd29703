"""From what the user gave to the picture that is sent; made once for each picture and wish."""

import contextlib
import hashlib
from pathlib import Path

import msgspec

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.prepared_pictures import known_picture, remember
from omniflash_desktop.media.source_files import MAX_PICTURE_BYTES, checked_size


def prepare_image(source: Path, folder: Path, wishes: PictureWishes | None = None) -> PreparedImage:
    """The picture to send: `source` itself where it may go as it is, or a copy.

    Args:
        source: What the user gave.
        folder: Where copies are kept, named by their content.
        wishes: The user's; `None` for the usual ones.

    Raises:
        UnusableError: It is no picture, it is damaged, or it has too many pixels.
    """
    wishes = wishes or PictureWishes()
    if checked_size(source) > MAX_PICTURE_BYTES:
        raise UnusableError(Unusable.TOO_LARGE)
    try:
        content = source.read_bytes()
    except OSError:
        raise UnusableError(Unusable.UNREADABLE) from None
    source_sha256 = hashlib.sha256(content).hexdigest()
    known = known_picture(source, source_sha256, folder, wishes)
    if known is not None:
        return known
    # Only now: a picture that is known needs no decoder.
    from omniflash_desktop.media.sendable_picture import sendable_picture

    prepared = msgspec.structs.replace(
        sendable_picture(content, source, folder, wishes), source_sha256=source_sha256
    )
    # Without a note it is made anew next time.
    with contextlib.suppress(UnusableError):
        remember(prepared, source, folder, wishes)
    return prepared
