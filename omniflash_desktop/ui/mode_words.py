"""Names and icons of the modes."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.request import Mode


def mode_words(mode: Mode) -> str:
    """What people call a mode."""
    translate = QCoreApplication.translate
    match mode:
        case Mode.TEXT_TO_VIDEO:
            return translate("mode_words", "Text to video")
        case Mode.IMAGE_TO_VIDEO:
            return translate("mode_words", "Image to video")
        case Mode.IMAGE_FUSION:
            return translate("mode_words", "3-image fusion")
        case Mode.MOTION_REFERENCE:
            return translate("mode_words", "Motion reference")
        case Mode.TWO_IMAGES:
            return translate("mode_words", "Two images")
        case _:
            assert_never(mode)


def mode_icon(mode: Mode) -> str:
    """The icon of a mode."""
    match mode:
        case Mode.TEXT_TO_VIDEO:
            return "text-t"
        case Mode.IMAGE_TO_VIDEO:
            return "image"
        case Mode.IMAGE_FUSION:
            return "stack"
        case Mode.MOTION_REFERENCE:
            return "person-simple-run"
        case Mode.TWO_IMAGES:
            return "warning"
        case _:
            assert_never(mode)
