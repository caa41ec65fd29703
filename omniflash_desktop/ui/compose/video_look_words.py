"""What is known of the video, as its slot says it: in one line, and in all lines."""

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.ui.compose.video_look import VideoLook
from omniflash_desktop.ui.notices.video_notes import (
    fact_lines,
    length_words,
    sent_words,
    warning_words,
)

translate = QCoreApplication.translate


def look_words(look: VideoLook) -> tuple[list[str], str]:
    """The facts that matter most, and the role of their colour."""
    length = length_words(look.seconds)
    if look.trim is not None:
        whole = length_words(look.facts.seconds)
        length = translate("VideoWords", "{part} of {whole}").format(part=length, whole=whole)
    if look.copied is not None:
        words = translate("VideoWords", "Making a copy {n} %").format(n=int(look.copied * 100))
        return [words, length], "accent_text"
    if look.warnings:
        return [length, warning_words(look.warnings[0])[0]], "warning"
    shape = f"{look.facts.width} × {look.facts.height}"
    facts = [length, shape]
    if not look.facts.has_sound:
        facts.append(translate("VideoWords", "no sound"))
    return facts, "success"


def all_words(look: VideoLook) -> list[str]:
    """All facts, what is odd, and what is sent; a line for each."""
    lines = fact_lines(look.facts)
    lines += [warning_words(warning)[1] for warning in look.warnings]
    if look.sent is not None:
        lines.append(sent_words(look.sent))
    return lines
