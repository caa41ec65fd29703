"""Makes the whole window take files and links for the tray."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.drop_overlay import DropOverlay
from omniflash_desktop.ui.compose.dropped_media import DroppedMedia, MediaKind
from omniflash_desktop.ui.compose.mime_reading import media_hovering, media_in
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
    """

    video_dropped = Signal(object)

    def __init__(self, window: QWidget, composer: ComposerPanel, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._theme = theme
        self._overlay: DropOverlay | None = None
        self._hovering = DroppedMedia()
        self._target: int | None = None
        self._leaves_videos = False
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def overlay(self) -> DropOverlay | None:
        """The veil, once there was a drag."""
        return self._overlay

    def leave_videos(self) -> None:
        """Leaves a single video that is dropped beside the slots to who hears `video_dropped`."""
        self._leaves_videos = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                self._enter(event)
            case QEvent.Type.DragMove if isinstance(event, QDragMoveEvent):
                self._move(event)
            case QEvent.Type.DragLeave:
                self._end()
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self._drop(event)
            case _:
                return False
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        self._hovering = media_hovering(event.mimeData())
        if not self._hovering.kinds:
            # The pointer then shows that nothing here takes it.
            event.ignore()
            return
        self._target = self._slot_under(event)
        self._show()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _move(self, event: QDragMoveEvent) -> None:
        target = self._slot_under(event)
        if target != self._target:
            self._target = target
            self._show()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _drop(self, event: QDropEvent) -> None:
        target = self._slot_under(event)
        self._end()
        event.setDropAction(Qt.DropAction.CopyAction)
        video = self._lone_video(event.mimeData()) if target is None else None
        if video is not None and self._leaves_videos:
            event.setAccepted(True)
            self.video_dropped.emit(video)
            return
        # A browser's file vanishes after the drop, so the bytes are read here and now.
        event.setAccepted(self._composer.add_from(event.mimeData(), target))

    def _lone_video(self, data: QMimeData) -> Path | None:
        media = media_in(data)
        is_lone = len(media.files) == 1 and not (media.links or media.pictures)
        if is_lone and media.files[0].kind is MediaKind.VIDEO:
            return media.files[0].path
        return None

    def _end(self) -> None:
        self._target = None
        if self._overlay is not None:
            self._overlay.hide()
        self._composer.tray.end_drop()

    def _show(self) -> None:
        if self._composer.is_collapsed:
            return
        if self._overlay is None:
            self._overlay = DropOverlay(self._theme, self._composer.tray, self._window)
        self._composer.tray.show_drop(self._hovering, self._target)
        kinds = self._hovering.kinds
        planned = self._composer.tray.plan_for(kinds, self._target)
        self._overlay.show_result(kinds, planned)

    def _slot_under(self, event: QDropEvent) -> int | None:
        if self._composer.is_collapsed:
            return None
        on_screen = self._window.mapToGlobal(event.position().toPoint())
        return self._composer.tray.slot_at(on_screen)
