"""Icons as outlines, taken from the font files that the qtawesome package brings along.

Importing qtawesome costs 150 ms and more, and registering its fonts with Qt 12 to 16 ms each. A
`QRawFont` on the file itself takes 3 ms, at the first icon, and gives outlines that are sharp at
any scale. So the package is located, but never imported.
"""

import importlib.util
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QRawFont, QTransform

PHOSPHOR_FILE: Final = "phosphor-1.3.0.ttf"
MATERIAL_FILE: Final = "materialdesignicons6-webfont-6.9.96.ttf"

PHOSPHOR: Final[dict[str, int]] = {
    "arrow-clockwise": 0xF020,
    "arrow-counter-clockwise": 0xF021,
    "arrow-down": 0xF022,
    "arrow-elbow-down-left": 0xF025,
    "arrow-left": 0xF03B,
    "arrow-right": 0xF044,
    "arrow-square-out": 0xF058,
    "arrow-up": 0xF061,
    "arrows-clockwise": 0xF045,
    "book-bookmark": 0xF092,
    "calendar": 0xF0AC,
    "camera": 0xF0B1,
    "caret-double-left": 0xF0BF,
    "caret-double-right": 0xF0C0,
    "caret-double-up": 0xF0C1,
    "caret-down": 0xF0C2,
    "caret-left": 0xF0C3,
    "caret-right": 0xF0C4,
    "caret-up": 0xF0C5,
    "check": 0xF0E7,
    "check-circle": 0xF0E8,
    "check-circle-fill": 0xF851,
    "clipboard": 0xF0F7,
    "clock": 0xF0F9,
    "cloud-arrow-up": 0xF100,
    "command": 0xF10F,
    "copy": 0xF114,
    "copy-simple": 0xF116,
    "corners-in": 0xF117,
    "corners-out": 0xF118,
    "crop": 0xF11B,
    "device-mobile": 0xF130,
    "dots-three": 0xF145,
    "download-simple": 0xF14C,
    "eraser": 0xF159,
    "eye-slash": 0xF15E,
    "film-strip": 0xF172,
    "flask": 0xF180,
    "folder-open": 0xF18C,
    "folder-simple": 0xF18F,
    "frame-corners": 0xF194,
    "gauge": 0xF19A,
    "gear-six": 0xF19C,
    "globe": 0xF1AF,
    "hourglass-medium": 0xF1D3,
    "image": 0xF1DD,
    "info": 0xF1E0,
    "key": 0xF1E4,
    "keyboard": 0xF1E5,
    "layout": 0xF1EA,
    "lightbulb": 0xF1ED,
    "lightning": 0xF1EF,
    "lightning-fill": 0xF959,
    "link-break": 0xF1F4,
    "link-simple": 0xF1F6,
    "list": 0xF1FA,
    "magnifying-glass": 0xF20A,
    "minus": 0xF21A,
    "monitor-play": 0xF21E,
    "palette": 0xF257,
    "pause": 0xF25E,
    "pause-fill": 0xF9C9,
    "pencil-simple": 0xF266,
    "person-simple-run": 0xF26C,
    "play-fill": 0xF9E7,
    "plus": 0xF27F,
    "question": 0xF293,
    "question-fill": 0xF9FD,
    "queue": 0xF294,
    "quotes": 0xF295,
    "receipt": 0xF29A,
    "rectangle": 0xF29C,
    "repeat": 0xF29F,
    "scissors": 0xF2AB,
    "rewind-fill": 0xFA0C,
    "shield-warning": 0xF2BD,
    "sign-out": 0xF2C7,
    "skip-back-fill": 0xFA35,
    "skip-forward-fill": 0xFA37,
    "sliders-horizontal": 0xF2D0,
    "sort-ascending": 0xF2DC,
    "sort-descending": 0xF2DD,
    "speaker-high": 0xF2E0,
    "speaker-low": 0xF2E1,
    "speaker-none": 0xF2E2,
    "speaker-simple-slash": 0xF2E6,
    "speaker-x": 0xF2E9,
    "squares-four": 0xF2F0,
    "stack": 0xF2F1,
    "star": 0xF2F3,
    "star-fill": 0xFA5D,
    "text-t": 0xF31F,
    "timer": 0xF329,
    "trash": 0xF334,
    "upload-simple": 0xF345,
    "user-circle": 0xF347,
    "warning": 0xF35C,
    "warning-circle": 0xF35D,
    "warning-circle-fill": 0xFAC6,
    "warning-octagon": 0xF35E,
    "warning-octagon-fill": 0xFAC8,
    "wifi-slash": 0xF367,
    "x": 0xF36D,
    "x-circle": 0xF36E,
}
"""Our icons of the Phosphor font by the names of its character map. A test compares the two."""

MATERIAL: Final[dict[str, int]] = {
    "dock-left": 0xF10AA,
    "dock-right": 0xF10AB,
}
"""Our icons of the Material Design Icons font, likewise."""

_FRAMES: Final = {"aspect-wide": (0.77, 0.51), "aspect-tall": (0.51, 0.77)}
"""Width and height of the frames that stand for the picture's shape; neither font has them."""

_EM: Final = 256.0
_FILL: Final = 0.875
"""How much of its square an icon takes, as in the drawings."""


def icon_fonts_folder() -> Path:
    """Where qtawesome keeps its fonts.

    Raises:
        FileNotFoundError: The installation lacks qtawesome.
    """
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the installation lacks the package qtawesome")
    return Path(spec.submodule_search_locations[0]) / "fonts"


@cache
def _raw_font(file_name: str) -> QRawFont:
    return QRawFont(str(icon_fonts_folder() / file_name), _EM)


@cache
def icon_outline(name: str) -> QPainterPath:
    """The outline of an icon to be filled, in a square of side 1 around the origin.

    Raises:
        KeyError: No such icon is in the tables.
    """
    if name in _FRAMES:
        return _frame(*_FRAMES[name])
    if name in MATERIAL:
        font, code = _raw_font(MATERIAL_FILE), MATERIAL[name]
    else:
        font, code = _raw_font(PHOSPHOR_FILE), PHOSPHOR[name]
    glyph = font.glyphIndexesForString(chr(code))[0]
    middle = (font.ascent() - font.descent()) / 2
    to_unit = QTransform.fromScale(_FILL / _EM, _FILL / _EM).translate(-_EM / 2, middle)
    return to_unit.map(font.pathForGlyph(glyph))


def _frame(width: float, height: float) -> QPainterPath:
    outline = QPainterPath()
    outline.addRoundedRect(-width / 2, -height / 2, width, height, 0.13, 0.13)
    stroker = QPainterPathStroker()
    stroker.setWidth(0.085)
    return stroker.createStroke(outline)


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Fills the icon `name` into the middle of `rect`, as large as its shorter side."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(side, side)
    painter.fillPath(icon_outline(name), colour)
    painter.restore()
