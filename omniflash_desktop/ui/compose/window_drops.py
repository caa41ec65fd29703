"""Makes the whole window take files, folders, pictures and links for the tray."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.compose.carried_clips import as_frame, clip_carried_by
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.drop_overlay import DropOverlay
from omniflash_desktop.ui.compose.dropped_media import (
    DroppedFile,
    DroppedLink,
    DroppedMedia,
    DroppedThings,
)
from omniflash_desktop.ui.compose.found_files import FoundFiles
from omniflash_desktop.ui.compose.media_kinds import MediaKind, kind_of_name
from omniflash_desktop.ui.compose.mime_reading import things_hovering
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT
from omniflash_desktop.ui.theme.theme import Theme


class WindowDrops(QObject):
    """Watches the drags over a window. Widgets that take a drag themselves come first.

    Args:
        window: What is watched.
        composer: Whose tray takes what is dropped.
        theme: The look.

    Signals:
        video_dropped: A video of this computer, beside the slots. Somebody has to take it, see
            `leave_videos`.
        frame_wanted: A video on an image slot, and the slot: one of its frames is meant.
    """

    video_dropped = Signal(object)
    frame_wanted = Signal(object, int)

    def __init__(self, window: QWidget, composer: ComposerPanel, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._theme = theme
        self._overlay: DropOverlay | None = None
        self._hovering = DroppedMedia()
        self._look = 0
        self._carries_clip = False
        self._target: int | None = None
        self._leaves_videos = False
        self._has_unfolded = False
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def overlay(self) -> DropOverlay | None:
        """The veil, once there was a drag."""
        return self._overlay

    def leave_videos(self) -> None:
        """Leaves a single video that is not dropped on its slot to who hears the signals."""
        self._leaves_videos = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                self._enter(event)
            case QEvent.Type.DragMove if isinstance(event, QDragMoveEvent):
                self._move(event)
            case QEvent.Type.DragLeave:
                self._end()
                self._fold_again()
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self._drop(event)
            case _:
                return False
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        things = things_hovering(event.mimeData())
        self._hovering = _guessed(things)
        self._carries_clip = bool(clip_carried_by(event.mimeData()))
        names_tell_nothing = not self._hovering.kinds
        if names_tell_nothing and not things.paths:
            # The pointer then shows that nothing here takes it.
            event.ignore()
            return
        if any(kind_of_name(path) is None for path in things.paths):
            # Folders, and files without an ending: what is in them is seen in a moment.
            self._look = self._composer.arrivals.looks.look(
                things.paths, self._take_look, keeps_all=None
            )
        self._unfold()
        self._target = self._slot_under(event)
        if not names_tell_nothing:
            self._show()
        _accept(event)

    def _move(self, event: QDragMoveEvent) -> None:
        if not self._hovering.kinds and not self._look:
            event.ignore()
            return
        target = self._slot_under(event)
        if target != self._target:
            self._target = target
            self._show()
        _accept(event)

    def _drop(self, event: QDropEvent) -> None:
        target = self._slot_under(event)
        self._end()
        self._has_unfolded = False
        event.setDropAction(Qt.DropAction.CopyAction)
        video = self._video_to_leave(event.mimeData(), target)
        if video is not None:
            event.setAccepted(True)
            self._leave(video, target)
            return
        # A browser's file vanishes after the drop, so the bytes are read here and now.
        event.setAccepted(self._composer.add_from(event.mimeData(), target))

    def _leave(self, video: Path, target: int | None) -> None:
        if target is None:
            self.video_dropped.emit(video)
        else:
            self.frame_wanted.emit(video, target)

    def _video_to_leave(self, data: QMimeData, target: int | None) -> Path | None:
        """A single video that was not dropped on its slot. The composer knows tiles by itself."""
        is_tile_on_image = target is not None and bool(clip_carried_by(data))
        if not self._leaves_videos or target == VIDEO_SLOT or is_tile_on_image:
            return None
        return self._lone_video(data)

    def _coming(self) -> DroppedMedia:
        """What would come into the tray: an image slot takes a frame of a video."""
        is_video = self._leaves_videos and self._hovering.kinds == (MediaKind.VIDEO,)
        if self._carries_clip or (is_video and self._hovering.files):
            return as_frame(self._hovering, self._target)
        return self._hovering

    def _lone_video(self, data: QMimeData) -> Path | None:
        # By its name alone: the bytes are fetched once, by who takes them.
        things = things_hovering(data)
        if len(things.paths) != 1 or things.is_fleeting:
            return None
        (path,) = things.paths
        return path if kind_of_name(path) is MediaKind.VIDEO else None

    def _take_look(self, found: FoundFiles) -> None:
        self._look = 0
        self._hovering = DroppedMedia(files=found.files)
        if self._hovering.kinds:
            self._show()
        else:
            # Each further move says that it is not taken.
            self._end()

    def _end(self) -> None:
        self._target = None
        self._composer.arrivals.looks.forget(self._look)
        self._look = 0
        if self._overlay is not None:
            self._overlay.hide()
        self._composer.tray.end_drop()

    def _unfold(self) -> None:
        if self._composer.is_collapsed:
            # What is dropped into a folded composer would be dropped out of sight.
            self._has_unfolded = True
            self._composer.expand_requested.emit()

    def _fold_again(self) -> None:
        if self._has_unfolded and not self._composer.is_collapsed:
            self._composer.expand_requested.emit()
        self._has_unfolded = False

    def _show(self) -> None:
        if self._composer.is_collapsed or not self._hovering.kinds:
            return
        if self._overlay is None:
            self._overlay = DropOverlay(self._theme, self._composer.tray, self._window)
        coming = self._coming()
        self._composer.tray.show_drop(coming, self._target)
        kinds = coming.kinds
        planned = self._composer.tray.plan_for(kinds, self._target)
        self._overlay.show_result(kinds, planned)

    def _slot_under(self, event: QDropEvent) -> int | None:
        if self._composer.is_collapsed:
            return None
        on_screen = self._window.mapToGlobal(event.position().toPoint())
        return self._composer.tray.slot_at(on_screen)


def _guessed(things: DroppedThings) -> DroppedMedia:
    """What it is while it is dragged, as far as names and formats tell."""
    if things.paths:
        return things.known
    if things.contents:
        names = ((Path(content.name), content.kind) for content in things.contents)
        return DroppedMedia(files=tuple(DroppedFile(path, kind) for path, kind in names))
    if things.has_bitmap:
        return DroppedMedia(links=(DroppedLink("", MediaKind.IMAGE),))
    return DroppedMedia(links=things.links)


def _accept(event: QDropEvent) -> None:
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
