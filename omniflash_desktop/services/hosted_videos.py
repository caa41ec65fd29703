"""Puts local reference videos into the user's bucket, once, and removes them when they are used.

The library's links are the list of what lies in the bucket: a line is written before an upload
begins and goes when the object is gone. So what a run that died has left there is found again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeAlias

from omniflash_desktop.domain.generation import FINAL_STATES, Generation
from omniflash_desktop.domain.hosting import (
    BucketKey,
    BucketStep,
    BucketTest,
    VideoHosting,
    VideoWay,
    video_type_of,
)
from omniflash_desktop.domain.outcomes import ReachableLink, VideoFacts
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import UploadedLink
from omniflash_desktop.domain.service_facts import RESULT_LINK_HOURS
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import Change, GenerationChanged
from omniflash_desktop.services.ports import (
    BucketKeys,
    Buckets,
    Clock,
    GenerationLibrary,
    LinkChecker,
    OnBytes,
    VideoBucket,
)
from omniflash_desktop.services.upload_lanes import UploadLanes

_log = logging.getLogger(__name__)

_TRIED_AGAIN: Final = frozenset({ProblemKind.STORAGE_UNREACHABLE, ProblemKind.STORAGE_TROUBLE})
_PAUSE_BEFORE_TRYING_AGAIN: Final = 5.0
_FRESH_LINK_PAUSES: Final = (0.5, 1.0, 2.0, 4.0)
"""Seconds between the looks at an object that was put there a moment ago."""

_TEST_CONTENT: Final = b"Omniflash looks whether this bucket can hold reference videos.\n"
_TEST_NAME: Final = "omniflash-test-{number}.txt"
_TEST_LINK_HOURS: Final = 0.25

OpenBucket: TypeAlias = VideoBucket | Problem


class HostedVideos:
    """The bucket of one profile, as far as there is one."""

    def __init__(
        self,
        hosting: VideoHosting,
        buckets: Buckets,
        keys: BucketKeys,
        library: GenerationLibrary,
        tasks: BackgroundTasks,
        clock: Clock,
        lanes: UploadLanes,
    ) -> None:
        self._hosting = hosting
        self._buckets = buckets
        self._keys = keys
        self._library = library
        self._tasks = tasks
        self._clock = clock
        self._lanes = lanes
        self._suspects: set[str] = set()
        self._removing: asyncio.Task[None] | None = None

    @property
    def hosting(self) -> VideoHosting:
        """The user's choice."""
        return self._hosting

    def use(self, hosting: VideoHosting) -> None:
        """Goes by another choice from now on."""
        self._hosting = hosting

    def lack(self, file_name: str) -> Problem | None:
        """What the user has to say first, before a local video can go to a real service.

        The problem's `detail` is `no_choice`, `own_link`, or a `BucketLack`.
        """
        if self._hosting.way is None:
            detail = "no_choice"
        elif self._hosting.way is VideoWay.LINK:
            detail = "own_link"
        elif self._hosting.lack is not None:
            detail = self._hosting.lack.value
        else:
            return None
        return Problem(kind=ProblemKind.VIDEO_NEEDS_PUBLIC_LINK, subject=file_name, detail=detail)

    def distrust(self, urls: AbstractSet[str]) -> None:
        """Forgets the links that the service could not fetch from, not what lies in the bucket."""
        hosting = self._hosting
        for upload in self._library.uploads_at(hosting.links_id):
            if upload.url in urls:
                self._suspects.add(upload.sha256)
                name = hosting.object_behind(upload.url)
                self._remember(hosting, upload.sha256, name, hours=0)

    def has_link_to(self, sha256: str) -> bool:
        """Whether a video of that content lies in the bucket, by all that is known here."""
        known = self._library.upload_of(sha256, service=self._hosting.links_id)
        return known is not None and known.is_live(self._clock.now())

    async def link_to(
        self,
        path: Path,
        facts: VideoFacts,
        links: LinkChecker,
        *,
        on_bytes: OnBytes | None = None,
    ) -> str | Problem:
        """A signed link to a video of this computer; it is uploaded where that is needed.

        Args:
            path: The file.
            facts: What it is.
            links: Looks whether the service could fetch from the link.
            on_bytes: Told what the store has taken.
        """
        hosting = self._hosting
        lack = self.lack(path.name)
        if lack is not None:
            return lack
        async with self._lock_of(facts.sha256, hosting):
            known = self._library.upload_of(facts.sha256, service=hosting.links_id)
            is_young = known is not None and known.is_live(self._clock.now())
            if (
                known is not None
                and is_young
                and isinstance(await links.check_link(known.url), ReachableLink)
            ):
                return known.url
            bucket = await self._opened(hosting)
            if isinstance(bucket, Problem):
                return bucket
            name = hosting.object_name(facts.sha256, path.name)
            # Written down first, or a run that dies here leaves an object that nobody knows of.
            self._remember(hosting, facts.sha256, name, hours=0)
            is_suspect = facts.sha256 in self._suspects
            problem = await self._put(bucket, path, facts, name, on_bytes, anew=is_suspect)
            if problem is not None:
                return problem
            self._suspects.discard(facts.sha256)
            link = await bucket.signed_link(name, hours=hosting.link_hours)
            if isinstance(link, Problem):
                return link
            self._remember(hosting, facts.sha256, link, hours=hosting.link_hours)
            return await self._seen(link, links)

    async def test(
        self,
        hosting: VideoHosting,
        links: LinkChecker,
        *,
        on_step: Callable[[BucketStep], None] = lambda _step: None,
    ) -> BucketTest:
        """Uploads a small object, reads it by its link as a stranger, and deletes it.

        Args:
            hosting: A choice that may not be kept yet.
            links: Looks whether the service could fetch from the link.
            on_step: Told what is done next.
        """
        began = time.perf_counter()

        def ended(failed_at: BucketStep | None = None, why: Problem | None = None) -> BucketTest:
            took = int((time.perf_counter() - began) * 1000)
            return BucketTest(milliseconds=took, failed_at=failed_at, problem=why)

        bucket = await self._opened(hosting)
        if isinstance(bucket, Problem):
            return ended(BucketStep.UPLOAD, bucket)
        number = int(self._clock.now().timestamp() * 1000)
        name = hosting.object_behind(_TEST_NAME.format(number=number))
        on_step(BucketStep.UPLOAD)
        problem = await bucket.put_bytes(_TEST_CONTENT, name)
        if problem is not None:
            return ended(BucketStep.UPLOAD, problem)
        on_step(BucketStep.SIGN)
        link = await bucket.signed_link(name, hours=_TEST_LINK_HOURS)
        on_step(BucketStep.READ)
        seen = link if isinstance(link, Problem) else await self._seen(link, links)
        on_step(BucketStep.DELETE)
        removed = await bucket.remove(name)
        if isinstance(link, Problem):
            return ended(BucketStep.SIGN, link)
        if isinstance(seen, Problem):
            return ended(BucketStep.READ, seen)
        return ended(None if removed is None else BucketStep.DELETE, removed)

    # -- after use

    def hear(self, change: Change) -> None:
        """A listener of `Changes`: a clip that ended may have been the last to need its video."""
        if not isinstance(change, GenerationChanged) or change.progress is not None:
            return
        ended = change.generation
        has_file = ended.request.video is not None and ended.request.video.path is not None
        if ended.state in FINAL_STATES and has_file and not ended.in_sandbox:
            self.remove_unused()

    def remove_unused(self) -> None:
        """Removes what no clip needs any more, in the background, if that is wanted."""
        hosting = self._hosting
        if hosting.way is not VideoWay.BUCKET or not hosting.delete_after_use:
            return
        if self._removing is None or self._removing.done():
            self._removing = self._tasks.start(
                self._remove_unused(hosting), name="remove used reference videos"
            )

    async def settled(self, *, within: float) -> None:
        """Waits until what is being removed is gone, for so many seconds at most."""
        if self._removing is not None:
            await asyncio.wait({self._removing}, timeout=within)

    async def _remove_unused(self, hosting: VideoHosting) -> None:
        tried: set[str] = set()
        # A clip may end while this is at work.
        while unused := self._unused(hosting, but=tried):
            bucket = await self._opened(hosting)
            if isinstance(bucket, Problem):
                _log.warning("the bucket cannot be tidied: %s", bucket.kind.value)
                return
            for upload in unused:
                tried.add(upload.sha256)
                await self._remove(upload, hosting, bucket)

    async def _remove(
        self, upload: UploadedLink, hosting: VideoHosting, bucket: VideoBucket
    ) -> None:
        async with self._lock_of(upload.sha256, hosting):
            # While this waited for the lock, somebody may have come who needs it.
            if upload not in self._unused(hosting):
                return
            problem = await bucket.remove(hosting.object_behind(upload.url))
            if problem is None:
                self._library.forget_upload(upload.sha256, service=hosting.links_id)
            else:
                # Its line stays, so the next start tries again.
                _log.warning("a used video stays in the bucket: %s", problem.kind.value)

    def _unused(
        self, hosting: VideoHosting, *, but: AbstractSet[str] = frozenset()
    ) -> list[UploadedLink]:
        uploads = self._library.uploads_at(hosting.links_id)
        if not uploads:
            return []
        recent = self._clock.now() - timedelta(hours=RESULT_LINK_HOURS)
        # A task that the user gave up is still at work over there.
        users = [*self._library.unfinished(), *self._library.given_up_since(recent)]
        return [
            upload
            for upload in uploads
            if upload.sha256 not in but and not any(self._needs(one, upload) for one in users)
        ]

    def _needs(self, generation: Generation, upload: UploadedLink) -> bool:
        video = generation.request.video
        if video is None or video.path is None:
            return False
        if generation.reference_hashes:
            return upload.sha256 in generation.reference_hashes
        # One that waits in the queue has no hashes yet.
        return video.path in self._library.files_of_reference(upload.sha256)

    # -- on the way

    async def _put(
        self,
        bucket: VideoBucket,
        path: Path,
        facts: VideoFacts,
        name: str,
        on_bytes: OnBytes | None,
        *,
        anew: bool,
    ) -> Problem | None:
        if not anew and await bucket.has(name, size_bytes=facts.size_bytes):
            # The same content, from an earlier run: a new link is enough.
            return None

        async def put() -> Problem | None:
            return await bucket.put(
                path,
                name,
                content_type=video_type_of(path.name),
                size_bytes=facts.size_bytes,
                on_bytes=on_bytes,
            )

        async with self._lanes.place():
            return await self._twice_if_need_be(put)

    async def _twice_if_need_be(
        self, upload: Callable[[], Awaitable[Problem | None]]
    ) -> Problem | None:
        problem = await upload()
        if problem is not None and problem.kind in _TRIED_AGAIN:
            await self._clock.sleep(_PAUSE_BEFORE_TRYING_AGAIN)
            problem = await upload()
        return problem

    async def _seen(self, link: str, links: LinkChecker) -> str | Problem:
        """The link, once somebody without any key has read from it."""
        seen = await links.check_link(link)
        for pause in _FRESH_LINK_PAUSES:
            if isinstance(seen, ReachableLink) or seen.kind is ProblemKind.LINK_NOT_PUBLIC:
                break
            await self._clock.sleep(pause)
            seen = await links.check_link(link)
        if isinstance(seen, ReachableLink):
            return link
        if seen.kind is ProblemKind.LINK_NOT_PUBLIC:
            return seen
        return Problem(
            kind=ProblemKind.STORAGE_LINK_CLOSED,
            subject=seen.subject,
            http_status=seen.http_status,
        )

    async def _opened(self, hosting: VideoHosting) -> OpenBucket:
        key = await self._keys.read(hosting.bucket_id)
        if isinstance(key, BucketKey):
            return self._buckets.bucket(hosting, key)
        return key or Problem(kind=ProblemKind.STORAGE_KEY_MISSING, subject=hosting.bucket)

    def _remember(self, hosting: VideoHosting, sha256: str, url: str, *, hours: int) -> None:
        self._library.remember_upload(
            UploadedLink.living_until(
                self._clock.now() + timedelta(hours=hours),
                sha256=sha256,
                service=hosting.links_id,
                url=url,
            )
        )

    def _lock_of(self, sha256: str, hosting: VideoHosting) -> asyncio.Lock:
        return self._lanes.of_content(sha256, service=hosting.links_id)
