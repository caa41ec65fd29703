"""Over a failure: star and title, what else can be done, and what was asked for."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.elided_label import ElidedLabel
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.stage.clip_heading import Star
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class FailureHeading(QWidget):
    """The upper edge of the failure's page.

    Args:
        theme: The look.
        actions: What somebody listens to; other actions are not shown.
        menu: What else can be done; shown where it holds anything.
        parent: Owner.

    Signals:
        asked: The `Action` that was chosen.
    """

    asked = Signal(object)

    def __init__(
        self, theme: Theme, actions: frozenset[Action], menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(theme, size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name(self.title, "clipTitle")
        self._prompt = ElidedLabel(theme, role="text2", parent=self)
        self._star: Star | None = None
        row = QHBoxLayout()
        row.setSpacing(8)
        if Action.FAVOURITE in actions:
            self._star = Star(theme, self)
            self._star.clicked.connect(self._star_pressed)
            row.addWidget(self._star)
        row.addWidget(self.title, 1)
        self._menu = menu
        self._more = IconButton(theme, "dots-three", parent=self)
        name(self._more, "clipMenuButton")
        self._more.setToolTip(self._more.accessibleName())
        self._more.setHidden(self._menu.isEmpty())
        self._more.clicked.connect(self._show_menu)
        row.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._prompt)

    def show_generation(self, generation: Generation) -> None:
        """Tells which clip it is about."""
        self.title.setText(generation.name)
        first = " ".join(generation.request.prompt.split())
        self._prompt.setText(f"“{first}”")
        # Told once where the title is all of it.
        self._prompt.setHidden(first == " ".join(generation.name.split()))
        if self._star is not None:
            self._star.show_clip(generation)

    def _show_menu(self) -> None:
        below = self._more.mapToGlobal(self._more.rect().bottomRight())
        self._menu.popup(below - QPoint(self._menu.sizeHint().width(), -4))

    def _star_pressed(self) -> None:
        self.asked.emit(Action.FAVOURITE)
