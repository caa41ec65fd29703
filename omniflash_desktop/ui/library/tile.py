"""A tile: the clip's picture with its badges, and its caption."""

from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPixmap

from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_INSET: Final = 6
BADGE_HEIGHT: Final = 18
_STAR: Final = 22
_DOT: Final = 10
_TALL: Final = 84
"""From this height, logical pixels, words in the middle are clear of the badges."""
_NARROW: Final = 116
"""Below this width the sandbox's badge is its icon: its word would lie under the star."""
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TileLook(msgspec.Struct, frozen=True, kw_only=True):
    """What a tile looks like at this moment.

    Attributes:
        poster: The picture; `None` while it is read.
        frame: The frame under the pointer, in place of the poster.
        share: Where in the clip the pointer is, 0 to 1; `None` where it is elsewhere.
        is_new: Whether it came while the app ran, and nobody has looked at it.
        trouble_icon: Stands in place of the picture where there is no clip.
        trouble: The words under that icon.
        is_failure: Whether the trouble is red.
        length: On the lower right badge.
        favourite: Whether the star shows.
        sandbox: The word on the sandbox badge; empty outside the sandbox.
        title: First line of the caption.
        fact: Second line of the caption.
        selected: Whether it is the chosen one.
        hovered: Whether the pointer is over it.
    """

    poster: QPixmap | None = None
    frame: QImage | None = None
    share: float | None = None
    is_new: bool = False
    trouble_icon: str = ""
    trouble: str = ""
    is_failure: bool = False
    length: str = ""
    favourite: bool = False
    sandbox: str = ""
    title: str = ""
    fact: str = ""
    selected: bool = False
    hovered: bool = False


def paint_tile(
    painter: QPainter, theme: Theme, picture: QRect, look: TileLook, *, captioned: bool
) -> None:
    """Paints a tile whose picture lies at `picture`."""
    rect = QRectF(picture)
    if look.trouble_icon:
        _paint_trouble(painter, theme, rect, look)
    elif look.poster is not None:
        painter.drawPixmap(QPointF(picture.topLeft()), look.poster)
        if look.share is not None:
            _paint_scrub(painter, rect, look.frame, look.share)
    else:
        paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=theme.colour("raised2"))
    if look.hovered and not look.selected:
        paint_frame(painter, rect, tokens.RADIUS_FIELD, line=theme.colour("line_ctl"))
    if look.selected:
        ring = rect.adjusted(-3, -3, 3, 3)
        line = theme.colour("accent_line")
        paint_frame(painter, ring, tokens.RADIUS_FIELD + 3, line=line, width=2)
    _paint_badges(painter, theme, picture, look)
    if captioned:
        _paint_caption(painter, theme, picture, look)


def paint_badge(
    painter: QPainter,
    theme: Theme,
    corner: QPointF,
    text: str,
    *,
    role: str = "on_picture",
    from_right: bool = False,
) -> None:
    """A word on a picture; `corner` is its upper left, or upper right, corner."""
    font = theme.font(tokens.TINY, tokens.STRONG, tabular=True)
    width = QFontMetrics(font).horizontalAdvance(text) + 12
    rect = QRectF(corner.x() - (width if from_right else 0), corner.y(), width, BADGE_HEIGHT)
    paint_frame(painter, rect, tokens.RADIUS_BADGE, fill=theme.colour("badge"))
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    painter.drawText(rect, _CENTRE, text)


def _paint_badges(painter: QPainter, theme: Theme, picture: QRect, look: TileLook) -> None:
    right, bottom = picture.right() + 1 - _INSET, picture.bottom() + 1 - _INSET
    if look.length:
        corner = QPointF(right, bottom - BADGE_HEIGHT)
        paint_badge(painter, theme, corner, look.length, from_right=True)
    if look.is_new:
        dot = QRectF(picture.left() + _INSET, bottom - _DOT, _DOT, _DOT)
        paint_frame(painter, dot, _DOT / 2, fill=theme.colour("accent"), line=theme.colour("badge"))
    if look.favourite:
        star = QRectF(right - _STAR, picture.top() + _INSET, _STAR, _STAR)
        paint_frame(painter, star, tokens.RADIUS_CHIP, fill=theme.colour("badge"))
        inside = star.adjusted(4, 4, -4, -4)
        theme.paint_icon(painter, inside, "star-fill", theme.colour("sandbox_badge"))
    if look.sandbox and picture.width() < _NARROW:
        square = QRectF(picture.left() + _INSET, picture.top() + _INSET, BADGE_HEIGHT, BADGE_HEIGHT)
        paint_frame(painter, square, tokens.RADIUS_BADGE, fill=theme.colour("badge"))
        inside = square.adjusted(3, 3, -3, -3)
        theme.paint_icon(painter, inside, "flask", theme.colour("sandbox_badge"))
    elif look.sandbox:
        corner = QPointF(picture.left() + _INSET, picture.top() + _INSET)
        paint_badge(painter, theme, corner, look.sandbox, role="sandbox_badge")


def _paint_scrub(painter: QPainter, rect: QRectF, frame: QImage | None, share: float) -> None:
    """The frame under the pointer, and a line where that is in the clip."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    outline = QPainterPath()
    outline.addRoundedRect(rect, tokens.RADIUS_FIELD, tokens.RADIUS_FIELD)
    painter.setClipPath(outline)
    if frame is not None:
        inside = QRectF(rect)
        # A tall clip stands on its poster's blurred sides.
        inside.setSize(frame.size().toSizeF().scaled(rect.size(), _fit_of(frame)))
        inside.moveCenter(rect.center())
        painter.drawImage(inside, frame)
    x = rect.left() + share * rect.width()
    painter.fillRect(QRectF(x - 1, rect.top(), 2, rect.height()), Qt.GlobalColor.white)
    done = QRectF(rect.left(), rect.bottom() - 3, share * rect.width(), 3)
    painter.fillRect(done, Qt.GlobalColor.white)
    painter.restore()


def _fit_of(frame: QImage) -> Qt.AspectRatioMode:
    if frame.height() > frame.width():
        return Qt.AspectRatioMode.KeepAspectRatio
    return Qt.AspectRatioMode.KeepAspectRatioByExpanding


def _paint_trouble(painter: QPainter, theme: Theme, rect: QRectF, look: TileLook) -> None:
    if look.is_failure:
        fill, line, ink = "danger_bg", "danger_line", "danger"
    else:
        fill, line, ink = "raised", "line", "text2"
    paint_frame(
        painter, rect, tokens.RADIUS_FIELD, fill=theme.colour(fill), line=theme.colour(line)
    )
    colour = theme.colour(ink)
    font = theme.font(tokens.CAPTION, tokens.STRONG)
    metrics = QFontMetrics(font)
    middle = rect.center()
    if look.sandbox and rect.height() < _TALL:
        # Clear of the badge above.
        middle.setY(middle.y() + _INSET)
    square = QRectF(middle.x() - 9, middle.y() - 18, 18, 18)
    theme.paint_icon(painter, square, look.trouble_icon, colour)
    words = metrics.elidedText(look.trouble, Qt.TextElideMode.ElideRight, round(rect.width()) - 12)
    painter.setFont(font)
    painter.setPen(colour)
    line_rect = QRectF(rect.left(), middle.y() + 4, rect.width(), metrics.height())
    painter.drawText(line_rect, _CENTRE, words)


def _paint_caption(painter: QPainter, theme: Theme, picture: QRect, look: TileLook) -> None:
    title = QRect(picture.left(), picture.bottom() + 1 + 6, picture.width(), 17)
    fact = title.translated(0, 16)
    for rect, text, font, role in (
        (title, look.title, theme.font(tokens.CAPTION, tokens.MEDIUM), "text"),
        (fact, look.fact, theme.font(tokens.TINY), "text3"),
    ):
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, shown)
