"""Turns the references of a request into links that the service can fetch."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import (
    VideoReference,
    objection_to_link,
)
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.sent_reference import SentReference, host_of_link
from omniflash_desktop.domain.service_facts import (
    SUBMIT_BACK_OFF,
)
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.ports import Clock, GenerationLibrary, MediaTools, VideoApi
from omniflash_desktop.services.prepared_references import PreparedReferences
from omniflash_desktop.services.service_uploads import ServiceUploads
from omniflash_desktop.services.upload_progress import OneUpload, ShowProgress, UploadProgress
from omniflash_desktop.services.video_links import (
    distrust_own_clips,
    own_clip_at_the_service,
    unusable_as_video,
)

_LOST_LINE: Final = frozenset({ProblemKind.UNREACHABLE, ProblemKind.SERVICE_TROUBLE})


class ReferenceLinks(msgspec.Struct, frozen=True, kw_only=True):
    """The links to send.

    Attributes:
        image_urls: In the order of their slots.
        video_url: Of the motion reference.
        sent: What is behind all of them, for the receipt.
    """

    image_urls: tuple[str, ...] = ()
    video_url: str | None = None
    sent: tuple[SentReference, ...] = ()


class ReferenceUploader:
    """Prepares references, and gives links to them that are live at this very moment."""

    def __init__(
        self,
        media: MediaTools,
        library: GenerationLibrary,
        hosted: HostedVideos,
        uploads: ServiceUploads,
        clock: Clock,
        pictures: PicturePreparation,
    ) -> None:
        """Reads nothing.

        Args:
            media: Tells what videos are.
            library: Knows the links.
            hosted: Puts local videos where a real service can fetch them.
            uploads: Puts pictures where the service keeps them.
            clock: For the age of links.
            pictures: Makes the copies.
        """
        self._media = media
        self._library = library
        self._hosted = hosted
        self._uploads = uploads
        self._clock = clock
        self._pictures = pictures

    def distrust(self, urls: Iterable[str]) -> None:
        """Forgets the links that the service could not fetch from; what is behind them goes anew.

        On the disk, so that a restart forgets them too.
        """
        unfetchable = frozenset(urls)
        self._hosted.distrust(unfetchable)
        self._library.forget_links(unfetchable)
        distrust_own_clips(self._library, unfetchable, now=self._clock.now())

    async def prepare(
        self, request: GenerationRequest, service: str
    ) -> PreparedReferences | Problem:
        """Checks each reference and makes the copies that are sent. Nothing leaves this computer.

        Args:
            request: Whose references they are.
            service: Where they are to go, as `Generation.service`.
        """
        images: list[PreparedImage | str] = []
        for image in request.images:
            if image.path is None:
                checked = _checked_link(image.url or "", service)
            else:
                wishes = self._pictures.wishes_for(image, request.aspect_ratio)
                checked = await self._pictures.prepare(image.path, wishes)
            if isinstance(checked, Problem):
                return checked
            images.append(checked)
        hashes = ["" if isinstance(image, str) else image.source_sha256 for image in images]
        prepared = PreparedReferences(images=tuple(images), hashes=tuple(hashes))
        if request.video is None:
            return prepared
        return await self._with_video(prepared, request.video, service)

    def described(
        self, prepared: PreparedReferences, *, host: str, in_sandbox: bool
    ) -> tuple[SentReference, ...]:
        """What is, or would be, sent of references, and to whom.

        Args:
            prepared: The references.
            host: Of the service.
            in_sandbox: Whether that is the sandbox.
        """
        return prepared.described(host=host, in_sandbox=in_sandbox, hosting=self._hosted.hosting)

    async def upload(
        self,
        prepared: PreparedReferences,
        api: VideoApi,
        show_progress: ShowProgress,
        *,
        in_sandbox: bool = False,
    ) -> ReferenceLinks | Problem:
        """Uploads what has no live link, all references at the same time.

        When one fails, the others go on to their end: the next try needs their links.

        Args:
            prepared: The references.
            api: The service.
            show_progress: Hears how far they are.
            in_sandbox: Whether the service is the sandbox.
        """
        progress = UploadProgress(show_progress, prepared.sizes)
        if prepared.has_files:
            progress.begin()
        images, video = await self._all_links(prepared, api, progress)
        image_urls: list[str] = []
        for url in images:
            if isinstance(url, Problem):
                return url
            image_urls.append(url)
        if isinstance(video, Problem):
            return video
        described = self.described(prepared, host=host_of_link(api.base_url), in_sandbox=in_sandbox)
        return ReferenceLinks(
            image_urls=tuple(image_urls),
            video_url=video,
            sent=tuple(
                msgspec.structs.replace(one, was_there=not progress.has_sent(index))
                for index, one in enumerate(described)
            ),
        )

    async def _all_links(
        self, prepared: PreparedReferences, api: VideoApi, progress: UploadProgress
    ) -> tuple[list[str | Problem], str | Problem | None]:
        try:
            async with asyncio.TaskGroup() as together:
                images = [
                    together.create_task(
                        self._link_of_image(image, api, OneUpload(progress, index)),
                        name=f"upload image {index + 1}",
                    )
                    for index, image in enumerate(prepared.images)
                ]
                video = together.create_task(
                    self._link_of_video(prepared, api, OneUpload(progress, len(prepared.images))),
                    name="upload the video",
                )
        except BaseExceptionGroup as group:
            # Whoever hears of exceptions knows them by their kind, as of a library in trouble.
            raise group.exceptions[0] from None
        return [upload.result() for upload in images], video.result()

    async def _with_video(
        self, prepared: PreparedReferences, video: VideoReference, service: str
    ) -> PreparedReferences | Problem:
        replace = msgspec.structs.replace
        if video.path is None:
            link = _checked_link(video.url or "", service)
            if isinstance(link, Problem):
                return link
            return replace(prepared, video=link, hashes=(*prepared.hashes, ""))
        if service != SANDBOX:
            ahead = await self._without_upload(prepared, video, video.path)
            if ahead is not None:
                return ahead
        sendable = await self._media.sendable_video(video.path, video.trim)
        if isinstance(sendable, Problem):
            return sendable
        # A copy in the bucket is known by its own hash, the user's file by that of the source.
        hashes = dict.fromkeys((sendable.source.sha256, sendable.facts.sha256))
        return replace(
            prepared,
            video=sendable.path,
            video_facts=sendable.facts,
            video_copy_reasons=sendable.reasons,
            video_to_bucket=service != SANDBOX,
            hashes=(*prepared.hashes, *hashes),
        )

    async def _without_upload(
        self, prepared: PreparedReferences, video: VideoReference, path: Path
    ) -> PreparedReferences | Problem | None:
        """What makes a copy needless, found out before it is made: it may take minutes."""
        facts = await self._media.inspect_video(path)
        if isinstance(facts, Problem):
            return facts
        own_clip = self._link_of_own_clip(facts.sha256) if video.trim is None else None
        if own_clip is not None:
            return msgspec.structs.replace(
                prepared,
                video=own_clip,
                video_facts=facts,
                hashes=(*prepared.hashes, facts.sha256),
            )
        return self._hosted.lack(_name_of(video))

    def _link_of_own_clip(self, sha256: str) -> str | None:
        """Where the service itself still keeps a clip of ours: nothing has to be uploaded then."""
        made = own_clip_at_the_service(self._library, sha256, now=self._clock.now())
        return None if made is None else made.result_url

    async def _link_of_image(
        self, image: PreparedImage | str, api: VideoApi, progress: OneUpload
    ) -> str | Problem:
        if isinstance(image, str):
            return image
        link = await self._uploads.link_to_picture(image, api, progress.note)
        if not isinstance(link, Problem):
            progress.arrived()
        return link

    async def _link_of_video(
        self, prepared: PreparedReferences, api: VideoApi, progress: OneUpload
    ) -> str | Problem | None:
        video, facts = prepared.video, prepared.video_facts
        if isinstance(video, str):
            return await self._live_link(video, api)
        if video is None or facts is None:
            return None
        if prepared.video_to_bucket:
            link = await self._hosted.link_to(video, facts, api, on_bytes=progress.note)
            if isinstance(link, Problem) and link.kind is ProblemKind.STORAGE_UNREACHABLE:
                return await _whose_line_broke(link, api)
        else:
            link = await self._uploads.link_to_file(video, facts.sha256, api, progress.note)
        if not isinstance(link, Problem):
            progress.arrived()
        return link

    async def _live_link(self, url: str, api: VideoApi) -> str | Problem:
        """The link, if a video is behind it now: what the service cannot fetch may be charged."""
        seen = await api.check_link(url)
        if isinstance(seen, Problem) and seen.http_status is None and not seen.detail:
            # A line that broke; it costs nothing to look once more.
            await self._clock.sleep(SUBMIT_BACK_OFF[0])
            seen = await api.check_link(url)
        if isinstance(seen, Problem):
            is_silent = seen.http_status is None and not seen.detail
            return await _whose_line_broke(seen, api) if is_silent else seen
        return unusable_as_video(url, seen) or url


async def _whose_line_broke(problem: Problem, api: VideoApi) -> Problem:
    """The same problem, or that of the service where nothing can be reached from here.

    That one is waited out with the clip in the queue; a link or a bucket that is down is not.
    """
    answer = await api.key_balance()
    if isinstance(answer, Problem) and answer.kind in _LOST_LINE:
        return answer
    return problem


def _checked_link(url: str, service: str) -> str | Problem:
    # A service that is on this computer or network itself can fetch from there.
    is_local = service == SANDBOX or objection_to_link(service) is not None
    objection = objection_to_link(url, local_allowed=is_local)
    if objection is None:
        return url.strip()
    return Problem(
        kind=ProblemKind.LINK_NOT_PUBLIC, subject=host_of_link(url), detail=objection.reason
    )


def _name_of(video: VideoReference) -> str:
    return video.name or (video.path.name if video.path else "")
