"""Opens the bucket that the user has set: the `Buckets` of `services.ports`."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from omniflash_desktop.domain.hosting import BucketKey, VideoHosting
from omniflash_desktop.domain.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from omniflash_desktop.hosting.bucket import Bucket


class UserBuckets:
    """Implements `services.ports.Buckets`."""

    def bucket(self, hosting: VideoHosting, key: BucketKey) -> "Bucket | Problem":
        """The bucket of `hosting`; the problem is a key that cannot be one."""
        # Most clips have no video, and nobody should wait for obstore at the start.
        from omniflash_desktop.hosting.bucket import Bucket
        from omniflash_desktop.hosting.failures import STORE_FAILURES
        from omniflash_desktop.hosting.stores import patient_store, quick_store

        host = urlsplit(hosting.endpoint).hostname or hosting.bucket
        try:
            return Bucket(quick_store(hosting, key), patient_store(hosting, key), host=host)
        except STORE_FAILURES:
            return Problem(kind=ProblemKind.STORAGE_KEY_REJECTED, subject=host, detail="malformed")
