"""Judges what a body is by its first bytes; content types are often wrong."""

import re
from typing import Final

HEAD_BYTES: Final = 1024

_SIGNATURES: Final = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"(?s)RIFF....WEBP"), "image/webp"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff"),
    (re.compile(rb"(?s)BM....\0\0\0\0"), "image/bmp"),
    (re.compile(rb"(?s)RIFF....AVI "), "video/x-msvideo"),
    (re.compile(rb"(?s)....ftypqt  "), "video/quicktime"),
    (re.compile(rb"(?s)....ftyp(?:heic|heix|hevc|mif1|msf1)"), "image/heic"),
    (re.compile(rb"(?s)....ftypavi[fs]"), "image/avif"),
    (re.compile(rb"(?s)....ftyp"), "video/mp4"),
    (re.compile(rb"(?s)....(?:moov|mdat|wide|free|skip)"), "video/quicktime"),
    (re.compile(rb"(?s)\x1aE\xdf\xa3.{0,64}webm"), "video/webm"),
    (re.compile(rb"\x1aE\xdf\xa3"), "video/x-matroska"),
)
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script)", re.I)
_BINARY: Final = frozenset(range(0x20)) - frozenset(b"\t\n\r\f\x1b")


def content_type_of(head: bytes) -> str:
    """A content type such as `video/mp4`; empty where the bytes are of no kind known here.

    Args:
        head: The first bytes of the body, `HEAD_BYTES` at best.
    """
    known = next((name for signature, name in _SIGNATURES if signature.match(head)), "")
    return known or ("text/html" if _MARKUP.match(head) else "")


def is_text(head: bytes) -> bool:
    """Whether a body that begins so is text, such as HTML or JSON, and thus no video.

    Every video begins with binary lengths or numbers.
    """
    return not content_type_of(head).startswith(("video/", "image/")) and not any(
        byte in _BINARY for byte in head
    )
