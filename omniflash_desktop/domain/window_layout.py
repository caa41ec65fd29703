"""How the user has arranged the window, as it is kept from one start to the next."""

from enum import StrEnum
from typing import Final

import msgspec


class Sort(StrEnum):
    """In which order finished clips stand in the library."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    LONGEST = "longest"
    COSTLIEST = "costliest"

    @property
    def has_days(self) -> bool:
        """Whether clips of one day stand together."""
        return self in (Sort.NEWEST, Sort.OLDEST)


class TileSize(StrEnum):
    """How large finished clips are shown in the library."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class PaneLayout(msgspec.Struct, frozen=True, kw_only=True):
    """The panes, as far as the user has chosen them.

    Attributes:
        composer_width: Logical pixels; `None` for what the window's width asks for.
        library_width: The same of the library.
        composer_folded: Whether the composer is a rail also where it has room.
        library_hidden: Whether the library is hidden also where it has room.
        tile_size: Of the library's tiles.
        sort: Of the library.
    """

    composer_width: int | None = None
    library_width: int | None = None
    composer_folded: bool = False
    library_hidden: bool = False
    tile_size: TileSize = TileSize.MEDIUM
    sort: Sort = Sort.NEWEST


class WindowLayout(msgspec.Struct, frozen=True, kw_only=True):
    """The window with its panes.

    Attributes:
        geometry: Place, size and screen, in the window system's own coding; empty at first.
        panes: What is in it.
    """

    geometry: bytes = b""
    panes: PaneLayout = PaneLayout()


USUAL_LAYOUT: Final = WindowLayout()
"""As it is before the user has arranged anything."""
