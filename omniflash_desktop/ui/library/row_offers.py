"""What the library offers to do about a generation as it stands at this moment."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.library.file_presence import FilePresence
from omniflash_desktop.ui.library.library_model import LibraryModel, LibraryRole
from omniflash_desktop.ui.library.row_menu import beyond_the_menu, menu_entries
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.state_words import row_words

if TYPE_CHECKING:
    from omniflash_desktop.ui.notices.state_words import RowWords


class RowOffers:
    """Asks the row, its file and the line.

    Args:
        model: Has the rows.
        presence: Knows whose files are missing.
        listened_to: Actions that somebody does; others are left out.
    """

    def __init__(
        self, model: LibraryModel, presence: FilePresence, listened_to: frozenset[Action]
    ) -> None:
        self._model = model
        self._presence = presence
        self._listened_to = listened_to

    def in_menu(self, generation: Generation) -> list[Action]:
        """What the context menu of its row offers."""
        index = self._model.index_of(generation.id)
        if index.isValid():
            words = cast("RowWords", index.data(LibraryRole.WORDS))
        else:
            # A search hides the row of a clip that is on the stage.
            words = row_words(generation, None, now=datetime.now(UTC))
        return menu_entries(
            generation,
            words,
            in_line=self._model.is_in_line(generation.id),
            is_missing=self._presence.is_known_missing(generation.id),
            listened_to=self._listened_to,
        )

    def in_all(self, generation: Generation) -> frozenset[Action]:
        """The same, with what the menu leaves out for shortness."""
        beyond = self._listened_to & beyond_the_menu(generation)
        return frozenset(self.in_menu(generation)) | beyond
