"""Push buttons and icon buttons, painted: hover and press ease, focus shows as a ring."""

from enum import StrEnum
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from omniflash_desktop.ui.controls.painting import between, faded, paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.ui.controls.motion import HoverGlow


class ButtonKind(StrEnum):
    """How loud a button is. At most one primary on a surface."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    DANGER = "danger"
    WARNING = "warning"
    """Outlined, for amber hints and banners."""
    ICON = "icon"


_LOUD: Final = (ButtonKind.PRIMARY, ButtonKind.DANGER, ButtonKind.WARNING)


class PaintedButton(QPushButton):
    """What the painted buttons share: a kind, the eased hover, and when focus shows.

    Args:
        theme: The look.
        kind: How loud it is; also the dynamic property `kind`.
        parent: Owner.
    """

    def __init__(self, theme: Theme, kind: ButtonKind, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._glow: HoverGlow | None = None
        self.setProperty("kind", kind.value)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)

    def set_kind(self, kind: ButtonKind) -> None:
        """Changes how loud it is."""
        self._kind = kind
        self.setProperty("kind", kind.value)
        self.update()

    def hover_share(self) -> float:
        """How far the hover has come, 0 to 1."""
        return 0.0 if self._glow is None else float(self._glow.currentValue() or 0.0)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._turn_glow(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._turn_glow(False)

    def _turn_glow(self, on: bool) -> None:
        if self._glow is None:
            if not on:
                return
            # Animations cost some milliseconds to import, and the first paint needs none.
            from omniflash_desktop.ui.controls.motion import HoverGlow

            self._glow = HoverGlow(self)
        self._glow.turn(on and self.isEnabled())

    def shows_focus(self) -> bool:
        """Whether the focus ring is to be painted: keyboard focus only."""
        return self.hasFocus() and self.window().testAttribute(
            Qt.WidgetAttribute.WA_KeyboardFocusChange
        )


class Button(PaintedButton):
    """A button with a text, and perhaps an icon before it and its keys after it.

    Args:
        theme: The look.
        text: What it does.
        kind: How loud it is.
        icon: An icon's name, or nothing.
        keys: The keys that do the same, such as `Ctrl`; shown where there is room.
        keys_icon: An icon that ends the keys.
        height: Logical pixels.
        parent: Owner.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: ButtonKind = ButtonKind.SECONDARY,
        icon: str = "",
        keys: str = "",
        keys_icon: str = "",
        height: int = tokens.CONTROL_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, kind, parent)
        self._icon_name = icon
        self._keys = keys
        self._keys_icon = keys_icon
        large = height >= 44
        small = height < 30
        self._icon_size = 18
        self._padding = 10 if small else 14
        self.setFont(
            theme.font(
                tokens.BODY if large else tokens.CAPTION if small else tokens.BASE,
                tokens.STRONG if kind in _LOUD else tokens.MEDIUM,
            )
        )
        self.setText(text)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_icon_name(self, icon: str) -> None:
        """Changes the icon."""
        self._icon_name = icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width()) + 2 * self._padding, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _icon_width(self) -> float:
        return self._icon_size + 6.0 if self._icon_name else 0.0

    def _keys_width(self) -> float:
        if not self._keys:
            return 0.0
        metrics_width = self.fontMetrics().horizontalAdvance(self._keys) * 0.85
        return metrics_width + 14.0 + (20.0 if self._keys_icon else 0.0)

    def _content_width(self) -> float:
        text = self.fontMetrics().horizontalAdvance(self.text())
        return self._icon_width() + text

    def _shows_keys(self) -> bool:
        """Whether there is room for the keys, which give way first."""
        wanted = self._content_width() + self._keys_width() + 10 + 12
        return bool(self._keys) and wanted <= self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_button_frame(painter, self._theme, self, self._kind, self.hover_share())
        ink = self._ink()
        text_width = self.fontMetrics().horizontalAdvance(self.text())
        shows_keys = self._shows_keys()
        content = self._content_width() + (10 + self._keys_width() if shows_keys else 0)
        left = max((self.width() - content) / 2, 4.0)
        if self._icon_name:
            square = QRectF(
                left, (self.height() - self._icon_size) / 2, self._icon_size, self._icon_size
            )
            self._theme.paint_icon(painter, square, self._icon_name, ink)
            left += self._icon_width()
        painter.setPen(ink)
        painter.setFont(self.font())
        room = min(float(text_width) + 1, self.width() - left - 4)
        shown = self.text()
        if text_width > room:
            shown = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(
            QRectF(left, 0, room, self.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            shown,
        )
        if shows_keys:
            self._paint_keys(painter, left + text_width + 10, ink)
        painter.end()

    def _paint_keys(self, painter: QPainter, left: float, ink: QColor) -> None:
        cap = QRectF(left, (self.height() - 20) / 2, self._keys_width(), 20)
        fill = faded(ink, 0.16) if self.isEnabled() else faded(ink, 0.10)
        paint_frame(painter, cap, tokens.RADIUS_BADGE, fill=fill)
        painter.setFont(self._theme.font(tokens.TINY, tokens.STRONG))
        painter.setPen(ink)
        painter.drawText(
            cap.adjusted(7, 0, -7, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._keys,
        )
        if self._keys_icon:
            square = QRectF(cap.right() - 22, cap.top() + 2, 16, 16)
            self._theme.paint_icon(painter, square, self._keys_icon, ink)

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return self._theme.colour("disabled")
        match self._kind:
            case ButtonKind.PRIMARY | ButtonKind.DANGER:
                return self._theme.colour("on_accent")
            case ButtonKind.WARNING:
                return self._theme.colour("warning")
            case ButtonKind.GHOST | ButtonKind.ICON:
                ends = self._theme.colour("text2"), self._theme.colour("text")
                return between(*ends, self.hover_share())
            case ButtonKind.SECONDARY:
                return self._theme.colour("text")
            case _:
                assert_never(self._kind)


class IconButton(PaintedButton):
    """A square button with a glyph only; its tooltip says what it does.

    Args:
        theme: The look.
        icon: The glyph's name.
        tooltip: What it does, with its keys.
        size: Side, logical pixels: 32, or 30 in panel heads.
        glyph: Side of the glyph, logical pixels.
        role: The glyph's colour role.
        checkable: Whether it stays down; then it is tinted.
        parent: Owner.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        *,
        tooltip: str = "",
        size: int = 32,
        glyph: int = 18,
        role: str = "text2",
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, ButtonKind.ICON, parent)
        self._icon_name = icon
        self._glyph = glyph
        self._role = role
        self.setFixedSize(size, size)
        self.setToolTip(tooltip)
        self.setCheckable(checkable)

    @property
    def icon_name(self) -> str:
        """The glyph's name."""
        return self._icon_name

    def set_icon_name(self, icon: str, role: str | None = None) -> None:
        """Changes the glyph, and perhaps its colour role."""
        self._icon_name = icon
        if role is not None:
            self._role = role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        tinted = self.isChecked()
        paint_button_frame(painter, theme, self, ButtonKind.ICON, self.hover_share(), tinted=tinted)
        if not self.isEnabled():
            ink = theme.colour("disabled")
        elif tinted:
            ink = theme.colour("accent_text")
        else:
            ink = between(theme.colour(self._role), theme.colour("text"), self.hover_share())
            if self._role not in ("text2", "text3"):
                ink = theme.colour(self._role)
        square = QRectF(0, 0, self._glyph, self._glyph)
        square.moveCenter(QRectF(self.rect()).center())
        theme.paint_icon(painter, square, self._icon_name, ink)
        painter.end()


def paint_button_frame(
    painter: QPainter,
    theme: Theme,
    button: PaintedButton,
    kind: ButtonKind,
    hover: float,
    *,
    tinted: bool = False,
) -> None:
    """The body of a button: fill, edge and focus ring for its kind and state."""
    rect = QRectF(button.rect())
    down = button.isDown() and button.isEnabled()
    enabled = button.isEnabled()
    fill: QColor | None = None
    line: QColor | None = None
    gradient: QLinearGradient | None = None
    match kind:
        case ButtonKind.PRIMARY:
            if not enabled:
                fill, line = theme.colour("raised2"), theme.colour("line")
            elif down:
                fill, line = theme.colour("accent_lo"), theme.colour("accent_lo")
            else:
                top = theme.colour("accent_hi")
                gradient = QLinearGradient(QPointF(0, 0), QPointF(0, rect.height()))
                gradient.setColorAt(0, top)
                gradient.setColorAt(1, between(theme.colour("accent"), top, hover))
                line = faded(theme.colour("on_accent"), 0.18) if theme.is_dark else None
        case ButtonKind.DANGER:
            fill = theme.colour("danger_fill") if enabled else theme.colour("raised2")
            fill = fill.darker(112) if down else fill.lighter(100 + round(6 * hover))
        case ButtonKind.SECONDARY:
            fill = between(theme.colour("raised2"), theme.colour("hover"), hover)
            fill = theme.colour("pressed") if down else fill
            line = between(theme.colour("line"), theme.colour("line_strong"), hover)
            if not enabled:
                fill, line = theme.colour("raised"), theme.colour("line_subtle")
        case ButtonKind.WARNING:
            line = theme.colour("warning_line")
            fill = faded(theme.colour("warning_line"), 0.6 if down else 0.35 * hover)
        case ButtonKind.GHOST | ButtonKind.ICON:
            base = theme.colour("accent_bg") if tinted else faded(theme.colour("hover"), 0.0)
            over = theme.colour("accent_bg2") if tinted else theme.colour("hover")
            fill = theme.colour("pressed") if down and not tinted else between(base, over, hover)
            line = faded(theme.colour("accent_line"), 0.3) if tinted and theme.is_dark else None
        case _:
            assert_never(kind)
    if gradient is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(rect, tokens.RADIUS_FIELD, tokens.RADIUS_FIELD)
        fill = None
    paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=fill, line=line)
    if button.shows_focus():
        loud = kind in (ButtonKind.PRIMARY, ButtonKind.DANGER)
        ring = theme.colour("text") if loud else theme.colour("focus")
        paint_frame(painter, rect, tokens.RADIUS_FIELD, line=ring, width=2)
