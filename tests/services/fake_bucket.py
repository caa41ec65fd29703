"""A bucket in memory and its key, for stories in which the store itself is not the point."""

from collections.abc import Callable
from pathlib import Path

from omniflash_desktop.domain.hosting import BucketKey, VideoHosting
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.hosted_videos import HostedVideos
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.ports import Clock, MediaTools
from omniflash_desktop.services.reference_uploader import ReferenceUploader
from omniflash_desktop.services.service_uploads import ServiceUploads
from omniflash_desktop.services.upload_lanes import UploadLanes
from tests.services.fakes import FakeLibrary, Script

A_KEY = BucketKey(key_id="AKIA", secret="very secret")


class FakeBucket:
    """Keeps names and sizes, and counts what it is asked."""

    def __init__(self) -> None:
        self.objects: dict[str, int] = {}
        self.put_names: list[str] = []
        self.removed: list[str] = []
        self.puts: Script[Problem | None] = Script(None)
        self.signs: Script[Problem | None] = Script(None)
        self.removals: Script[Problem | None] = Script(None)
        self.before_it_is_there: Callable[[], None] = lambda: None
        self._links_made = 0

    async def put(
        self,
        path: Path,
        name: str,
        *,
        content_type: str,
        size_bytes: int,
        on_bytes: Callable[[int, int | None], None],
    ) -> Problem | None:
        self.put_names.append(name)
        on_bytes(size_bytes // 2, size_bytes)
        self.before_it_is_there()
        problem = await self.puts.next()
        if problem is None:
            self.objects[name] = size_bytes
        return problem

    async def put_bytes(self, content: bytes, name: str) -> Problem | None:
        problem = await self.puts.next()
        if problem is None:
            self.objects[name] = len(content)
        return problem

    async def has(self, name: str, *, size_bytes: int) -> bool:
        return self.objects.get(name) == size_bytes

    async def signed_link(self, name: str, *, hours: float) -> str | Problem:
        self._links_made += 1
        link = f"https://bucket.example.test/refs/{name}?signature={self._links_made}"
        return await self.signs.next() or link

    async def remove(self, name: str) -> Problem | None:
        problem = await self.removals.next()
        if problem is None:
            self.removed.append(name)
            self.objects.pop(name, None)
        return problem


class FakeBuckets:
    """Opens the one fake bucket."""

    def __init__(self) -> None:
        self.bucket_of_all = FakeBucket()

    def bucket(self, hosting: VideoHosting, key: BucketKey) -> FakeBucket:
        return self.bucket_of_all


class FakeBucketKeys:
    """Holds the one key, or a problem instead."""

    def __init__(self) -> None:
        self.key: BucketKey | Problem | None = A_KEY

    async def read(self, bucket_id: str) -> BucketKey | Problem | None:
        return self.key

    async def write(self, bucket_id: str, key: BucketKey) -> Problem | None:
        self.key = key
        return None

    async def forget(self, bucket_id: str) -> Problem | None:
        self.key = None
        return None

    async def where(self, bucket_id: str) -> str:
        return "keyring" if self.key is not None else "nowhere"


def uploader_without_bucket(
    media: MediaTools,
    clock: Clock,
    pictures: PicturePreparation | None = None,
    library: FakeLibrary | None = None,
) -> ReferenceUploader:
    """For stories without a local video: nobody has chosen where one would go."""
    library, lanes = library or FakeLibrary([]), UploadLanes()
    hosted = HostedVideos(
        VideoHosting(),
        FakeBuckets(),
        FakeBucketKeys(),
        library,
        BackgroundTasks(lambda _error, _name: None),
        clock,
        lanes,
    )
    uploads = ServiceUploads(library, lanes, clock)
    pictures = pictures or PicturePreparation(media)
    return ReferenceUploader(media, library, hosted, uploads, clock, pictures)
