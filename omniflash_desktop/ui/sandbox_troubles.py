"""A menu of troubles that the sandbox can play, so that a newcomer can see what they look like."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel

_TROUBLES = {
    "moderation": QT_TRANSLATE_NOOP("SandboxTroubles", "Content moderation stops the clip"),
    "payment-required": QT_TRANSLATE_NOOP("SandboxTroubles", "The balance is too low"),
    "refuse-429": QT_TRANSLATE_NOOP("SandboxTroubles", "Too many requests"),
    "server-500": QT_TRANSLATE_NOOP("SandboxTroubles", "The server fails"),
    "lost-answer": QT_TRANSLATE_NOOP("SandboxTroubles", "The answer gets lost"),
    "cut-download": QT_TRANSLATE_NOOP("SandboxTroubles", "The download breaks off"),
    "expired-for-good": QT_TRANSLATE_NOOP("SandboxTroubles", "The result expires"),
}
"""The sandbox's names for its misbehaviours, and ours."""


class SandboxTroubles(QObject):
    """Writes the chosen trouble into the prompt, where the sandbox looks for it."""

    def __init__(self, menu: QMenu, composer: ComposerPanel) -> None:
        super().__init__(menu)
        self._composer = composer
        self._menu = menu.addMenu(self.tr("Try a trouble with the next clip"))
        self._menu.setAccessibleName(self._menu.title())
        for name, words in _TROUBLES.items():
            action = self._menu.addAction(self.tr(str(words)))
            action.setData(name)
        self._menu.triggered.connect(self._write)
        self.use_service("")

    def use_service(self, service: str | None) -> None:
        """Shows the menu in the sandbox only: the real service would render the words."""
        self._menu.menuAction().setVisible(service == SANDBOX)

    def _write(self, action: QAction) -> None:
        prompt = self._composer.draft().prompt.rstrip()
        self._composer.start_from(f"{prompt} [[fault:{action.data()}]]".lstrip())
