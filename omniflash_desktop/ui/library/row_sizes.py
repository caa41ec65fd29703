"""How large the rows of the library are for a width of the panel. Interface design, section 1."""

from typing import Final

import msgspec

from omniflash_desktop.domain.window_layout import TileSize

PANEL_PADDING: Final = 16
CAPTIONS_FROM: Final = 340
"""Narrower panels show tiles without captions, closer together."""
_LEAST_TILES: Final = {TileSize.SMALL: 80, TileSize.MEDIUM: 124, TileSize.LARGE: 208}
"""Widths. Source for the middle one: the interface design."""
_LEAST_WITH_CAPTION: Final = 120
_CAPTION_HEIGHT: Final = 42
HEADER_HEIGHT: Final = 33
RING_ROOM: Final = 3
"""Above each clip, for the ring around the chosen one: it must not leave its own row."""
TASK_HEIGHT: Final = 64
TASK_GAP: Final = 8


class RowSizes(msgspec.Struct, frozen=True):
    """Sizes in logical pixels.

    Attributes:
        line: Width of a full row, with half a gap on either side.
        gap: Between tiles.
        columns: Tiles beside each other.
        tile_width: Of the picture.
        tile_height: Of the picture.
        caption: Height under the picture; 0 without captions.
    """

    line: int
    gap: int
    columns: int
    tile_width: int
    tile_height: int
    caption: int

    @property
    def cell_width(self) -> int:
        """A tile with half a gap on either side."""
        return self.tile_width + self.gap

    @property
    def cell_height(self) -> int:
        """A tile with its caption and the gap below."""
        return self.tile_height + (self.caption + self.gap // 2 if self.caption else self.gap)


def row_sizes(panel_width: int, size: TileSize = TileSize.MEDIUM) -> RowSizes:
    """The sizes for a panel of `panel_width` logical pixels, and the tiles the user wants."""
    least = _LEAST_TILES[size]
    gap = 12 if panel_width >= CAPTIONS_FROM else 8
    room = max(panel_width - 2 * PANEL_PADDING, least)
    columns = max(1, (room + gap) // (least + gap))
    tile = (room - gap * (columns - 1)) // columns
    captioned = size is TileSize.LARGE or (
        panel_width >= CAPTIONS_FROM and tile >= _LEAST_WITH_CAPTION
    )
    return RowSizes(
        line=room + gap,
        gap=gap,
        columns=columns,
        tile_width=tile,
        tile_height=round(tile * 9 / 16),
        caption=_CAPTION_HEIGHT if captioned else 0,
    )
