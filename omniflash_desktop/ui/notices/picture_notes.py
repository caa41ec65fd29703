"""What is changed in a picture before it is sent, in words: a note for its slot, and all of it."""

from typing import Final, assert_never

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from omniflash_desktop.domain.outcomes import PictureDetail, PreparedImage
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.unusual_pictures import Oddity, format_called, unusual_picture
from omniflash_desktop.ui.notices.figures import (
    brief_size_words,
    megapixel_words,
    pixel_words,
    size_words,
)

translate = QCoreApplication.translate

_DETAILS: Final = {
    PictureDetail.PLACE: QT_TRANSLATE_NOOP("PictureNote", "location"),
    PictureDetail.CAMERA: QT_TRANSLATE_NOOP("PictureNote", "camera"),
    PictureDetail.NAMES: QT_TRANSLATE_NOOP("PictureNote", "names"),
    PictureDetail.TIME: QT_TRANSLATE_NOOP("PictureNote", "time"),
    PictureDetail.WORDS: QT_TRANSLATE_NOOP("PictureNote", "titles and comments"),
    PictureDetail.PREVIEW: QT_TRANSLATE_NOOP("PictureNote", "preview picture"),
    PictureDetail.ATTACHED: QT_TRANSLATE_NOOP("PictureNote", "attached file"),
    PictureDetail.OTHER: QT_TRANSLATE_NOOP("PictureNote", "other data"),
}
_WORTH_A_NOTE: Final = frozenset(
    {
        PictureDetail.PLACE,
        PictureDetail.CAMERA,
        PictureDetail.NAMES,
        PictureDetail.TIME,
        PictureDetail.WORDS,
        PictureDetail.ATTACHED,
    }
)
"""What a person would want to know about at a glance."""

_CONTENT_FORMATS: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/gif": "GIF",
}


class PictureNote(msgspec.Struct, frozen=True):
    """One change.

    Attributes:
        brief: A few words for the slot; empty for what is not worth its room.
        shorter: The same where room is even shorter.
        words: A sentence without its full stop.
    """

    brief: str
    shorter: str
    words: str


def format_words(name: str) -> str:
    """A picture's format as people call it, from Pillow's name or a content type."""
    return _CONTENT_FORMATS.get(name) or format_called(name)


def details_words(details: tuple[PictureDetail, ...]) -> str:
    """What a picture tells: `location, camera, names`."""
    return ", ".join(translate("PictureNote", str(_DETAILS[detail])) for detail in details)


def notes_of(prepared: PreparedImage, shape: tuple[int, int]) -> tuple[PictureNote, ...]:
    """All that is changed in a picture, the weightiest first; empty where it goes as it is.

    Args:
        prepared: What came of it.
        shape: Of the clip, such as 16 and 9.
    """
    notes = [
        _shrinking(prepared),
        _conversion(prepared),
        _silence(prepared),
        _kept_details(prepared),
        _turn(prepared),
        _colours(prepared),
        _framing(prepared, shape),
    ]
    return tuple(note for note in notes if note is not None)


def _shrinking(prepared: PreparedImage) -> PictureNote | None:
    if not prepared.shrunk:
        return None
    before, after = prepared.source_size_bytes, prepared.size_bytes
    first, last = prepared.shrink_steps[0], prepared.shrink_steps[-1]
    has_fewer_pixels = last.width < first.width or (
        prepared.fit is Fit.AS_IS and prepared.width < prepared.source_width
    )
    if has_fewer_pixels and after >= before // 2:
        start = megapixel_words(prepared.source_width, prepared.source_height)
        end = megapixel_words(prepared.width, prepared.height)
    else:
        start, end = brief_size_words(before), brief_size_words(after)
    words = translate("PictureNote", "Compressed more strongly: {before} became {after}")
    if has_fewer_pixels:
        words = translate("PictureNote", "Made smaller: {before}, {large} became {after}, {small}")
    return PictureNote(
        f"{start} \u2192 {end}",
        f"\u2192 {end}",
        words.format(
            before=size_words(before),
            after=size_words(after),
            large=pixel_words(prepared.source_width, prepared.source_height),
            small=pixel_words(prepared.width, prepared.height),
        ),
    )


def _conversion(prepared: PreparedImage) -> PictureNote | None:
    found = unusual_picture(prepared.converted_from)
    oddity = None if found is None else found.oddity
    if oddity is Oddity.MOVES:
        return PictureNote(
            translate("PictureNote", "first frame only"),
            translate("PictureNote", "first frame"),
            translate("PictureNote", "It moves; only its first frame is sent"),
        )
    start, end = format_words(prepared.source_format), format_words(prepared.content_type)
    if start and start != end:
        return PictureNote(
            f"{start} \u2192 {end}",
            f"\u2192 {end}",
            translate("PictureNote", "Converted from {before} to {after}").format(
                before=start, after=end
            ),
        )
    match oddity:
        case None | Oddity.FORMAT | Oddity.PROFILE:
            return None
        case Oddity.PRINT_COLOURS:
            return PictureNote(
                "CMYK \u2192 RGB",
                "\u2192 RGB",
                translate("PictureNote", "Print colours translated to a screen's"),
            )
        case Oddity.DEEP | Oddity.RARE_COLOURS:
            return PictureNote(
                translate("PictureNote", "to 8 bits"),
                translate("PictureNote", "8 bits"),
                translate("PictureNote", "Brought to 8 bits a colour"),
            )
        case _:
            assert_never(oddity)


def _silence(prepared: PreparedImage) -> PictureNote | None:
    if not prepared.removed:
        return None
    first = next((detail for detail in prepared.removed if detail in _WORTH_A_NOTE), None)
    brief = shorter = ""
    if first is not None:
        # "No place" would be read as "no room", above all while something is dragged.
        is_place = first is PictureDetail.PLACE
        location = translate("PictureNote", "location")
        detail = location if is_place else details_words((first,))
        brief = translate("PictureNote", "{detail} removed").format(detail=detail)
        shorter = translate("PictureNote", "no {detail}").format(detail=detail)
    words = translate("PictureNote", "Left out: {details}")
    return PictureNote(brief, shorter, words.format(details=details_words(prepared.removed)))


def _kept_details(prepared: PreparedImage) -> PictureNote | None:
    if not prepared.told:
        return None
    brief = ""
    if PictureDetail.PLACE in prepared.told:
        brief = translate("PictureNote", "tells its location")
    words = translate("PictureNote", "It still tells: {details}")
    return PictureNote(brief, brief, words.format(details=details_words(prepared.told)))


def _turn(prepared: PreparedImage) -> PictureNote | None:
    if not prepared.turned:
        return None
    return PictureNote(
        translate("PictureNote", "turned upright"),
        translate("PictureNote", "turned"),
        translate("PictureNote", "Turned upright"),
    )


def _colours(prepared: PreparedImage) -> PictureNote | None:
    if not prepared.converted_profile:
        return None
    words = translate("PictureNote", "Colours translated from {profile} to sRGB")
    return PictureNote(
        translate("PictureNote", "colours to sRGB"),
        "sRGB",
        words.format(profile=prepared.converted_profile),
    )


def _framing(prepared: PreparedImage, shape: tuple[int, int]) -> PictureNote | None:
    """The slot shows it by itself, and has a mark for it: no note there."""
    ratio = f"{shape[0]}:{shape[1]}"
    match prepared.fit:
        case Fit.AS_IS:
            return None
        case Fit.CROP:
            words = translate("PictureNote", "Cropped to {ratio}")
        case Fit.PAD:
            words = translate("PictureNote", "Padded to {ratio}")
    return PictureNote("", "", words.format(ratio=ratio))
