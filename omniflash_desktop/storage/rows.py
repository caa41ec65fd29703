"""A generation as one row of the library: columns for what is searched, JSON for the rest."""

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.references import UploadedLink
from omniflash_desktop.storage.paths_in_text import decode_path, encode_path

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MICRODOLLARS: Final = Decimal(1_000_000)
_LARGEST_COST: Final = Decimal(1_000_000)
"""US dollars. What an answer of the service claims beyond that is not a price."""


class UnreadableRowError(Exception):
    """The row does not hold what this release understands; it stays as it is."""


def row_of(generation: Generation) -> dict[str, object]:
    """The columns of `generations`; moments in microseconds since 1970, costs in millionths."""
    clip = generation.clip
    return {
        "id": generation.id,
        "state": generation.state.value,
        "service": generation.service,
        "created_at": microseconds(generation.created_at),
        "result_expires_at": microseconds(generation.result_expires_at),
        "task_id": generation.task_id,
        "group_id": generation.group_id,
        "title": generation.title,
        "prompt": generation.request.prompt,
        "favourite": generation.favourite,
        "cost": _microdollars(generation.cost),
        "file_path": None if clip is None else _path_as_text(clip.path),
        "file_name": None if clip is None else _text(clip.path.name),
        "facts": facts_of(generation),
        **money_and_time_of(generation),
    }


def money_and_time_of(generation: Generation) -> dict[str, object]:
    """The columns of `generations` that the ledger, the prices and the time bands are read from."""
    request = generation.request
    return {
        "sent_at": microseconds(generation.sent_at),
        "charged": generation.charged.value,
        "estimate": _microdollars(generation.estimate),
        "project": generation.project,
        "mode": request.mode.value if request.is_known else None,
        "resolution": request.resolution.value if request.is_known else None,
        "seconds": request.sent_duration if request.is_known else None,
        "elapsed": generation.elapsed_seconds,
    }


def facts_of(generation: Generation) -> str:
    """JSON of the whole generation, as `generation_from` reads it."""
    return msgspec.json.encode(generation, enc_hook=encode_path).decode()


def generation_from(facts: str | bytes) -> Generation:
    """The generation that `row_of` wrote, also where a later release added fields.

    Raises:
        UnreadableRowError: This release does not understand it.
    """
    try:
        return msgspec.json.decode(facts, type=Generation, dec_hook=decode_path)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise UnreadableRowError(str(error)) from error


def uploaded_link_from(sha256: str, service: str, url: str, uploaded_at: int) -> UploadedLink:
    """A row of `uploads`."""
    moment = moment_from(uploaded_at)
    return UploadedLink(sha256=sha256, service=service, url=url, uploaded_at=moment)


def row_of_link(link: UploadedLink) -> tuple[str, str, str, int | None]:
    """The columns of `uploads`."""
    return (link.sha256, link.service, link.url, microseconds(link.uploaded_at))


def microseconds(moment: datetime | None) -> int | None:
    """A moment as a column; see `moment_from`."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def moment_from(number: int) -> datetime:
    """A column of a moment, in UTC."""
    return _EPOCH + number * _MICROSECOND


def dollars_from(number: int | None) -> Decimal | None:
    """A column of an amount."""
    return None if number is None else number / _MICRODOLLARS


def _microdollars(cost: Decimal | None) -> int | None:
    if cost is None or not cost.is_finite() or abs(cost) > _LARGEST_COST:
        return None
    return int((cost * _MICRODOLLARS).to_integral_value())


def _text(name: str) -> str:
    return os.fsencode(name).decode("utf-8", errors="replace")


def _path_as_text(path: Path) -> str:
    return _text(str(path))
