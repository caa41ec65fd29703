"""What heads say, and what a screen reader says of a row."""

from datetime import datetime, time

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.generation import Generation, Progress
from omniflash_desktop.ui.library.library_rows import Row, Section
from omniflash_desktop.ui.notices.figures import day_words, seconds_words
from omniflash_desktop.ui.notices.state_words import RowWords, dotted

translate = QCoreApplication.translate


def section_title(row: Row, *, now: datetime) -> str:
    """The head over the section of `row`."""
    match row.section:
        case Section.ATTENTION:
            return translate("Library", "Needs attention")
        case Section.RUNNING:
            return translate("Library", "In progress")
        case Section.DAY:
            if row.day is None:
                return translate("Library", "Finished")
            # Noon, so that no time zone makes another day of it.
            return day_words(datetime.combine(row.day, time(hour=12)), now=now)


def spoken_row(generation: Generation, words: RowWords, progress: Progress | None) -> str:
    """Title, state, percent, length, resolution, shape, and how things stand with the money.

    Source: the interface design, section 5, which has no word of the money.
    """
    percent = None if progress is None else progress.percent
    request = generation.request
    seconds = request.sent_duration if generation.clip is None else generation.clip.seconds
    parts = [
        generation.name,
        words.state,
        "" if percent is None else f"{percent} %",
        "" if seconds is None else seconds_words(seconds),
        request.resolution.label,
        request.aspect_ratio.value,
    ]
    return ", ".join(part for part in parts if part) + f". {words.truth}"


def spoken_place(number: int, of: int, words: RowWords) -> str:
    """Which clip of how many it is, and what else its row says.

    Screen readers count the rows of a list by themselves, and would count the heads.
    """
    place = translate("Library", "{number} of {count}").format(number=number, count=of)
    return f"{place}. {words.third}" if words.third else place


def spoken_head(clips: int) -> str:
    """What a head is, and over how many clips."""
    return translate("Library", "Heading, clips: {count}").format(count=clips)


def tooltip_of(generation: Generation, words: RowWords) -> str:
    """Title, what the row says, and how things stand with money and file: one a line."""
    said = dotted(words.state, words.fact)
    return "\n".join(part for part in (generation.name, said, words.truth) if part)
