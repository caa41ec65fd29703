"""Where prepared pictures come from: what the tray and the framing dialog ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import AspectRatio


class AskedPicture(Protocol):
    """A picture that somebody waits for."""

    def cancel(self) -> None:
        """Nobody waits for it any more: there will be no answer."""
        ...


class Preparations(Protocol):
    """Prepares pictures as they would be sent, off the window's thread."""

    def wishes_for(self, image: ImageReference, aspect: AspectRatio) -> PictureWishes:
        """How a picture would be prepared for a clip of that shape, if it were sent now."""
        ...

    def request(
        self, path: Path, wishes: PictureWishes, on_ready: Callable[[PreparedImage | Problem], None]
    ) -> AskedPicture:
        """Asks for a picture.

        Args:
            path: The file.
            wishes: For it.
            on_ready: Called once, on the window's thread, unless it is cancelled before.
        """
        ...
