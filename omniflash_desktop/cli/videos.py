"""A local reference video, looked at before anything is paid for: its part, and what is odd."""

from typing import assert_never

import msgspec

from omniflash_desktop.cli.output import say
from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.reference_videos import VideoWarning, warnings_for
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.video_trim import LEAST_SECONDS, WrongMomentError, trim_from
from omniflash_desktop.services.ports import MediaTools


async def with_looked_at_video(
    request: GenerationRequest, trim: str | None, media: MediaTools
) -> GenerationRequest:
    """The request with the part of its video that was typed; says what may be odd about it.

    Args:
        request: As it was typed.
        trim: What followed `--trim`; `None` where nothing did.
        media: Reads the video.

    Raises:
        WrongInputError: There is no such video, or no such part of it.
    """
    video = request.video
    if video is None or video.path is None:
        if trim is not None:
            raise WrongInputError("--trim is for a video file, given with --video. Leave it out.")
        return request
    facts = await media.inspect_video(video.path)
    if isinstance(facts, Problem) and trim is None:
        # The clip's own failure tells it, also to scripts.
        return request
    if isinstance(facts, Problem):
        raise WrongInputError(sentence_for(facts))
    part = video.trim
    if trim is not None:
        try:
            part = trim_from(trim, seconds=facts.seconds, frame_rate=facts.frame_rate)
        except WrongMomentError:
            raise WrongInputError(
                f"--trim {trim} is no part of the video, which is {facts.seconds:.2f} s long. "
                f"Write START-END with at least {LEAST_SECONDS} s between: 1.5-4 or 0:01.12-0:04."
            ) from None
        if part.is_all_of(facts.seconds):
            # All of it is no part: the file goes as it would without.
            part = None
    for warning in warnings_for(facts, part):
        say(f"Note: {_sentence_for(warning)}")
    looked_at = msgspec.structs.replace(video, seconds=facts.seconds, trim=part)
    return msgspec.structs.replace(request, video=looked_at)


def _sentence_for(warning: VideoWarning) -> str:
    match warning:
        case VideoWarning.LONG:
            return "the video is longer than a minute, and the service may refuse it."
        case VideoWarning.SHORT:
            return "the video is shorter than a second, and shows hardly any motion."
        case VideoWarning.LARGE:
            return "the video is larger than 200 MB, and the service may refuse it."
        case VideoWarning.SMALL:
            return "the video's picture is very small, and shows little."
        case VideoWarning.SLOW:
            return "the video has few frames a second, and its motion will stutter."
        case VideoWarning.FAST:
            return "the video has very many frames a second, and the service may refuse it."
        case VideoWarning.SOUND_UNREADABLE:
            return "the video's sound cannot be read here."
        case VideoWarning.CUT_OFF:
            return "the video's end is missing or damaged. What plays of it is sent."
        case _:
            assert_never(warning)
