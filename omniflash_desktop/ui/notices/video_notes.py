"""What a reference video is, what is odd about it and what becomes of it, in words."""

from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.reference_videos import CopyReason, SendableVideo, VideoWarning
from omniflash_desktop.ui.notices.figures import size_words

translate = QCoreApplication.translate

_CODECS: Final = {
    "h264": "H.264",
    "hevc": "HEVC",
    "av1": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "mpeg4": "MPEG-4",
    "prores": "ProRes",
    "mjpeg": "Motion JPEG",
}


def length_words(seconds: float) -> str:
    """A length to the tenth, or to the hundredth where it is short: `12.5 s`, `0.46 s`."""
    digits = 1 if seconds >= 1 else 2
    return translate("VideoNotes", "{s} s").format(s=f"{seconds:.{digits}f}")


def fact_lines(facts: VideoFacts) -> list[str]:
    """All that is known of a video, a line for each kind of fact."""
    codec = _CODECS.get(facts.codec, facts.codec)
    rate = translate("VideoNotes", "{n} frames a second").format(n=f"{facts.frame_rate:.4g}")
    if facts.is_variable:
        rate = translate("VideoNotes", "frames of different length")
    shape = f"{facts.width} × {facts.height}"
    if facts.rotation:
        shape += ", " + translate("VideoNotes", "turned upright")
    sound = translate("VideoNotes", "With sound")
    if not facts.has_sound:
        sound = translate("VideoNotes", "No sound")
    return [
        f"{length_words(facts.seconds)}, {shape}",
        f"{codec}, {rate}, {size_words(facts.size_bytes)}",
        sound,
    ]


def warning_words(warning: VideoWarning) -> tuple[str, str]:
    """What is odd, in two or three words, and as a sentence with what it means."""
    match warning:
        case VideoWarning.LONG:
            return (
                translate("VideoNotes", "very long"),
                translate("VideoNotes", "Longer than a minute: the service may refuse it."),
            )
        case VideoWarning.SHORT:
            return (
                translate("VideoNotes", "very short"),
                translate("VideoNotes", "Shorter than a second: it shows hardly any motion."),
            )
        case VideoWarning.LARGE:
            return (
                translate("VideoNotes", "very large"),
                translate("VideoNotes", "Larger than 200 MB: the service may refuse it."),
            )
        case VideoWarning.SMALL:
            return (
                translate("VideoNotes", "very small picture"),
                translate("VideoNotes", "The picture is very small and shows little."),
            )
        case VideoWarning.SLOW:
            return (
                translate("VideoNotes", "few frames"),
                translate("VideoNotes", "Few frames a second: the motion will stutter."),
            )
        case VideoWarning.FAST:
            return (
                translate("VideoNotes", "very many frames"),
                translate("VideoNotes", "Very many frames a second: the service may refuse it."),
            )
        case VideoWarning.SOUND_UNREADABLE:
            return (
                translate("VideoNotes", "sound not readable"),
                translate("VideoNotes", "Its sound cannot be read here."),
            )
        case VideoWarning.CUT_OFF:
            return (
                translate("VideoNotes", "end is missing"),
                translate("VideoNotes", "Its end is missing or damaged. What plays of it is sent."),
            )
        case _:
            assert_never(warning)


def sent_words(sent: SendableVideo) -> str:
    """What is sent, and why that is a copy."""
    if not sent.reasons:
        return translate("VideoNotes", "Sent as it is.")
    words = translate("VideoNotes", "Sent as a copy: {what}, {size}, {why}.")
    return words.format(
        what=f"{sent.facts.width} × {sent.facts.height}",
        size=size_words(sent.facts.size_bytes),
        why=", ".join(_reason_words(reason) for reason in sent.reasons),
    )


def _reason_words(reason: CopyReason) -> str:
    match reason:
        case CopyReason.TRIMMED:
            return translate("VideoNotes", "because a part was chosen")
        case CopyReason.CONTAINER:
            return translate("VideoNotes", "because not every service opens such files")
        case CopyReason.CODEC:
            return translate("VideoNotes", "because not every service reads its codec")
        case CopyReason.COLORS:
            return translate("VideoNotes", "because not every service reads its colours")
        case CopyReason.VARIABLE_RATE:
            return translate("VideoNotes", "because its frames are of different length")
        case CopyReason.TELLING:
            return translate("VideoNotes", "without place, names and notes in its file")
        case CopyReason.CUT_OFF:
            return translate("VideoNotes", "because its end is damaged")
        case _:
            assert_never(reason)
