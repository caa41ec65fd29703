"""Where small pictures of references come from: what the composer asks for."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QImage

from omniflash_desktop.domain.problems import Problem


class Thumbnails(Protocol):
    """Makes small pictures of files, off the window's thread."""

    def request(self, path: Path, on_ready: Callable[[QImage | Problem], None]) -> None:
        """Asks for a picture of an image file, or of a video's first frame.

        Args:
            path: The file.
            on_ready: Called once, on the window's thread, with the picture (about 480 pixels on
                its long side) or with the reason why there is none.
        """
        ...
