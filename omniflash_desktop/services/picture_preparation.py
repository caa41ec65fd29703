"""How pictures are prepared: the same for whoever shows them and for whoever sends them.

So what is made while a request is written is found again, by content and wishes, when it is sent.
"""

from pathlib import Path

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.services.ports import MediaTools


class PicturePreparation:
    """Knows the wishes for each picture, and has them carried out.

    Attributes:
        removes_details: As `Preferences.remove_picture_details`; what is changed counts from the
            next picture on.
    """

    def __init__(self, media: MediaTools, *, removes_details: bool = True) -> None:
        """Reads nothing.

        Args:
            media: Makes the copies.
            removes_details: As the attribute.
        """
        self._media = media
        self.removes_details = removes_details

    def wishes_for(self, image: ImageReference, aspect: AspectRatio) -> PictureWishes:
        """How a picture is prepared for a clip of that shape."""
        return PictureWishes(
            framing=image.framing, shape=aspect.sides, remove_details=self.removes_details
        )

    async def prepare(self, source: Path, wishes: PictureWishes) -> PreparedImage | Problem:
        """The picture to send, or why there is none."""
        return await self._media.prepare_image(source, wishes)
