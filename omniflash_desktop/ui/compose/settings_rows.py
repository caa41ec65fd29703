"""Duration, resolution, aspect and the number of takes."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Resolution
from omniflash_desktop.domain.service_facts import DURATIONS_SECONDS
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.controls.stepper import Stepper
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

MOST_TAKES: Final = 8
HEADING_HEIGHT: Final = 39
"""Of the line above a group of the composer; the group follows without a gap."""

_LABEL_WIDTH: Final = 76
_ASPECT_ICONS: Final = {
    AspectRatio.LANDSCAPE: "aspect-wide",
    AspectRatio.PORTRAIT: "aspect-tall",
}


class GroupHeading(QWidget):
    """The line above a group: its name, and at the right a word about its state."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = Label(theme, size=tokens.TINY, role="text3", tabular=True, parent=self)
        title = Label(theme, text, size=tokens.CAPTION, weight=tokens.STRONG, role="text2")
        row = QHBoxLayout(self)
        # A little lower than the middle: it belongs to what follows.
        row.setContentsMargins(0, 9, 0, 0)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self.note)
        self.setFixedHeight(HEADING_HEIGHT)


class SettingsRows(QWidget):
    """The settings of the clip to come.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        changed: The user changed one of them.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self._duration_seconds = GenerationRequest(prompt="").duration
        self.heading = GroupHeading(theme, self.tr("Settings"), self)
        # Each is filled before the next is made: Tab follows the order of making.
        self.duration = SegmentedControl(theme, self)
        for seconds in DURATIONS_SECONDS:
            self.duration.add_segment(seconds, self.tr("%n s", "seconds", seconds))
        self.resolution = SegmentedControl(theme, self)
        for resolution in Resolution:
            self.resolution.add_segment(resolution, resolution.label)
        self.aspect = SegmentedControl(theme, self)
        for aspect in AspectRatio:
            self.aspect.add_segment(aspect, aspect.value, _ASPECT_ICONS[aspect])
        self.variations = Stepper(theme, 1, MOST_TAKES, self)
        self._takes_note = Label(theme, size=tokens.TINY, role="text3", parent=self)
        self._name_everything()
        self._lay_out()
        self.show_request(GenerationRequest(prompt=""))
        self.duration.chosen.connect(self._choose_duration)
        self.resolution.chosen.connect(self.changed)
        self.aspect.chosen.connect(self.changed)
        self.variations.value_changed.connect(self._takes_changed)
        self._show_takes()

    @property
    def duration_seconds(self) -> int:
        """What is chosen, even while a reference video decides."""
        return self._duration_seconds

    @property
    def chosen_resolution(self) -> Resolution:
        """What is chosen."""
        value = self.resolution.value
        assert isinstance(value, Resolution)
        return value

    @property
    def chosen_aspect(self) -> AspectRatio:
        """What is chosen."""
        value = self.aspect.value
        assert isinstance(value, AspectRatio)
        return value

    @property
    def takes(self) -> int:
        """How many clips one press makes, 1 to 8."""
        return self.variations.value

    def show_request(self, request: GenerationRequest) -> None:
        """Shows the settings of a request; the number of takes stays."""
        self._duration_seconds = request.duration
        self.resolution.set_value(request.resolution)
        self.aspect.set_value(request.aspect_ratio)
        self.follow_video(request.video is not None)

    def choose_duration(self, seconds: int) -> None:
        """Chooses a duration, as the user does by a press."""
        self._duration_seconds = seconds
        self.follow_video(not self.duration.isEnabled())
        self.changed.emit()

    def choose_aspect(self, aspect: AspectRatio) -> None:
        """Chooses a shape, as the user does by a press."""
        self.aspect.set_value(aspect)
        self.changed.emit()

    def follow_video(self, follows: bool) -> None:
        """Takes the choice of duration away while a reference video decides, and back."""
        self.duration.setEnabled(not follows)
        known = self._duration_seconds in DURATIONS_SECONDS
        self.duration.set_value(None if follows or not known else self._duration_seconds)
        words = self.tr("Duration follows the reference video") if follows else ""
        self.heading.note.setText(words)
        self.duration.setToolTip(words)
        self.duration.setAccessibleDescription(words)

    def set_compact(self, compact: bool) -> None:
        """Uses the shorter words of narrow windows."""
        self._compact = compact
        self._show_takes()

    def _name_everything(self) -> None:
        name(self.duration, "durationGroup")
        name(self.resolution, "resolutionGroup")
        name(self.aspect, "aspectGroup")
        name(self.variations.field, "variationsValue")
        name(self.variations.fewer, "fewerVariationsButton")
        name(self.variations.more, "moreVariationsButton")
        self.variations.fewer.setToolTip(self.variations.fewer.accessibleName())
        self.variations.more.setToolTip(self.variations.more.accessibleName())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_2)
        first = self._row(self.tr("Duration"), self.duration)
        heading_and_first = QVBoxLayout()
        heading_and_first.setSpacing(0)
        heading_and_first.addWidget(self.heading)
        heading_and_first.addLayout(first)
        column.addLayout(heading_and_first)
        column.addLayout(self._row(self.tr("Resolution"), self.resolution))
        column.addLayout(self._row(self.tr("Aspect"), self.aspect))
        last = self._row(self.tr("Variations"), self.variations)
        last.addWidget(self._takes_note, 1)
        column.addLayout(last)

    def _row(self, text: str, control: QWidget) -> QHBoxLayout:
        label = Label(self._theme, text, size=tokens.CAPTION, role="text2")
        label.setFixedWidth(_LABEL_WIDTH)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(label)
        row.addWidget(control)
        return row

    def _choose_duration(self, seconds: int) -> None:
        self._duration_seconds = seconds
        self.changed.emit()

    def _takes_changed(self) -> None:
        self._show_takes()
        self.changed.emit()

    def _show_takes(self) -> None:
        takes = self.variations.value
        if takes == 1:
            words = self.tr("one clip")
        elif self._compact:
            words = self.tr("%n takes", "", takes)
        else:
            words = self.tr("%n takes of this prompt", "", takes)
        self._takes_note.setText(words)
