"""What is said of a prompt besides its words."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.saved_prompt import PromptContent
from omniflash_desktop.ui.notices.figures import day_words, seconds_words, time_words
from omniflash_desktop.ui.notices.state_words import dotted
from omniflash_desktop.ui.prompts.prompt_entries import PromptEntry

translate = QCoreApplication.translate


def second_line(entry: PromptEntry, *, now: datetime) -> str:
    """When it was used, and with what: `Today 14:32 · 8 s · 1080p · 16:9`."""
    when = f"{day_words(entry.moment, now=now)} {time_words(entry.moment)}"
    return dotted(when, *settings_of(entry.content))


def settings_of(content: PromptContent) -> list[str]:
    """The settings, one word each; none where only the words are kept."""
    settings = content.settings
    if settings is None:
        return []
    # With a reference video nobody chooses the length.
    length = [] if content.video is not None else [seconds_words(settings.duration)]
    return [*length, settings.resolution.label, settings.aspect_ratio.value]


def references_of(content: PromptContent) -> str:
    """The names of its references: `Bottle, Dunes, walk-cycle.mov`; empty for none."""
    video = () if content.video is None else (content.video,)
    return ", ".join(_name_of(one) for one in (*content.images, *video))


def _name_of(reference: ImageReference | VideoReference) -> str:
    if reference.name:
        return reference.name
    if reference.path is not None:
        return reference.path.name
    return (reference.url or "").rsplit("/", 1)[-1]


def nothing_found(search: str, *, saved: bool) -> str:
    """Why the list is empty."""
    if search.strip():
        words = translate("entry_words", "Nothing matches “%1”")
        return words.replace("%1", search.strip())
    if saved:
        return translate("entry_words", "No prompt is saved yet")
    return translate("entry_words", "No prompt was sent yet")
