"""What a worker is asked to render."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FRAMES_PER_SECOND = 24  # contract, section 8


@dataclass(frozen=True)
class Job:
    """One clip.

    Attributes:
        prompt: The words for the picture, which also seed it.
        seconds: Length of the clip when there is no reference video.
        width: Width in pixels.
        height: Height in pixels.
        images: None, one or three pictures.
        video: The reference video, if any.
        clip: Where the MP4 is written.
        thumbnail: Where the JPEG is written.
    """

    prompt: str
    seconds: int
    width: int
    height: int
    images: tuple[Path, ...]
    video: Path | None
    clip: Path
    thumbnail: Path

    @staticmethod
    def from_json(line: bytes) -> Job:
        """Read a job as the render pool writes it."""
        fields = json.loads(line)
        return Job(
            prompt=fields["prompt"],
            seconds=fields["seconds"],
            width=fields["width"],
            height=fields["height"],
            images=tuple(Path(path) for path in fields["images"]),
            video=None if fields["video"] is None else Path(fields["video"]),
            clip=Path(fields["clip"]),
            thumbnail=Path(fields["thumbnail"]),
        )
