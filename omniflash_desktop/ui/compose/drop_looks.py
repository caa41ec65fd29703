"""Looks at dropped files and folders in a thread, and keeps copies of those that will vanish."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from omniflash_desktop.ui.compose.found_files import (
    FoundFiles,
    found_files,
    is_fleeting,
    kept_copy,
)

_AT_ONCE: Final = 2
"""So that a look at a slow disk does not hold up the next."""


class DropLooks(QObject):
    """The threads that look.

    Args:
        folder: Where copies of vanishing files are kept.
        parent: Owner.
    """

    _found = Signal(int, object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._waiting: dict[int, Callable[[FoundFiles], None]] = {}
        self._asked = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_AT_ONCE)
        # Idle threads of this pool are of no use for the rest of the session.
        self._pool.setExpiryTimeout(1000)
        self._found.connect(self._tell)

    def look(
        self,
        paths: Sequence[Path],
        on_found: Callable[[FoundFiles], None],
        *,
        keeps_all: bool | None,
    ) -> int:
        """Begins to look.

        Args:
            paths: Files and folders.
            on_found: Called once, on the window's thread, unless it is forgotten before.
            keeps_all: Whether files are copied: all of them, those in folders that programs
                empty again (`False`), or none, while they are only dragged (`None`).

        Returns:
            Its number, for `forget`.
        """
        self._asked += 1
        self._waiting[self._asked] = on_found
        self._pool.start(_Looking(self, self._asked, paths, self._folder, keeps_all))
        return self._asked

    def forget(self, number: int) -> None:
        """Nobody waits for a look any more."""
        self._waiting.pop(number, None)

    def is_wanted(self, number: int) -> bool:
        """Whether somebody waits for it; may be asked from any thread."""
        return number in self._waiting

    def tell(self, number: int, found: FoundFiles) -> None:
        """Hears of the end of a look; may be called from any thread."""
        self._found.emit(number, found)

    def _tell(self, number: int, found: FoundFiles) -> None:
        on_found = self._waiting.pop(number, None)
        if on_found is not None:
            on_found(found)


class _Looking(QRunnable):
    def __init__(
        self,
        looks: DropLooks,
        number: int,
        paths: Sequence[Path],
        folder: Path,
        keeps_all: bool | None,
    ) -> None:
        super().__init__()
        self._looks = looks
        self._number = number
        self._paths = tuple(paths)
        self._folder = folder
        self._keeps_all = keeps_all

    def run(self) -> None:
        paths = self._paths
        if self._keeps_all is not None:
            # First of all: the other program may take them away at any moment.
            paths = tuple(self._kept(path) for path in paths)
        self._looks.tell(self._number, found_files(paths, is_wanted=self._is_wanted))

    def _kept(self, path: Path) -> Path:
        if not (self._keeps_all or is_fleeting(path)):
            return path
        return kept_copy(path, self._folder) or path

    def _is_wanted(self) -> bool:
        return self._looks.is_wanted(self._number)
