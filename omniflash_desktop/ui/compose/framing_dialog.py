"""What the model sees of a picture: the frame upon it, the result beside it, and what is sent."""

from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.picture_framing import Fit, Framing, Padding, PictureWishes
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.frame_editor import FrameEditor
from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.preparations import AskedPicture, Preparations
from omniflash_desktop.ui.compose.seen_picture import SeenPicture
from omniflash_desktop.ui.compose.sent_facts import SentFacts
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind, IconButton
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 860
_SETTLED_AFTER_MS: Final = 200
"""A frame that is being dragged is not worth a copy."""


class FramingDialog(FramedDialog):
    """Ends with `QDialog.DialogCode.Accepted` where `framing` and `removes_details` are wanted.

    Args:
        theme: The look.
        item: The picture, with its small picture and what is known of it.
        path: Its file.
        preparations: Makes the copies whose facts are shown.
        previews: Makes larger pictures than the tray's.
        parent: The window.
    """

    def __init__(
        self,
        theme: Theme,
        item: ImageItem,
        path: Path,
        preparations: Preparations,
        previews: Thumbnails,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, self.tr("What the model sees"), width=_WIDTH, parent=parent)
        self.setObjectName("framingDialog")
        self._path = path
        self._shape = item.aspect.sides
        self._picture = item.picture
        self._size = item.size
        self._preparations = preparations
        self._wishes = preparations.wishes_for(item.image, item.aspect)
        self._asked: AskedPicture | None = None
        self._is_open = True
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_AFTER_MS)
        self._settled.timeout.connect(self._ask_for_copy)
        self._make_controls(item)
        self._lay_out()
        self._connect()
        self._show_framing(item.image.framing)
        self.facts.show_waiting()
        if item.prepared is not None:
            self.facts.show_facts(item.prepared, self._shape)
        else:
            self._ask_for_copy()
        self.fit()
        next(one for one in self.fit_group.segments() if one.isChecked()).setFocus()
        previews.request(path, self._take_preview)

    @property
    def framing(self) -> Framing:
        """What is chosen."""
        return self._wishes.framing

    @property
    def removes_details(self) -> bool:
        """Whether location, camera and names are to be left out, of all pictures."""
        return self._wishes.remove_details

    def done(self, result: int) -> None:
        self._is_open = False
        self._settled.stop()
        self._give_up_copy()
        super().done(result)

    def _make_controls(self, item: ImageItem) -> None:
        theme = self._theme
        ratio = f"{self._shape[0]}:{self._shape[1]}"
        words = self.tr("%1, in a %2 clip").replace("%2", ratio).replace("%1", item.name)
        self._about = ElidedLabel(theme, words, role="text2", parent=self)
        self.setAccessibleDescription(words)
        self.fit_group = SegmentedControl(theme, self)
        name(self.fit_group, "fitGroup")
        self.fit_group.add_segment(Fit.CROP, self.tr("Crop"), "crop")
        self.fit_group.add_segment(Fit.PAD, self.tr("Pad"), "frame-corners")
        self.fit_group.add_segment(Fit.AS_IS, self.tr("As it is"), "image")
        self.padding_group = SegmentedControl(theme, self)
        name(self.padding_group, "paddingGroup")
        self.padding_group.add_segment(Padding.BLURRED, self.tr("Blurred"))
        self.padding_group.add_segment(Padding.PLAIN, self.tr("Plain"))
        self.zoom_out = IconButton(theme, "minus", parent=self)
        self.zoom_in = IconButton(theme, "plus", parent=self)
        name(self.zoom_out, "zoomOutButton")
        name(self.zoom_in, "zoomInButton")
        self.zoom_out.setToolTip(self.tr("Wider frame (-)"))
        self.zoom_in.setToolTip(self.tr("Narrower frame (+)"))
        self.editor = FrameEditor(theme, self._picture, self._size, self._shape, self)
        self.hint = Label(theme, " ", size=tokens.CAPTION, role="text3", parent=self)
        self.seen = SeenPicture(theme, self)
        self.facts = SentFacts(theme, self)
        self.details = Switch(theme, self)
        name(self.details, "detailsSwitch")
        self.details.setChecked(self._wishes.remove_details)
        self.reset = Button(theme, self.tr("Reset"), kind=ButtonKind.GHOST, height=40, parent=self)
        self.cancel = Button(theme, self.tr("Cancel"), height=40, parent=self)
        self.use = Button(theme, self.tr("Use"), kind=ButtonKind.PRIMARY, height=40, parent=self)
        name(self.reset, "resetFrameButton")
        name(self.cancel, "leaveFrameButton")
        name(self.use, "useFrameButton")

    def _lay_out(self) -> None:
        theme = self._theme
        choices = QHBoxLayout()
        choices.setSpacing(tokens.SPACE_2)
        choices.addWidget(self.fit_group, 3)
        choices.addWidget(self.padding_group, 2)
        choices.addWidget(self.zoom_out)
        choices.addWidget(self.zoom_in)
        left = QVBoxLayout()
        left.setSpacing(tokens.SPACE_2)
        left.addLayout(choices)
        left.addWidget(self.editor, 1)
        left.addWidget(self.hint)
        switch = QHBoxLayout()
        switch.setSpacing(tokens.SPACE_2)
        switch.addWidget(self.details)
        words = Label(
            theme, self.tr("Remove location, camera and names"), size=tokens.CAPTION, parent=self
        )
        words.setWordWrap(True)
        switch.addWidget(words, 1)
        right = QVBoxLayout()
        right.setSpacing(tokens.SPACE_2)
        right.addWidget(self.seen, 1)
        right.addWidget(self.facts)
        right.addLayout(switch)
        every = Label(
            theme, self.tr("This counts for all pictures."), size=tokens.CAPTION, role="text3"
        )
        right.addWidget(every)
        panes = QHBoxLayout()
        panes.setSpacing(tokens.SPACE_4)
        panes.addLayout(left, 9)
        panes.addLayout(right, 5)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_2)
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.use)
        self.column.addWidget(self._about)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addLayout(panes, 1)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addLayout(buttons)

    def _connect(self) -> None:
        self.fit_group.chosen.connect(self._choose_fit)
        self.padding_group.chosen.connect(self._choose_padding)
        self.zoom_out.clicked.connect(self._zoom_out)
        self.zoom_in.clicked.connect(self._zoom_in)
        self.editor.framed.connect(self._change)
        self.details.toggled.connect(self._choose_details)
        self.reset.clicked.connect(self._reset)
        self.cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self.accept)

    def _choose_fit(self, fit: Fit) -> None:
        self._change(msgspec.structs.replace(self.framing, fit=fit))

    def _choose_padding(self, padding: Padding) -> None:
        self._change(msgspec.structs.replace(self.framing, padding=padding))

    def _choose_details(self, removed: bool) -> None:
        self._want(msgspec.structs.replace(self._wishes, remove_details=removed))

    def _zoom_out(self) -> None:
        self.editor.zoom(-1)

    def _zoom_in(self) -> None:
        self.editor.zoom(1)

    def _reset(self) -> None:
        self._change(Framing())

    def _change(self, framing: Framing) -> None:
        self._show_framing(framing)
        self._want(msgspec.structs.replace(self._wishes, framing=framing))

    def _want(self, wishes: PictureWishes) -> None:
        """The picture is shown at once, the facts of its copy once the frame is at rest."""
        self._wishes = wishes
        self._give_up_copy()
        self.facts.show_waiting()
        self._show_seen()
        self._settled.start()

    def _show_framing(self, framing: Framing) -> None:
        self._wishes = msgspec.structs.replace(self._wishes, framing=framing)
        self.fit_group.set_value(framing.fit)
        self.padding_group.set_value(framing.padding)
        self.padding_group.setVisible(framing.fit is Fit.PAD)
        self.zoom_out.setVisible(framing.fit is Fit.CROP)
        self.zoom_in.setVisible(framing.fit is Fit.CROP)
        self.editor.show_framing(framing)
        match framing.fit:
            case Fit.CROP:
                words = self.tr("Drag the frame or use the arrows. Wheel, + and - change its size.")
            case Fit.PAD:
                words = self.tr("The whole picture, with the clip's shape around it.")
            case Fit.AS_IS:
                words = self.tr("The service decides what it does with another shape.")
        self.hint.setText(words)
        self._show_seen()

    def _show_seen(self) -> None:
        self.seen.show_seen(self._picture, self._size, self._wishes)

    def _ask_for_copy(self) -> None:
        self._give_up_copy()
        self._asked = self._preparations.request(self._path, self._wishes, self._take_copy)

    def _give_up_copy(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _take_copy(self, answer: PreparedImage | Problem) -> None:
        self._asked = None
        if isinstance(answer, PreparedImage):
            self._size = answer.source_width, answer.source_height
            self.editor.show_picture(self._picture, self._size)
            self._show_seen()
        self.facts.show_facts(answer, self._shape)

    def _take_preview(self, answer: QImage | Problem) -> None:
        # A larger picture that comes after the end is not wanted any more.
        if self._is_open and isinstance(answer, QImage):
            self._picture = answer
            self.editor.show_picture(answer, self._size)
            self._show_seen()
