"""What becomes of the tray when something is added. No Qt in here: a drag asks many times."""

from collections.abc import Sequence
from typing import Final, assert_never

import msgspec

from omniflash_desktop.domain.request import Mode, mode_for
from omniflash_desktop.domain.service_facts import MAX_IMAGES
from omniflash_desktop.ui.compose.media_kinds import MediaKind

VIDEO_SLOT: Final = MAX_IMAGES
"""The index of the video slot; the image slots are 0 to 2."""


class TrayPlan(msgspec.Struct, frozen=True):
    """Where each coming thing goes.

    Attributes:
        slots: For each thing in its order: the slot it will fill, or `None` if it is left out.
        image_count: Images in the tray afterwards.
        has_video: Whether there is a video afterwards.
    """

    slots: tuple[int | None, ...]
    image_count: int
    has_video: bool

    @property
    def mode(self) -> Mode:
        """What the tray makes of the request afterwards."""
        return mode_for(image_count=self.image_count, has_video=self.has_video)

    @property
    def left_out(self) -> int:
        """How many things find no place."""
        return self.slots.count(None)


def plan(
    kinds: Sequence[MediaKind], *, image_count: int, has_video: bool, target: int | None = None
) -> TrayPlan:
    """Finds places for things to come.

    A drop on a filled slot replaces what is there; the rest fills free slots from the left.

    Args:
        kinds: The coming things.
        image_count: Images in the tray now, on slots 0, 1, …
        has_video: Whether the video slot is filled now.
        target: The slot under the pointer.
    """
    slots: list[int | None] = []
    replaced_image = target if target is not None and target < image_count else None
    video_is_free = not has_video or target == VIDEO_SLOT
    for kind in kinds:
        slot: int | None = None
        match kind:
            case MediaKind.VIDEO:
                if video_is_free:
                    slot, video_is_free, has_video = VIDEO_SLOT, False, True
            case MediaKind.IMAGE:
                if replaced_image is not None:
                    slot, replaced_image = replaced_image, None
                elif image_count < MAX_IMAGES:
                    slot = image_count
                    image_count += 1
            case _:
                assert_never(kind)
        slots.append(slot)
    return TrayPlan(tuple(slots), image_count, has_video)
