"""The composer: prompt, references, settings, and the button that spends money."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from omniflash_desktop.domain.request import (
    AspectRatio,
    GenerationRequest,
    Missing,
    Mode,
    missing_from,
)
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.arrivals import Arrivals
from omniflash_desktop.ui.compose.carried_clips import clip_carried_by
from omniflash_desktop.ui.compose.composer_actions import ComposerActions
from omniflash_desktop.ui.compose.composer_head import ComposerHead
from omniflash_desktop.ui.compose.composer_history import ComposerHistory
from omniflash_desktop.ui.compose.composer_rail import ComposerRail
from omniflash_desktop.ui.compose.composer_steps import StepKind
from omniflash_desktop.ui.compose.dropped_media import DroppedFile, DroppedLink, DroppedMedia
from omniflash_desktop.ui.compose.dropped_text import is_web_link
from omniflash_desktop.ui.compose.generate_footer import GenerateFooter, PriceLook
from omniflash_desktop.ui.compose.generate_reason import reason_against, two_images_reason
from omniflash_desktop.ui.compose.linked_pictures import LinkedPictures
from omniflash_desktop.ui.compose.media_kinds import MediaKind, kind_of_link
from omniflash_desktop.ui.compose.prompt_field import PromptField
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.settings_rows import SettingsRows
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT
from omniflash_desktop.ui.compose.two_images_hint import TwoImagesHint
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

GUARD_MS: Final = 600
"""How long a second press of Generate is taken for a slip of the finger."""

LEAST_WIDTH: Final = 320
GREATEST_WIDTH: Final = 480
RAIL_WIDTH: Final = tokens.RAIL_WIDTH


class ComposerPanel(QWidget):
    """The left panel, 320 to 480 logical pixels wide, or a rail of 48.

    Args:
        theme: The look.
        thumbnails: Makes small pictures of references.
        pasted_folder: Where pictures without a file of their own are kept.
        parent: Owner.

    Signals:
        generate_requested: A `GenerationRequest` and the number of takes.
        draft_changed: The request or the number of takes is another one.
        message: A sentence for the user.
        clip_dropped: A clip of the library was dropped on an image slot: the generation's id, and
            the slot's index. The slot is to get the clip's last frame.
        receipt_asked: What would be sent is to be shown.
        expand_requested: The rail was pressed: the whole panel is wanted.
        storage_asked: The user wants to say where local videos go.
    """

    generate_requested = Signal(object, int)
    draft_changed = Signal()
    message = Signal(str)
    clip_dropped = Signal(str, int)
    expand_requested = Signal()
    receipt_asked = Signal()
    storage_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        thumbnails: Thumbnails,
        pasted_folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._blocked: str | None = None
        self._browsing_for: int | None = None
        self._rail: ComposerRail | None = None
        self._body = QWidget(self)
        self._head = ComposerHead(theme, self._body)
        self.prompt = PromptField(theme, self._body)
        self.tray = ReferenceTray(theme, thumbnails, self._body)
        self.hint = TwoImagesHint(theme, self._body)
        self.settings = SettingsRows(theme, self._body)
        # It hears of changes before all others: it brings the names of images in order.
        self.history = ComposerHistory(self.prompt, self.tray, self.settings, self)
        self.footer = GenerateFooter(theme, self)
        self.keys = ComposerActions(self, self.prompt.editor)
        self.linked = LinkedPictures(pasted_folder, self)
        self.tray.use_links(self.linked)
        self.arrivals = Arrivals(theme, self.tray, thumbnails, self.linked, pasted_folder, self)
        self._guard = QTimer(self)
        self._guard.setSingleShot(True)
        self._guard.setInterval(GUARD_MS)
        name(self, "composerPanel")
        self.prompt.editor.offer_in_menu([self.keys.undo, self.keys.redo])
        self._show_history()
        self._lay_out()
        self.hint.hide()
        self._connect()
        self._refresh()

    @property
    def takes(self) -> int:
        """How many clips one press makes, 1 to 8."""
        return self.settings.takes

    def draft(self) -> GenerationRequest:
        """The request as it stands; `missing_from` tells whether it can go."""
        return GenerationRequest(
            prompt=self.prompt.text,
            duration=self.settings.duration_seconds,
            resolution=self.settings.chosen_resolution,
            aspect_ratio=self.settings.chosen_aspect,
            images=self.tray.images,
            video=self.tray.video,
        )

    def load_request(self, request: GenerationRequest) -> None:
        """Puts another request in; the number of takes stays."""
        with self.history.one_step(StepKind.LOAD):
            self.prompt.replace_text(request.prompt)
            self.settings.show_request(request)
            self.tray.prepare_for(self.settings.chosen_aspect)
            self.tray.set_references(request.images, request.video)

    def clear(self) -> None:
        """Empties prompt and tray; the settings stay."""
        with self.history.one_step(StepKind.CLEAR):
            self.prompt.replace_text("")
            self.tray.set_references((), None)
        self.focus_prompt()

    def start_from(self, prompt: str, seconds: int | None = None) -> None:
        """Puts an example in as the prompt, ready to be changed.

        Args:
            prompt: All of it.
            seconds: How long the clip is to be; `None` leaves what is chosen.
        """
        with self.history.one_step(StepKind.PROMPT):
            self.prompt.replace_text(prompt)
            if seconds is not None:
                self.settings.choose_duration(seconds)
        self.focus_prompt()

    def focus_prompt(self) -> None:
        """Puts the cursor into the prompt."""
        self.prompt.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_files(self, paths: list[Path], target: int | None = None) -> None:
        """Takes files into the tray.

        Args:
            paths: Images and videos, or folders of them; others are left out with a message.
            target: The slot that was meant, see `tray_plan`.
        """
        self.arrivals.take_paths(paths, target)

    def take_frame(self, picture: Path, ratio: AspectRatio, slot: int | None = None) -> bool:
        """Takes a frame of a clip into the tray.

        The only image there brings the shape of its clip along, so that nothing of it is cut.

        Args:
            picture: The frame.
            ratio: The shape that is nearest to it.
            slot: The slot that was meant, see `tray_plan`.

        Returns:
            Whether the coming clip has another shape now.
        """
        planned = self.tray.plan_for((MediaKind.IMAGE,), slot)
        turns = planned.image_count == 1 and ratio is not self.settings.chosen_aspect
        frame = DroppedMedia(files=(DroppedFile(picture, MediaKind.IMAGE),))
        if not turns:
            self.tray.add(frame, slot)
            return False
        with self.history.one_step(StepKind.ADD_IMAGE, 1):
            self.settings.choose_aspect(ratio)
            self.tray.add(frame, slot)
        return True

    def add_link(self, url: str, target: int | None = None) -> None:
        """Takes an http(s) link into the tray."""
        self.arrivals.take_links([DroppedLink(url, kind_of_link(url))], target)

    def add_from(self, data: QMimeData, target: int | None = None) -> bool:
        """Takes what a clipboard or a drop holds; `False` where it holds nothing for the tray."""
        clip = clip_carried_by(data)
        if clip and target is not None and target != VIDEO_SLOT:
            self.clip_dropped.emit(clip, target)
            return True
        return self.arrivals.take_from(data, target)

    def paste(self) -> None:
        """Takes what the clipboard holds."""
        if not self.add_from(QGuiApplication.clipboard().mimeData()):
            self.message.emit(self.tr("The clipboard holds no image, file or link."))

    def browse(self, slot: int | None = None) -> None:
        """Lets the user choose files for a slot, or for any."""
        self._browsing_for = slot
        # Qt's file dialog is not needed before the first paint.
        from omniflash_desktop.ui.compose.reference_dialog import ReferenceDialog

        dialog = ReferenceDialog(slot, self)
        dialog.filesSelected.connect(self._take_chosen)
        dialog.open()

    def generate(self) -> None:
        """Asks for the clips, or leads to what is missing."""
        if self._guard.isActive() or self.prompt.editor.is_composing:
            return
        request = self.draft()
        if request.mode is Mode.TWO_IMAGES:
            self.hint.take_focus()
            return
        if missing_from(request) is Missing.PROMPT:
            self.prompt.ask_for_words()
            return
        self.prompt.lead_to_wrong_name()
        reason = self._reason()
        if reason:
            self.message.emit(reason)
            return
        self._guard.start()
        self.generate_requested.emit(request, self.takes)

    def show_price(self, price: PriceLook) -> None:
        """Shows what one press will cost."""
        self.footer.show_price(price)

    def show_balance(self, words: str, low: bool) -> None:
        """Shows what is left; `low` when it is less than the price."""
        self.footer.show_balance(words, low=low)

    def show_upload(self, path: Path, percent: int | None) -> None:
        """Shows the upload of a reference, 0 to 100; `None` when it is over."""
        self.tray.show_upload(path, percent)

    def set_blocked(self, reason: str | None) -> None:
        """Keeps Generate from being pressed for a reason outside the composer."""
        self._blocked = reason
        self._refresh()

    def set_compact(self, compact: bool) -> None:
        """Uses the shorter words of windows narrower than 1360."""
        self.settings.set_compact(compact)

    def set_short(self, short: bool) -> None:
        """Uses the lower arrangement of windows lower than 760."""
        self.tray.set_short(short)
        self.hint.set_short(short)

    @property
    def is_collapsed(self) -> bool:
        """Whether it is a rail."""
        return self._body.isHidden()

    def set_collapsed(self, collapsed: bool) -> None:
        """Becomes a rail of 48, or whole again."""
        if collapsed and self._rail is None:
            self._rail = ComposerRail(self._theme, self)
            self._rail.expand_asked.connect(self.expand_requested)
            self._rail.generate_asked.connect(self.generate)
            self._column.addWidget(self._rail)
        self._body.setHidden(collapsed)
        self.footer.setHidden(collapsed)
        if self._rail is not None:
            self._rail.setVisible(collapsed)
        self.setMinimumWidth(RAIL_WIDTH if collapsed else LEAST_WIDTH)
        self.setMaximumWidth(RAIL_WIDTH if collapsed else GREATEST_WIDTH)
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("panel"))
        painter.end()

    def _lay_out(self) -> None:
        self.setMinimumWidth(LEAST_WIDTH)
        self.setMaximumWidth(GREATEST_WIDTH)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(16, 10, 16, 6)
        body.setSpacing(0)
        body.addWidget(self._head)
        body.addSpacing(tokens.SPACE_2)
        body.addWidget(self.prompt, 1)
        body.addWidget(self.tray)
        body.addWidget(self.hint)
        body.addWidget(self.settings)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._body, 1)
        self._column.addWidget(self.footer)

    def _connect(self) -> None:
        self._head.clear.clicked.connect(self.clear)
        self._head.prompts.clicked.connect(self.keys.prompts.trigger)
        self._head.receipt.clicked.connect(self.receipt_asked)
        self.prompt.changed.connect(self._changed)
        self.prompt.media_offered.connect(self.add_from)
        self.tray.changed.connect(self._show_names)
        self.tray.changed.connect(self._changed)
        self.tray.state_changed.connect(self._show_names)
        self.tray.state_changed.connect(self._refresh)
        self.tray.message.connect(self.message)
        self.tray.browse_asked.connect(self.browse)
        self.tray.paste_link_asked.connect(self._paste_link)
        self.tray.storage_asked.connect(self.storage_asked)
        self.hint.add_asked.connect(self._browse_third)
        self.hint.keep_first_asked.connect(self._keep_first)
        self.settings.changed.connect(self._changed)
        self.footer.button.clicked.connect(self.generate)
        self.keys.generate.triggered.connect(self.generate)
        self.keys.undo.triggered.connect(self.history.undo)
        self.keys.redo.triggered.connect(self.history.redo)
        self.history.changed.connect(self._show_history)
        self.keys.clear.triggered.connect(self.clear)
        self.keys.focus_prompt.triggered.connect(self.focus_prompt)
        self.keys.browse.triggered.connect(self._browse_any)
        self.keys.paste.triggered.connect(self.paste)
        self.keys.slot_asked.connect(self.tray.focus_slot)
        self.arrivals.message.connect(self.message)

    def _show_names(self) -> None:
        self.prompt.show_images(self.tray.image_items)

    def _show_history(self) -> None:
        self.keys.show_history(self.history)

    def _changed(self) -> None:
        self.tray.prepare_for(self.settings.chosen_aspect)
        self._refresh()
        self.draft_changed.emit()

    def _refresh(self) -> None:
        mode = self.draft().mode
        self._head.show_mode(mode)
        self.hint.setVisible(mode is Mode.TWO_IMAGES and not self.is_collapsed)
        if self.settings.duration.isEnabled() == (self.tray.video is not None):
            self.settings.follow_video(self.tray.video is not None)
        reason = self._reason()
        # The hint says the one, the line at the balance the other.
        told = reason == two_images_reason() or self._blocked is not None
        self.footer.set_reason(reason, told_elsewhere=told)
        if self._rail is not None:
            self._rail.set_reason(reason)

    def _reason(self) -> str:
        """Why Generate is disabled; an empty prompt is told at the press instead."""
        if self._blocked is not None:
            return self._blocked
        return reason_against(self.draft(), self.tray, self.prompt)

    def _take_chosen(self, names: list[str]) -> None:
        self.add_files([Path(file) for file in names], self._browsing_for)

    def _browse_any(self) -> None:
        self.browse()

    def _browse_third(self) -> None:
        self.browse(len(self.tray.images))

    def _keep_first(self) -> None:
        self.tray.keep_first_image()
        self.tray.focus_slot(0)

    def _paste_link(self) -> None:
        text = QGuiApplication.clipboard().text().strip()
        if is_web_link(text):
            self.tray.add(DroppedMedia(links=(DroppedLink(text, None),)), VIDEO_SLOT)
        else:
            self.message.emit(self.tr("Copy a link to a video first, then paste it here."))
