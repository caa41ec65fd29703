"""Three uploads at a time over the whole app, and of each content one to each place."""

import asyncio
from typing import Final
from weakref import WeakValueDictionary

UPLOADS_AT_ONCE: Final = 3
"""More than that share a line that is no faster for it."""


class UploadLanes:
    """Shared by all who upload. Belongs to one event loop."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._of_contents: WeakValueDictionary[tuple[str, str], asyncio.Lock] = (
            WeakValueDictionary()
        )

    def place(self) -> asyncio.Semaphore:
        """To be held while bytes go out."""
        return self._places

    def of_content(self, sha256: str, *, service: str) -> asyncio.Lock:
        """To be held from the look at what is there until the new link is kept.

        Takes of one click want the same content at the same moment: one uploads it, and the
        others find its link.

        Args:
            sha256: Of the bytes, lower-case hex.
            service: Where they go, as `UploadedLink.service`.
        """
        return self._of_contents.setdefault((service, sha256), asyncio.Lock())
