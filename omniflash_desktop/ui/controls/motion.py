"""What moves: hover that eases, arcs that turn, shares that grow. Imported at the first use."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.theme import tokens


class Motion:
    """Whether the user wants things to slide and fade. Progress moves all the same."""

    reduced = False


class HoverGlow(QVariantAnimation):
    """Eases 0 → 1 while the pointer is over a widget, and back. Made at the first hover."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(tokens.HOVER_MS)
        self.setEasingCurve(QEasingCurve.Type.OutQuad)
        self.valueChanged.connect(widget.update)

    def turn(self, on: bool) -> None:
        """Runs towards hovered or back."""
        self.setDuration(0 if Motion.reduced else tokens.HOVER_MS)
        forward = QAbstractAnimation.Direction.Forward
        self.setDirection(forward if on else QAbstractAnimation.Direction.Backward)
        if self.state() != QAbstractAnimation.State.Running:
            self.start()


class Turning(QVariantAnimation):
    """Turns an arc while a progress is not known, once in 1.2 s, and repaints its widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.setDuration(tokens.ARC_TURN_MS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setLoopCount(-1)
        self.valueChanged.connect(widget.update)

    @property
    def share(self) -> float:
        """Where the arc stands, 0 to 1 for once around."""
        return float(self.currentValue() or 0.0)

    def run(self, on: bool) -> None:
        """Turns or stands still."""
        running = self.state() == QVariantAnimation.State.Running
        if on and not running:
            self.start()
        elif running and not on:
            self.stop()


class Growing(QVariantAnimation):
    """Eases a share of 0 to 1 to each new value, in 400 ms, and repaints its widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.setDuration(tokens.PROGRESS_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setStartValue(0.0)
        self.setEndValue(0.0)
        self.valueChanged.connect(widget.update)

    @property
    def share(self) -> float:
        """What to show now, 0 to 1."""
        return float(self.currentValue() or 0.0)

    def grow_to(self, share: float) -> None:
        """Moves on to `share`; it never runs backwards."""
        now = self.share
        self.stop()
        self.setStartValue(now)
        self.setEndValue(max(share, now))
        self.start()
