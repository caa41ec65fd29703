"""What a service keeps of our references: each content goes up once, and again only if need be.

A link is used again for as long as it is young enough and answers right before it is sent. What
the service could not fetch is forgotten on the disk, so that no restart trusts it anew.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.outcomes import PreparedImage, ReachableLink, UploadedImage
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import UploadedLink
from omniflash_desktop.domain.service_facts import SUBMIT_BACK_OFF
from omniflash_desktop.services.ports import Clock, GenerationLibrary, OnBytes, VideoApi
from omniflash_desktop.services.upload_lanes import UploadLanes

_LOOKS_AGAIN_AFTER: Final = 1.0
"""Seconds. A store may miss one question for a file that it has."""


class ServiceUploads:
    """The links of one library to what services keep."""

    def __init__(self, library: GenerationLibrary, lanes: UploadLanes, clock: Clock) -> None:
        self._library = library
        self._lanes = lanes
        self._clock = clock

    async def link_to_picture(
        self, image: PreparedImage, api: VideoApi, on_bytes: OnBytes | None = None
    ) -> str | Problem:
        """A link that answers; the picture is uploaded where there is none."""

        def upload() -> Awaitable[UploadedImage | Problem]:
            return api.upload_image(image.path, content_type=image.content_type, on_bytes=on_bytes)

        return await self._link_to(image.sha256, api, upload)

    async def link_to_file(
        self, path: Path, sha256: str, api: VideoApi, on_bytes: OnBytes | None = None
    ) -> str | Problem:
        """As `link_to_picture`, for any file, at a service that takes such: the sandbox."""
        return await self._link_to(sha256, api, lambda: api.host_file(path, on_bytes=on_bytes))

    def has_link_to(self, sha256: str, *, service: str) -> bool:
        """Whether the service keeps that content by all that is known here.

        Args:
            sha256: Of the prepared copy.
            service: The address, as `VideoApi.base_url`.
        """
        known = self._library.upload_of(sha256, service=service)
        return known is not None and known.is_live(self._clock.now())

    async def _link_to(
        self,
        sha256: str,
        api: VideoApi,
        upload: Callable[[], Awaitable[UploadedImage | Problem]],
    ) -> str | Problem:
        # Keyed by the address itself: the sandbox has another port, and other links, at each start.
        async with self._lanes.of_content(sha256, service=api.base_url):
            known = self._library.upload_of(sha256, service=api.base_url)
            is_young = known is not None and known.is_live(self._clock.now())
            if known is not None and is_young and await self._answers(known.url, api):
                return known.url
            async with self._lanes.place():
                uploaded = await self._twice_if_need_be(upload)
            if isinstance(uploaded, Problem):
                return uploaded
            self._library.remember_upload(
                UploadedLink(
                    sha256=sha256,
                    service=api.base_url,
                    url=uploaded.url,
                    uploaded_at=self._clock.now(),
                )
            )
            return uploaded.url

    async def _answers(self, url: str, api: VideoApi) -> bool:
        if isinstance(await api.check_link(url), ReachableLink):
            return True
        await self._clock.sleep(_LOOKS_AGAIN_AFTER)
        return isinstance(await api.check_link(url), ReachableLink)

    async def _twice_if_need_be(
        self, upload: Callable[[], Awaitable[UploadedImage | Problem]]
    ) -> UploadedImage | Problem:
        """An upload costs nothing, so trouble at the service is worth one more try."""
        answer = await upload()
        if isinstance(answer, Problem) and answer.kind is ProblemKind.SERVICE_TROUBLE:
            await self._clock.sleep(answer.retry_after or SUBMIT_BACK_OFF[0])
            answer = await upload()
        return answer
