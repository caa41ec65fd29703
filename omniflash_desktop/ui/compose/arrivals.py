"""From what was dropped, pasted or named to the tray: looked at, kept, fetched, and asked about.

What a name tells goes into the tray at once. What needs the disk or the network is looked at
elsewhere and comes a moment later.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.outcomes import FetchedPicture, VideoBehindLink
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.ui.compose.drop_looks import DropLooks
from omniflash_desktop.ui.compose.dropped_media import (
    DroppedBytes,
    DroppedFile,
    DroppedLink,
    DroppedMedia,
    DroppedThings,
)
from omniflash_desktop.ui.compose.found_files import FoundFiles, is_fleeting
from omniflash_desktop.ui.compose.linked_pictures import FetchedLink, LinkedPictures
from omniflash_desktop.ui.compose.media_kinds import MediaKind, kind_of_name
from omniflash_desktop.ui.compose.mime_reading import bitmap_in, things_in
from omniflash_desktop.ui.compose.pasted_pictures import PastedPictures
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT
from omniflash_desktop.ui.theme.theme import Theme


class Arrivals(QObject):
    """Brings things into the tray.

    Args:
        theme: The look of the question which of too many are meant.
        tray: Where they go.
        thumbnails: Makes the small pictures of that question.
        linked: Fetches pictures behind links.
        folder: Where what has no lasting file is kept.
        window: Whose question it is.

    Signals:
        message: A sentence for the user.
    """

    message = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tray: ReferenceTray,
        thumbnails: Thumbnails,
        linked: LinkedPictures,
        folder: Path,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._tray = tray
        self._thumbnails = thumbnails
        self._linked = linked
        self._window = window
        self.looks = DropLooks(folder, self)
        self._pasted = PastedPictures(folder, self)
        self._pasted.saved.connect(self._take_saved)
        self._pasted.failed.connect(self._tell_not_saved)
        linked.failed.connect(self._tell_not_fetched)

    def take_from(self, data: QMimeData, target: int | None = None) -> bool:
        """Takes what a clipboard or a drop holds.

        Args:
            data: Everything that is needed of it is read now: it dies with the drop.
            target: The slot that was meant, see `tray_plan`.

        Returns:
            `False` where it holds nothing for the tray.
        """
        things = things_in(data)
        bitmap: QImage | None = None
        if things.has_bitmap and not (things.paths or things.contents):
            bitmap = bitmap_in(data)
        if bitmap is None and DroppedThings(has_bitmap=things.has_bitmap) == things:
            return False
        self._take(things, bitmap, target)
        return True

    def take_paths(self, paths: Sequence[Path], target: int | None = None) -> None:
        """Takes files and folders."""
        if paths:
            self._take(DroppedThings(paths=tuple(paths)), None, target)

    def take_links(self, links: Iterable[DroppedLink], target: int | None = None) -> None:
        """Takes links; what is behind one whose name does not tell is looked at first."""
        known: list[DroppedLink] = []
        for link in links:
            if link.kind is None:
                self._linked.request(link.url, partial(self._take_unknown, link, target))
            else:
                known.append(link)
        if known:
            self._settle(DroppedMedia(links=tuple(known)), target)

    def _take(self, things: DroppedThings, bitmap: QImage | None, target: int | None) -> None:
        if things.paths:
            self._take_paths(things, target)
        elif things.contents or bitmap is not None:
            kept: list[QImage | DroppedBytes] = [*things.contents]
            if not kept and bitmap is not None:
                kept.append(bitmap)
            self._pasted.save(kept, target)
        else:
            if things.left_out:
                self._settle(DroppedMedia(left_out=things.left_out), target)
            self.take_links(things.links, target)

    def _take_paths(self, things: DroppedThings, target: int | None) -> None:
        kinds = [(path, kind_of_name(path)) for path in things.paths]
        files = tuple(DroppedFile(path, kind) for path, kind in kinds if kind is not None)
        passes_away = things.is_fleeting or any(map(is_fleeting, things.paths))
        if len(files) == len(kinds) and not passes_away:
            self._settle(DroppedMedia(files=files, left_out=things.left_out), target)
            return
        on_found: Callable[[FoundFiles], None] = partial(self._take_found, things, target)
        self.looks.look(things.paths, on_found, keeps_all=things.is_fleeting)

    def _take_found(self, things: DroppedThings, target: int | None, found: FoundFiles) -> None:
        if things.is_fleeting and not found.files and (things.contents or things.links):
            # The file was gone already. What it was made of is still at hand.
            self._take(DroppedThings(contents=things.contents, links=things.links), None, target)
            return
        self._tell_left_out(found)
        left_out = things.left_out + found.others
        self._settle(DroppedMedia(files=found.files, left_out=left_out), target)

    def _take_saved(self, files: list[DroppedFile], target: int | None) -> None:
        self._settle(DroppedMedia(files=tuple(files)), target)

    def _take_unknown(self, link: DroppedLink, target: int | None, answer: FetchedLink) -> None:
        match answer:
            case FetchedPicture(path=path):
                file = DroppedFile(path, MediaKind.IMAGE)
                meant = None if target == VIDEO_SLOT else target
                self._settle(DroppedMedia(files=(file,)), meant)
            case VideoBehindLink():
                video = DroppedLink(link.url, MediaKind.VIDEO)
                self._settle(
                    DroppedMedia(links=(video,)), VIDEO_SLOT if target == VIDEO_SLOT else None
                )
            case Problem():
                # Told already, as every link that fails.
                return

    def _settle(self, media: DroppedMedia, target: int | None) -> None:
        """Puts things into the tray; where some find no place, the user says which."""
        planned = self._tray.plan_for(media.kinds, target)
        room = {kind: 0 for kind in MediaKind}
        for kind, slot in zip(media.kinds, planned.slots, strict=True):
            room[kind] += slot is not None
        too_many = {kind for kind in MediaKind if 0 < room[kind] < media.kinds.count(kind)}
        if not too_many:
            self._tray.add(media, target)
            return
        # A list of pictures is not needed before the first paint.
        from omniflash_desktop.ui.compose.too_many_dialog import TooManyDialog

        dialog = TooManyDialog(
            self._theme, self._thumbnails, media, too_many, room, target, self._window.window()
        )
        dialog.chosen.connect(self._tray.add)
        dialog.open()

    def _tell_left_out(self, found: FoundFiles) -> None:
        sentences: list[str] = []
        if found.empty_folders:
            one = self.tr("The folder holds no images or videos.")
            many = self.tr("%n folders hold no images or videos.", "", found.empty_folders)
            sentences.append(one if found.empty_folders == 1 else many)
        if found.hidden:
            one = self.tr("One hidden file was left out.")
            many = self.tr("%n hidden files were left out.", "", found.hidden)
            sentences.append(one if found.hidden == 1 else many)
        if found.unreadable:
            one = self.tr("One file or folder cannot be read.")
            many = self.tr("%n files or folders cannot be read.", "", found.unreadable)
            sentences.append(one if found.unreadable == 1 else many)
        if found.has_more:
            words = self.tr(
                "There is more in the folder; the first %n are shown.", "", len(found.files)
            )
            sentences.append(words)
        if sentences:
            self.message.emit(" ".join(sentences))

    def _tell_not_fetched(self, problem: Problem) -> None:
        # All sentences are not needed before the first paint.
        from omniflash_desktop.ui.notices.problem_words import words_for

        words = words_for(problem)
        self.message.emit(f"{words.title}. {words.cause}")

    def _tell_not_saved(self, words: str) -> None:
        self.message.emit(self.tr("The picture could not be kept: %1").replace("%1", words))
