"""The look of the running app: which colours are on, and fonts, icons and Qt's own style to match.

One `Theme` is made at the start and handed to every widget. Painted widgets read it while they
paint; the others follow through the palette, the style sheet and `changed`.
"""

from collections.abc import Sequence
from string import Template
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain import preferences
from omniflash_desktop.resource_files import resource
from omniflash_desktop.ui.theme import icons, tokens
from omniflash_desktop.ui.theme.tokens import Colours

_HAS_STYLE: Final = "omniflashStyle"


def make_application(arguments: Sequence[str]) -> QApplication:
    """The application in Qt's own Fusion style, which looks the same on every system.

    The style goes in as an argument: `QApplication.setStyle` returns a style, and to find its
    Python class PySide first sets up dozens of others (15 ms before the first paint).

    Args:
        arguments: The command line, program first.
    """
    program, *rest = arguments or ("omniflash-desktop",)
    app = QApplication([program, "-style", "fusion", *rest])
    app.setProperty(_HAS_STYLE, True)
    return app


_TABULAR: Final = QFont.Tag("tnum")


_FALLBACK_FAMILIES: Final = ("Sans", "Sans Serif", "DejaVu Sans", "Bitstream Vera Sans")
_BETTER_FAMILIES: Final = ("Inter", "Cantarell", "Noto Sans")


class Theme(QObject):
    """Colours, fonts and icons of the moment.

    Args:
        parent: Owner.

    Signals:
        changed: Other colours are on; palette and style sheet already follow.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = preferences.Theme.SYSTEM
        self._has_contrast = False
        self._scale = 1.0
        self._app: QApplication | None = None
        self._colours = tokens.DARK
        self._qcolours: dict[str, QColor] = {}
        self._fonts: dict[tuple[int, int, bool], QFont] = {}
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        self._colours = self._wanted_colours()

    @property
    def colours(self) -> Colours:
        """The colours that are on."""
        return self._colours

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are on."""
        return self._colours.stage == tokens.DARK.stage

    @property
    def choice(self) -> preferences.Theme:
        """What the user chose."""
        return self._choice

    def set_choice(self, choice: preferences.Theme) -> None:
        """Takes the user's choice over, at once."""
        self._choice = choice
        self._show_wanted_colours()

    @property
    def text_scale(self) -> float:
        """How much larger than drawn the words are."""
        return self._scale

    def set_text_size(self, size: preferences.TextSize) -> None:
        """Takes another size of all words over, at once."""
        if size.scale == self._scale:
            return
        before, self._scale = self._scale, size.scale
        self._fonts.clear()
        if self._app is not None:
            self._app.setFont(_resized(self._app.font(), before, self._scale))
            for widget in self._app.allWidgets():
                if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
                    widget.setFont(_resized(widget.font(), before, self._scale))
                    widget.updateGeometry()
        self.changed.emit()

    def set_contrast(self, increased: bool) -> None:
        """Draws lines and quiet words stronger, or as usual."""
        self._has_contrast = increased
        self._show_wanted_colours()

    def colour(self, role: str) -> QColor:
        """The colour of a role of `Colours`, such as `text2`. Do not change the answer."""
        known = self._qcolours.get(role)
        if known is None:
            known = self._qcolours[role] = QColor(getattr(self._colours, role))
        return known

    def font(
        self, size: int = tokens.BASE, weight: int = tokens.REGULAR, *, tabular: bool = False
    ) -> QFont:
        """The system's font.

        Args:
            size: One of the type sizes of `tokens`, in logical pixels at text size 1.
            weight: One of the weights of `tokens`.
            tabular: Whether digits are of equal width: for time, money and percent.
        """
        key = (size, weight, tabular)
        known = self._fonts.get(key)
        if known is None:
            known = QFont(QGuiApplication.font())
            known.setPixelSize(round(size * self._scale))
            known.setWeight(QFont.Weight(weight))
            if tabular:
                known.setFeature(_TABULAR, 1)
            self._fonts[key] = known
        return known

    def icon(self, name: str, role: str = "text2", size: int = 18) -> QIcon:
        """An icon for menus and other parts that Qt paints; ask again after `changed`."""
        made = QIcon(self._icon_pixmap(name, self.colour(role), size))
        dim = self._icon_pixmap(name, self.colour("disabled"), size)
        made.addPixmap(dim, QIcon.Mode.Disabled)
        return made

    def paint_icon(self, painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
        """Paints an icon of `theme.icons` into the middle of `rect`."""
        icons.paint_icon(painter, rect, name, colour)

    def apply(self, app: QApplication) -> None:
        """Gives the whole application this look, now and after each change."""
        self._app = app
        if app.property(_HAS_STYLE) is None:
            app.setStyle("Fusion")
        font = QFont(app.font())
        if font.family() in _FALLBACK_FAMILIES:
            # No desktop has chosen a font: the first of these that is installed reads better.
            font.setFamilies([*_BETTER_FAMILIES, font.family()])
        font.setPixelSize(round(tokens.BASE * self._scale))
        app.setFont(font)
        self._fonts.clear()
        self._dress()

    def _follow_system(self) -> None:
        self._show_wanted_colours()

    def _wanted_colours(self) -> Colours:
        colours = self._chosen_colours()
        return tokens.with_contrast(colours) if self._has_contrast else colours

    def _chosen_colours(self) -> Colours:
        match self._choice:
            case preferences.Theme.DARK:
                return tokens.DARK
            case preferences.Theme.LIGHT:
                return tokens.LIGHT
            case preferences.Theme.SYSTEM:
                scheme = QGuiApplication.styleHints().colorScheme()
                return tokens.LIGHT if scheme is Qt.ColorScheme.Light else tokens.DARK

    def _show_wanted_colours(self) -> None:
        wanted = self._wanted_colours()
        if wanted == self._colours:
            return
        self._colours = wanted
        self._qcolours.clear()
        if self._app is not None:
            self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        assert self._app is not None
        self._app.setPalette(self._palette())
        template = Template(resource("style.qss").read_text(encoding="utf-8"))
        self._app.setStyleSheet(template.substitute(msgspec.structs.asdict(self._colours)))

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for which, name in (
            (role.Window, "panel"),
            (role.WindowText, "text"),
            (role.Base, "input"),
            (role.AlternateBase, "raised"),
            (role.Text, "text"),
            (role.PlaceholderText, "text3"),
            (role.Button, "raised2"),
            (role.ButtonText, "text"),
            (role.BrightText, "danger"),
            (role.ToolTipBase, "overlay"),
            (role.ToolTipText, "text"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Link, "accent_text"),
            (role.LinkVisited, "accent_text"),
            (role.Accent, "accent"),
            (role.Light, "line_strong"),
            (role.Midlight, "line"),
            (role.Mid, "line"),
            (role.Dark, "line_subtle"),
            (role.Shadow, "shadow"),
        ):
            palette.setColor(which, self.colour(name))
        for which in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.colour("disabled"))
        return palette

    def _icon_pixmap(self, name: str, colour: QColor, size: int) -> QPixmap:
        ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        icons.paint_icon(painter, QRectF(0, 0, size, size), name, colour)
        painter.end()
        return pixmap


def _resized(font: QFont, before: float, now: float) -> QFont:
    """`font` at another text size. Its size at text size 1 is known again from what it is."""
    sizes = {round(size * before): size for size in tokens.TYPE_SIZES}
    size = sizes.get(font.pixelSize())
    changed = QFont(font)
    if size is not None:
        changed.setPixelSize(round(size * now))
    return changed
