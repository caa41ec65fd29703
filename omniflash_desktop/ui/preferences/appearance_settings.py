"""Gives the running window the look that is chosen on its page."""

from typing import Any, Protocol

from PySide6.QtCore import QObject

from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.controls.motion import Motion
from omniflash_desktop.ui.preferences.appearance_page import AppearancePage
from omniflash_desktop.ui.theme.theme import Theme


class PreviewsClips(Protocol):
    """What this needs of who paints the library."""

    previews_on_hover: bool


class AppearanceSettings(QObject):
    """Does what the page asks for."""

    def __init__(
        self, theme: Theme, keeper: PreferencesKeeper, library: PreviewsClips, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        library.previews_on_hover = keeper.current.preview_on_hover
        self._theme = theme
        self._keeper = keeper
        Motion.reduced = keeper.current.reduce_motion

    def serve(self, page: AppearancePage) -> None:
        """Serves a page until it is gone."""
        page.changed.connect(self._change)

    def _change(self, facts: dict[str, Any]) -> None:
        self._keeper.change(**facts)
        chosen = self._keeper.current
        Motion.reduced = chosen.reduce_motion
        if "theme" in facts:
            self._theme.set_choice(chosen.theme)
        self._theme.set_text_size(chosen.text_size)
        self._library.previews_on_hover = chosen.preview_on_hover
        self._theme.set_contrast(chosen.increase_contrast)
