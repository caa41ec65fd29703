"""The slot for a motion reference: a video file or a link."""

from typing import assert_never
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from omniflash_desktop.services.video_outlook import VideoOutlook
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.reference_slot import ReferenceSlot
from omniflash_desktop.ui.compose.slot_painting import SlotButton, paint_cover
from omniflash_desktop.ui.compose.tray_item import ItemState, TrayItem
from omniflash_desktop.ui.compose.video_look_words import all_words, look_words
from omniflash_desktop.ui.compose.video_words import (
    lack_of,
    lack_words,
    link_trouble_words,
    route_words,
)
from omniflash_desktop.ui.controls.painting import between, paint_frame
from omniflash_desktop.ui.controls.progress_ring import paint_ring
from omniflash_desktop.ui.notices.figures import timecode
from omniflash_desktop.ui.stage.scrub_preview import ScrubPreview
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_RADIUS = tokens.RADIUS_CARD
_USUAL_RATE = 24.0
_NARROW = 180
"""Below this width, logical pixels, there is room for one short word only."""


class VideoSlot(ReferenceSlot):
    """A slot for a video. A press asks for a file, or for another try.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        browse_asked: A file is to be chosen.
        remove_asked: The video is to go.
        retry_asked: The video is to be tried again.
        paste_link_asked: The link on the clipboard is to be taken.
        storage_asked: The user wants to say where local videos go.
        trim_asked: A part of the video is to be chosen.
    """

    browse_asked = Signal()
    remove_asked = Signal()
    retry_asked = Signal()
    paste_link_asked = Signal()
    storage_asked = Signal()
    trim_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._drag_over = False
        self._paste = SlotButton(theme, "link-simple", on_picture=False, parent=self)
        self._remove = SlotButton(theme, "x", on_picture=False, parent=self)
        self._trim = SlotButton(theme, "scissors", on_picture=False, parent=self)
        self._preview: ScrubPreview | None = None
        self.setMouseTracking(True)
        name(self._trim, "trimVideoButton")
        self._trim.setToolTip(self.tr("Use a part of the video"))
        self._trim.clicked.connect(self.trim_asked)
        name(self, "videoSlot")
        name(self._paste, "pasteVideoLinkButton")
        name(self._remove, "removeVideo")
        self._paste.setToolTip(self.tr("Paste a link to a video"))
        self._remove.setToolTip(self.tr("Remove the video (Delete)"))
        self.clicked.connect(self._press)
        self._paste.clicked.connect(self.paste_link_asked)
        self._remove.clicked.connect(self.remove_asked)
        self._item_changed()

    def show_drag_over(self, on: bool) -> None:
        """Shows that a video may be dropped here."""
        self._drag_over = on
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._item is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_by_key()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        top = 3 if narrow else (self.height() - 30) // 2
        left = self.width() - (33 if narrow else 36)
        self._paste.move(left, top)
        self._remove.move(left, top)
        self._trim.move(left - 30, top)
        self._reveal()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._show_preview(round(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._can_trim():
            self.trim_asked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._preview is not None:
            self._preview.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._preview is not None:
            self._preview.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._item is None or self._drag_over:
            self._paint_empty(painter, rect)
        else:
            self._paint_item(painter, rect, self._item)
        if self.shows_focus():
            ring = self._theme.colour("focus")
            paint_frame(painter, rect, _RADIUS, line=ring, width=2)
        painter.end()

    def _paint_empty(self, painter: QPainter, rect: QRectF) -> None:
        theme = self._theme
        if self._drag_over:
            fill, line, width = theme.colour("accent_bg"), theme.colour("accent_line"), 2.0
            ink, strong = theme.colour("accent_text"), theme.colour("accent_text")
        else:
            fill = between(theme.colour("input"), theme.colour("hover"), self.hover_share())
            line, width = theme.colour("line_strong"), 1.25
            ink, strong = theme.colour("text3"), theme.colour("text2")
        paint_frame(painter, rect, _RADIUS, fill=fill, line=line, width=width, dashed=True)
        if rect.width() < _NARROW:
            middle = rect.center().y()
            square = QRectF(rect.center().x() - 9, middle - 19, 18, 18)
            theme.paint_icon(painter, square, "film-strip", ink)
            painter.setFont(theme.font(tokens.TINY, tokens.MEDIUM))
            painter.setPen(ink)
            under = QRectF(rect.left(), middle + 4, rect.width(), 20)
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, self.tr("Video"))
            return
        theme.paint_icon(painter, QRectF(18, rect.center().y() - 10, 20, 20), "film-strip", ink)
        hint = self.tr("Drop a clip or paste a link · optional")
        metrics = QFontMetrics(theme.font(tokens.TINY))
        if metrics.horizontalAdvance(hint) > self._room_for_words(rect, 52):
            hint = self.tr("Drop a clip or paste a link")
        if self._drag_over:
            hint = self.tr("Drop a video here")
        title = self.tr("Motion reference video")
        self._paint_two_lines(painter, rect, 52, (title, strong), (hint, theme.colour("text3")))

    def _paint_item(self, painter: QPainter, rect: QRectF, item: TrayItem) -> None:
        theme = self._theme
        line = between(theme.colour("line"), theme.colour("line_strong"), self.hover_share())
        if item.state is ItemState.READY and lack_of(item):
            line = theme.colour("warning_line")
        paint_frame(painter, rect, _RADIUS, fill=theme.colour("raised"), line=line)
        narrow = rect.width() < _NARROW
        picture = QRectF(6, 6, rect.height() * 16 / 9 - 20, rect.height() - 12)
        if narrow:
            picture = rect.adjusted(6, 6, -6, -6)
        if item.picture.isNull():
            paint_frame(painter, picture, 6, fill=theme.colour("raised2"))
        else:
            size = picture.size().toSize()
            cover = self._cache.cover(item.picture, size, self.devicePixelRatioF())
            paint_cover(painter, picture, cover, 6)
        self._paint_state(painter, picture, item)
        if not narrow:
            self._paint_two_lines(
                painter,
                rect,
                picture.right() + 12,
                (item.name, theme.colour("text")),
                self._state_words(item),
            )

    def _paint_state(self, painter: QPainter, picture: QRectF, item: TrayItem) -> None:
        theme, white = self._theme, self._theme.colour("on_picture")
        square = QRectF(0, 0, 20, 20)
        square.moveCenter(picture.center())
        match item.state:
            case ItemState.READY:
                if lack_of(item):
                    paint_frame(painter, picture, 6, fill=theme.colour("badge"))
                    amber = theme.colour("sandbox_badge")
                    theme.paint_icon(painter, square, "warning", amber)
                elif item.path is None:
                    theme.paint_icon(painter, square, "link-simple", theme.colour("text2"))
                else:
                    theme.paint_icon(painter, square, "play-fill", white)
            case ItemState.PREPARING | ItemState.UPLOADING:
                paint_frame(painter, picture, 6, fill=theme.colour("badge"))
                share = None if item.percent is None else item.percent / 100
                track = theme.colour("line_ctl")
                ring = square.adjusted(-3, -3, 3, 3)
                turn = self._turner.share
                paint_ring(painter, ring, share=share, turn=turn, width=3, track=track, arc=white)
            case ItemState.FAILED:
                paint_frame(painter, picture, 6, fill=theme.colour("danger_bg"))
                theme.paint_icon(painter, square, "warning-octagon", theme.colour("danger"))
            case _:
                assert_never(item.state)

    def _room_for_words(self, rect: QRectF, left: float) -> float:
        # The buttons at the right may appear at any time, so their room is kept free.
        return rect.width() - left - (70 if self._can_trim() else 40)

    def _paint_two_lines(
        self,
        painter: QPainter,
        rect: QRectF,
        left: float,
        first: tuple[str, QColor],
        second: tuple[str, QColor],
    ) -> None:
        theme, middle = self._theme, rect.center().y()
        width = self._room_for_words(rect, left)
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font(tokens.CAPTION, tokens.STRONG))
        painter.setPen(first[1])
        shown = painter.fontMetrics().elidedText(first[0], Qt.TextElideMode.ElideMiddle, int(width))
        painter.drawText(QRectF(left, middle - 23, width, 22), bottom, shown)
        painter.setFont(theme.font(tokens.TINY))
        painter.setPen(second[1])
        shown = painter.fontMetrics().elidedText(second[0], Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(left, middle + 3, width, 22), top, shown)

    def _state_words(self, item: TrayItem) -> tuple[str, QColor]:
        colour = self._theme.colour
        match item.state:
            case ItemState.PREPARING:
                return self.tr("Preparing"), colour("accent_text")
            case ItemState.UPLOADING:
                words = self.tr("Uploading %1 %").replace("%1", str(item.percent))
                return words, colour("accent_text")
            case ItemState.FAILED if item.path is None and item.problem is not None:
                words = self.tr("%1 Press to try again.")
                return words.replace("%1", link_trouble_words(item.problem)), colour("danger")
            case ItemState.FAILED:
                return self.tr("Cannot be used. Press to try again."), colour("danger")
            case ItemState.READY if item.path is None and item.is_looked_at:
                return self.tr("Checking the link"), colour("accent_text")
            case ItemState.READY if lack_of(item):
                return lack_words(lack_of(item)), colour("warning")
            case ItemState.READY:
                pass
            case _:
                assert_never(item.state)
        look = item.look
        if look is not None and item.path is not None:
            words, role = look_words(look)
            return " · ".join([*words, *self._route_words(item)]), colour(role)
        facts = [self.tr("Ready")]
        reference = item.reference
        if reference.url is not None:
            facts = [self.tr("Link"), urlsplit(reference.url).hostname or ""]
        return " · ".join(facts + self._route_words(item)), colour("success")

    def _route_words(self, item: TrayItem) -> list[str]:
        return route_words(item.outlook) if isinstance(item.outlook, VideoOutlook) else []

    def _can_trim(self) -> bool:
        item = self._item
        is_there = item is not None and item.look is not None and item.path is not None
        return is_there and item is not None and item.state is not ItemState.FAILED

    def _show_preview(self, x: int) -> None:
        """Shows what the video shows at this place, from its beginning at the left edge."""
        look = None if self._item is None else self._item.look
        if look is None or look.strip is None or not self._can_trim():
            return
        window = self.window()
        if self._preview is None or self._preview.parentWidget() is not window:
            self._preview = ScrubPreview(self._theme, window)
        self._preview.set_strip(look.strip)
        share = min(max(x / max(1, self.width()), 0.0), 1.0)
        rate = look.facts.frame_rate or _USUAL_RATE
        corner = self.mapTo(window, QPoint(0, 0))
        self._preview.show_at(
            corner.x() + x,
            corner.y() - 4,
            share=share,
            time=timecode(share * look.facts.seconds, rate),
            within=(8, corner.x() + self.width()),
        )

    def _item_changed(self) -> None:
        super()._item_changed()
        item = self._item
        self._remove.setVisible(item is not None)
        self._paste.setVisible(item is None)
        if item is None:
            self.setToolTip(self.tr("Choose a video, drop one here or paste a link"))
            self.setAccessibleDescription(self.tr("Empty"))
        else:
            words = self._state_words(item)[0]
            detail = item.problem.detail if item.problem is not None else ""
            lines = [] if item.look is None or detail else all_words(item.look)
            told = [fact for fact in (item.name, words, detail, *lines) if fact]
            self.setToolTip("\n".join(told))
            self.setAccessibleDescription(", ".join(told))
        self._trim.setVisible(self._can_trim() and self.width() >= _NARROW)
        self._reveal()

    def _reveal(self) -> None:
        on = self.underMouse() or self.hasFocus()
        self._paste.reveal(on)
        self._trim.reveal(on)
        self._remove.reveal(self._item is not None and (on or self.width() >= _NARROW))
        super()._reveal()

    def _press_by_key(self) -> None:
        if self._can_trim() and self._item is not None and not lack_of(self._item):
            self.trim_asked.emit()
        else:
            self.click()

    def _press(self) -> None:
        if self._item is None:
            self.browse_asked.emit()
        elif lack_of(self._item) == "own_link":
            self.paste_link_asked.emit()
        elif lack_of(self._item):
            self.storage_asked.emit()
        elif self._item.state is ItemState.FAILED:
            self.retry_asked.emit()
