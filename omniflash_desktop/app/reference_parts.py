"""Joins what the window tells of references on their way: progress, receipts, early uploads."""

from PySide6.QtCore import QObject

from omniflash_desktop.app.core import Core
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.clip_actions import ClipActions
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from omniflash_desktop.ui.receipt.opening import ReceiptOpening
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.tray_uploads import TrayUploads
from omniflash_desktop.ui.workspace import Workspace


class ReferenceParts(QObject):
    """From the tray to the service, and what is told of that way."""

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        core: Core,
        thumbnails: MediaThumbnails,
        keeper: PreferencesKeeper,
        relay: ChangeRelay,
        choice: ServiceChoice,
        actions: ClipActions,
    ) -> None:
        super().__init__(window)
        composer = workspace.composer
        self._uploads = TrayUploads(composer, core.early_uploads, choice, keeper, relay, self)
        self._receipts = ReceiptOpening(
            window,
            workspace.theme,
            composer,
            core.queue,
            core.receipts,
            thumbnails,
            choice,
            keeper,
            workspace.stage.toasts,
            core.tasks,
        )
        receipt = workspace.commands.of(Command.RECEIPT)
        receipt.triggered.connect(self._receipts.open_before)
        composer.receipt_asked.connect(self._receipts.open_before)
        actions.receipt_asked.connect(self._receipts.open_of)
        choice.chosen.connect(self._uploads.follow_draft)
        self._receipts.uploading_while_writing_chosen.connect(self._uploads.follow_draft)
