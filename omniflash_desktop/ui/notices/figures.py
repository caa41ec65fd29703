"""Figures as people read them: money, lengths, moments, sizes. One place for each."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from omniflash_desktop.domain.generation import Generation

translate = QCoreApplication.translate

_CENT: Final = Decimal("0.01")
_MINUTE: Final = 60
_HOUR: Final = 3600
_TEN_MEGABYTES: Final = 10_000_000


def money(dollars: Decimal) -> str:
    """US dollars: `$0.35`. Below a cent the figures that count are kept: `$0.004`."""
    sign = "-" if dollars < 0 else ""
    amount = abs(dollars)
    if 0 < amount < _CENT:
        return f"{sign}${amount.normalize():f}"
    return f"{sign}$" + QLocale().toString(float(amount.quantize(_CENT)), "f", 2)


def cost_words(generation: Generation) -> str:
    """What a clip cost, exactly; a dash where nobody told."""
    if generation.in_sandbox:
        return translate("Figures", "Free")
    if generation.cost is None:
        return "\u2013"
    return money(generation.cost)


def about_cost(generation: Generation) -> str:
    """What making the clip again would cost: `about $0.35`; empty where it is free or unknown."""
    known = generation.cost or generation.estimate
    if generation.in_sandbox or known is None:
        return ""
    return translate("Figures", "about {amount}").format(amount=money(known))


def stopwatch(seconds: float) -> str:
    """Passing time: `0:24`, `2:08`, `1:02:08`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def length_words(seconds: float) -> str:
    """A length in words: `12 s`, `3 min 41 s`, `1 h 2 min`."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    if hours:
        return translate("Figures", "{h} h {min} min").format(h=hours, min=minutes)
    if minutes:
        return translate("Figures", "{min} min {s} s").format(min=minutes, s=left)
    return seconds_words(whole)


def ago_words(seconds: float) -> str:
    """How long ago: `a moment ago`, `1 minute ago`, `3 minutes ago`."""
    minutes = max(0, int(seconds)) // _MINUTE
    if minutes < 1:
        return translate("Figures", "a moment ago")
    if minutes == 1:
        return translate("Figures", "1 minute ago")
    return translate("Figures", "{n} minutes ago").format(n=minutes)


def seconds_words(seconds: float) -> str:
    """The length of a clip: `8 s`."""
    return translate("Figures", "{s} s").format(s=round(seconds))


def timecode(seconds: float, frame_rate: float) -> str:
    """A place in a clip as `mm:ss.ff`, the frames counted at the clip's own rate.

    Args:
        seconds: From the start of the clip.
        frame_rate: Frames a second; above 0.
    """
    # A frame's own start may lie a rounding error before the frame it belongs to.
    frame = int(seconds * frame_rate + 0.01)
    per_second = max(1, round(frame_rate))
    second, rest = divmod(frame, per_second)
    return f"{second // _MINUTE:02d}:{second % _MINUTE:02d}.{rest:02d}"


def size_words(size_bytes: int) -> str:
    """A file size in decimal units: `14.2 MB`."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def brief_size_words(size_bytes: int) -> str:
    """A file size where room is short: `25 MB`, `3.1 MB`."""
    precision = 0 if size_bytes >= _TEN_MEGABYTES else 1
    return QLocale().formattedDataSize(
        size_bytes, precision, QLocale.DataSizeFormat.DataSizeSIFormat
    )


def megapixel_words(width: int, height: int) -> str:
    """How many pixels a picture has: `12 MP`, `0.3 MP`."""
    millions = width * height / 1_000_000
    precision = 0 if millions >= 1 else 1
    return translate("Figures", "{n} MP").format(n=QLocale().toString(millions, "f", precision))


def done_of_total(done_bytes: int, total_bytes: int | None) -> str:
    """How much of a transfer is done: `21 of 26 MB`."""
    if not total_bytes:
        return brief_size_words(done_bytes)
    total = brief_size_words(total_bytes)
    done = brief_size_words(done_bytes)
    number, _, unit = done.rpartition(" ")
    if unit and total.endswith(f" {unit}"):
        done = number
    return translate("Figures", "{done} of {total}").format(done=done, total=total)


def time_words(moment: datetime) -> str:
    """The time of day: `14:32`, or as this computer's language writes it."""
    local = moment.astimezone()
    time = QTime(local.hour, local.minute)
    if QLocale().language() is QLocale.Language.C:
        return time.toString("HH:mm")
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)


def day_words(moment: datetime, *, now: datetime) -> str:
    """The day: `Today`, `Yesterday` or the date."""
    day, today = moment.astimezone().date(), now.astimezone().date()
    if day == today:
        return translate("Figures", "Today")
    if day == today - timedelta(days=1):
        return translate("Figures", "Yesterday")
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def moment_words(moment: datetime, *, now: datetime) -> str:
    """Day and time: `Today, 14:32`."""
    return translate("Figures", "{day}, {time}").format(
        day=day_words(moment, now=now), time=time_words(moment)
    )


def pixel_words(width: int, height: int) -> str:
    """The size of a picture: `1920 x 1080`, with the sign that people write."""
    return f"{width} \u00d7 {height}"
