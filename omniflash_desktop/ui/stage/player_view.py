"""The picture of the clip: poster, then frames, with round corners, badge and sentences over it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.stage.clip_trouble import ClipTrouble
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

_POSTER_AFTER_MS: Final = 34
"""Two frames of the screen."""
_REFINED_AFTER_MS: Final = 60
"""A picture that stands still this long is scaled with care; until then speed counts."""
_ALMOST: Final = 2.0
"""Edges that would be thinner than this, in logical pixels, are filled with the picture."""


class PlayerView(QWidget):
    """Shows frames as large as they fit.

    Args:
        theme: The look.
        rounded: Whether the corners are round; not so on a full screen.
        parent: Owner.

    Signals:
        frame_shown: A frame of the clip was painted for the first time.
        clicked: The picture was clicked.
        double_clicked: ... twice.
        asked: What the person wants done about a clip that does not play: an `Action`.
        pointed_at: The pointer moves over the picture.
        left: The keyboard is elsewhere now.
    """

    frame_shown = Signal()
    clicked = Signal()
    double_clicked = Signal()
    asked = Signal(object)
    pointed_at = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, *, rounded: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._radius = tokens.RADIUS_PLAYER if rounded else 0
        self._frame: QVideoFrame | None = None
        self._image = QImage()
        self._scaled = QImage()
        self._fresh = False
        self._moving = False
        self._poster: Path | None = None
        self._poster_due = QTimer(self)
        self._poster_due.setSingleShot(True)
        self._poster_due.setInterval(_POSTER_AFTER_MS)
        self._poster_due.timeout.connect(self._show_poster)
        self._sandbox = False
        self._trouble: ClipTrouble | None = None
        self._note: _Note | None = None
        self.frames_painted = 0
        self._refine = QTimer(self)
        self._refine.setSingleShot(True)
        self._refine.setInterval(_REFINED_AFTER_MS)
        self._refine.timeout.connect(self._scale_finely)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def image(self) -> QImage:
        """What is on show, at its own size."""
        self._convert()
        return self._image

    def show_next_clip(self, poster: Path | None, *, sandbox: bool) -> None:
        """Forgets what was said about the clip before, and waits for the next one's picture.

        The poster comes after a moment too short to be seen: mostly the first frame is quicker.
        """
        self._frame = None
        self._sandbox = sandbox
        self._poster = poster
        self._poster_due.start()
        if self._trouble is not None:
            self._trouble.hide()
        if self._note is not None:
            self._note.hide()

    def continue_from(self, other: "PlayerView") -> None:
        """Shows what another view shows."""
        self._sandbox = other._sandbox
        self.show_picture(other.image)

    def show_picture(self, image: QImage) -> None:
        """Shows a frame that is a picture already."""
        self._poster_due.stop()
        self._frame, self._image, self._scaled = None, image, QImage()
        self._fresh = True
        self.update()

    def show_still(self, image: QImage) -> None:
        """Shows a picture in the place of a clip that does not play."""
        self._poster_due.stop()
        if self._trouble is not None:
            self._trouble.hide()
        self.show_picture(image)

    def show_note(self, text: str) -> None:
        """Says something about the clip in its lower left corner."""
        if self._note is None:
            self._note = _Note(self._theme, self)
        self._note.tell(text)

    def show_frame(self, frame: "QVideoFrame") -> None:
        """Shows a frame; one that comes before the last was painted takes its place."""
        self._frame = frame
        if self._poster_due.isActive():
            # The first one is awaited: it does not queue behind the rest of the window.
            self._poster_due.stop()
            self.repaint()
        else:
            self.update()

    def set_moving(self, moving: bool) -> None:
        """Whether frames follow each other: then none is worth scaling with care."""
        self._moving = moving
        if moving:
            self._refine.stop()
        else:
            self._refine.start()

    def show_trouble(self, title: str, text: str, actions: Sequence[Action]) -> None:
        """Says over the poster why the clip does not play, and offers what can be done."""
        self._poster_due.stop()
        self._show_poster()
        if self._trouble is None:
            self._trouble = ClipTrouble(self._theme, self)
            self._trouble.asked.connect(self.asked)
        self._trouble.tell(title, text, actions)
        self._trouble.setGeometry(self.rect())
        self._trouble.show()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(824, 464)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = QImage()
        if self._trouble is not None:
            self._trouble.setGeometry(self.rect())
        if self._note is not None:
            self._note.put_in_place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.clicked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointed_at.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        fresh, self._fresh = self._fresh or self._frame is not None, False
        self._convert()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect())
        colour = self._theme.colour
        if self._image.isNull():
            paint_frame(painter, rect, self._radius, fill=colour("raised"), line=colour("line"))
        else:
            self._paint_picture(painter, rect)
        if self._trouble is not None and self._trouble.isVisible():
            paint_frame(painter, rect, self._radius, fill=colour("scrim"))
        elif self._sandbox:
            self._paint_sandbox_badge(painter)
        if self.hasFocus() and self.window().testAttribute(
            Qt.WidgetAttribute.WA_KeyboardFocusChange
        ):
            paint_frame(painter, rect, self._radius, line=colour("focus"), width=2)
        painter.end()
        if fresh:
            self.frames_painted += 1
            self.frame_shown.emit()

    def _show_poster(self) -> None:
        self._image = QImage() if self._poster is None else QImage(str(self._poster))
        self._scaled = QImage()
        self.update()

    def _convert(self) -> None:
        if self._frame is not None:
            image = self._frame.toImage()
            self._frame = None
            if not image.isNull():
                self._image = image
                self._scaled = QImage()

    def _paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        place = self._place_of_picture(rect)
        if place != rect:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Qt.GlobalColor.black)
            painter.drawRoundedRect(rect, self._radius, self._radius)
        source = self._image if self._scaled.isNull() else self._scaled
        if self._scaled.isNull() and not self._moving and not self._refine.isActive():
            self._refine.start()
        touches = place.height() >= rect.height() and place.width() >= rect.width()
        corners = _corners(self.rect(), self._radius) if touches and self._radius else QRegion()
        painter.setClipRegion(QRegion(self.rect()) - corners)
        painter.drawImage(place, source)
        if not corners.isEmpty():
            # Three times as slow, and alone without jags: the edge of a clip has them.
            painter.setClipRegion(corners)
            fit = QTransform.fromTranslate(place.left(), place.top())
            fit.scale(place.width() / source.width(), place.height() / source.height())
            brush = QBrush(source)
            brush.setTransform(fit)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            painter.drawRoundedRect(place, self._radius, self._radius)
        painter.setClipping(False)

    def _scale_finely(self) -> None:
        if self._image.isNull() or self._moving or not self.isVisible():
            return
        size = self._place_of_picture(QRectF(self.rect())).size() * self.devicePixelRatioF()
        self._scaled = self._image.scaled(
            size.toSize(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.update()

    def _place_of_picture(self, rect: QRectF) -> QRectF:
        size = self._image.size().toSizeF().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if rect.width() - size.width() < _ALMOST and rect.height() - size.height() < _ALMOST:
            return rect
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(rect.center())
        return place

    def _paint_sandbox_badge(self, painter: QPainter) -> None:
        font = self._theme.font(tokens.TINY, tokens.STRONG)
        painter.setFont(font)
        text = self.tr("Sandbox")
        width = painter.fontMetrics().horizontalAdvance(text) + 32
        badge = QRectF(12, 12, width, 22)
        paint_frame(painter, badge, tokens.RADIUS_CHIP, fill=self._theme.colour("badge"))
        ink = self._theme.colour("sandbox_badge")
        self._theme.paint_icon(painter, QRectF(18, 16, 14, 14), "flask", ink)
        painter.setPen(ink)
        painter.drawText(
            badge.adjusted(23, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            text,
        )


def _corners(rect: QRect, side: int) -> QRegion:
    corners = QRegion()
    for left in (rect.left(), rect.right() - side + 1):
        for top in (rect.top(), rect.bottom() - side + 1):
            corners += QRect(left, top, side, side)
    return corners


class _Note(Label):
    """A sentence on the picture, readable on any."""

    def __init__(self, theme: Theme, parent: PlayerView) -> None:
        self._view = parent
        super().__init__(theme, size=tokens.CAPTION, role="on_picture", parent=parent)
        self.setObjectName("playerNote")
        self.setWordWrap(True)
        self.setContentsMargins(10, 6, 10, 6)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def tell(self, text: str) -> None:
        self.setText(text)
        self.put_in_place()
        self.show()

    def put_in_place(self) -> None:
        view = self._view
        width = min(self.fontMetrics().horizontalAdvance(self.text()) + 24, view.width() - 24)
        height = self.heightForWidth(width)
        self.setGeometry(12, view.height() - height - 12, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_frame(
            painter, QRectF(self.rect()), tokens.RADIUS_CHIP, fill=self._theme.colour("badge")
        )
        painter.end()
        super().paintEvent(event)
