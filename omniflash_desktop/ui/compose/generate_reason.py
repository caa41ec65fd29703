"""Why Generate cannot be pressed, in a sentence that says what to do."""

from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.request import GenerationRequest, Missing, Mode, missing_from
from omniflash_desktop.ui.compose.prompt_field import PromptField
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.video_words import missing_words

translate = QCoreApplication.translate

_LONGEST_NAME: Final = 32
"""Characters; a longer name would fill the sentence."""


def reason_against(request: GenerationRequest, tray: ReferenceTray, prompt: PromptField) -> str:
    """The first reason; empty for none. An empty prompt is told at the press instead.

    Args:
        request: As it stands.
        tray: Holds its references.
        prompt: Holds its words.
    """
    failed = tray.failed_item
    if failed is not None:
        words = translate("generate_reason", "%1 cannot be used. Replace or remove it.")
        return words.replace("%1", _brief(failed.name))
    coming = tray.coming_item
    if coming is not None:
        words = translate("generate_reason", "%1 is still on its way.")
        return words.replace("%1", _brief(coming.name))
    if request.mode is Mode.TWO_IMAGES:
        return two_images_reason()
    if prompt.wrong_name_words:
        return prompt.wrong_name_words
    video = tray.video_item
    if video is not None and missing_words(video):
        return missing_words(video)
    missing = missing_from(request)
    match missing:
        case None | Missing.PROMPT:
            return ""
        case Missing.A_THIRD_IMAGE | Missing.FEWER_IMAGES:
            return translate("generate_reason", "Use none, one or three images")
        case Missing.A_VALID_DURATION:
            return translate("generate_reason", "Choose a duration")
        case _:
            assert_never(missing)


def two_images_reason() -> str:
    """The reason that the hint about two images tells as well."""
    return translate("generate_reason", "Add a third image or keep one")


def _brief(name: str) -> str:
    if len(name) <= _LONGEST_NAME:
        return name
    half = _LONGEST_NAME // 2
    return f"{name[:half]}…{name[-half + 1 :]}"
