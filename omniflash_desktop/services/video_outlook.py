"""How a video in the composer would come to the service, found out while the request is written.

Whatever is found here is looked at again before a clip is sent: hours may lie in between.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.ports import (
    Clock,
    GenerationLibrary,
    MediaTools,
    ServiceConnections,
)
from omniflash_desktop.services.video_links import own_clip_at_the_service, unusable_as_video


class VideoRoute(StrEnum):
    """The ways of a video."""

    LINK = "link"
    """It is a link, and a video is behind it."""
    FILE_DROP = "file_drop"
    """The sandbox reads it from this computer."""
    OWN_CLIP = "own_clip"
    """It is a clip of ours that the service still keeps."""
    BUCKET = "bucket"
    """It is uploaded into the user's bucket."""


class VideoOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """How a video comes to the service.

    Attributes:
        route: The way.
        size_bytes: Of what is behind a link, where its host told.
        content_type: Of that, judged by its first bytes; empty where they do not tell.
        lives_until: When the link of an own clip dies (UTC).
    """

    route: VideoRoute
    size_bytes: int | None = None
    content_type: str = ""
    lives_until: datetime | None = None


class VideoOutlooks:
    """Finds the way of each video that is put into the composer."""

    def __init__(
        self,
        media: MediaTools,
        library: GenerationLibrary,
        hosted: HostedVideos,
        connections: ServiceConnections,
        clock: Clock,
    ) -> None:
        self._media = media
        self._library = library
        self._hosted = hosted
        self._connections = connections
        self._clock = clock

    async def outlook(self, video: VideoReference, service: str) -> VideoOutlook | Problem | None:
        """The way of `video` to `service`, or why there is none.

        Returns:
            `None` where nobody can tell now, such as a link while the service has no token.
        """
        if video.url is not None:
            return await self._of_link(video.url, service)
        if video.path is None:
            return None
        if service == SANDBOX:
            return VideoOutlook(route=VideoRoute.FILE_DROP)
        sha256 = await self._media.sha256_of(video.path)
        made = None
        # A file that cannot be read is told of where its picture is made.
        # A part of a clip has no link of its own.
        if isinstance(sha256, str) and video.trim is None:
            made = own_clip_at_the_service(self._library, sha256, now=self._clock.now())
        if made is not None:
            return VideoOutlook(route=VideoRoute.OWN_CLIP, lives_until=made.result_expires_at)
        lack = self._hosted.lack(video.name or video.path.name)
        return lack or VideoOutlook(route=VideoRoute.BUCKET)

    async def _of_link(self, url: str, service: str) -> VideoOutlook | Problem | None:
        api = await self._connections.connection_to(service)
        if isinstance(api, Problem):
            return None
        seen = await api.check_link(url)
        if isinstance(seen, Problem):
            return seen
        unusable = unusable_as_video(url, seen)
        return unusable or VideoOutlook(
            route=VideoRoute.LINK, size_bytes=seen.size_bytes, content_type=seen.content_type
        )
