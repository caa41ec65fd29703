"""What a clip file is, read with PyAV."""

from dataclasses import dataclass
from pathlib import Path

import av


@dataclass(frozen=True)
class ClipFacts:
    """As the file itself tells."""

    width: int
    height: int
    frames: int
    frame_rate: float
    video_codec: str
    audio_codec: str


def facts_of(path: Path) -> ClipFacts:
    """Counts every frame, so that a half file cannot pass."""
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        frames = sum(1 for _ in container.decode(video))
        return ClipFacts(
            width=video.codec_context.width,
            height=video.codec_context.height,
            frames=frames,
            frame_rate=float(video.average_rate or 0),
            video_codec=video.codec_context.name,
            audio_codec=audio.codec_context.name,
        )
