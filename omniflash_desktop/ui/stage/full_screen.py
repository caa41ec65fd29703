"""The clip on the whole screen: the picture alone, with controls that come with the mouse."""

from typing import Final

from PySide6.QtCore import QEvent, QPropertyAnimation, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QFocusEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from omniflash_desktop.ui.controls.motion import Motion
from omniflash_desktop.ui.controls.painting import faded
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.player_keys import PlayerKeys
from omniflash_desktop.ui.stage.player_view import PlayerView
from omniflash_desktop.ui.stage.transport import HEIGHT as TRANSPORT_HEIGHT
from omniflash_desktop.ui.stage.transport import Transport
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_SHOWN_FOR_MS: Final = 2500
"""After the mouse came to rest."""
_SIDE: Final = 32
_ABOVE: Final = 56
"""Logical pixels over the controls in which the shade begins."""
_WIDEST: Final = 1200


class FullScreen(QWidget):
    """A window of its own, so that the stage stays as it is underneath.

    Args:
        theme: The look.
        playback: What is shown and moved.
        view: What shows it on the stage; its picture is taken over, so that nothing flickers.
        clip: Length in seconds, and frames a second.

    Signals:
        closed: It is left.
    """

    closed = Signal()

    def __init__(
        self, theme: Theme, playback: Playback, view: PlayerView, *, clip: tuple[float, float]
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._theme = theme
        self.setObjectName("fullScreen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle(self.tr("Omniflash"))
        self.setMouseTracking(True)
        self.view = PlayerView(theme, rounded=False, parent=self)
        self.view.setMouseTracking(True)
        self.view.continue_from(view)
        self.view.set_moving(playback.is_playing)
        self._shade = _Shade(theme, self)
        self.transport = Transport(theme, playback, can_save_frame=False, parent=self._shade)
        self.transport.set_clip(seconds=clip[0], frame_rate=clip[1])
        self.transport.show_position(playback.position)
        self.transport.play.set_playing(playback.is_playing)
        self.keys = PlayerKeys(playback, self.transport, self)
        self._connect(playback)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SHOWN_FOR_MS)
        self._rest.timeout.connect(self._hide_controls)
        self._fading = QPropertyAnimation(self._shade.opacity, b"opacity", self)
        self._fading.finished.connect(self._faded)
        self._shade.hide()
        self.view.setFocus()

    @property
    def shows_controls(self) -> bool:
        """Whether they are there, or are just coming."""
        return self._shade.isVisible() and self._fading.endValue() != 0.0

    def show_controls(self) -> None:
        """Fades the controls in; they go when the mouse rests."""
        self.unsetCursor()
        self._rest.start()
        if not self.shows_controls:
            self._shade.show()
            self._fade_to(1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif not self.keys.pressed(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.keys.released(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keys.let_go()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.show_controls()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view.setGeometry(self.rect())
        height = TRANSPORT_HEIGHT + _ABOVE + _SIDE // 2
        self._shade.setGeometry(0, self.height() - height, self.width(), height)
        width = min(self.width() - 2 * _SIDE, _WIDEST)
        left = (self.width() - width) // 2
        self.transport.setGeometry(left, _ABOVE, width, TRANSPORT_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.keys.let_go()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _connect(self, playback: Playback) -> None:
        playback.frame_arrived.connect(self.view.show_frame)
        playback.picture_arrived.connect(self.view.show_picture)
        playback.playing_changed.connect(self.view.set_moving)
        self.view.clicked.connect(playback.toggle)
        self.view.double_clicked.connect(self.close)
        self.view.pointed_at.connect(self.show_controls)
        self.transport.full_screen_pressed.connect(self.close)
        self.keys.full_screen_asked.connect(self.close)

    def _hide_controls(self) -> None:
        if self._shade.underMouse() or self.transport.has_keyboard_focus():
            self._rest.start()
            return
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._fade_to(0.0)

    def _fade_to(self, opacity: float) -> None:
        self._fading.stop()
        self._shade.opacity.setEnabled(True)
        self._fading.setStartValue(self._shade.opacity.opacity())
        self._fading.setEndValue(opacity)
        self._fading.setDuration(0 if Motion.reduced else tokens.HOVER_MS)
        self._fading.start()

    def _faded(self) -> None:
        # The effect paints everything twice: only as long as it is needed.
        self._shade.opacity.setEnabled(False)
        if self._fading.endValue() == 0.0:
            self._shade.hide()


class _Shade(QWidget):
    """Darkens the picture under the controls, so that they can be read on any picture."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.opacity = QGraphicsOpacityEffect(self)
        self.opacity.setOpacity(0.0)
        self.setGraphicsEffect(self.opacity)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QLinearGradient(0, 0, 0, self.height())
        ground = self._theme.colour("stage")
        for place, strength in ((0.0, 0.0), (0.4, 0.75), (1.0, 0.95)):
            shade.setColorAt(place, faded(ground, strength))
        painter.fillRect(QRectF(self.rect()), shade)
        painter.end()
