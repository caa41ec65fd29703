"""Asks what a clip of our own is to be, that was dropped on the window."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 460


class ClipUse(StrEnum):
    """What can be made of a clip that carries its recipe."""

    REQUEST = "request"
    """Prompt, settings and references, as they were."""
    MOTION = "motion"
    LAST_FRAME = "last_frame"
    A_FRAME = "a_frame"


class _UseButton(Button):
    chosen = Signal(object)

    def __init__(self, theme: Theme, use: ClipUse, text: str, icon: str, parent: QWidget) -> None:
        kind = ButtonKind.PRIMARY if use is ClipUse.REQUEST else ButtonKind.SECONDARY
        super().__init__(theme, text, kind=kind, icon=icon, height=40, parent=parent)
        self._use = use
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._use)


class ClipDropDialog(FramedDialog):
    """Ends with `QDialog.DialogCode.Accepted` once `use` is chosen.

    Args:
        theme: The look.
        prompt: What the clip was made from.
        parent: The window.
    """

    def __init__(self, theme: Theme, prompt: str, *, parent: QWidget) -> None:
        super().__init__(
            theme, self.tr("This clip was made with Omniflash"), width=_WIDTH, parent=parent
        )
        self.setObjectName("clipDropDialog")
        self.use: ClipUse | None = None
        first = " ".join(prompt.split())
        words = ElidedLabel(theme, f"“{first}”", role="text2", parent=self)
        self.setAccessibleDescription(words.text())
        self.column.addWidget(words)
        ask = self.tr("It carries its prompt, its settings and what it refers to.")
        self.column.addWidget(Label(theme, ask, size=tokens.CAPTION, role="text3", parent=self))
        self.column.addSpacing(tokens.SPACE_2)
        uses = [
            (
                ClipUse.REQUEST,
                self.tr("Restore its request"),
                "sliders-horizontal",
                "restoreRequest",
            ),
            (ClipUse.MOTION, self.tr("Use it as motion reference"), "film-strip", "takeAsMotion"),
            (ClipUse.LAST_FRAME, self.tr("Use its last frame"), "image", "takeLastFrame"),
            (ClipUse.A_FRAME, self.tr("Choose a frame…"), "film-strip", "takeAFrame"),
        ]
        for use, text, icon, object_name in uses:
            button = _UseButton(theme, use, text, icon, self)
            name(button, f"{object_name}Button")
            button.chosen.connect(self._choose)
            self.column.addWidget(button)
        row = QHBoxLayout()
        cancel = Button(theme, self.tr("Cancel"), kind=ButtonKind.GHOST, height=40, parent=self)
        name(cancel, "leaveClipButton")
        cancel.clicked.connect(self.reject)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addStretch(1)
        self.column.addLayout(row)
        self.fit()

    def _choose(self, use: ClipUse) -> None:
        self.use = use
        self.accept()
