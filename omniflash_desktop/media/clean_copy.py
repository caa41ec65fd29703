"""A picture's own bytes without what it tells about people, places and cameras.

Nothing is decoded, so nothing is lost: the parts of the file that make the picture are kept, and
all others are left out: EXIF, XMP, IPTC, comments, previews, and whatever hangs on behind the end
(telephones put whole videos there).
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

_JPEG_FRAME_MARK: Final = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""Ends the coded data of a scan; stuffed bytes and restart marks belong to it."""
_JFIF_WITHOUT_PREVIEW: Final = 14
"""Bytes of the body."""
_PNG_PARTS: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP".split()
)
_WEBP_PARTS: Final = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


class UnknownLayoutError(Exception):
    """The file is not laid out as its format says; it must be decoded and written anew."""


def clean_copy(content: bytes, *, format_name: str) -> bytes:
    """`content` without what does not make the picture; equal to it where there is nothing.

    Args:
        content: The file.
        format_name: `JPEG`, `PNG`, `WEBP` or `GIF`.

    Raises:
        UnknownLayoutError: It cannot be told what is what.
    """
    try:
        match format_name:
            case "JPEG":
                return b"".join(_jpeg_parts(content))
            case "PNG":
                return b"".join(_png_parts(content))
            case "WEBP":
                return _clean_webp(content)
            case "GIF":
                return b"".join(_gif_parts(content))
            case _:
                raise UnknownLayoutError(format_name)
    except (IndexError, struct.error) as error:
        raise UnknownLayoutError(format_name) from error


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise UnknownLayoutError("JPEG")
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xD9:
            yield content[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if mark == 0xDA:
            found = _JPEG_FRAME_MARK.search(content, end)
            if found is None:
                raise UnknownLayoutError("JPEG")
            end = found.end() - 2
        if _is_needed_in_jpeg(mark, content[at + 4 : end]):
            yield content[at:end]
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


def _png_parts(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise UnknownLayoutError("PNG")
        if kind in _PNG_PARTS:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end


def _clean_webp(content: bytes) -> bytes:
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
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _gif_parts(content: bytes) -> Iterator[bytes]:
    at = 13 + _gif_colors(content[10])
    yield content[:at]
    while True:
        start = at
        match content[at]:
            case 0x3B:
                yield content[at : at + 1]
                return
            case 0x21:
                at = _end_of_gif_blocks(content, at + 2)
                is_graphic_control = content[start + 1] == 0xF9
                if is_graphic_control:
                    yield content[start:at]
            case 0x2C:
                at = _end_of_gif_blocks(content, at + 11 + _gif_colors(content[at + 9]))
                yield content[start:at]
            case _:
                raise UnknownLayoutError("GIF")


def _gif_colors(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_gif_blocks(content: bytes, at: int) -> int:
    while (length := content[at]) != 0:
        at += 1 + length
    return at + 1
