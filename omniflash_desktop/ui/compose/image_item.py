"""A picture in the tray: how it looks to the model, and what is changed in it before it is sent."""

import msgspec
from PySide6.QtGui import QImage

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.picture_framing import Fit, Framing, PictureWishes, frame_of
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.ui.compose.framed_picture import framed_picture
from omniflash_desktop.ui.compose.linked_pictures import LinkedPictures
from omniflash_desktop.ui.compose.preparations import AskedPicture, Preparations
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.compose.tray_item import ItemState, TrayItem


class ImageItem(TrayItem):
    """A picture with its prepared copy. A link has none: it goes as it is.

    Args:
        reference: What it is.
        aspect: The clip's shape.
        thumbnails: Makes its small picture.
        preparations: Makes its copy; `None` while there are no workers yet.
        linked: Fetches the picture of a link, which is then a file; `None` leaves it a link.
    """

    def __init__(
        self,
        reference: ImageReference,
        aspect: AspectRatio,
        thumbnails: Thumbnails,
        preparations: Preparations | None,
        linked: LinkedPictures | None = None,
    ) -> None:
        super().__init__(reference, thumbnails, linked=linked)
        self.prepared: PreparedImage | None = None
        self._aspect = aspect
        self._preparations = preparations
        self._wishes = self._wishes_now()
        self._asked: AskedPicture | None = None
        self._seen: tuple[object, QImage] | None = None

    @property
    def image(self) -> ImageReference:
        """What it is."""
        assert isinstance(self.reference, ImageReference)
        return self.reference

    @property
    def aspect(self) -> AspectRatio:
        """The clip's shape."""
        return self._aspect

    @property
    def size(self) -> tuple[int, int]:
        """Of the whole picture, in pixels; until it is prepared, of the small one."""
        if self.prepared is not None:
            return self.prepared.source_width, self.prepared.source_height
        return max(1, self.picture.width()), max(1, self.picture.height())

    @property
    def fit(self) -> Fit:
        """How it is brought into the clip's shape; `AS_IS` also where it has that shape."""
        canvas = frame_of(self.size, self._wishes.shape, self._wishes.framing).canvas
        is_changed = (canvas.width, canvas.height) != self.size
        return self._wishes.framing.fit if is_changed and self.path is not None else Fit.AS_IS

    @property
    def seen(self) -> QImage:
        """The small picture as the model sees it."""
        key = self.picture.cacheKey(), self.size, self._wishes.that_count
        if self._seen is None or self._seen[0] != key:
            self._seen = key, framed_picture(self.picture, self.size, self._wishes)
        return self._seen[1]

    def prepare(self) -> None:
        """Makes its picture, and then its copy: small pictures are what people wait for first."""
        self._give_up_copy()
        super().prepare()

    def prepare_for(self, preparations: Preparations | None, aspect: AspectRatio) -> None:
        """Has the copy made anew, where that shape or other wishes make another one of it."""
        self._preparations = preparations
        self._aspect = aspect
        wishes = self._wishes_now()
        is_another = wishes.that_count != self._wishes.that_count
        self._wishes = wishes
        is_looked_at = not self.picture.isNull() or self.problem is not None
        # Before that nothing is to be done: the copy is asked for once the small picture is there.
        if preparations is None or self.path is None or not is_looked_at:
            return
        has_none = self.prepared is None and self._asked is None and self.problem is None
        if is_another or has_none:
            self.problem = None
            self._ask_for_copy()
            self._become(ItemState.READY)

    def reframe(self, framing: Framing) -> None:
        """Brings it into the clip's shape in another way."""
        self.reference = msgspec.structs.replace(self.image, framing=framing)
        self.prepare_for(self._preparations, self._aspect)

    def rest(self) -> None:
        """It is out of the tray, though it may come back: its copy is not waited for."""
        if self._asked is not None:
            self._give_up_copy()

    def come_back(self, reference: ImageReference | VideoReference) -> None:
        """Is wished to be as it was once; its copy is most likely known."""
        super().come_back(reference)
        self.prepare_for(self._preparations, self._aspect)

    def leave(self) -> None:
        """Ends it; its copy is not wanted any more."""
        self._give_up_copy()
        super().leave()

    def _take_picture(self, answer: QImage | Problem) -> None:
        if not self._in_tray:
            return
        self._ask_for_copy()
        super()._take_picture(answer)

    def _ask_for_copy(self) -> None:
        self._give_up_copy()
        if self._preparations is not None and self.path is not None:
            self._asked = self._preparations.request(self.path, self._wishes, self._take_copy)

    def _give_up_copy(self) -> None:
        self.prepared = None
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _take_copy(self, answer: PreparedImage | Problem) -> None:
        self._asked = None
        if isinstance(answer, Problem):
            # It knows better what is wrong than whoever only looked for a small picture.
            self.problem = answer
        else:
            self.prepared = answer
        self._become(ItemState.READY)

    def _become(self, state: ItemState) -> None:
        if state in (ItemState.READY, ItemState.FAILED):
            if self._asked is not None:
                state = ItemState.PREPARING
            elif self.problem is not None:
                state = ItemState.FAILED
            elif self.percent is not None:
                state = ItemState.UPLOADING
        super()._become(state)

    def _wishes_now(self) -> PictureWishes:
        if self._preparations is None:
            return PictureWishes(framing=self.image.framing, shape=self._aspect.sides)
        return self._preparations.wishes_for(self.image, self._aspect)
