"""Keeps the player's loop and volume from one run to the next."""

from PySide6.QtCore import QObject

from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.stage.stage_panel import StagePanel


class PlayerChoices(QObject):
    """Joins the player's controls with the preferences."""

    def __init__(
        self, stage: StagePanel, preferences: PreferencesKeeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        current = preferences.current
        stage.set_sound(loop=current.loop, volume=current.volume, muted=current.muted)
        stage.loop_changed.connect(self._on_loop)
        stage.volume_changed.connect(self._on_volume)

    def _on_loop(self, loop: bool) -> None:
        self._preferences.change(loop=loop)

    def _on_volume(self, volume: float, muted: bool) -> None:
        self._preferences.change(volume=volume, muted=muted)
