"""Does what is asked about clips that wait to be sent: undo, send now, edit, move in the line."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts


class SendingLine(Protocol):
    """What this needs of the queue."""

    def take_back(self, generation_ids: Iterable[str]) -> list[Generation]:
        """Takes what is not sent yet out of the line; returns what was taken."""
        ...

    def send_now(self, generation_id: str) -> object:
        """Ends the hold of a clip."""
        ...

    def move_before(self, generation_id: str, other_id: str | None) -> object:
        """Puts a clip before another one; `None` for the end of the line."""
        ...


class LineActions(QObject):
    """Between the rows in line and the queue.

    Signals:
        composer_filled: The composer holds a request that was in line: it is to be seen.
    """

    composer_filled = Signal()

    def __init__(
        self,
        queue: SendingLine,
        composer: ComposerPanel,
        toasts: Toasts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._composer = composer
        self._toasts = toasts

    def do(self, generation_ids: list[str], action: Action) -> None:
        """Does `action` about clips in line; where one of them was sent meanwhile, says so."""
        match action:
            case Action.UNDO_SEND:
                self.undo(generation_ids)
            case Action.SEND_NOW:
                for generation_id in generation_ids:
                    self._queue.send_now(generation_id)
            case Action.EDIT_IN_LINE:
                self._edit(generation_ids)
            case Action.MOVE_TO_FRONT | Action.MOVE_UP | Action.MOVE_DOWN:
                # The library knows where its rows stand, and asks for `move`.
                return
            case _:
                # Others do the rest.
                return

    def move(self, generation_ids: list[str], before: str) -> None:
        """Puts clips, in their order, before another one; before nobody for the end."""
        for generation_id in generation_ids:
            self._queue.move_before(generation_id, before or None)

    def undo(self, generation_ids: list[str]) -> None:
        """Takes back a click on Generate."""
        taken = self._queue.take_back(generation_ids)
        if taken:
            self._toasts.show(
                ToastKind.DONE, self._taken_words(taken, generation_ids), taken[0].name
            )
        else:
            self._tell_too_late()

    def _edit(self, generation_ids: list[str]) -> None:
        taken = self._queue.take_back(generation_ids)
        if not taken:
            self._tell_too_late()
            return
        self._composer.load_request(taken[0].request)
        self._composer.settings.variations.set_value(len(taken))
        self.composer_filled.emit()
        self._toasts.show(
            ToastKind.NOTE,
            self.tr("Taken out of the line"),
            self.tr("It is not sent unless you press Generate."),
        )

    def _taken_words(self, taken: list[Generation], asked: list[str]) -> str:
        if len(taken) < len(asked):
            words = self.tr("%1 of %2 taken back, the others were sent already")
            return words.replace("%1", str(len(taken))).replace("%2", str(len(asked)))
        return self.tr("Taken back, nothing was charged")

    def _tell_too_late(self) -> None:
        self._toasts.show(
            ToastKind.WARNING,
            self.tr("Too late to take it back"),
            self.tr("It was sent already, and cannot be stopped."),
        )
