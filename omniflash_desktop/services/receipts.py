"""Upload receipts: of what would be sent, without sending anything, and of what was sent."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec

from omniflash_desktop.domain.generation import SANDBOX, Generation
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.sent_reference import ReferenceKind, SentReference, host_of_link
from omniflash_desktop.domain.upload_receipt import UploadReceipt, receipt_before, receipt_of
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.ports import MediaTools
from omniflash_desktop.services.reference_uploader import ReferenceUploader
from omniflash_desktop.services.service_uploads import ServiceUploads


class PicturedReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt with files that show its references.

    Attributes:
        receipt: What is sent.
        pictures: A file of this computer for each of its references; `None` where there is none.
    """

    receipt: UploadReceipt
    pictures: tuple[Path | None, ...] = ()


class Receipts:
    """Makes receipts. Nothing leaves this computer by that."""

    def __init__(
        self,
        uploader: ReferenceUploader,
        uploads: ServiceUploads,
        hosted: HostedVideos,
        media: MediaTools,
    ) -> None:
        self._uploader = uploader
        self._uploads = uploads
        self._hosted = hosted
        self._media = media

    async def before(self, request: GenerationRequest, service: str) -> PicturedReceipt | Problem:
        """What would be sent for a clip; its references are prepared as they would be for it.

        Args:
            request: What would be asked for.
            service: As `Generation.service`.

        Returns:
            The receipt; or why the clip could not be sent.
        """
        prepared = await self._uploader.prepare(request, service)
        if isinstance(prepared, Problem):
            return prepared
        described = self._uploader.described(
            prepared,
            host="" if service == SANDBOX else host_of_link(service),
            in_sandbox=service == SANDBOX,
        )
        references = tuple(self._as_it_stands(one, service) for one in described)
        files = [None if isinstance(one, str) else one.path for one in prepared.images]
        if prepared.video is not None:
            files.append(prepared.video if isinstance(prepared.video, Path) else None)
        receipt = receipt_before(request, service, references)
        return PicturedReceipt(receipt=receipt, pictures=tuple(files))

    async def of(self, generation: Generation) -> PicturedReceipt | None:
        """What was sent for a clip; `None` where nothing of it was sent from here."""
        receipt = receipt_of(generation)
        if receipt is None:
            return None
        files = await asyncio.to_thread(self._files_of, generation, receipt.references)
        return PicturedReceipt(receipt=receipt, pictures=files)

    def _as_it_stands(self, reference: SentReference, service: str) -> SentReference:
        if reference.kind is ReferenceKind.VIDEO:
            was_there = self._hosted.has_link_to(reference.sha256)
        else:
            was_there = self._uploads.has_link_to(reference.sha256, service=service)
        return msgspec.structs.replace(reference, was_there=was_there)

    def _files_of(
        self, generation: Generation, references: Sequence[SentReference]
    ) -> tuple[Path | None, ...]:
        given = [one.path for one in generation.references]
        shown = (
            self._media.kept_picture(sent.sha256) or path
            for sent, path in zip(references, given, strict=False)
        )
        return tuple(path if path is not None and path.exists() else None for path in shown)
