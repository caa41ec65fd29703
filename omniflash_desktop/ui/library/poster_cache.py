"""Small pictures of clips, read on other threads and kept ready to paint.

A picture is kept for the exact number of device pixels it is painted at, with its round corners,
so that painting a tile is one blit.
"""

from collections import OrderedDict
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QRect, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPixmap

from omniflash_desktop.domain.generation import Generation

MAX_CACHE_BYTES: Final = 64 * 1024 * 1024
_TALL: Final = 0.75
"""A picture this much narrower than its frame stands on its own blurred backdrop."""
_BACKDROP_SIDE: Final = 12
_BACKDROP_VEIL: Final = QColor(0, 0, 0, 110)


class PosterKey(NamedTuple):
    """One picture at one size.

    Attributes:
        path: The file.
        width: Logical pixels.
        height: Logical pixels.
        radius: Of the corners, logical pixels.
        scale: Device pixels for one logical pixel.
    """

    path: Path
    width: int
    height: int
    radius: int
    scale: float


def poster_of(generation: Generation) -> Path | None:
    """The picture that stands for a generation: its first frame, or its first reference."""
    if generation.clip is not None:
        return generation.clip.poster
    return next((image.path for image in generation.request.images if image.path), None)


class PosterCache(QObject):
    """Gives out pixmaps and reads what is missing behind the scenes.

    Args:
        parent: Owner.

    Signals:
        loaded: A file (as `str`) was read, or cannot be.
        unreadable: A file (`Path`) cannot be read.
    """

    loaded = Signal(str)
    unreadable = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: OrderedDict[PosterKey, QPixmap] = OrderedDict()
        self._bytes = 0
        self._reading: set[PosterKey] = set()
        self._unreadable: set[PosterKey] = set()
        self._wishes = 0
        self._arrival = _Arrival(self)
        self._arrival.read.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._pool = QThreadPool(self)
        # One thread keeps up with scrolling and leaves the other cores to the player.
        self._pool.setMaxThreadCount(1)

    def pixmap(self, key: PosterKey) -> QPixmap | None:
        """The picture, or `None` while it is read; then `loaded` follows."""
        known = self._pixmaps.get(key)
        if known is not None:
            self._pixmaps.move_to_end(key)
            return known
        if key not in self._reading and key not in self._unreadable:
            self._reading.add(key)
            # The newest wish first: what scrolled past can wait.
            self._wishes += 1
            self._pool.start(_Reading(key, self._arrival), self._wishes)
        return None

    def supply(self, path: Path, picture: QImage) -> None:
        """Takes a picture of a file that cannot be read here from somebody who could."""
        for key in [key for key in self._unreadable if key.path == path]:
            self._unreadable.discard(key)
            self._keep(key, framed_picture(picture, key))

    def forget(self, path: Path) -> None:
        """The file has changed, or came back: it is read again when it is wanted."""
        for key in [key for key in self._pixmaps if key.path == path]:
            self._bytes -= _size_of(self._pixmaps.pop(key))
        self._unreadable = {key for key in self._unreadable if key.path != path}

    def wait(self) -> None:
        """Blocks until nothing is being read any more: for the end of the app."""
        self._pool.clear()
        self._pool.waitForDone()

    def _keep(self, key: PosterKey, image: QImage) -> None:
        self._reading.discard(key)
        if image.isNull():
            self._unreadable.add(key)
            self.unreadable.emit(key.path)
        else:
            pixmap = QPixmap.fromImage(image)
            self._pixmaps[key] = pixmap
            self._bytes += _size_of(pixmap)
            while self._bytes > MAX_CACHE_BYTES and len(self._pixmaps) > 1:
                _, oldest = self._pixmaps.popitem(last=False)
                self._bytes -= _size_of(oldest)
        self.loaded.emit(str(key.path))


class _Arrival(QObject):
    """Carries what another thread has read to the thread of the window."""

    read = Signal(object, QImage)


class _Reading(QRunnable):
    def __init__(self, key: PosterKey, arrival: _Arrival) -> None:
        super().__init__()
        self._key = key
        self._arrival = arrival

    def run(self) -> None:
        image = read_framed(self._key)
        try:
            self._arrival.read.emit(self._key, image)
        except RuntimeError:
            # The window is gone, and with it whoever wanted the picture.
            return


def read_framed(key: PosterKey) -> QImage:
    """The picture of a file cut to its frame; null where it cannot be read."""
    reader = QImageReader(str(key.path))
    reader.setAutoTransform(True)
    stored = reader.size()
    if not stored.isValid():
        return QImage()
    # Twice the size it is shown at is enough to scale down well.
    frame = _frame_of(key)
    shrunk = stored.scaled(frame * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if shrunk.width() < stored.width():
        reader.setScaledSize(shrunk)
    picture = reader.read()
    return picture if picture.isNull() else framed_picture(picture, key)


def framed_picture(picture: QImage, key: PosterKey) -> QImage:
    """A picture cut to a frame, with round corners."""
    frame = _frame_of(key)
    framed = QImage(frame, QImage.Format.Format_ARGB32_Premultiplied)
    framed.fill(Qt.GlobalColor.transparent)
    painter = QPainter(framed)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    outline = QPainterPath()
    radius = key.radius * key.scale
    outline.addRoundedRect(QRectF(QRect(framed.rect())), radius, radius)
    painter.setClipPath(outline)
    is_tall = picture.width() / picture.height() < _TALL * frame.width() / frame.height()
    if is_tall:
        _paint_backdrop(painter, picture, framed.rect())
        inside = picture.size().scaled(frame, Qt.AspectRatioMode.KeepAspectRatio)
    else:
        inside = picture.size().scaled(frame, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    target = QRect(0, 0, inside.width(), inside.height())
    target.moveCenter(framed.rect().center())
    smooth = picture.scaled(
        inside, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    painter.drawImage(target, smooth)
    painter.end()
    framed.setDevicePixelRatio(key.scale)
    return framed


def _frame_of(key: PosterKey) -> QSize:
    return QSize(round(key.width * key.scale), round(key.height * key.scale))


def _paint_backdrop(painter: QPainter, picture: QImage, frame: QRect) -> None:
    """The picture itself, far too small and stretched: a blur that costs next to nothing."""
    tiny = picture.scaled(
        _BACKDROP_SIDE,
        _BACKDROP_SIDE,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    blurred = tiny.scaled(
        frame.width(),
        frame.width(),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    place = blurred.rect()
    place.moveCenter(frame.center())
    painter.drawImage(place, blurred)
    painter.fillRect(frame, _BACKDROP_VEIL)


def _size_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
