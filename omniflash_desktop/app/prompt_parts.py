"""Joins the composer with the prompts that were sent and those that were saved."""

from PySide6.QtCore import QObject

from omniflash_desktop.app.core import Core
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.saved_prompts import SavedPrompts
from omniflash_desktop.services.sent_prompts import SentPrompts
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.saved_prompts_file import SavedPromptsFile
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.prompts.prompt_walk import PromptWalk
from omniflash_desktop.ui.prompts.prompts_opening import PromptsOpening
from omniflash_desktop.ui.workspace import Workspace


class PromptParts(QObject):
    """Everything that brings a prompt back."""

    def __init__(
        self, window: MainWindow, workspace: Workspace, core: Core, folders: ProfileFolders
    ) -> None:
        super().__init__(window)
        sent = SentPrompts(core.library)
        saved = SavedPrompts(SavedPromptsFile(folders.prompts_file), SystemClock())
        composer, toasts = workspace.composer, workspace.stage.toasts
        self._walk = PromptWalk(composer, sent, self)
        self._opening = PromptsOpening(
            window, workspace.theme, composer, saved, sent, toasts, core.tasks
        )
        self._opening.composer_filled.connect(workspace.open_composer)
