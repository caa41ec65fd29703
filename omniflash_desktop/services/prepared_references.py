"""The references of a request as they are ready to leave this computer."""

from pathlib import Path

import msgspec

from omniflash_desktop.domain.hosting import VideoHosting, video_type_of
from omniflash_desktop.domain.outcomes import PreparedImage, VideoFacts
from omniflash_desktop.domain.reference_videos import CopyReason
from omniflash_desktop.domain.sent_reference import ReferenceKind, SentReference


class PreparedReferences(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be uploaded: a prepared picture, or a link that goes as it is.

    Attributes:
        images: In the order of their slots.
        video: The motion reference.
        video_facts: What it is, where it is a file.
        video_copy_reasons: Why it is a copy; empty where it is the user's own file.
        video_to_bucket: Whether that file goes into the user's bucket, and not to the service.
        hashes: As `Generation.reference_hashes`.
    """

    images: tuple[PreparedImage | str, ...] = ()
    video: Path | str | None = None
    video_facts: VideoFacts | None = None
    video_copy_reasons: tuple[CopyReason, ...] = ()
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

    def described(
        self, *, host: str, in_sandbox: bool, hosting: VideoHosting
    ) -> tuple[SentReference, ...]:
        """What is sent of them, images first.

        Args:
            host: Of the service.
            in_sandbox: Whether that is the sandbox.
            hosting: The user's bucket, for a video that goes there.
        """
        images = [
            SentReference.of_link(ReferenceKind.IMAGE, image)
            if isinstance(image, str)
            else SentReference.of_picture(image, host=host, in_sandbox=in_sandbox)
            for image in self.images
        ]
        return (*images, *self._video_described(host, hosting))

    def _video_described(self, host: str, hosting: VideoHosting) -> tuple[SentReference, ...]:
        if self.video is None:
            return ()
        if isinstance(self.video, str):
            is_own = self.video_facts is not None
            video = SentReference.of_link(ReferenceKind.VIDEO, self.video, is_own_clip=is_own)
            return (video,)
        assert self.video_facts is not None, "a file was not looked at"
        bucket = hosting if self.video_to_bucket else None
        return (
            SentReference.of_video(
                self.video_facts,
                content_type=video_type_of(self.video.name),
                host=host if bucket is None else bucket.host,
                hosting=bucket,
                copy_reasons=self.video_copy_reasons,
            ),
        )
