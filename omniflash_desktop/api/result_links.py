"""Finds the links of a finished task, in all the forms that were seen. Contract, section 3."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from omniflash_desktop.api.wire_values import as_list, as_object, link, moment

_MOST_LINKS: Final = 16
_DEEPEST: Final = 5
_BETWEEN_LINKS: Final = re.compile(r",(?=\s*https?://)")
"""Begins with the comma: a search for the space before it would take for ever in much space."""
_LINK_NAMES: Final = ("url", "video_url", "urls", "video_urls")


def video_links_of(task: Mapping[str, object]) -> tuple[str, ...]:
    """All http(s) links of the clip, each once, the one to use first."""
    found: dict[str, None] = {}
    for candidate in _candidates(task):
        for url in _links_in(candidate, 0):
            found.setdefault(url)
            if len(found) == _MOST_LINKS:
                return tuple(found)
    return tuple(found)


def thumbnail_of(task: Mapping[str, object]) -> str | None:
    """The link of the clip's picture."""
    places = (as_object(task.get("result")), task)
    names = ("thumbnail_url", "thumbnail", "cover_url")
    links = (link(place.get(name)) for place in places for name in names)
    return next(filter(None, links), None)


def expiry_of(task: Mapping[str, object]) -> datetime | None:
    """When the links die (UTC); `None` where the answer does not say."""
    result = as_object(task.get("result"))
    places = (*_videos_of(task), result, task)
    moments = (moment(as_object(place).get("expires_at")) for place in places)
    return next(filter(None, moments), None)


def _videos_of(task: Mapping[str, object]) -> Iterator[object]:
    """The entries about videos; `images` are none of ours."""
    result = as_object(task.get("result"))
    for source in (result.get("videos"), result.get("data"), task.get("videos")):
        yield from as_list(source) or (source,)


def _candidates(task: Mapping[str, object]) -> Iterator[object]:
    result = task.get("result")
    yield from _videos_of(task)
    for name in _LINK_NAMES:
        yield as_object(result).get(name)
    # Beside the status, a bare "url" may be anything, so only the plain names count.
    yield from (task.get("video_url"), task.get("video_urls"))
    yield result if isinstance(result, str | list) else None


def _links_in(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield from filter(None, map(link, _BETWEEN_LINKS.split(value.strip())))
        return
    if depth == _DEEPEST:
        return
    fields = as_object(value)
    for inner in (*as_list(value), *(fields[name] for name in _LINK_NAMES if name in fields)):
        yield from _links_in(inner, depth + 1)
