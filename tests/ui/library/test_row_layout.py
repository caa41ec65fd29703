"""Where rows lie: tiles beside each other, task rows and heads on lines of their own."""

import pytest

from omniflash_desktop.ui.library.library_rows import Section
from omniflash_desktop.ui.library.row_layout import RowLayout
from omniflash_desktop.ui.library.row_sizes import HEADER_HEIGHT, row_sizes
from omniflash_desktop.ui.library.sectioned_rows import SectionSize

SIZES = row_sizes(364)
SECTIONS = [
    SectionSize(Section.ATTENTION, 2),
    SectionSize(Section.RUNNING, 1),
    SectionSize(Section.DAY, 5),
    SectionSize(Section.DAY, 1),
]
ROWS = 4 + 9


@pytest.fixture
def layout() -> RowLayout:
    made = RowLayout()
    made.arrange(SECTIONS, SIZES, lambda position: 100 + position)
    return made


def test_no_two_rows_overlap_and_none_leaves_the_whole(layout: RowLayout) -> None:
    taken: set[tuple[int, int]] = set()
    for position in range(ROWS):
        place = layout.place_of(position)
        assert place is not None
        points = {
            (x, y)
            for x in range(place.left, place.left + place.width, 4)
            for y in range(place.top, place.top + place.height)
        }
        assert not points & taken
        assert place.top + place.height <= layout.height
        taken |= points


def test_each_place_leads_back_to_its_row(layout: RowLayout) -> None:
    for position in range(ROWS):
        place = layout.place_of(position)
        assert place is not None
        assert layout.position_at(place.left, place.top) == position
        last = place.left + place.width - 1, place.top + place.height - 1
        assert layout.position_at(*last) == position


def test_beside_and_below_the_last_tile_is_nothing(layout: RowLayout) -> None:
    last = layout.place_of(ROWS - 1)
    assert last is not None
    assert layout.position_at(last.width + 1, last.top) is None
    assert layout.position_at(0, layout.height) is None
    assert layout.place_of(ROWS) is None


def test_what_is_seen_between_two_heights_is_found(layout: RowLayout) -> None:
    for top in range(0, layout.height, 17):
        seen = [
            position
            for position in range(ROWS)
            if (place := layout.place_of(position)) is not None
            and place.top <= top + 150
            and place.top + place.height > top
        ]
        assert list(layout.positions_between(top, top + 150)) == seen


def test_rows_with_guidance_are_as_high_as_they_need(layout: RowLayout) -> None:
    first, second = layout.place_of(1), layout.place_of(2)
    assert first is not None
    assert second is not None
    assert (first.top, first.height, second.top) == (HEADER_HEIGHT, 101, HEADER_HEIGHT + 101)
