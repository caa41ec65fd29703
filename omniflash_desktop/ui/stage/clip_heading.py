"""The clip's title with what can be done with it: one row, or a block beside a portrait clip."""

from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.stage.action_buttons import ActionButton, Form, name_after_action
from omniflash_desktop.ui.stage.clip_title import ClipTitle
from omniflash_desktop.ui.theme.theme import Theme

_ORDER: Final = (
    Action.USE_LAST_FRAME,
    Action.REUSE_SETTINGS,
    Action.SAVE_AS,
    Action.SHOW_IN_FOLDER,
)
_ROOMY: Final = 700
_GAP: Final = 8
_TWO_COLUMNS_FROM: Final = 310


class Star(IconButton):
    """Filled for a favourite.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "star", parent=parent)
        self.setToolTip(self.tr("Favourite"))
        name_after_action(self, Action.FAVOURITE)

    def show_clip(self, generation: Generation) -> None:
        """Whether this clip is one."""
        icon, role = ("star-fill", "warning") if generation.favourite else ("star", "text2")
        self.set_icon_name(icon, role)
        self.setAccessibleDescription(self.tr("Is a favourite") if generation.favourite else "")


class ClipHeading(QWidget):
    """Title, star and buttons.

    Args:
        theme: The look.
        actions: What somebody listens to; other actions are not shown.
        menu: What else can be done.
        parent: Owner.

    Signals:
        asked: The `Action` that was pressed.
    """

    asked = Signal(object)

    def __init__(
        self, theme: Theme, actions: frozenset[Action], menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._block = False
        self._menu = menu
        self.title = ClipTitle(theme, self)
        self.star: Star | None = None
        if Action.FAVOURITE in actions:
            self.star = Star(theme, self)
            self.star.clicked.connect(self._star_pressed)
        self.buttons: list[ActionButton] = []
        for action in _ORDER:
            if action in actions:
                button = ActionButton(theme, action, parent=self)
                button.asked.connect(self.asked)
                self.buttons.append(button)
        self._more = IconButton(theme, "dots-three", parent=self)
        name(self._more, "clipMenuButton")
        self._more.setToolTip(self._more.accessibleName())
        self._more.setHidden(menu.isEmpty())
        self._more.clicked.connect(self._show_menu)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_GAP)

    def show_clip(self, generation: Generation) -> None:
        """Title and star of a clip."""
        self.title.show_clip(generation)
        if self.star is not None:
            self.star.show_clip(generation)

    def arrange(self, *, block: bool, width: int) -> None:
        """Lays the parts out: a row, or a block for the column beside a portrait clip."""
        self._block = block
        while self._grid.count():
            self._grid.takeAt(0)
        for column in range(8):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnMinimumWidth(0, 0)
        if block:
            self._arrange_block(width)
        else:
            self._arrange_row(width)

    def _arrange_row(self, width: int) -> None:
        column = 0
        if self.star is not None:
            self._grid.addWidget(self.star, 0, column)
            column += 1
        self._grid.addWidget(self.title, 0, column)
        self._grid.setColumnStretch(column, 1)
        for button in self.buttons:
            column += 1
            button.set_form(self._form(button.action, width))
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._grid.addWidget(button, 0, column)
        self._grid.addWidget(self._more, 0, column + 1)

    def _form(self, action: Action, width: int) -> Form:
        if action is Action.SHOW_IN_FOLDER:
            return Form.ICON
        if width >= _ROOMY:
            return Form.LABEL
        return Form.ICON if action is Action.SAVE_AS else Form.SHORT

    def _arrange_block(self, width: int) -> None:
        columns = 2 if width >= _TWO_COLUMNS_FROM else 1
        self._grid.addWidget(self.title, 0, 0, 1, columns)
        beside = [self._more] if self.star is None else [self.star, self._more]
        for place, small in enumerate(beside):
            self._grid.addWidget(small, 0, columns + place)
        for position, button in enumerate(self.buttons):
            button.set_form(Form.LABEL)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row, column = divmod(position, columns)
            last = column == columns - 1
            wide = 1 + len(beside) if last else 1
            self._grid.addWidget(button, 1 + row, column, 1, wide)
        if columns > 1:
            # Star and menu share the last column: stretched alike, it would be the wider one.
            self._grid.setColumnMinimumWidth(0, (width - _GAP) // columns)
        self._grid.setColumnStretch(columns - 1, 1)

    def _show_menu(self) -> None:
        below = self._more.mapToGlobal(self._more.rect().bottomRight())
        self._menu.popup(below - QPoint(self._menu.sizeHint().width(), -4))

    def _star_pressed(self) -> None:
        self.asked.emit(Action.FAVOURITE)
