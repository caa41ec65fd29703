"""The tray: three slots for images and one for a video, and what may be put into them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.domain.picture_framing import Framing
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.domain.service_facts import MAX_IMAGES
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.composer_steps import Held, TrayContent
from omniflash_desktop.ui.compose.drag_ghost import DragGhost
from omniflash_desktop.ui.compose.dropped_media import DroppedMedia
from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.image_slot import ImageSlot
from omniflash_desktop.ui.compose.image_slot_look import EmptyLook
from omniflash_desktop.ui.compose.linked_pictures import LinkedPictures
from omniflash_desktop.ui.compose.media_kinds import MediaKind
from omniflash_desktop.ui.compose.preparations import Preparations
from omniflash_desktop.ui.compose.settings_rows import HEADING_HEIGHT, GroupHeading
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.compose.tray_item import ItemState, TrayItem
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT, TrayPlan, plan
from omniflash_desktop.ui.compose.video_slot import VideoSlot
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_GAP: Final = tokens.SPACE_2
_SLOT_SHAPE: Final = 0.74
_VIDEO_HEIGHT: Final = 56


class ReferenceTray(QWidget):
    """Holds the references of the request that is being written.

    Args:
        theme: The look.
        thumbnails: Makes small pictures of files.
        parent: Owner.

    Signals:
        changed: Other references are in it.
        state_changed: One of them has come further, or failed.
        message: A sentence for the user.
        browse_asked: A file is to be chosen for a slot; its index.
        paste_link_asked: The link on the clipboard is to be taken.
        storage_asked: The user wants to say where local videos go.
        video_retried: The video is to be looked at once more.
        frame_asked: How an image is brought into the clip's shape is to be chosen: its `ImageItem`.
    """

    changed = Signal()
    state_changed = Signal()
    message = Signal(str)
    browse_asked = Signal(int)
    paste_link_asked = Signal()
    storage_asked = Signal()
    video_retried = Signal()
    frame_asked = Signal(object)

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbnails = thumbnails
        self._linked: LinkedPictures | None = None
        self._items: list[ImageItem] = []
        self._shown: tuple[ImageItem, ...] = ()
        self._preparations: Preparations | None = None
        self._aspect = AspectRatio.LANDSCAPE
        self._video: TrayItem | None = None
        self._short = False
        self._previews: list[TrayItem] = []
        self._ghost: DragGhost | None = None
        self._drop: TrayPlan | None = None
        self._drop_kinds: tuple[MediaKind, ...] = ()
        self.heading = GroupHeading(theme, self.tr("References"), self)
        self.slots = [ImageSlot(theme, index, self) for index in range(MAX_IMAGES)]
        self.video_slot = VideoSlot(theme, self)
        name(self, "referenceTray")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for slot in self.slots:
            slot.browse_asked.connect(self.browse_asked)
            slot.remove_asked.connect(self.remove_image)
            slot.retry_asked.connect(self._retry_image)
            slot.move_asked.connect(self.move_image)
            slot.frame_asked.connect(self._ask_to_frame)
            slot.dragged.connect(self._mark_target)
            slot.let_go.connect(self._move_to_target)
        self.video_slot.browse_asked.connect(self._browse_video)
        self.video_slot.remove_asked.connect(self.remove_video)
        self.video_slot.retry_asked.connect(self._retry_video)
        self.video_slot.paste_link_asked.connect(self.paste_link_asked)
        self.video_slot.storage_asked.connect(self.storage_asked)
        self._show()

    @property
    def images(self) -> tuple[ImageReference, ...]:
        """The images, in their order."""
        references = (item.reference for item in self._items)
        return tuple(image for image in references if isinstance(image, ImageReference))

    @property
    def video(self) -> VideoReference | None:
        """The motion reference."""
        reference = self._video.reference if self._video is not None else None
        return reference if isinstance(reference, VideoReference) else None

    @property
    def image_items(self) -> tuple[TrayItem, ...]:
        """The images with their pictures and states, in their order."""
        return tuple(self._items)

    @property
    def video_item(self) -> TrayItem | None:
        """The motion reference, and how far it has come."""
        return self._video

    @property
    def failed_item(self) -> TrayItem | None:
        """The first reference that cannot be used."""
        everything = [*self._items, *([self._video] if self._video is not None else [])]
        failed = (item for item in everything if item.state is ItemState.FAILED)
        return next(failed, None)

    @property
    def coming_item(self) -> TrayItem | None:
        """The first picture that is still on its way from the web."""
        return next((item for item in self._items if item.is_coming), None)

    def use_links(self, linked: LinkedPictures) -> None:
        """Fetches the pictures behind links from now on."""
        self._linked = linked

    def set_references(
        self, images: Iterable[ImageReference], video: VideoReference | None
    ) -> None:
        """Holds these references and no others."""
        self._items = [self._new_image(image) for image in list(images)[:MAX_IMAGES]]
        self._video = None if video is None else self._new_video(video)
        self._show()
        self.changed.emit()

    @property
    def content(self) -> TrayContent:
        """What it holds, to be held again by `restore`."""
        video = self._video
        return TrayContent(
            tuple(Held(item, item.reference) for item in self._items),
            None if video is None else Held(video, video.reference),
        )

    def restore(self, content: TrayContent) -> None:
        """Holds what it held once. Nothing is prepared anew."""
        items = (held.item for held in content.images)
        self._items = [item for item in items if isinstance(item, ImageItem)]
        self._video = None if content.video is None else content.video.item
        for held in content.all():
            held.item.come_back(held.reference)
        self._show()
        self.changed.emit()

    def plan_for(self, kinds: tuple[MediaKind, ...], target: int | None = None) -> TrayPlan:
        """What would become of the tray if such things were added."""
        return plan(
            kinds,
            image_count=len(self._items),
            has_video=self._video is not None,
            target=target,
        )

    def add(self, media: DroppedMedia, target: int | None = None) -> None:
        """Takes files and links; says so when some find no place.

        Args:
            media: What to take. Pictures without a file are saved first, by the caller.
            target: The slot that was meant, see `plan`.
        """
        references: list[ImageReference | VideoReference] = []
        for file in media.files:
            made = ImageReference if file.kind is MediaKind.IMAGE else VideoReference
            references.append(made(path=file.path, name=file.path.name))
        for link in media.links:
            made = ImageReference if link.kind is MediaKind.IMAGE else VideoReference
            references.append(made(url=link.url))
        kinds = tuple(
            MediaKind.IMAGE if isinstance(reference, ImageReference) else MediaKind.VIDEO
            for reference in references
        )
        planned = self.plan_for(kinds, target)
        for reference, slot in zip(references, planned.slots, strict=True):
            if slot is not None:
                self._put(slot, reference)
        left_out = planned.left_out + media.left_out
        if left_out:
            self.message.emit(self._left_out_words(left_out, no_room=planned.left_out > 0))
        if any(slot is not None for slot in planned.slots):
            self._show()
            self.changed.emit()

    def remove_image(self, index: int) -> None:
        """Takes an image out; the ones behind it move up."""
        del self._items[index]
        self._show()
        self.changed.emit()

    def remove_video(self) -> None:
        """Takes the video out."""
        if self._video is not None:
            self._video = None
            self._show()
            self.changed.emit()

    def keep_first_image(self) -> None:
        """Takes all images but the first out."""
        del self._items[1:]
        self._show()
        self.changed.emit()

    def move_image(self, start: int, end: int) -> None:
        """Moves an image to another place; beyond the ends nothing happens."""
        if start == end or not 0 <= start < len(self._items):
            return
        if not 0 <= end < MAX_IMAGES:
            return
        end = min(end, len(self._items) - 1)
        self._items.insert(end, self._items.pop(start))
        self._show()
        if self.slots[start].hasFocus():
            self.slots[end].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def use_preparations(self, preparations: Preparations) -> None:
        """Has images prepared as soon as they come, and those that are here already."""
        self._preparations = preparations
        self.prepare_anew()

    def prepare_for(self, aspect: AspectRatio) -> None:
        """Prepares images for a clip of that shape, where it makes other ones of them."""
        self._aspect = aspect
        self.prepare_anew()

    def prepare_anew(self) -> None:
        """Follows other wishes for all images: what comes out as before is not made anew."""
        for item in self._items:
            item.prepare_for(self._preparations, self._aspect)

    def reframe(self, item: ImageItem, framing: Framing) -> None:
        """Brings an image into the clip's shape in another way, if it is still here."""
        if item in self._items and item.image.framing != framing:
            item.reframe(framing)
            self.changed.emit()

    def show_upload(self, path: Path, percent: int | None) -> None:
        """Shows the upload of a file, 0 to 100; `None` when it is over."""
        for item in self._items:
            if item.path == path:
                item.show_upload(percent)
        if self._video is not None and self._video.path == path:
            self._video.show_upload(percent)

    def focus_slot(self, index: int) -> None:
        """Puts the focus on a slot."""
        slot = self.video_slot if index == VIDEO_SLOT else self.slots[index]
        slot.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def slot_at(self, on_screen: QPoint) -> int | None:
        """The slot at a place on the screen."""
        place = self.mapFromGlobal(on_screen)
        for index, slot in enumerate([*self.slots, self.video_slot]):
            if slot.geometry().contains(place):
                return index
        return None

    def show_drop(self, media: DroppedMedia, target: int | None) -> None:
        """Shows what a drop here and now would do."""
        self._drop = self.plan_for(media.kinds, target)
        self._drop_kinds = media.kinds
        images = [file.path for file in media.files if file.kind is MediaKind.IMAGE][:MAX_IMAGES]
        if images != [item.path for item in self._previews]:
            # A clip of ours is a picture over an image slot, and a video over the other one.
            self._end_previews()
            self._previews = [self._new_preview(path) for path in images]
        for slot in self.slots:
            slot.show_empty_look(EmptyLook.DRAG_OVER)
        free_or_meant = self._video is None or VIDEO_SLOT in self._drop.slots
        self.video_slot.show_drag_over(free_or_meant)
        words = self.tr("%1 of 3 after drop").replace("%1", str(self._drop.image_count))
        self.heading.note.setText(words)
        self._show_previews()

    def end_drop(self) -> None:
        """Shows the tray as it is."""
        self._end_previews()
        self._drop = None
        for slot in self.slots:
            slot.show_coming(None)
        self.video_slot.show_drag_over(False)
        self._show()

    def set_short(self, short: bool) -> None:
        """Puts the video slot beside the images, for low windows."""
        if short != self._short:
            self._short = short
            self._place()
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = HEADING_HEIGHT + self._slot_size(width).height()
        return height if self._short else height + _GAP + _VIDEO_HEIGHT

    def sizeHint(self) -> QSize:
        return QSize(288, self.heightForWidth(288))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _slot_size(self, width: int) -> QSize:
        columns = MAX_IMAGES + 1 if self._short else MAX_IMAGES
        side = (width - (columns - 1) * _GAP) / columns
        return QSize(int(side), int(side * _SLOT_SHAPE))

    def _place(self) -> None:
        width = self.width()
        size = self._slot_size(width)
        self.heading.setGeometry(0, 0, width, HEADING_HEIGHT)
        columns = MAX_IMAGES + 1 if self._short else MAX_IMAGES
        step = (width + _GAP) / columns
        for index, slot in enumerate(self.slots):
            slot.setGeometry(QRect(QPoint(round(index * step), HEADING_HEIGHT), size))
        if self._short:
            self.video_slot.setGeometry(QRect(QPoint(round(3 * step), HEADING_HEIGHT), size))
        else:
            top = HEADING_HEIGHT + size.height() + _GAP
            self.video_slot.setGeometry(0, top, width, _VIDEO_HEIGHT)

    # Without an owner: one that is taken out can be put back, as long as a step remembers it.
    def _new_video(self, reference: VideoReference) -> TrayItem:
        item = TrayItem(reference, self._thumbnails)
        item.changed.connect(self.state_changed)
        item.prepare()
        return item

    def _new_image(self, reference: ImageReference) -> ImageItem:
        item = ImageItem(
            reference, self._aspect, self._thumbnails, self._preparations, self._linked
        )
        item.changed.connect(self.state_changed)
        item.prepare()
        return item

    def _new_preview(self, path: Path) -> TrayItem:
        item = TrayItem(ImageReference(path=path), self._thumbnails, self)
        item.changed.connect(self._show_previews)
        item.prepare()
        return item

    def _end_previews(self) -> None:
        for item in self._previews:
            item.leave()
        self._previews = []

    def _put(self, slot: int, reference: ImageReference | VideoReference) -> None:
        if isinstance(reference, VideoReference):
            self._video = self._new_video(reference)
        elif slot < len(self._items):
            self._items[slot] = self._new_image(reference)
        else:
            self._items.append(self._new_image(reference))

    def _show(self) -> None:
        wanted = EmptyLook.WANTED if len(self._items) == MAX_IMAGES - 1 else EmptyLook.PLAIN
        for index, slot in enumerate(self.slots):
            slot.show_item(self._items[index] if index < len(self._items) else None)
            slot.show_empty_look(wanted)
        for item in self._shown:
            if item not in self._items:
                item.rest()
        self._shown = tuple(self._items)
        self.video_slot.show_item(self._video)
        words = self.tr("%1 of 3 images").replace("%1", str(len(self._items)))
        if self._video is not None:
            words = self.tr("%1 of 3 images, 1 video").replace("%1", str(len(self._items)))
        self.heading.note.setText(words)
        self.setAccessibleDescription(words)

    def _show_previews(self) -> None:
        if self._drop is None:
            return
        pictures = [item.picture for item in self._previews]
        coming: dict[int | None, QImage] = {}
        for kind, slot in zip(self._drop_kinds, self._drop.slots, strict=True):
            if kind is MediaKind.IMAGE:
                coming[slot] = pictures.pop(0) if pictures else QImage()
        for index, slot in enumerate(self.slots):
            slot.show_coming(coming.get(index))

    def _left_out_words(self, count: int, *, no_room: bool) -> str:
        words = self.tr("One file was left out.")
        if count > 1:
            words = self.tr("%n files were left out.", "", count)
        if no_room:
            return f"{words} {self.tr('There is room for three images and one video.')}"
        types = self.tr("Use JPEG, PNG, WebP or GIF images, or MP4, MOV or WebM videos.")
        return f"{words} {types}"

    def _browse_video(self) -> None:
        self.browse_asked.emit(VIDEO_SLOT)

    def _retry_image(self, index: int) -> None:
        self._items[index].prepare()

    def _retry_video(self) -> None:
        if self._video is not None:
            self._video.prepare()
            self.video_retried.emit()

    def _ask_to_frame(self, index: int) -> None:
        self.frame_asked.emit(self._items[index])

    def _mark_target(self, start: int, on_screen: QPoint) -> None:
        target = self.slot_at(on_screen)
        if self._ghost is None:
            self._ghost = DragGhost(self._theme, self.window())
        self._ghost.follow(self._items[start].picture, self.slots[start].size(), on_screen)
        for index, slot in enumerate(self.slots):
            slot.show_as_target(index == target and index != start)

    def _move_to_target(self, start: int, on_screen: QPoint) -> None:
        if self._ghost is not None:
            self._ghost.hide()
        for slot in self.slots:
            slot.show_as_target(False)
        target = self.slot_at(on_screen)
        if target is not None:
            self.move_image(start, target)
