"""A picture's own bytes without what it tells about people, places and cameras.

Nothing is decoded, so nothing is lost: the parts of the file that make the picture are kept, and
all others are left out: EXIF, XMP, IPTC, comments, previews, and whatever hangs on behind the end
(telephones put whole videos there).
"""

import re
import struct
from typing import Final

import msgspec

_JPEG_FRAME_MARK: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Ends the coded data of a scan; stuffed bytes and restart marks belong to it.

It begins with one plain byte, for which whole megabytes are searched at once; of several bytes that
fill up before a mark, it finds the last one."""
_JFIF_WITHOUT_PREVIEW: Final = 14
"""Bytes of the body."""
_PNG_PARTS: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP".split()
)
_WEBP_PARTS: Final = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04
_FILLS_UP: Final = b"\0\r\n\t \xff"
"""What some programs write behind a picture's end to no end."""


class UnknownLayoutError(Exception):
    """The file is not laid out as its format says; it must be decoded and written anew."""


class CleanCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A file without what does not make the picture.

    Attributes:
        content: Equal to the whole file where there was nothing else.
        has_attachment: Whether something hung on behind the picture's end.
    """

    content: bytes
    has_attachment: bool


def clean_copy(content: bytes, *, format_name: str) -> CleanCopy:
    """`content` without what does not make the picture.

    Args:
        content: The file.
        format_name: `JPEG`, `PNG`, `WEBP` or `GIF`.

    Raises:
        UnknownLayoutError: It cannot be told what is what.
    """
    kept: list[bytes] = []
    try:
        match format_name:
            case "JPEG":
                end = _keep_jpeg_parts(content, kept)
            case "PNG":
                end = _keep_png_parts(content, kept)
            case "WEBP":
                end = _keep_webp_parts(content, kept)
            case "GIF":
                end = _keep_gif_parts(content, kept)
            case _:
                raise UnknownLayoutError(format_name)
    except (IndexError, struct.error) as error:
        raise UnknownLayoutError(format_name) from error
    return CleanCopy(content=b"".join(kept), has_attachment=bool(content[end:].strip(_FILLS_UP)))


def _keep_jpeg_parts(content: bytes, kept: list[bytes]) -> int:
    """Adds what makes the picture to `kept`; returns where the picture ends, as the others do."""
    kept.append(content[:2])
    at = 2
    while True:
        if content[at] != 0xFF:
            raise UnknownLayoutError("JPEG")
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xD9:
            kept.append(content[at : at + 2])
            return at + 2
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if mark == 0xDA:
            found = _JPEG_FRAME_MARK.search(content, end)
            if found is None:
                raise UnknownLayoutError("JPEG")
            end = found.end() - 2
        if _is_needed_in_jpeg(mark, content[at + 4 : end]):
            kept.append(content[at:end])
        at = end


def _is_needed_in_jpeg(mark: int, body: bytes) -> bool:
    match mark:
        case 0xE0:
            return body.startswith(b"JFIF\0") and len(body) == _JFIF_WITHOUT_PREVIEW
        case 0xE2:
            return body.startswith(b"ICC_PROFILE\0")
        case 0xEE:
            return body.startswith(b"Adobe")
        case _:
            is_application_data = 0xE0 <= mark <= 0xEF
            is_comment = mark == 0xFE
            return not is_application_data and not is_comment


def _keep_png_parts(content: bytes, kept: list[bytes]) -> int:
    kept.append(content[:8])
    at = 8
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise UnknownLayoutError("PNG")
        if kind in _PNG_PARTS:
            kept.append(content[at:end])
        if kind == b"IEND":
            return end
        at = end


def _keep_webp_parts(content: bytes, kept: list[bytes]) -> int:
    end_of_all = min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    parts: list[bytes] = []
    at = 12
    while at + 8 <= end_of_all:
        kind, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if kind in _WEBP_PARTS:
            part = bytearray(content[at:end])
            if kind == b"VP8X":
                part[8] &= ~(_WEBP_EXIF | _WEBP_XMP) & 0xFF
            parts.append(bytes(part))
        at = end
    body = b"".join(parts)
    kept.append(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body)
    return end_of_all


def _keep_gif_parts(content: bytes, kept: list[bytes]) -> int:
    at = 13 + _gif_colors(content[10])
    kept.append(content[:at])
    while True:
        start = at
        match content[at]:
            case 0x3B:
                kept.append(content[at : at + 1])
                return at + 1
            case 0x21:
                at = _end_of_gif_blocks(content, at + 2)
                is_graphic_control = content[start + 1] == 0xF9
                if is_graphic_control:
                    kept.append(content[start:at])
            case 0x2C:
                at = _end_of_gif_blocks(content, at + 11 + _gif_colors(content[at + 9]))
                kept.append(content[start:at])
            case _:
                raise UnknownLayoutError("GIF")


def _gif_colors(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_gif_blocks(content: bytes, at: int) -> int:
    while (length := content[at]) != 0:
        at += 1 + length
    return at + 1
