"""The upload receipt: all that leaves this computer for one clip, and what does not.

The same receipt is shown before a clip is sent and kept with it afterwards.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from omniflash_desktop.domain.generation import SANDBOX, Generation
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.sent_reference import Destination, SentReference, host_of_link
from omniflash_desktop.domain.submit_body import submit_body


class NotSent(StrEnum):
    """What stays here, whatever the clip is."""

    FILE_NAMES = "file_names"
    """Uploads go by a name of ours, or by their content's hash."""
    FOLDERS = "folders"
    ORIGINALS = "originals"
    """Of a picture that was changed, the copy is sent."""
    TOKEN_TO_OTHERS = "token_to_others"
    """The token goes to the service's own host, to no host of a link."""


NEVER_SENT: Final = tuple(NotSent)


class UploadReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent for one clip.

    Attributes:
        service: As `Generation.service`.
        host: The service's host; empty for the sandbox, which is on this computer.
        model: As the service spells it.
        prompt: The words, as they are sent.
        duration: Seconds; `None` where none are sent.
        resolution: As it is sent.
        aspect_ratio: As it is sent.
        generation_type: The hint for references; empty where none is sent.
        references: In the order of their slots.
        unknown_references: How many more there are, of which nothing was written down.
        sent_at: When it was sent (UTC); `None` for what is not sent yet.
        is_second_try: Whether it was sent once more by itself, see `Generation.first_try`.
    """

    service: str
    host: str
    model: str
    prompt: str
    duration: int | None
    resolution: str
    aspect_ratio: str
    generation_type: str
    references: tuple[SentReference, ...]
    unknown_references: int = 0
    sent_at: datetime | None = None
    is_second_try: bool = False

    @property
    def in_sandbox(self) -> bool:
        """Whether it goes to the sandbox, which is on this computer."""
        return self.service == SANDBOX

    @property
    def hosts_of_links(self) -> tuple[str, ...]:
        """Whom the service asks for what is linked; in the sandbox this computer asks them."""
        linked = (one for one in self.references if one.destination is Destination.LINK)
        return tuple(dict.fromkeys(one.host for one in linked))

    @property
    def outgoing_bytes(self) -> int:
        """Bytes of the references that go out, less those that are there already."""
        return sum(
            one.size_bytes or 0
            for one in self.references
            if one.leaves_this_computer and not one.was_there
        )


class _Body(msgspec.Struct, frozen=True):
    model: str = ""
    prompt: str = ""
    duration: int | None = None
    resolution: str = ""
    aspect_ratio: str = ""
    generation_type: str = ""


def receipt_before(
    request: GenerationRequest, service: str, references: tuple[SentReference, ...]
) -> UploadReceipt:
    """The receipt of a clip that is not sent.

    Args:
        request: What would be asked for.
        service: As `Generation.service`.
        references: What would be sent of `request`'s references.
    """
    # Links do not change what else is sent, so that any do.
    body = submit_body(
        request,
        image_urls=["" for _ in request.images],
        video_url=None if request.video is None else "",
    )
    return _receipt(body, service, references)


def receipt_of(generation: Generation) -> UploadReceipt | None:
    """The receipt that was kept with a clip; `None` where nothing of it was sent from here."""
    if generation.body is None:
        return None
    receipt = _receipt(generation.body, generation.service, generation.sent_references)
    return msgspec.structs.replace(
        receipt,
        # Clips from before receipts were kept.
        unknown_references=len(generation.references) - len(generation.sent_references),
        sent_at=generation.sent_at,
        is_second_try=generation.first_try is not None,
    )


def _receipt(body: bytes, service: str, references: tuple[SentReference, ...]) -> UploadReceipt:
    sent = msgspec.json.decode(body, type=_Body)
    return UploadReceipt(
        service=service,
        host="" if service == SANDBOX else host_of_link(service),
        model=sent.model,
        prompt=sent.prompt,
        duration=sent.duration,
        resolution=sent.resolution,
        aspect_ratio=sent.aspect_ratio,
        generation_type=sent.generation_type,
        references=references,
    )
