"""The arrangement of the window, in a small file of the profile."""

import logging
from pathlib import Path

import msgspec

from omniflash_desktop.domain.window_layout import WindowLayout

_log = logging.getLogger(__name__)


class LayoutFile:
    """No preference: it changes with every pull at the window, and nobody edits it by hand."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> WindowLayout:
        """What was kept; the usual arrangement where nothing, or nothing readable, was."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=WindowLayout)
        except FileNotFoundError:
            return WindowLayout()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            _log.warning("the arrangement of the window is not readable: %s", error)
            return WindowLayout()

    def keep(self, layout: WindowLayout) -> None:
        """Keeps it for the next start. Where it cannot be kept, nothing else is lost."""
        part = self._path.with_suffix(".part")
        try:
            part.write_bytes(msgspec.json.encode(layout))
            part.replace(self._path)
        except OSError as error:
            _log.warning("the arrangement of the window is not kept: %s", error)
