"""Phrases that can be put into the prompt: for the camera, the light and the sound."""

from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QCoreApplication


class PhraseTopic(StrEnum):
    """What a phrase is about."""

    CAMERA = "camera"
    LIGHT = "light"
    SOUND = "sound"


def topic_word(topic: PhraseTopic) -> str:
    """The topic's name, which also begins its line in the prompt."""
    translate = QCoreApplication.translate
    match topic:
        case PhraseTopic.CAMERA:
            return translate("phrases", "Camera")
        case PhraseTopic.LIGHT:
            return translate("phrases", "Light")
        case PhraseTopic.SOUND:
            return translate("phrases", "Sound")
        case _:
            assert_never(topic)


def phrases_about(topic: PhraseTopic) -> tuple[str, ...]:
    """What can be chosen for a topic."""
    translate = QCoreApplication.translate
    match topic:
        case PhraseTopic.CAMERA:
            return (
                translate("phrases", "slow dolly-in at knee height"),
                translate("phrases", "pull back to reveal the whole scene"),
                translate("phrases", "static wide shot on a tripod"),
                translate("phrases", "handheld, following the subject"),
                translate("phrases", "low angle, tilting up"),
                translate("phrases", "drone shot from above, drifting forwards"),
                translate("phrases", "close-up, 50 mm, shallow depth of field"),
                translate("phrases", "one continuous take"),
            )
        case PhraseTopic.LIGHT:
            return (
                translate("phrases", "low warm sun from behind, soft haze"),
                translate("phrases", "overcast daylight, soft shadows"),
                translate("phrases", "blue hour, street lamps coming on"),
                translate("phrases", "neon signs reflected on wet ground"),
                translate("phrases", "a single window from the left"),
                translate("phrases", "candle light, deep shadows"),
                translate("phrases", "hard noon sun, high contrast"),
            )
        case PhraseTopic.SOUND:
            return (
                translate("phrases", "faint wind, shifting sand"),
                translate("phrases", "rain on metal, distant traffic"),
                translate("phrases", "one low piano note"),
                translate("phrases", "footsteps echoing in a hall"),
                translate("phrases", "birds at dawn, no music"),
                translate("phrases", "a crowd murmuring far away"),
                translate("phrases", "no speech"),
            )
        case _:
            assert_never(topic)
