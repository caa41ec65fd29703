"""The veil over the window while something is dragged: only the tray stays bright."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.compose.media_kinds import MediaKind
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.tray_plan import TrayPlan
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.mode_words import mode_words
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_AROUND = 8
_LINE_HEIGHT = 27


class DropOverlay(QWidget):
    """Covers its whole parent window and lets every event through.

    Args:
        theme: The look.
        tray: What stays bright.
        window: What is covered.
    """

    def __init__(self, theme: Theme, tray: ReferenceTray, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._tray = tray
        self._words = ("", "", "")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_result(self, kinds: tuple[MediaKind, ...], planned: TrayPlan) -> None:
        """Names what a drop would do: what is dropped, the mode now, the mode then."""
        now = self._tray.plan_for(()).mode
        arrow_from = mode_words(now) if now is not planned.mode else ""
        self._words = (self._what(kinds, planned), arrow_from, mode_words(planned.mode))
        if planned.left_out:
            # What it becomes is not known before the user has chosen.
            self._words = (self._choice_words(kinds, planned), "", "")
        self.setGeometry(self.window().rect())
        self.raise_()
        self.show()
        self.update()

    @property
    def sentence(self) -> str:
        """The whole line, such as "Drop 2 images: Image to video → 3-image fusion"."""
        start, now, then = self._words
        return f"{start} {now} → {then}" if now else f"{start} {then}".strip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        top_left = self._tray.mapTo(self.window(), self._tray.rect().topLeft())
        tray = QRect(top_left, self._tray.size())
        hole = QRectF(tray).adjusted(-_AROUND, 7, _AROUND, _LINE_HEIGHT + 17)
        outside = QPainterPath()
        outside.setFillRule(Qt.FillRule.OddEvenFill)
        outside.addRect(QRectF(self.rect()))
        outside.addRoundedRect(hole, tokens.RADIUS_PLAYER, tokens.RADIUS_PLAYER)
        painter.fillPath(outside, theme.colour("drag_scrim"))
        # The line lies over the settings, so their part inside the frame is painted over.
        below = QRectF(hole.left() + 2, tray.bottom() + 1, hole.width() - 4, _LINE_HEIGHT + 15)
        inside = QPainterPath()
        inside.addRoundedRect(hole, tokens.RADIUS_PLAYER, tokens.RADIUS_PLAYER)
        painter.setClipPath(inside)
        painter.fillRect(below, theme.colour("panel"))
        painter.setClipping(False)
        ring = theme.colour("accent_line")
        paint_frame(painter, hole, tokens.RADIUS_PLAYER, line=ring, width=2)
        line = QRectF(tray.left(), tray.bottom() + 10, tray.width(), _LINE_HEIGHT)
        paint_frame(painter, line, tokens.RADIUS_FIELD, fill=theme.colour("accent_bg"))
        self._paint_words(painter, line)
        painter.end()

    def _paint_words(self, painter: QPainter, line: QRectF) -> None:
        theme = self._theme
        start, now, then = self._words
        room = line.width() - 20
        parts: list[tuple[str, QFont, str]] = []
        widths: list[int] = []
        for size in (tokens.CAPTION, tokens.TINY):
            strong, plain = theme.font(size, tokens.STRONG), theme.font(size)
            parts = [(start, strong, "text"), (then, strong, "accent_text")]
            if now:
                parts[1:1] = [(now, plain, "text2"), ("→", plain, "text2")]
            widths = [QFontMetrics(font).horizontalAdvance(words) + 7 for words, font, _ in parts]
            if sum(widths) <= room:
                break
        else:
            if now:
                # What it becomes matters more than what it is.
                del parts[1:3], widths[1:3]
        left = line.left() + 13
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for (words, font, role), width in zip(parts, widths, strict=True):
            painter.setFont(font)
            painter.setPen(theme.colour(role))
            painter.drawText(QRectF(left, line.top(), width, line.height()), middle, words)
            left += width

    def _what(self, kinds: tuple[MediaKind, ...], planned: TrayPlan) -> str:
        images = kinds.count(MediaKind.IMAGE)
        if images == len(kinds):
            one = self.tr("Drop 1 image:")
            return one if images == 1 else self.tr("Drop %n images:", "", images)
        if images == 0:
            one = self.tr("Drop 1 video:")
            return one if len(kinds) == 1 else self.tr("Drop %n videos:", "", len(kinds))
        return self.tr("Drop %n files:", "", len(kinds))

    def _choice_words(self, kinds: tuple[MediaKind, ...], planned: TrayPlan) -> str:
        """It is asked afterwards which are meant."""
        fitting = len(kinds) - planned.left_out
        if not fitting:
            return self.tr("There is no room left in the tray.")
        if set(kinds) == {MediaKind.IMAGE}:
            words = self.tr("Drop these %1 images, then choose %2.")
        elif set(kinds) == {MediaKind.VIDEO}:
            words = self.tr("Drop these %1 videos, then choose %2.")
        else:
            words = self.tr("Drop these %1 files, then choose %2.")
        return words.replace("%1", str(len(kinds))).replace("%2", str(fitting))
