"""Brings the services' changes into the window, each through one queued connection.

A slot that a task's `emit` calls directly would run inside that task, and could end it.
"""

from PySide6.QtCore import QObject, Qt, Signal

from omniflash_desktop.services.changes import (
    BalanceRead,
    Change,
    Changes,
    GenerationChanged,
    GenerationRemoved,
    QueuePaused,
    ServiceReached,
    TariffChanged,
)


class ChangeRelay(QObject):
    """Repeats each change as a signal of its kind, later, from the event loop."""

    generation_changed = Signal(object)
    generation_removed = Signal(object)
    queue_paused = Signal(object)
    service_reached = Signal(object)
    balance_read = Signal(object)
    tariff_changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        changes.subscribe(self._take)

    def _take(self, change: Change) -> None:
        self._arrived.emit(change)

    def _deliver(self, change: Change) -> None:
        match change:
            case GenerationChanged():
                self.generation_changed.emit(change)
            case GenerationRemoved():
                self.generation_removed.emit(change)
            case QueuePaused():
                self.queue_paused.emit(change)
            case ServiceReached():
                self.service_reached.emit(change)
            case BalanceRead():
                self.balance_read.emit(change)
            case TariffChanged():
                self.tariff_changed.emit(change)
