"""The first run: try the sandbox, or connect with a token; and three prompts to start from."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QKeyEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from omniflash_desktop.domain.service_facts import TOKEN_PAGE
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.icon_field import IconField
from omniflash_desktop.ui.controls.icon_line import IconLine
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.stage.example_row import ExampleRow
from omniflash_desktop.ui.stage.flow_row import FlowRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 664
_CARD_HEIGHT: Final = 322
_SHORT_CARD_HEIGHT: Final = 262
_SHORT_BELOW: Final = 700
_NARROW_BELOW: Final = 680


class _Logo(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(52, 52)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = QLinearGradient(QPointF(0, 0), QPointF(52, 52))
        shade.setColorAt(0, self._theme.colour("accent_line"))
        shade.setColorAt(1, self._theme.colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_DIALOG, tokens.RADIUS_DIALOG)
        ink = self._theme.colour("on_accent")
        self._theme.paint_icon(painter, QRectF(8, 8, 36, 36), "lightning-fill", ink)
        painter.end()


class _Card(QWidget):
    """A frame with an icon, a title, a text and ticks; its owner adds the rest."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        *,
        icon: str,
        roles: tuple[str, str],
        words: tuple[str, str],
        ticks: tuple[str, ...],
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._roles = roles
        title = Label(theme, words[0], size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        text = Label(theme, words[1], role="text2", parent=self)
        text.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 20 + 40 + 14, 20, 20)
        self.column.setSpacing(7)
        self.column.addWidget(title)
        self.column.addWidget(text)
        self.column.addSpacing(8)
        for tick in ticks:
            line = IconLine(
                theme,
                tick,
                icon="check",
                ink="success",
                size=tokens.CAPTION,
                role="text2",
                indent=23,
                parent=self,
            )
            self.column.addWidget(line)
        self.column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            tokens.RADIUS_PLAYER,
            fill=colour("panel"),
            line=colour("line"),
        )
        square = QRectF(20, 20, 40, 40)
        paint_frame(painter, square, tokens.RADIUS_CARD, fill=colour(self._roles[0]))
        icon = square.adjusted(10, 10, -10, -10)
        self._theme.paint_icon(painter, icon, self._icon, colour(self._roles[1]))
        painter.end()


class WelcomePanel(QWidget):
    """Shown until the person has chosen how to start.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        sandbox_chosen: Start with the sandbox.
        token_entered: Connect with this token.
        example_chosen: Start from this prompt and this length in seconds.
        back_asked: Everything is to stay as it is.
    """

    sandbox_chosen = Signal()
    token_entered = Signal(str)
    example_chosen = Signal(str, int)
    back_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        name(self, "welcomePanel")
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = self._column = QVBoxLayout(inside)
        column.setSpacing(0)
        column.addStretch(1)
        self._logo = _Logo(theme, inside)
        column.addWidget(self._logo, 0, centre)
        self._under_logo = QSpacerItem(0, 0)
        column.addItem(self._under_logo)
        self._title = Label(theme, size=tokens.WELCOME, weight=tokens.STRONG, parent=inside)
        self._title.setObjectName("welcomeTitle")
        words = self.tr(
            "A prompt and up to three images become a short video. You can switch at any time."
        )
        text = Label(theme, words, size=tokens.BODY, role="text2", parent=inside)
        for label, space in ((self._title, 6), (text, 24)):
            label.setAlignment(centre)
            label.setWordWrap(True)
            column.addWidget(label)
            column.addSpacing(space)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        self._cards = self._sandbox_card(inside), self._token_card(inside)
        for card in self._cards:
            cards.addWidget(card, 1)
        column.addLayout(cards)
        self._under_cards = QSpacerItem(0, 0)
        column.addItem(self._under_cards)
        examples = ExampleRow(theme, inside)
        examples.chosen.connect(self.example_chosen)
        column.addWidget(examples)
        column.addStretch(1)
        self._put_in_scroll_area(inside)
        self._back = Button(
            theme, self.tr("Back"), kind=ButtonKind.GHOST, icon="caret-left", parent=self
        )
        self._back.setObjectName("leaveWelcomeButton")
        self._back.setAccessibleName(self.tr("Back without a change"))
        self._back.setToolTip(self.tr("Back (Esc)"))
        self._back.move(16, 16)
        self._back.clicked.connect(self.back_asked)
        self.set_way_back(False)
        self._set_short(False)

    def set_way_back(self, there_is: bool) -> None:
        """Whether everything may stay as it is: not at the very first run."""
        self._back.setVisible(there_is)
        title = self.tr("Connect") if there_is else self.tr("Make your first clip")
        self._title.setText(title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._back.isHidden():
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_short(self.height() < _SHORT_BELOW)
        # The longer words only where they are read whole.
        words = self.tr("Paste your API token")
        narrow = self.width() < _NARROW_BELOW
        self.token.setPlaceholderText(self.tr("API token") if narrow else words)

    def _set_short(self, short: bool) -> None:
        """Draws everything together, so that a low window shows the examples too."""
        self._logo.setHidden(short)
        self._under_logo.changeSize(0, 0 if short else 18)
        self._under_cards.changeSize(0, 16 if short else 36)
        edge = 8 if short else 24
        self._column.setContentsMargins(0, edge, 0, edge)
        for card in self._cards:
            card.setMinimumHeight(_SHORT_CARD_HEIGHT if short else _CARD_HEIGHT)
        self._column.invalidate()

    def show_checking(self) -> None:
        """The token is being tried."""
        self._tell(self.tr("Checking the token…"), "text2", is_error=False)
        self._connect_button.setEnabled(False)

    def show_error(self, text: str) -> None:
        """The token was not accepted, or could not be checked."""
        self._tell(text, "danger", is_error=True)
        self._connect_button.setEnabled(True)
        self.token.setFocus()
        self.token.selectAll()

    def show_connected(self) -> None:
        """The token works; the field forgets it."""
        self.token.clear()
        self._tell("", "text2", is_error=False)
        self._connect_button.setEnabled(True)

    def _put_in_scroll_area(self, inside: QWidget) -> None:
        centred = QWidget()
        row = QHBoxLayout(centred)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(centred)
        for surface in (scroll.viewport(), centred, inside):
            surface.setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    def _sandbox_card(self, parent: QWidget) -> QWidget:
        card = _Card(
            self._theme,
            parent,
            icon="flask",
            roles=("warning_bg", "warning"),
            words=(
                self.tr("Try the sandbox"),
                self.tr(
                    "A small server inside the app makes sample clips. "
                    "Nothing leaves this computer."
                ),
            ),
            ticks=(
                self.tr("No account, no cost"),
                self.tr("Every feature works, errors included"),
                self.tr("Clips carry a Sandbox badge"),
            ),
        )
        start = Button(
            self._theme, self.tr("Open the sandbox"), kind=ButtonKind.PRIMARY, parent=card
        )
        name(start, "openSandboxButton")
        start.clicked.connect(self.sandbox_chosen)
        card.column.addWidget(start)
        return card

    def _token_card(self, parent: QWidget) -> QWidget:
        theme = self._theme
        card = _Card(
            theme,
            parent,
            icon="key",
            roles=("accent_bg", "accent_text"),
            words=(
                self.tr("Paste your API token"),
                self.tr(
                    "Generate real clips with Omni-Flash-Ext and pay per clip from your balance."
                ),
            ),
            ticks=(
                self.tr("Kept in your system keyring"),
                self.tr("Checked once before it is saved"),
            ),
        )
        self.token = IconField(theme, "key", card)
        name(self.token, "tokenField")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self._connect_button = Button(theme, self.tr("Connect"), parent=card)
        name(self._connect_button, "connectButton")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.token, 1)
        row.addWidget(self._connect_button)
        self._message = Label(theme, size=tokens.CAPTION, role="text2", parent=card)
        self._message.setObjectName("tokenMessage")
        self._message.setWordWrap(True)
        self._message.hide()
        hint = Label(
            theme, self.tr("No token yet?"), size=tokens.CAPTION, role="text3", parent=card
        )
        link = LinkButton(
            theme, self.tr("Get one in your account"), icon="arrow-square-out", parent=card
        )
        name(link, "getTokenLink")
        below = FlowRow(5, card)
        below.fill([hint, link])
        card.column.addLayout(row)
        card.column.addWidget(self._message)
        card.column.addWidget(below)
        self.token.returnPressed.connect(self._connect_pressed)
        self.token.textEdited.connect(self._token_edited)
        self._connect_button.clicked.connect(self._connect_pressed)
        link.clicked.connect(self._open_token_page)
        return card

    def _connect_pressed(self) -> None:
        token = self.token.text().strip()
        if token:
            self.token_entered.emit(token)
        else:
            self.show_error(self.tr("Paste the token first."))

    def _token_edited(self) -> None:
        self._tell("", "text2", is_error=False)

    def _tell(self, text: str, role: str, *, is_error: bool) -> None:
        self._message.setText(text)
        self._message.set_role(role)
        self._message.setVisible(bool(text))
        self.token.setAccessibleDescription(text)
        self.token.setProperty("st", "error" if is_error else "")
        self.token.style().unpolish(self.token)
        self.token.style().polish(self.token)

    def _open_token_page(self) -> None:
        QDesktopServices.openUrl(QUrl(TOKEN_PAGE))
