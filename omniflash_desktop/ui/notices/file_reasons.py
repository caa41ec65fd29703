"""Why a picture or a video cannot be used, for the word that the media workers have for it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WORDS = {
    "not_a_link": QT_TRANSLATE_NOOP("FileReason", "This is no link"),
    "not_http": QT_TRANSLATE_NOOP("FileReason", "Only http and https links can be used"),
    "has_credentials": QT_TRANSLATE_NOOP("FileReason", "The link holds a password"),
    "not_public": QT_TRANSLATE_NOOP("FileReason", "The link leads to a private address"),
    "missing": QT_TRANSLATE_NOOP("FileReason", "The file is not there any more"),
    "not_a_file": QT_TRANSLATE_NOOP("FileReason", "This is no file"),
    "empty": QT_TRANSLATE_NOOP("FileReason", "The file is empty"),
    "unreadable": QT_TRANSLATE_NOOP("FileReason", "The file cannot be read"),
    "no_decoder": QT_TRANSLATE_NOOP("FileReason", "Its codec cannot be read on this computer"),
    "damaged": QT_TRANSLATE_NOOP("FileReason", "The file is damaged or incomplete"),
    "not_an_image": QT_TRANSLATE_NOOP("FileReason", "Whatever its name says, this is not an image"),
    "not_a_video": QT_TRANSLATE_NOOP("FileReason", "Whatever its name says, this is not a video"),
    "a_video": QT_TRANSLATE_NOOP("FileReason", "It is a video, and has a slot of its own"),
    "changed": QT_TRANSLATE_NOOP("FileReason", "The file changed while it was read"),
    "no_such_frame": QT_TRANSLATE_NOOP("FileReason", "The video ends before this frame"),
    "no_recipe": QT_TRANSLATE_NOOP("FileReason", "There is no recipe in it"),
    "not_copyable": QT_TRANSLATE_NOOP("FileReason", "It cannot be copied as it is"),
    "no_picture": QT_TRANSLATE_NOOP("FileReason", "There is sound in it, but no picture"),
    "too_large": QT_TRANSLATE_NOOP("FileReason", "The file is too large"),
    "too_many_pixels": QT_TRANSLATE_NOOP(
        "FileReason", "It has more than 120 million pixels, too many to be unpacked safely"
    ),
    "too_long": QT_TRANSLATE_NOOP("FileReason", "The video is too long: use a part of it"),
    "nothing_kept": QT_TRANSLATE_NOOP(
        "FileReason", "The part that was chosen lies outside of the video"
    ),
    "disk_full": QT_TRANSLATE_NOOP("FileReason", "The disk is full"),
    "unwritable": QT_TRANSLATE_NOOP("FileReason", "The folder for copies cannot be written"),
    "crashed": QT_TRANSLATE_NOOP("FileReason", "Reading it failed"),
    "took_too_long": QT_TRANSLATE_NOOP("FileReason", "Reading it took too long"),
}

_BRIEF = {
    "missing": QT_TRANSLATE_NOOP("FileReason", "Not there"),
    "not_a_file": QT_TRANSLATE_NOOP("FileReason", "No file"),
    "empty": QT_TRANSLATE_NOOP("FileReason", "Empty file"),
    "unreadable": QT_TRANSLATE_NOOP("FileReason", "Not readable"),
    "no_decoder": QT_TRANSLATE_NOOP("FileReason", "Unknown codec"),
    "damaged": QT_TRANSLATE_NOOP("FileReason", "Damaged"),
    "not_an_image": QT_TRANSLATE_NOOP("FileReason", "Not an image"),
    "not_a_video": QT_TRANSLATE_NOOP("FileReason", "Not a video"),
    "no_picture": QT_TRANSLATE_NOOP("FileReason", "No picture"),
    "a_video": QT_TRANSLATE_NOOP("FileReason", "A video"),
    "too_large": QT_TRANSLATE_NOOP("FileReason", "Too large"),
    "too_many_pixels": QT_TRANSLATE_NOOP("FileReason", "Too many pixels"),
    "too_long": QT_TRANSLATE_NOOP("FileReason", "Too long"),
    "nothing_kept": QT_TRANSLATE_NOOP("FileReason", "Nothing kept"),
    "disk_full": QT_TRANSLATE_NOOP("FileReason", "Disk full"),
    "unwritable": QT_TRANSLATE_NOOP("FileReason", "Cannot write"),
}


def reason_words(detail: str) -> str:
    """A sentence without its full stop; `detail` itself where it is no word of the workers."""
    known = _WORDS.get(detail)
    return detail if known is None else QCoreApplication.translate("FileReason", str(known))


def brief_reason(detail: str) -> str:
    """Two or three words for a slot."""
    known = _BRIEF.get(detail, QT_TRANSLATE_NOOP("FileReason", "Cannot be used"))
    return QCoreApplication.translate("FileReason", str(known))
