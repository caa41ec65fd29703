"""The bar across the top: menu, panel toggles, and how things stand with the service."""

from enum import StrEnum
from itertools import pairwise
from typing import Final, assert_never

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import tip_of
from omniflash_desktop.ui.controls.buttons import ButtonKind, IconButton, PaintedButton
from omniflash_desktop.ui.controls.chip import Tag, TagKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.logo import Logo
from omniflash_desktop.ui.controls.painting import between, paint_frame
from omniflash_desktop.ui.controls.progress_ring import ProgressRing
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_PILL_HEIGHT: Final = 30
_DOT: Final = 8


class ConnectionLook(StrEnum):
    """How things stand between this window and the service."""

    CONNECTED = "connected"
    OFFLINE = "offline"
    TOKEN_REJECTED = "token_rejected"
    NOT_CONNECTED = "not_connected"
    LOCAL_SERVER = "local_server"


class _Pill(PaintedButton):
    """A rounded button that shows a state: something small, a text, and perhaps an amount."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, ButtonKind.SECONDARY, parent)
        self._dot_role = ""
        self._amount = ""
        self._amount_role = "text"
        self._strong = theme.font(tokens.CAPTION, tokens.STRONG, tabular=True)
        self.setFont(theme.font(tokens.CAPTION, tokens.MEDIUM))
        self.setFixedHeight(_PILL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, dot_role: str, text: str, amount: str, amount_role: str) -> None:
        """Shows a dot of a colour role, a text and an amount, which may be empty."""
        self._dot_role = dot_role
        self._amount = amount
        self._amount_role = amount_role
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        quiet = self.fontMetrics().horizontalAdvance(self.text())
        strong = QFontMetrics(self._strong)
        width = 27 if self._dot_role else 34
        width += quiet if self._dot_role else strong.horizontalAdvance(self.text())
        if self._amount:
            width += 21 + strong.horizontalAdvance(self._amount)
        return QSize(width + 13, _PILL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect, hover = self._theme, QRectF(self.rect()), self.hover_share()
        fill = between(theme.colour("raised"), theme.colour("hover"), hover)
        line = between(theme.colour("line"), theme.colour("line_strong"), hover)
        paint_frame(painter, rect, rect.height() / 2, fill=fill, line=line)
        if self.shows_focus():
            ring = theme.colour("focus")
            paint_frame(painter, rect, rect.height() / 2, line=ring, width=2)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        left = 34.0
        if self._dot_role:
            left = 27.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._dot_role))
            painter.drawEllipse(QRectF(12, (rect.height() - _DOT) / 2, _DOT, _DOT))
        quiet = bool(self._dot_role)
        painter.setFont(self.font() if quiet else self._strong)
        painter.setPen(theme.colour("text2" if quiet else "text"))
        painter.drawText(rect.adjusted(left, 0, 0, 0), middle, self.text())
        if self._amount:
            left += self.fontMetrics().horizontalAdvance(self.text()) + 11
            painter.setPen(theme.colour("line"))
            painter.drawLine(QPointF(left, 8), QPointF(left, rect.height() - 8))
            painter.setFont(self._strong)
            painter.setPen(theme.colour(self._amount_role))
            painter.drawText(rect.adjusted(left + 10, 0, 0, 0), middle, self._amount)
        painter.end()


class HeaderBar(QWidget):
    """The header, 48 logical pixels high.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        composer_toggled: The user wants the composer shown or hidden.
        library_toggled: The user wants the library shown or hidden.
        activity_clicked: The user wants to see what runs.
        connection_clicked: The user wants to know more about connection and balance.
        commands_clicked: The user wants to find a command, a clip or a prompt.
        preferences_clicked: The user wants to see the preferences.
    """

    composer_toggled = Signal()
    library_toggled = Signal()
    activity_clicked = Signal()
    connection_clicked = Signal()
    commands_clicked = Signal()
    preferences_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._menu: QMenu | None = None
        self._running = 0
        self.setFixedHeight(tokens.HEADER_HEIGHT)
        self._menu_button = IconButton(theme, "list", parent=self)
        self._menu_button.setToolTip(self.tr("App menu"))
        self._composer_toggle = IconButton(theme, "dock-left", glyph=20, parent=self)
        self._composer_toggle.setToolTip(tip_of(Command.COMPOSER_PANEL))
        self._commands = IconButton(theme, "command", parent=self)
        self._commands.setToolTip(tip_of(Command.COMMANDS))
        self._preferences = IconButton(theme, "gear-six", parent=self)
        self._preferences.setToolTip(tip_of(Command.PREFERENCES))
        self._library_toggle = IconButton(theme, "dock-right", glyph=20, parent=self)
        self._library_toggle.setToolTip(tip_of(Command.LIBRARY_PANEL))
        sandbox = self.tr("Sandbox")
        self._sandbox = Tag(theme, sandbox, kind=TagKind.WARNING, height=26, parent=self)
        self._sandbox.setToolTip(self.tr("Clips come from a server inside the app. They are free."))
        self._activity = _Pill(theme, self)
        self._ring = ProgressRing(theme, side=18, parent=self._activity)
        self._ring.move(9, (_PILL_HEIGHT - 18) // 2)
        self._ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._connection = _Pill(theme, self)
        self._name_everything()
        self._lay_out()
        self._menu_button.hide()
        self._sandbox.hide()
        self._activity.hide()
        self.show_connection(ConnectionLook.NOT_CONNECTED)
        self._menu_button.clicked.connect(self._open_menu)
        self._composer_toggle.clicked.connect(self.composer_toggled)
        self._library_toggle.clicked.connect(self.library_toggled)
        self._activity.clicked.connect(self.activity_clicked)
        self._connection.clicked.connect(self.connection_clicked)
        self._commands.clicked.connect(self.commands_clicked)
        self._preferences.clicked.connect(self.preferences_clicked)

    def set_menu(self, menu: QMenu) -> None:
        """Gives the menu button its menu; without one it is not shown."""
        self._menu = menu
        self._menu_button.show()

    def show_sandbox(self, on: bool) -> None:
        """Shows or hides the badge that says: nothing here costs money."""
        self._sandbox.setVisible(on)

    def show_activity(self, running: int, percent: int | None) -> None:
        """Tells how many clips are under way.

        Args:
            running: Clips; at 0 the pill goes.
            percent: Their mean progress, 0 to 100; `None` while nobody knows.
        """
        if running != self._running:
            # The mean of other clips: it may stand lower than before.
            self._ring.restart()
            self._running = running
        if running == 0:
            self._activity.hide()
            return
        self._activity.show_state("", self.tr("%n running", "", running), "", "text")
        self._ring.set_percent(percent)
        self._activity.show()

    def show_connection(
        self, look: ConnectionLook, balance: str = "", *, warning: str = ""
    ) -> None:
        """Tells how things stand with the service.

        Args:
            look: The state.
            balance: The amount in words, such as `$24.80`; empty where there is none to show.
            warning: What is wrong with the amount, such as `low`; empty for nothing.
        """
        match look:
            case ConnectionLook.CONNECTED:
                role, text = "success", self.tr("Connected")
            case ConnectionLook.OFFLINE:
                role, text = "warning", self.tr("Offline")
            case ConnectionLook.TOKEN_REJECTED:
                role, text = "danger", self.tr("Token rejected")
            case ConnectionLook.NOT_CONNECTED:
                role, text = "text3", self.tr("Not connected")
            case ConnectionLook.LOCAL_SERVER:
                role, text = "warning", self.tr("Local server")
            case _:
                assert_never(look)
        self._connection.show_state(role, text, balance, "danger" if warning else "text")
        facts = [text, balance, warning if balance else ""]
        self._connection.setAccessibleDescription(", ".join(fact for fact in facts if fact))

    def below_connection(self) -> QPoint:
        """The lower right corner of the connection pill, on the screen."""
        pill = self._connection
        return pill.mapToGlobal(QPoint(pill.width(), pill.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("window"))
        line = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(line, self._theme.colour("line_subtle"))
        painter.end()

    def _name_everything(self) -> None:
        name(self._menu_button, "appMenuButton")
        name(self._composer_toggle, "toggleComposerButton")
        name(self._commands, "commandsButton")
        name(self._preferences, "preferencesButton")
        name(self._library_toggle, "toggleLibraryButton")
        name(self._sandbox, "sandboxBadge")
        name(self._activity, "activityPill")
        name(self._connection, "connectionPill")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 1)
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(self._menu_button)
        row.addWidget(Logo(24, self))
        app_name = Label(self._theme, "Omniflash", size=tokens.BODY, weight=tokens.STRONG)
        row.addWidget(app_name)
        row.addWidget(_Divider(self._theme, self))
        row.addWidget(self._composer_toggle)
        row.addStretch(1)
        row.addWidget(self._sandbox)
        row.addWidget(self._activity)
        row.addWidget(self._connection)
        row.addWidget(self._commands)
        row.addWidget(self._preferences)
        row.addWidget(self._library_toggle)
        stops = (
            self._menu_button,
            self._composer_toggle,
            self._activity,
            self._connection,
            self._commands,
            self._preferences,
            self._library_toggle,
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _open_menu(self) -> None:
        if self._menu is not None:
            below = QPoint(0, self._menu_button.height() + 2)
            self._menu.popup(self._menu_button.mapToGlobal(below))


class _Divider(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(8, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(7, 0, 1, self.height(), self._theme.colour("line"))
        painter.end()
