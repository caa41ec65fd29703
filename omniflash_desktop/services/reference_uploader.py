"""Turns the references of a request into links that the service can fetch."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.outcomes import PreparedImage, VideoFacts
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import (
    VideoReference,
    objection_to_link,
)
from omniflash_desktop.domain.service_facts import (
    SUBMIT_BACK_OFF,
)
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.ports import Clock, GenerationLibrary, MediaTools, VideoApi
from omniflash_desktop.services.service_uploads import ServiceUploads
from omniflash_desktop.services.upload_progress import OneUpload, ShowProgress, UploadProgress
from omniflash_desktop.services.video_links import own_clip_at_the_service, unusable_as_video

_LOST_LINE: Final = frozenset({ProblemKind.UNREACHABLE, ProblemKind.SERVICE_TROUBLE})


class PreparedReferences(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be uploaded: a prepared picture, or a link that goes as it is.

    Attributes:
        images: In the order of their slots.
        video: The motion reference.
        video_facts: What it is, where it is a file.
        video_to_bucket: Whether that file goes into the user's bucket, and not to the service.
        hashes: As `Generation.reference_hashes`.
    """

    images: tuple[PreparedImage | str, ...] = ()
    video: Path | str | None = None
    video_facts: VideoFacts | None = None
    video_to_bucket: bool = False
    hashes: tuple[str, ...] = ()

    @property
    def has_files(self) -> bool:
        """Whether anything leaves this computer besides the prompt."""
        return any(size is not None for size in self.sizes)

    @property
    def sizes(self) -> tuple[int | None, ...]:
        """Bytes of each reference, images first; `None` for one that goes as a link."""
        sizes = [None if isinstance(one, str) else one.size_bytes for one in self.images]
        if isinstance(self.video, Path):
            sizes.append(0 if self.video_facts is None else self.video_facts.size_bytes)
        elif self.video is not None:
            sizes.append(None)
        return tuple(sizes)


class ReferenceLinks(msgspec.Struct, frozen=True, kw_only=True):
    """The links to send."""

    image_urls: tuple[str, ...] = ()
    video_url: str | None = None


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
        self._unfetchable: set[str] = set()

    def distrust(self, urls: Iterable[str]) -> None:
        """Forgets the links that the service could not fetch from; what is behind them goes anew.

        On the disk, so that a restart forgets them too.
        """
        unfetchable = frozenset(urls)
        self._unfetchable.update(unfetchable)
        self._hosted.distrust(unfetchable)
        self._library.forget_links(unfetchable)

    async def prepare(self, generation: Generation) -> PreparedReferences | Problem:
        """Checks each reference and makes the copies that are sent."""
        images: list[PreparedImage | str] = []
        for image in generation.request.images:
            if image.path is None:
                checked = _checked_link(image.url or "", generation)
            else:
                wishes = self._pictures.wishes_for(image, generation.request.aspect_ratio)
                checked = await self._pictures.prepare(image.path, wishes)
            if isinstance(checked, Problem):
                return checked
            images.append(checked)
        hashes = ["" if isinstance(image, str) else image.source_sha256 for image in images]
        prepared = PreparedReferences(images=tuple(images), hashes=tuple(hashes))
        if generation.request.video is None:
            return prepared
        return await self._with_video(prepared, generation.request.video, generation)

    async def upload(
        self, prepared: PreparedReferences, api: VideoApi, show_progress: ShowProgress
    ) -> ReferenceLinks | Problem:
        """Uploads what has no live link, all references at the same time.

        When one fails, the others go on to their end: the next try needs their links.
        """
        progress = UploadProgress(show_progress, prepared.sizes)
        if prepared.has_files:
            progress.begin()
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
        image_urls: list[str] = []
        for upload in images:
            url = upload.result()
            if isinstance(url, Problem):
                return url
            image_urls.append(url)
        video_url = video.result()
        if isinstance(video_url, Problem):
            return video_url
        return ReferenceLinks(image_urls=tuple(image_urls), video_url=video_url)

    async def _with_video(
        self, prepared: PreparedReferences, video: VideoReference, generation: Generation
    ) -> PreparedReferences | Problem:
        replace = msgspec.structs.replace
        if video.path is None:
            link = _checked_link(video.url or "", generation)
            if isinstance(link, Problem):
                return link
            return replace(prepared, video=link, hashes=(*prepared.hashes, ""))
        facts = await self._media.inspect_video(video.path)
        if isinstance(facts, Problem):
            return facts
        prepared = replace(prepared, video_facts=facts, hashes=(*prepared.hashes, facts.sha256))
        if generation.in_sandbox:
            return replace(prepared, video=video.path)
        own_clip = self._link_of_own_clip(facts.sha256)
        if own_clip is not None:
            return replace(prepared, video=own_clip)
        lack = self._hosted.lack(_name_of(video))
        return lack or replace(prepared, video=video.path, video_to_bucket=True)

    def _link_of_own_clip(self, sha256: str) -> str | None:
        """Where the service itself still keeps a clip of ours: nothing has to be uploaded then."""
        made = own_clip_at_the_service(
            self._library, sha256, now=self._clock.now(), unfetchable=self._unfetchable
        )
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


def _checked_link(url: str, generation: Generation) -> str | Problem:
    # A service that is on this computer or network itself can fetch from there.
    is_local = generation.in_sandbox or objection_to_link(generation.service) is not None
    objection = objection_to_link(url, local_allowed=is_local)
    if objection is None:
        return url.strip()
    return Problem(kind=ProblemKind.LINK_NOT_PUBLIC, subject=_host_of(url), detail=objection.reason)


def _host_of(url: str) -> str:
    # The link itself may hold a password, and problems are kept and shown.
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


def _name_of(video: VideoReference) -> str:
    return video.name or (video.path.name if video.path else "")
