"""Where the rows that wait in line can be moved within it."""

from omniflash_desktop.domain.generation import State
from omniflash_desktop.ui.library.library_contents import LibraryContents
from omniflash_desktop.ui.library.library_rows import Section
from omniflash_desktop.ui.library.sectioned_rows import SectionedRows
from omniflash_desktop.ui.notices.actions import Action


class LinePlaces:
    """The line as it stands in some rows.

    Args:
        rows: What is shown.
        contents: Knows the clips.
    """

    def __init__(self, rows: SectionedRows, contents: LibraryContents) -> None:
        self._rows = rows
        self._contents = contents

    def before_whom(self, position: int, move: Action) -> str | None:
        """Before whom the clips of a row stand after a move.

        Returns:
            The id of a generation, empty for the end of the line; `None` where there is no way.
        """
        if not self._waits(position):
            return None
        place = position
        match move:
            case Action.MOVE_UP:
                place -= 1
            case Action.MOVE_DOWN:
                place += 2
            case _:
                while self._waits(place - 1):
                    place -= 1
        # The row itself, and the one below it, are where it stands already.
        at_the_end = move is Action.MOVE_DOWN and self._waits(position + 1)
        if self._waits(place) and place != position:
            return self._rows.id_at(place)
        return "" if at_the_end and place != position else None

    def clip_at(self, position: int) -> str | None:
        """The clip that waits at a position; empty just below the line, `None` elsewhere."""
        if self._waits(position):
            return self._rows.id_at(position)
        return "" if self._waits(position - 1) else None

    def _waits(self, position: int) -> bool:
        if not 0 <= position < len(self._rows):
            return False
        row = self._rows[position]
        return row.section is Section.RUNNING and is_in_line(self._contents, row.id)


def is_in_line(contents: LibraryContents, generation_id: str) -> bool:
    """Whether all that the row of a generation shows waits to be sent."""
    takes = contents.sharing_a_row(generation_id)
    return bool(takes) and all(one.state is State.QUEUED for one in takes)
