"""Shows in the tray how far each of its references is on its way, whoever uploads it."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from omniflash_desktop.domain.generation import State
from omniflash_desktop.services.changes import GenerationChanged
from omniflash_desktop.services.early_uploads import EarlyUploads
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.service_choice import ServiceChoice

_EARLY: Final = "while it is written"
_DONE: Final = 100


class TrayUploads(QObject):
    """Follows the clips that are uploading, and has images uploaded while a request is written."""

    _early_progress = Signal(object, object)

    def __init__(
        self,
        composer: ComposerPanel,
        early: EarlyUploads,
        choice: ServiceChoice,
        keeper: PreferencesKeeper,
        relay: ChangeRelay,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._composer = composer
        self._early = early
        self._choice = choice
        self._keeper = keeper
        # Takes of one click have the same files: the one that is furthest tells.
        self._percents: dict[Path, dict[str, int]] = {}
        relay.generation_changed.connect(self._on_generation)
        composer.draft_changed.connect(self.follow_draft)
        self._early_progress.connect(self._on_early, Qt.ConnectionType.QueuedConnection)

    def follow_draft(self) -> None:
        """Uploads what the tray holds, if that is wanted before Generate."""
        service = self._choice.service
        if service is None or not self._keeper.current.upload_while_writing:
            self._early.stop()
        else:
            self._early.follow(self._composer.draft(), service, self._early_progress.emit)

    def _on_early(self, path: Path, percent: int | None) -> None:
        self._note(path, _EARLY, percent)

    def _on_generation(self, change: GenerationChanged) -> None:
        generation, progress = change.generation, change.progress
        references = generation.references
        if generation.state is State.UPLOADING and progress is not None and progress.references:
            for reference, one in zip(references, progress.references, strict=True):
                if reference.path is not None:
                    self._note(reference.path, generation.id, one.percent)
        elif change.before is not None and change.before.state is State.UPLOADING:
            for reference in references:
                if reference.path is not None:
                    self._note(reference.path, generation.id, None)

    def _note(self, path: Path, source: str, percent: int | None) -> None:
        known = self._percents.setdefault(path, {})
        before = self._shown(known)
        if percent is None:
            known.pop(source, None)
        else:
            known[source] = percent
        after = self._shown(known)
        if not known:
            del self._percents[path]
        if after != before:
            self._composer.show_upload(path, after)

    def _shown(self, known: dict[str, int]) -> int | None:
        furthest = max(known.values(), default=_DONE)
        return None if furthest == _DONE else furthest
