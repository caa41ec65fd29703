"""What is known of the video in its slot: more of it comes while it is being looked at."""

from dataclasses import dataclass
from pathlib import Path

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.reference_videos import SendableVideo, VideoWarning, warnings_for
from omniflash_desktop.domain.video_trim import Trim


@dataclass(frozen=True)
class VideoLook:
    """What is known of a video.

    Attributes:
        facts: Of the user's file.
        trim: The part that is sent; `None` for all.
        strip: Some of its frames side by side, once they are there.
        copied: How much of the copy is done, 0.0 to 1.0; `None` while none is being made.
        sent: What would be sent, once that is there.
    """

    facts: VideoFacts
    trim: Trim | None = None
    strip: Path | None = None
    copied: float | None = None
    sent: SendableVideo | None = None

    @property
    def seconds(self) -> float:
        """Of what is sent."""
        return self.facts.seconds if self.trim is None else self.trim.seconds

    @property
    def warnings(self) -> tuple[VideoWarning, ...]:
        """What may be odd about it."""
        return warnings_for(self.facts, self.trim)
