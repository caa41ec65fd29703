"""Small pictures of what a clip was made from."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.library.poster_cache import PosterCache, PosterKey
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from pathlib import Path

    from omniflash_desktop.domain.problems import Problem
    from omniflash_desktop.ui.compose.thumbnails import Thumbnails


class References(QWidget):
    """The references of a clip: its images, numbered, and its video.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paths: list[Path | None] = []
        self._asked: set[Path] = set()
        self._images = 0
        self._size = QSize(80, 54)
        self._posters: PosterCache | None = None
        self._thumbnails: Thumbnails | None = None
        name(self, "clipReferences")
        theme.changed.connect(self.update)
        self.hide()

    def use_thumbnails(self, thumbnails: "Thumbnails") -> None:
        """Shows videos too, and images that Qt itself cannot read."""
        self._thumbnails = thumbnails

    def show_references(self, generation: Generation, *, roomy: bool) -> None:
        """Shows what a clip was made from."""
        self._paths = [image.path for image in generation.request.images]
        self._images = len(self._paths)
        self._size = QSize(80, 54) if roomy else QSize(64, 44)
        names = [image.name for image in generation.request.images if image.name]
        video = generation.request.video
        if video is not None:
            self._paths.append(video.path)
            names.append(video.name)
        self.setAccessibleDescription(", ".join(names))
        self.setToolTip("\n".join(names))
        gaps = max(0, len(self._paths) - 1) * 8
        self.setFixedSize(len(self._paths) * self._size.width() + gaps, self._size.height())
        self.setVisible(bool(self._paths))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._posters is None:
            self._posters = PosterCache(self)
            self._posters.loaded.connect(self._picture_loaded)
            self._posters.unreadable.connect(self._ask_for_thumbnail)
        painter = QPainter(self)
        wide, high = self._size.width(), self._size.height()
        for position, path in enumerate(self._paths):
            rect = QRectF(position * (wide + 8), 0, wide, high)
            is_image = position < self._images
            picture = None
            if path is not None:
                key = PosterKey(path, wide, high, tokens.RADIUS_FIELD, self.devicePixelRatioF())
                picture = self._posters.pixmap(key)
            if picture is not None:
                painter.drawPixmap(rect.topLeft(), picture)
            else:
                self._paint_placeholder(painter, rect, "image" if is_image else "film-strip")
            if not is_image:
                # The numbers are those of the images, by which a prompt names them.
                continue
            badge = QRectF(rect.left() + 5, 5, 17, 16)
            paint_frame(painter, badge, tokens.RADIUS_BADGE, fill=self._theme.colour("badge"))
            painter.setFont(self._theme.font(tokens.TINY, tokens.STRONG))
            painter.setPen(self._theme.colour("on_picture"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(position + 1))
        painter.end()

    def _picture_loaded(self, path: str) -> None:
        self.update()

    def _ask_for_thumbnail(self, path: "Path") -> None:
        posters = self._posters
        if self._thumbnails is None or posters is None or path in self._asked:
            return
        self._asked.add(path)

        def keep(picture: "QImage | Problem") -> None:
            if isinstance(picture, QImage):
                posters.supply(path, picture)

        self._thumbnails.request(path, keep)

    def _paint_placeholder(self, painter: QPainter, rect: QRectF, icon: str) -> None:
        colour = self._theme.colour
        paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=colour("raised"), line=colour("line"))
        square = QRectF(0, 0, 18, 18)
        square.moveCenter(rect.center())
        self._theme.paint_icon(painter, square, icon, colour("text3"))
