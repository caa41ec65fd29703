"""Turns the references of a request into links that the service can fetch."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import msgspec

from omniflash_desktop.domain.generation import Generation, Progress
from omniflash_desktop.domain.outcomes import PreparedImage, UploadedImage, VideoFacts
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import (
    UploadedLink,
    VideoReference,
    objection_to_link,
)
from omniflash_desktop.domain.service_facts import (
    SUBMIT_BACK_OFF,
)
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.ports import Clock, GenerationLibrary, MediaTools, VideoApi
from omniflash_desktop.services.video_links import own_clip_at_the_service, unusable_as_video

ShowProgress: TypeAlias = Callable[[Progress], None]

_LOST_LINE: Final = frozenset({ProblemKind.UNREACHABLE, ProblemKind.SERVICE_TROUBLE})


class PreparedReferences(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be uploaded: a prepared picture, or a link that goes as it is.

    Attributes:
        images: In the order of their slots.
        video: The motion reference.
        video_facts: What it is, where it has to go into the user's bucket.
        hashes: As `Generation.reference_hashes`.
    """

    images: tuple[PreparedImage | str, ...] = ()
    video: Path | str | None = None
    video_facts: VideoFacts | None = None
    hashes: tuple[str, ...] = ()

    @property
    def has_files(self) -> bool:
        """Whether anything leaves this computer besides the prompt."""
        return isinstance(self.video, Path) or any(
            isinstance(image, PreparedImage) for image in self.images
        )


class ReferenceLinks(msgspec.Struct, frozen=True, kw_only=True):
    """The links to send."""

    image_urls: tuple[str, ...] = ()
    video_url: str | None = None


class ReferenceUploader:
    """Prepares references, uploads what has no live link yet, and remembers the links."""

    def __init__(
        self,
        media: MediaTools,
        library: GenerationLibrary,
        hosted: HostedVideos,
        clock: Clock,
        pictures: PicturePreparation,
    ) -> None:
        """Reads nothing.

        Args:
            media: Tells what videos are.
            library: Knows the links.
            hosted: Puts local videos where a real service can fetch them.
            clock: For the age of links.
            pictures: Makes the copies.
        """
        self._media = media
        self._library = library
        self._hosted = hosted
        self._clock = clock
        self._pictures = pictures
        self._unfetchable: set[str] = set()

    def distrust(self, urls: Iterable[str]) -> None:
        """Uploads anew, next time, what the service could not fetch from these links."""
        self._unfetchable.update(urls)

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
        """Uploads what has no live link."""
        count = len(prepared.images) + isinstance(prepared.video, Path)
        image_urls: list[str] = []
        for number, image in enumerate(prepared.images, start=1):
            if isinstance(image, str):
                image_urls.append(image)
                continue
            url = await self._link_of_image(image, api, _ItemProgress(show_progress, number, count))
            if isinstance(url, Problem):
                return url
            image_urls.append(url)
        video_url = await self._link_of_video(
            prepared, api, _ItemProgress(show_progress, count, count)
        )
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
        prepared = replace(prepared, hashes=(*prepared.hashes, facts.sha256))
        if generation.in_sandbox:
            return replace(prepared, video=video.path)
        own_clip = self._link_of_own_clip(facts.sha256)
        if own_clip is not None:
            return replace(prepared, video=own_clip)
        lack = self._hosted.lack(_name_of(video))
        return lack or replace(prepared, video=video.path, video_facts=facts)

    def _link_of_own_clip(self, sha256: str) -> str | None:
        """Where the service itself still keeps a clip of ours: nothing has to be uploaded then."""
        made = own_clip_at_the_service(
            self._library, sha256, now=self._clock.now(), unfetchable=self._unfetchable
        )
        return None if made is None else made.result_url

    async def _link_of_video(
        self, prepared: PreparedReferences, api: VideoApi, progress: "_ItemProgress"
    ) -> str | Problem | None:
        video = prepared.video
        if isinstance(video, str):
            return await self._live_link(video, api)
        if video is None:
            return None
        if prepared.video_facts is None:
            progress.show(None, None)
            hosted = await self._twice_if_need_be(lambda: api.host_file(video))
            return hosted if isinstance(hosted, Problem) else hosted.url
        progress.show(0, prepared.video_facts.size_bytes)
        link = await self._hosted.link_to(
            video,
            prepared.video_facts,
            api,
            unfetchable=self._unfetchable,
            on_bytes=progress.show,
        )
        if isinstance(link, Problem) and link.kind is ProblemKind.STORAGE_UNREACHABLE:
            return await _whose_line_broke(link, api)
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

    async def _link_of_image(
        self, image: PreparedImage, api: VideoApi, progress: "_ItemProgress"
    ) -> str | Problem:
        # Keyed by the address itself: the sandbox has another port, and other links, at each start.
        known = self._library.upload_of(image.sha256, service=api.base_url)
        is_usable = known is not None and known.is_live(self._clock.now())
        if known is not None and is_usable and known.url not in self._unfetchable:
            return known.url
        progress.show(0, image.size_bytes)
        answer = await self._twice_if_need_be(
            lambda: api.upload_image(
                image.path, content_type=image.content_type, on_bytes=progress.show
            )
        )
        if not isinstance(answer, UploadedImage):
            return answer
        self._library.remember_upload(
            UploadedLink(
                sha256=image.sha256,
                service=api.base_url,
                url=answer.url,
                uploaded_at=self._clock.now(),
            )
        )
        return answer.url

    async def _twice_if_need_be(
        self, upload: Callable[[], Awaitable[UploadedImage | Problem]]
    ) -> UploadedImage | Problem:
        """An upload costs nothing, so trouble at the service is worth one more try."""
        answer = await upload()
        if isinstance(answer, Problem) and answer.kind is ProblemKind.SERVICE_TROUBLE:
            await self._clock.sleep(answer.retry_after or SUBMIT_BACK_OFF[0])
            answer = await upload()
        return answer


class _ItemProgress:
    """Adds "which of how many" to the progress of one upload."""

    def __init__(self, show_progress: ShowProgress, item: int, items: int) -> None:
        self._show_progress = show_progress
        self._item = item
        self._items = items

    def show(self, done: int | None, total: int | None) -> None:
        self._show_progress(
            Progress(done_bytes=done, total_bytes=total, item=self._item, items=self._items)
        )


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
