"""Buttons made from actions, so that label, icon and names come from one place each."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.commands.commands import tip_of
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.notices.actions import ACTION_ICONS, Action, action_label
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

translate = QCoreApplication.translate

_NAMES: Final[dict[Action, str]] = {
    Action.SAVE_AS: "saveAsButton",
    Action.SHOW_IN_FOLDER: "showInFolderButton",
    Action.REUSE_SETTINGS: "reuseSettingsButton",
    Action.USE_LAST_FRAME: "useLastFrameButton",
    Action.FAVOURITE: "favouriteButton",
    Action.EDIT_AND_RETRY: "editAndRetryButton",
    Action.REPLACE_REFERENCES: "replaceReferencesButton",
    Action.MOVE_TO_TRASH: "moveToTrashButton",
    Action.COPY_REPORT: "copyReportButton",
}
"""Object names of the table; other actions are named after themselves."""


class Form(Enum):
    """How much of a button shows."""

    LABEL = "label"
    SHORT = "short"
    ICON = "icon"


def name_after_action(button: QWidget, action: Action) -> None:
    """Gives a button the object name and the accessible name of its action."""
    known = _NAMES.get(action)
    if known is not None:
        name(button, known)
        return
    first, *rest = action.value.split("_")
    button.setObjectName(first + "".join(part.title() for part in rest) + "Button")
    button.setAccessibleName(action_label(action))


class ActionButton(Button):
    """A button that asks for one action.

    Args:
        theme: The look.
        action: What it asks for.
        kind: How loud it is.
        parent: Owner.

    Signals:
        asked: The action.
    """

    asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        action: Action,
        *,
        kind: ButtonKind = ButtonKind.SECONDARY,
        parent: QWidget | None = None,
    ) -> None:
        icon = ACTION_ICONS.get(action, "")
        super().__init__(theme, action_label(action), kind=kind, icon=icon, parent=parent)
        self.action = action
        name_after_action(self, action)
        self.clicked.connect(self._ask)

    def set_form(self, form: Form) -> None:
        """Shows the whole label, a short one, or the icon alone with a tooltip."""
        label = action_label(self.action)
        self.setText({Form.LABEL: label, Form.SHORT: _short(self.action), Form.ICON: ""}[form])
        # Keys are told also by a button that says what it does.
        tip = tip_of(self.action)
        self.setToolTip("" if form is Form.LABEL and tip == label.removesuffix("…") else tip)
        self.set_kind(ButtonKind.GHOST if form is Form.ICON else ButtonKind.SECONDARY)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        if not self.text():
            return QSize(tokens.CONTROL_HEIGHT, tokens.CONTROL_HEIGHT)
        return super().sizeHint()

    def _icon_width(self) -> float:
        # Alone, the icon stands in the middle.
        return super()._icon_width() if self.text() else float(self._icon_size)

    def _ask(self) -> None:
        self.asked.emit(self.action)


def _short(action: Action) -> str:
    match action:
        case Action.USE_LAST_FRAME:
            return translate("Action", "Last frame")
        case Action.REUSE_SETTINGS:
            return translate("Action", "Reuse")
        case _:
            return action_label(action)
