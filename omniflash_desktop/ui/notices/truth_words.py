"""The words for how things stand with a clip's money and file. Rows, stage and tooltips use them.

The command line has the same words in `cli.truth_sentences`; a test holds that both have all.
"""

from datetime import datetime, timedelta
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.truth import Truth, truth_of
from omniflash_desktop.ui.notices.figures import time_words

translate = QCoreApplication.translate


def truth_words(generation: Generation, *, now: datetime, is_missing: bool = False) -> str:
    """What is true of `generation`: `Charged, cannot be stopped`.

    In the sandbox the money is play money: what would be charged is called free.

    Args:
        generation: What it is about.
        now: The moment (UTC).
        is_missing: Whether its file was looked for and is not where it was.
    """
    is_free = generation.in_sandbox
    truth = truth_of(generation)
    match truth:
        case Truth.NOT_SENT:
            return translate("Truth", "Not sent yet, free to cancel")
        case Truth.BEING_SENT:
            return translate("Truth", "Being sent")
        case Truth.CHARGED:
            if is_free:
                return translate("Truth", "Free, cannot be stopped")
            return translate("Truth", "Charged, cannot be stopped")
        case Truth.CHARGED_UNTIL:
            until = deadline_words(generation, now=now)
            if is_free:
                return translate("Truth", "Free, link dies at {time}").format(time=until)
            return translate("Truth", "Charged, link dies at {time}").format(time=until)
        case Truth.SAFE if is_missing:
            return translate("Truth", "File missing")
        case Truth.SAFE:
            return translate("Truth", "Safe on disk")
        case Truth.NOT_CHARGED:
            return translate("Truth", "Not charged")
        case Truth.UNCONFIRMED:
            return translate("Truth", "Unconfirmed")
        case Truth.CHARGED_AND_GONE:
            if is_free:
                return translate("Truth", "Free, but gone")
            return translate("Truth", "Charged, but gone")
        case _:
            assert_never(truth)


def deadline_words(generation: Generation, *, now: datetime) -> str:
    """When the clip's link dies: `18:40`, with the day where it is not today; or nothing."""
    until = generation.result_expires_at
    return "" if until is None else ahead_words(until, now=now)


def ahead_words(until: datetime, *, now: datetime) -> str:
    """A moment to come: `18:40`, with the day where it is not today."""
    time, day = time_words(until), until.astimezone().date()
    today = now.astimezone().date()
    if day == today:
        return time
    if day == today + timedelta(days=1):
        return translate("Truth", "{time} tomorrow").format(time=time)
    date = QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
    return translate("Truth", "{time} on {date}").format(time=time, date=date)
