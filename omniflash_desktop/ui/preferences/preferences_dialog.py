"""The dialog of all preferences: sections at the left, the page of one at the right."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from omniflash_desktop import __version__
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.asking import leave
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.notices.framed_dialog import Scrim
from omniflash_desktop.ui.preferences.form import PreferencesPage
from omniflash_desktop.ui.preferences.nav import PreferencesNav
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_SIZE: Final = (880, 640)
_NAV_WIDTH: Final = 200
_FOOTER_HEIGHT: Final = 58
_DONE_WIDTH: Final = 88
_AROUND: Final = 40
"""Of the window, that stays to be seen beside the dialog."""


class Section(StrEnum):
    """The pages, in their order."""

    ACCOUNT = "account"
    STORAGE = "storage"
    LIBRARY = "library"
    NETWORK = "network"
    APPEARANCE = "appearance"


@dataclass(frozen=True)
class SectionPage:
    """A page and how it is called.

    Attributes:
        section: Which one.
        title: In the list.
        icon: Before it.
        page: What is shown.
    """

    section: Section
    title: str
    icon: str
    page: PreferencesPage


class PreferencesDialog(QDialog):
    """Every change is told by its page at once; there is nothing to confirm or to cancel.

    Args:
        theme: The look.
        parent: The window.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._over = parent.window()
        self._scrim: Scrim | None = None
        self._pages: list[SectionPage] = []
        self.setObjectName("preferencesDialog")
        self.setWindowTitle(self.tr("Preferences"))
        self.setAccessibleName(self.tr("Preferences"))
        self.nav = PreferencesNav(theme, self)
        self._stack = QStackedWidget(self)
        self._done = Button(theme, self.tr("Done"), kind=ButtonKind.PRIMARY, height=40, parent=self)
        name(self._done, "doneButton")
        self._done.setMinimumWidth(_DONE_WIDTH)
        self._lay_out()
        self.nav.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._done.clicked.connect(self.accept)
        self._take_size()
        theme.changed.connect(self._theme_changed)

    def add_page(self, page: SectionPage) -> None:
        """Adds a page below the others."""
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page.page)
        for surface in (scroll.viewport(), page.page):
            surface.setAutoFillBackground(False)
        self._pages.append(page)
        self._stack.addWidget(scroll)
        self.nav.add_section(page.title, page.icon)

    @property
    def section(self) -> Section:
        """The page that is shown."""
        return self._pages[self.nav.currentRow()].section

    def show_section(self, section: Section) -> None:
        """Leads to a page."""
        sections = [page.section for page in self._pages]
        self.nav.setCurrentRow(sections.index(section))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        middle = self._over.mapToGlobal(self._over.rect().center())
        self.move(middle - self.rect().center())
        if self._scrim is None:
            self._scrim = Scrim(self._theme, self._over)
        self._scrim.raise_()
        self._scrim.show()

    def done(self, result: int) -> None:
        for page in self._pages:
            page.page.commit()
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        leave(self, super().done, result)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        painter.fillRect(self.rect(), colour("panel"))
        painter.fillRect(0, 0, _NAV_WIDTH, self.height(), colour("window"))
        line = colour("line_subtle")
        painter.fillRect(_NAV_WIDTH, 0, 1, self.height(), line)
        top = self.height() - _FOOTER_HEIGHT
        painter.fillRect(_NAV_WIDTH, top, self.width() - _NAV_WIDTH, 1, line)
        painter.end()

    def _theme_changed(self) -> None:
        self._take_size()
        self.update()

    def _take_size(self) -> None:
        width, height = _SIZE
        room = self._over.size()
        # Larger words need longer lines; no page scrolls sideways.
        wide = round(width * max(1.0, self._theme.text_scale))
        self.resize(
            max(self.width(), min(wide, room.width() - _AROUND)),
            max(self.height(), min(height, room.height() - _AROUND)),
        )

    def _lay_out(self) -> None:
        theme = self._theme
        left = QVBoxLayout()
        left.setContentsMargins(10, 12, 10, 14)
        left.addWidget(self.nav, 1)
        version = self.tr("Omniflash Desktop %1").replace("%1", __version__)
        made_by = Label(theme, version, size=tokens.TINY, role="text3", parent=self)
        made_by.setIndent(tokens.SPACE_2)
        left.addWidget(made_by)
        side = QWidget(self)
        side.setFixedWidth(_NAV_WIDTH)
        side.setLayout(left)
        footer = QWidget(self)
        footer.setFixedHeight(_FOOTER_HEIGHT)
        row = QHBoxLayout(footer)
        row.setContentsMargins(24, 0, 18, 0)
        at_once = self.tr("Changes apply at once")
        row.addWidget(Label(theme, at_once, size=tokens.CAPTION, role="text3", parent=footer))
        row.addStretch(1)
        row.addWidget(self._done)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(footer)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(1)
        both.addWidget(side)
        both.addLayout(right, 1)
