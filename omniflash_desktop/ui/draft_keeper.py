"""Keeps what stands in the composer, a moment after each change, and brings it back at a start."""

from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer
from PySide6.QtGui import QTextCursor

from omniflash_desktop.domain.draft import Draft
from omniflash_desktop.domain.problems import ProblemKind
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.tray_item import ItemState, TrayItem
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts

QUIET_MS: Final = 500
"""How long nothing has to change. Source: the interface design."""

_LATEST_MS: Final = 5_000
"""Who types without a pause is not to lose more than this."""


class KeepsDrafts(Protocol):
    """Where a draft is kept."""

    def keep(self, draft: Draft) -> bool:
        """Writes it as a whole, and tells whether it could. Blocks."""
        ...


class DraftKeeper(QObject):
    """Watches one composer.

    Args:
        composer: Its prompt, references, settings and number of takes are the draft.
        file: Where that is kept. It is used in a thread, by one call at a time.
        toasts: Where is told what did not come back.
        parent: Owner.
    """

    def __init__(
        self, composer: ComposerPanel, file: KeepsDrafts, toasts: Toasts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._composer = composer
        self._file = file
        self._toasts = toasts
        self._noted: Draft | None = self._standing()
        self._came_back: list[TrayItem] = []
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # An idle thread of this pool is of no use for the rest of the session.
        self._pool.setExpiryTimeout(1_000)
        self._quiet = self._timer(QUIET_MS)
        self._latest = self._timer(_LATEST_MS)
        composer.draft_changed.connect(self._changed)
        composer.tray.state_changed.connect(self._came_further)

    def bring_back(self, draft: Draft) -> None:
        """Puts a draft in exactly as it was, as the beginning of the composer's history."""
        composer, request = self._composer, draft.request
        with composer.history.beginning():
            composer.prompt.replace_text(request.prompt)
            composer.settings.show_request(request)
            composer.settings.variations.set_value(draft.takes)
            composer.tray.prepare_for(request.aspect_ratio)
            composer.tray.set_references(request.images, request.video)
        # People go on where they stopped writing.
        composer.prompt.editor.moveCursor(QTextCursor.MoveOperation.End)
        self._noted = self._standing()
        self._came_back = [held.item for held in composer.tray.content.all()]
        self._tell_what_is_missing()

    def tell_of_damage(self, set_aside: Path) -> None:
        """Says that the draft of the last run was not understood, and where it lies."""
        text = self.tr("It is kept as %1. Everything else is as it was.")
        title = self.tr("Your last draft could not be read")
        self._toasts.show(ToastKind.ERROR, title, text.replace("%1", set_aside.name))

    def keep_now(self) -> None:
        """Has the draft written, unless it is as it was."""
        self._quiet.stop()
        self._latest.stop()
        standing = self._standing()
        if standing != self._noted:
            self._noted = standing
            self._pool.start(_Writing(self, self._file, standing))

    def close(self) -> None:
        """Writes it for the last time, and returns when that is done."""
        self.keep_now()
        self._pool.waitForDone()

    def forget_noted(self) -> None:
        """The last writing failed: it is tried again with the next change, and at the end."""
        self._noted = None

    def _standing(self) -> Draft:
        return Draft(request=self._composer.draft(), takes=self._composer.takes)

    def _changed(self) -> None:
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _came_further(self) -> None:
        # A picture behind a link has become a file, or a video's length is known now.
        if not self._quiet.isActive():
            self._quiet.start()
        self._tell_what_is_missing()

    def _tell_what_is_missing(self) -> None:
        if any(item.state is ItemState.PREPARING for item in self._came_back):
            return
        missing = [item.name for item in self._came_back if _is_gone(item)]
        self._came_back = []
        if not missing:
            return
        one = self.tr("A reference of your draft is not there any more")
        title = one if len(missing) == 1 else self.tr("References of your draft are gone")
        text = self.tr("%1. Replace or remove it; all else came back.")
        if len(missing) > 1:
            text = self.tr("%1. Replace or remove them; all else came back.")
        self._toasts.show(ToastKind.ERROR, title, text.replace("%1", ", ".join(missing)))

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.keep_now)
        return timer


class _Writing(QRunnable):
    def __init__(self, keeper: DraftKeeper, file: KeepsDrafts, draft: Draft) -> None:
        super().__init__()
        self._keeper = keeper
        self._file = file
        self._draft = draft

    def run(self) -> None:
        if not self._file.keep(self._draft):
            self._keeper.forget_noted()


def _is_gone(item: TrayItem) -> bool:
    return item.problem is not None and item.problem.kind is ProblemKind.REFERENCE_MISSING
