"""Tells when a clip cost something else than the ones before it."""

from PySide6.QtCore import QObject

from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.changes import TariffChanged
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.notices.figures import money, seconds_words
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts


class TariffNotices(QObject):
    """A message for each change of a price."""

    def __init__(self, toasts: Toasts, relay: ChangeRelay, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._toasts = toasts
        relay.tariff_changed.connect(self._tell)

    def _tell(self, change: TariffChanged) -> None:
        words = self.tr("%1 now costs %2, before %3.")
        words = words.replace("%1", self._what(change.generation.request))
        words = words.replace("%2", money(change.now)).replace("%3", money(change.before))
        self._toasts.show(ToastKind.NOTE, self.tr("The price changed"), words, icon="receipt")

    def _what(self, request: GenerationRequest) -> str:
        if request.sent_duration is None:
            words = self.tr("A clip after a reference video at %1")
            return words.replace("%1", request.resolution.label)
        words = self.tr("%1 at %2").replace("%1", seconds_words(request.sent_duration))
        return words.replace("%2", request.resolution.label)
