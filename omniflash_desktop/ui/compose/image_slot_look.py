"""How a slot for an image is painted: empty, filled in every state, or with what would come."""

from enum import StrEnum
from typing import Final, assert_never

import msgspec
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.slot_painting import (
    paint_badge,
    paint_cover,
    paint_shade,
    paint_veil,
)
from omniflash_desktop.ui.compose.slot_words import fitting_note
from omniflash_desktop.ui.compose.tray_item import ItemState
from omniflash_desktop.ui.controls.painting import between, faded, paint_frame
from omniflash_desktop.ui.controls.progress_ring import paint_ring
from omniflash_desktop.ui.notices.file_reasons import brief_reason
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

translate = QCoreApplication.translate

RADIUS: Final = tokens.RADIUS_CARD
_NAMED_FROM: Final = 80
"""Width, logical pixels, from which a slot has room for its picture's name."""
_MARKED_FROM: Final = 100
"""Width, logical pixels, from which there is room for the mark beside the buttons."""


class EmptyLook(StrEnum):
    """How an empty slot looks."""

    PLAIN = "plain"
    DRAG_OVER = "drag_over"
    WANTED = "wanted"
    """Two images are there: a third is missing."""


class FilledLook(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be seen of a slot with an image.

    Attributes:
        index: From 0.
        item: The image.
        cover: Its picture at the slot's size; `None` while there is none.
        turn: How far the arc of what takes its time has turned, 0 to 1.
        shows_buttons: Whether the buttons stand over it.
        marked: Whether it has the frame of what is pointed at, or would be replaced.
    """

    index: int
    item: ImageItem
    cover: QPixmap | None
    turn: float
    shows_buttons: bool
    marked: bool


def paint_empty_slot(
    painter: QPainter, theme: Theme, rect: QRectF, index: int, look: EmptyLook, *, hover: float
) -> None:
    """A dashed frame with an icon and a name; `hover` says how far the hover has come, 0 to 1."""
    words = translate("ImageSlot", "Image %1").replace("%1", str(index + 1))
    match look:
        case EmptyLook.PLAIN:
            icon, width = "image", 1.25
            fill = between(theme.colour("input"), theme.colour("hover"), hover)
            line, ink = theme.colour("line_strong"), theme.colour("text3")
        case EmptyLook.DRAG_OVER:
            icon, width = "plus", 2.0
            fill, line = theme.colour("accent_bg"), theme.colour("accent_line")
            ink = theme.colour("accent_text")
        case EmptyLook.WANTED:
            icon, width, words = "plus", 1.0, translate("ImageSlot", "Add a third")
            fill, line = theme.colour("warning_bg"), theme.colour("warning_line")
            ink = theme.colour("warning")
        case _:
            assert_never(look)
    paint_frame(painter, rect, RADIUS, fill=fill, line=line, width=width, dashed=True)
    middle = rect.center().y()
    square = QRectF(rect.center().x() - 10, middle - 19, 20, 20)
    theme.paint_icon(painter, square, icon, ink)
    plain = look is EmptyLook.PLAIN
    painter.setFont(theme.font(tokens.TINY, tokens.MEDIUM if plain else tokens.STRONG))
    painter.setPen(ink)
    if painter.fontMetrics().horizontalAdvance(words) > rect.width() - 8:
        words = str(index + 1)
    under = QRectF(rect.left(), middle + 6, rect.width(), 18)
    painter.drawText(under, Qt.AlignmentFlag.AlignCenter, words)


def paint_coming_image(
    painter: QPainter, theme: Theme, rect: QRectF, index: int, cover: QPixmap | None
) -> None:
    """What a drop would put there."""
    _paint_picture(painter, theme, rect, cover)
    tint = faded(theme.colour("accent_bg2"), 0.35)
    paint_frame(painter, rect, RADIUS, fill=tint, line=theme.colour("accent_line"), width=2)
    paint_badge(painter, theme, QPointF(8, 7), str(index + 1), theme.colour("accent"))


def paint_filled_slot(painter: QPainter, theme: Theme, rect: QRectF, look: FilledLook) -> None:
    """An image, with what is known of it."""
    item = look.item
    _paint_picture(painter, theme, rect, look.cover)
    if look.cover is None and item.path is None:
        square = QRectF(0, 0, 22, 22)
        square.moveCenter(rect.center() - QPointF(0, 6))
        theme.paint_icon(painter, square, "link-simple", theme.colour("text2"))
    match item.state:
        case ItemState.READY:
            _paint_ready(painter, theme, rect, look)
        case ItemState.PREPARING | ItemState.UPLOADING:
            _paint_busy(painter, theme, rect, look)
        case ItemState.FAILED:
            _paint_failed(painter, theme, rect, look)
        case _:
            assert_never(item.state)
    if look.marked:
        paint_frame(painter, rect, RADIUS, line=theme.colour("accent_line"), width=2)
    paint_badge(painter, theme, QPointF(8, 7), str(look.index + 1), theme.colour("badge"))
    _paint_mark(painter, theme, rect, look)


def _paint_busy(painter: QPainter, theme: Theme, rect: QRectF, look: FilledLook) -> None:
    percent = look.item.percent
    paint_veil(painter, rect, theme.colour("badge"), RADIUS)
    ring = QRectF(0, 0, 34, 34)
    ring.moveCenter(rect.center() - QPointF(0, 6))
    paint_ring(
        painter,
        ring,
        share=None if percent is None else percent / 100,
        turn=look.turn,
        width=3.5,
        track=theme.colour("line_ctl"),
        arc=theme.colour("on_picture"),
    )
    text = translate("ImageSlot", "Preparing")
    if percent is not None:
        text = translate("ImageSlot", "Uploading %1 %").replace("%1", str(percent))
    _paint_words(painter, theme, rect.adjusted(4, 0, -4, -6), text, centred=True)


def _paint_failed(painter: QPainter, theme: Theme, rect: QRectF, look: FilledLook) -> None:
    """A veil over the picture; what is no picture is of one colour, as a failed tile is."""
    mark, ink = theme.colour("failed_mark"), theme.colour("on_picture")
    if look.cover is None:
        paint_frame(painter, rect, RADIUS, fill=theme.colour("danger_bg"))
        mark = ink = theme.colour("danger")
    else:
        paint_veil(painter, rect, theme.colour("badge"), RADIUS)
    paint_frame(painter, rect, RADIUS, line=theme.colour("danger_line"))
    square = QRectF(rect.center().x() - 9, rect.center().y() - 22, 18, 18)
    theme.paint_icon(painter, square, "warning-octagon", mark)
    text = brief_reason("" if look.item.problem is None else look.item.problem.detail)
    _paint_reason(painter, theme, rect.adjusted(4, rect.height() / 2, -4, -1), text, ink)


def _paint_ready(painter: QPainter, theme: Theme, rect: QRectF, look: FilledLook) -> None:
    painter.setFont(theme.font(tokens.TINY, tokens.STRONG, tabular=True))
    line = painter.fontMetrics().height()
    # The button to frame it reaches up to this line.
    right = 30 if look.shows_buttons else 8
    note = fitting_note(look.item, painter.fontMetrics(), int(rect.width()) - 8 - right)
    has_room = rect.width() >= _NAMED_FROM
    paint_shade(painter, rect, RADIUS, lines=2 if note and has_room else 1)
    if has_room:
        words = look.item.path.stem if look.item.path is not None else look.item.name
        below = rect.adjusted(8, 0, -26, -7)
        _paint_words(painter, theme, below, words, centred=False)
        above = rect.adjusted(8, 0, -right, -7 - line)
        _paint_words(painter, theme, above, note, centred=False)
    if look.shows_buttons:
        # The button to frame it stands there.
        return
    tick = QRectF(rect.right() - 21, rect.bottom() - 21, 14, 14)
    theme.paint_icon(painter, tick, "check-circle-fill", theme.colour("ready_mark"))


def _paint_mark(painter: QPainter, theme: Theme, rect: QRectF, look: FilledLook) -> None:
    """Beside the number, where the picture is cut or padded."""
    is_covered = look.shows_buttons and rect.width() < _MARKED_FROM
    if look.item.fit is Fit.AS_IS or look.item.state is ItemState.FAILED or is_covered:
        return
    mark = QRectF(31, 7, 20, 18)
    paint_frame(painter, mark, tokens.RADIUS_BADGE, fill=theme.colour("badge"))
    square = QRectF(0, 0, 13, 13)
    square.moveCenter(mark.center())
    icon = "crop" if look.item.fit is Fit.CROP else "frame-corners"
    theme.paint_icon(painter, square, icon, theme.colour("on_picture"))


def _paint_reason(painter: QPainter, theme: Theme, rect: QRectF, words: str, ink: QColor) -> None:
    """In two lines where that is needed and there is room for them."""
    painter.setFont(theme.font(tokens.TINY, tokens.STRONG))
    painter.setPen(ink)
    metrics = painter.fontMetrics()
    if rect.height() < 2 * metrics.lineSpacing():
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
    top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.drawText(rect, top | Qt.TextFlag.TextWordWrap, words)


def _paint_words(
    painter: QPainter, theme: Theme, rect: QRectF, words: str, *, centred: bool
) -> None:
    side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
    painter.setFont(theme.font(tokens.TINY, tokens.STRONG, tabular=True))
    painter.setPen(theme.colour("on_picture"))
    metrics = painter.fontMetrics()
    mode = Qt.TextElideMode.ElideMiddle
    shown = metrics.elidedText(words, mode, int(rect.width()))
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignBottom, shown)


def _paint_picture(painter: QPainter, theme: Theme, rect: QRectF, cover: QPixmap | None) -> None:
    if cover is None:
        paint_frame(painter, rect, RADIUS, fill=theme.colour("raised2"))
    else:
        paint_cover(painter, rect, cover, RADIUS)
