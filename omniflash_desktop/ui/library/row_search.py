"""Which rows a search and a filter let through, a part of a section at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from omniflash_desktop.ui.library.library_contents import LibraryContents
from omniflash_desktop.ui.library.library_filter import Query, kept_by
from omniflash_desktop.ui.library.library_rows import Row, Section
from omniflash_desktop.ui.library.resting_order import AT_ONCE
from omniflash_desktop.ui.library.sectioned_rows import Part

if TYPE_CHECKING:
    from omniflash_desktop.domain.listed_clip import ListedClip


def looked_through(
    parts: Iterable[Part], query: Query, contents: LibraryContents, *, known: Query | None
) -> Iterator[tuple[int, Part]]:
    """What of some sections passes a query, in order, with how many rows were looked at for it.

    Args:
        parts: Sections.
        query: What is searched for.
        contents: Knows what is under way.
        known: What all of them passed already; its words are not looked for again.
    """
    words = [word for word in query.words if known is None or word not in known.words]
    for key, part in parts:
        if key[0] != Section.DAY:
            above = cast("Sequence[Row]", part)
            found = [row for row in above if contents.passes(row.group or row.id, query)]
            yield len(part), (key, found)
            continue
        clips = cast("Sequence[ListedClip]", part)
        for start in range(0, len(clips), AT_ONCE):
            some = clips if len(clips) <= AT_ONCE else clips[start : start + AT_ONCE]
            looked_at = len(some)
            for word in words:
                # No call in this loop: it is what the time is spent on.
                some = [clip for clip in some if word in clip.words]
            yield looked_at, (key, kept_by(query.filter, some))
