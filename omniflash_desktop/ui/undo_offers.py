"""A message with an Undo button, whenever something was taken out of the composer."""

from PySide6.QtCore import QObject

from omniflash_desktop.domain.named_images import chips_in
from omniflash_desktop.ui.compose.composer_history import ComposerHistory
from omniflash_desktop.ui.compose.composer_steps import Step, StepKind
from omniflash_desktop.ui.notices.toasts import Toast, ToastKind, Toasts


class UndoOffers(QObject):
    """Offers to take back what was just removed, for as long as it is the last step.

    Args:
        history: Of the composer.
        toasts: Where the offer is made.
        parent: Owner.
    """

    def __init__(self, history: ComposerHistory, toasts: Toasts, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._toasts = toasts
        self._toast: Toast | None = None
        self._step: Step | None = None
        history.removed.connect(self._offer)
        history.changed.connect(self._withdraw_if_late)

    def _offer(self, step: Step) -> None:
        self._withdraw()
        self._step = step
        self._toast = self._toasts.show(
            ToastKind.DONE, self._title(step), self._text(step), action=self.tr("Undo"), undo=True
        )
        self._toast.acted.connect(self._history.undo)
        self._toast.ended.connect(self._forget)

    def _title(self, step: Step) -> str:
        match step.name.kind:
            case StepKind.CLEAR:
                return self.tr("Composer cleared")
            case StepKind.REMOVE_VIDEO:
                return self.tr("Video removed")
            case StepKind.REMOVE_IMAGE:
                return self.tr("Image removed")
            case _:
                return self.tr("References removed")

    def _text(self, step: Step) -> str:
        if step.name.kind is StepKind.CLEAR:
            return ""
        left = {id(held.item) for held in step.after.tray.all()}
        gone = [held.item.name for held in step.before.tray.all() if id(held.item) not in left]
        names = ", ".join(gone)
        if any(chip.number is None for chip in chips_in(step.after.prompt)):
            words = self.tr("%1. The prompt still names it.")
            return words.replace("%1", names)
        return names

    def _withdraw_if_late(self) -> None:
        # Undo takes back the last step, and this button must not take back another one.
        if self._history.to_undo is not self._step:
            self._withdraw()

    def _withdraw(self) -> None:
        if self._toast is not None:
            self._toast.dismiss()

    def _forget(self) -> None:
        self._toast = None
        self._step = None
