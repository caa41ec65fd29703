"""Problems and states in the words of the command line: what happened, the money, what to do."""

from typing import NamedTuple, assert_never

import msgspec

from omniflash_desktop.cli.storage_words import link_needed_words, storage_words
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.rescued_library import RescuedLibrary

_REASONS = {
    "not_a_link": "it is no link",
    "not_http": "only http and https links can be fetched",
    "has_credentials": "it holds a user name or a password",
    "not_public": "the service cannot reach addresses of this computer or network",
    "missing": "it is not there",
    "not_a_file": "it is no file",
    "empty": "the file is empty",
    "unreadable": "the file cannot be read",
    "no_decoder": "its codec cannot be read on this computer",
    "damaged": "the file is damaged",
    "changed": "the file has changed meanwhile",
    "not_an_image": "it is not an image",
    "not_a_video": "it is not a video",
    "no_picture": "it holds no picture",
    "a_video": "it is a video",
    "no_recipe": "it holds no recipe",
    "not_copyable": "it cannot be copied as it is",
    "disk_full": "the disk is full",
    "unwritable": "the folder for its copy cannot be written",
    "no_such_frame": "it has fewer frames",
    "too_large": "the file is too large",
    "too_many_pixels": "it has too many pixels",
    "too_long": "it is too long to be sent. Choose a part with --trim",
    "nothing_kept": "the part that was chosen lies outside of it",
    "crashed": "reading it failed",
    "took_too_long": "reading it took too long",
}
"""The words of the adapters for what is wrong with a file or a link."""


_GOES_ON = "The clip is not lost. Go on later with: omniflash resume"


class Told(NamedTuple):
    """A problem in two parts, between which the money has its place.

    Attributes:
        what: What happened, in sentences.
        step: What to do; a command stands at its end without a full stop, to be copied.
    """

    what: str
    step: str = ""


def sentence_for(problem: Problem) -> str:
    """What happened, what it means for the money, what to do, and the service's own words."""
    return _sentence(problem, told_of(problem))


def sentence_for_clip(generation: Generation) -> str:
    """As `sentence_for`, of the problem of a clip; empty where it has none.

    A clip that the service has, or has made, is only waited for: nothing here may sound as if it
    were to be made, and paid for, again.
    """
    problem = generation.problem
    if problem is None:
        return ""
    told = told_of(problem)
    is_paid = generation.state in (State.WAITING, State.DOWNLOADING)
    if not is_paid:
        return _sentence(problem, told)
    known = msgspec.structs.replace(problem, charged=Charged.YES)
    return _sentence(known, told if "omniflash " in told.step else Told(told.what, _GOES_ON))


def _sentence(problem: Problem, told: Told) -> str:
    parts = [told.what]
    if problem.kind not in _ABOUT_THIS_COMPUTER:
        parts.append(money_of(problem.charged))
    if problem.service_message:
        parts.append(f'The service said: "{problem.service_message}"')
    parts.append(told.step)
    return " ".join(part for part in parts if part)


SENT_ONCE_MORE = (
    "The service could not fetch a reference. It was uploaded again and sent once more. "
    "The first try was not charged."
)


def passing_sentence_for(problem: Problem) -> str:
    """What happened, of a problem that the app is still mending by itself."""
    return told_of(problem).what


def money_of(charged: Charged) -> str:
    """What a problem means for the money."""
    match charged:
        case Charged.NO:
            return "Nothing was billed."
        case Charged.YES:
            return "It is billed."
        case Charged.UNKNOWN:
            return "It may be billed."
        case _:
            assert_never(charged)


_ABOUT_THIS_COMPUTER = frozenset(
    {
        ProblemKind.NO_TOKEN,
        ProblemKind.KEYRING_UNAVAILABLE,
        ProblemKind.SANDBOX_UNAVAILABLE,
        ProblemKind.LIBRARY_NEWER,
        ProblemKind.LIBRARY_DAMAGED,
        ProblemKind.LIBRARY_LOCKED,
        ProblemKind.PLAYER_CANNOT_DECODE,
        ProblemKind.CLIP_DAMAGED,
        ProblemKind.NO_RECIPE,
    }
)


def told_of(problem: Problem) -> Told:
    """A problem in the words of the command line."""
    subject = problem.subject or "A reference"
    folder = f"The folder {problem.subject}" if problem.subject else "A folder of the app"
    reason = _REASONS.get(problem.detail, problem.detail or "it cannot be read")
    match problem.kind:
        case ProblemKind.INVALID_REQUEST:
            return Told("The request was not accepted.", "Check the prompt, then try again.")
        case ProblemKind.INVALID_DURATION:
            return Told("This length is not available.", "Choose 4, 6, 8 or 10 seconds.")
        case ProblemKind.INVALID_RESOLUTION:
            return Told("This resolution is not available.", "Choose 720p, 1080p or 4k.")
        case ProblemKind.UNSUPPORTED_IMAGE_COUNT:
            return Told("Two images cannot be combined.", "Use none, one or three.")
        case ProblemKind.UNSUPPORTED_VIDEO_COUNT:
            return Told("Only one reference video is possible.")
        case ProblemKind.CONTENT_REFUSED | ProblemKind.MODERATION:
            return Told(
                "Content moderation stopped this clip.",
                "Unchanged, it will be stopped again: change the prompt or the references.",
            )
        case ProblemKind.AT_CAPACITY:
            return Told(
                "The service is at capacity.", "Trying again often works after some minutes."
            )
        case ProblemKind.TOKEN_REJECTED:
            return Told("Your token was not accepted.", "Give the right one: omniflash token set")
        case ProblemKind.BALANCE_TOO_LOW:
            return Told("The balance is too low.", "Top up your account, then try again.")
        case ProblemKind.MODEL_NOT_ALLOWED:
            return Told(
                "This token may not use the model.", "Ask the account's owner to enable it."
            )
        case ProblemKind.BLOCKED_BY_NETWORK:
            return Told(
                "A firewall or the service's edge refused this connection; the token is fine.",
                "Try another network.",
            )
        case ProblemKind.TOO_LARGE:
            return Told("A reference is too large for the service.", "Choose a smaller one.")
        case ProblemKind.RATE_LIMITED:
            return Told("The service asked us to slow down.", "Try again in a minute.")
        case ProblemKind.REFUSED:
            return Told("The service refused the request.")
        case ProblemKind.STILL_EXECUTING | ProblemKind.RESULT_INDETERMINATE:
            return Told(
                "The service cannot tell what became of the request.",
                "It is not sent again by itself: look at your account before you make it again.",
            )
        case ProblemKind.KEY_REUSED:
            return Told(
                "The service has seen this request with other content.", "Nothing more is sent."
            )
        case ProblemKind.NOT_EXECUTED | ProblemKind.UNREACHABLE:
            return Told("The service cannot be reached.", "Check the network, then try again.")
        case ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS:
            return Told(
                "The proxy or a certificate stopped the connection.", "Check the network settings."
            )
        case ProblemKind.SERVICE_TROUBLE:
            return Told("The service has trouble and gave no usable answer.", "Try again later.")
        case ProblemKind.TASK_NOT_WRITTEN:
            return Told(
                f"The service has taken the request as {problem.task_id}, and this computer cannot "
                "write that down. It is tried again and again.",
                f"Make room on the disk. Should this end before: omniflash fetch {problem.task_id}",
            )
        case ProblemKind.FORMER_TOKEN_REJECTED:
            return Told(
                "The token that this clip was sent with is not accepted any more, and the present "
                "one is asked with instead.",
                "If it was another account's, give that one back: omniflash token set",
            )
        case ProblemKind.TASK_NOT_FOUND:
            return Told(
                "The service does not know this task.", "Keep its id for the service's support."
            )
        case ProblemKind.TASK_FAILED:
            return Told("The service could not make this clip.")
        case ProblemKind.UPSTREAM_TIMEOUT:
            return Told(
                "The service took too long.", "A shorter or smaller clip has better chances."
            )
        case ProblemKind.TASK_CANCELLED:
            return Told("The task was cancelled at the service.")
        case ProblemKind.RESULT_MISSING:
            return Told(
                "The service finished the clip but gave no link.",
                "Keep the task id for the service's support.",
            )
        case ProblemKind.RESULT_EXPIRED:
            return Told("The finished clip is no longer available: its link expired.")
        case ProblemKind.DOWNLOAD_BROKEN | ProblemKind.NOT_A_VIDEO:
            return Told(
                "The download stopped. What is there is kept.", "Go on with: omniflash resume"
            )
        case ProblemKind.DISK_FULL:
            return Told(
                f"There is not enough space on the disk.{_room_of(problem)}",
                "Make room, then go on with: omniflash resume",
            )
        case ProblemKind.FOLDER_UNWRITABLE:
            return Told(
                f"{folder} cannot be written.",
                "Mend that, then try again, or go on with: omniflash resume",
            )
        case ProblemKind.PAUSED_BY_USER:
            return Told("Sending is paused.", "Go on with: omniflash resume")
        case ProblemKind.DAILY_CAP_REACHED:
            return Told(
                f"With this clip, today would cost more than your limit of ${problem.detail}.",
                "Raise the limit (daily_cap in the settings file), or make it tomorrow.",
            )
        case ProblemKind.SAME_FAILURE_AGAIN:
            return Told(
                "Several clips in a row failed in the same way, so no more are sent.",
                "Look at the reason, then go on with: omniflash resume",
            )
        case ProblemKind.IMAGE_UNUSABLE:
            return Told(f"{subject} cannot be used as an image: {reason}.", "Choose another.")
        case ProblemKind.VIDEO_UNUSABLE:
            return Told(f"{subject} cannot be used as a video: {reason}.", "Choose another.")
        case ProblemKind.VIDEO_NEEDS_PUBLIC_LINK:
            return Told(*link_needed_words(subject, problem.detail))
        case ProblemKind.LINK_NOT_PUBLIC:
            return Told(f"{subject} cannot be used: {reason}.", "Give a public http or https link.")
        case ProblemKind.LINK_UNREACHABLE if problem.task_id is not None:
            return Told(
                "The service could not fetch a reference.",
                "Try again, which uploads files anew, with: omniflash retry",
            )
        case ProblemKind.LINK_UNREACHABLE:
            return Told(f"{subject} could not be fetched.", "Check the link.")
        case ProblemKind.REFERENCE_MISSING:
            return Told(f"{subject} is not there any more.", "Choose another.")
        case (
            ProblemKind.STORAGE_KEY_MISSING
            | ProblemKind.STORAGE_KEY_REJECTED
            | ProblemKind.STORAGE_BUCKET_MISSING
            | ProblemKind.STORAGE_WRONG_REGION
            | ProblemKind.STORAGE_CLOCK_WRONG
            | ProblemKind.STORAGE_UNREACHABLE
            | ProblemKind.STORAGE_NOT_ALLOWED
            | ProblemKind.STORAGE_CANNOT_SIGN
            | ProblemKind.STORAGE_LINK_CLOSED
            | ProblemKind.STORAGE_TROUBLE
        ):
            return Told(*storage_words(problem.kind, problem))
        case ProblemKind.NO_RECIPE:
            return Told(
                f"{problem.subject or 'The file'} holds no recipe.",
                "Only clips that this app has saved carry one.",
            )
        case ProblemKind.NO_TOKEN:
            return Told(
                "There is no API token.",
                "Try the sandbox with --sandbox, or give a token: omniflash token set",
            )
        case ProblemKind.KEYRING_UNAVAILABLE:
            return Told(
                "The system keyring cannot be used, and tokens are never written to files.",
                "Unlock or install a keyring, or set OMNIFLASH_TOKEN for this run.",
            )
        case ProblemKind.SANDBOX_UNAVAILABLE:
            return Told(
                "The sandbox did not start.",
                "Look at sandbox.log beside the other logs, and at: omniflash doctor",
            )
        case ProblemKind.LIBRARY_NEWER:
            return Told("The library was written by a newer version.", "Update the app to open it.")
        case ProblemKind.LIBRARY_DAMAGED:
            return Told(
                "The library cannot be read. Nothing was changed, and your clips are still there.",
                "Have it mended, which deletes nothing: omniflash resume",
            )
        case ProblemKind.LIBRARY_LOCKED:
            return Told(
                "Omniflash is at work on this profile already.", "Close it, or use its window."
            )
        case ProblemKind.PLAYER_CANNOT_DECODE:
            return Told("This clip cannot be shown here. The file is fine.")
        case ProblemKind.CLIP_DAMAGED:
            return Told(
                "The file of this clip is damaged.",
                "Have it fetched again in the window, within about a day after it was made.",
            )
        case ProblemKind.OUTCOME_UNKNOWN:
            what = "The connection ended before the answer."
            if problem.http_status is not None:
                what = f"The service answered with an error ({problem.http_status})."
            return Told(
                f"{what} The clip may be in the making.",
                "It is not sent again by itself: look at your account before you make it again.",
            )
        case _:
            assert_never(problem.kind)


def rescue_sentence(rescued: RescuedLibrary) -> str:
    """What became of a library that was damaged."""
    rows = (
        (rescued.clips, "clip", "clips"),
        (rescued.running, "running task", "running tasks"),
        (rescued.unconfirmed, "unconfirmed request", "unconfirmed requests"),
        (rescued.others, "other entry", "other entries"),
    )
    found = ", ".join(
        f"{count} {one if count == 1 else many}" for count, one, many in rows if count
    )
    if not rescued.set_aside:
        return f"Found again by their recipes: {found or 'nothing more'}."
    return (
        f"The library was damaged. It is kept as {rescued.set_aside}, and a new one was made from "
        f"it. Found again: {found or 'nothing'}."
    )


def _room_of(problem: Problem) -> str:
    if problem.needs_bytes is None or problem.free_bytes is None:
        return ""
    needed, free = (_megabytes(count) for count in (problem.needs_bytes, problem.free_bytes))
    return f" The clip needs {needed}, {free} is left for it."


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"


def state_sentence(generation: Generation, percent: int | None) -> str:
    """Where a generation stands, for the progress line."""
    match generation.state:
        case State.DRAFT | State.QUEUED:
            return "In line"
        case State.PREPARING:
            return "Preparing"
        case State.UPLOADING:
            return "Uploading the references"
        case State.SUBMITTING:
            return "Sending, waiting for the answer"
        case State.WAITING:
            if percent is not None and percent > 0:
                return f"Processing {percent} %"
            return "Queued at the service"
        case State.DOWNLOADING:
            return "Downloading" if percent is None else f"Downloading {percent} %"
        case State.READY:
            return "Ready"
        case State.UNCONFIRMED:
            return "Unconfirmed"
        case State.FAILED:
            return "Failed"
        case State.CANCELLED:
            return "Cancelled"
        case _:
            assert_never(generation.state)
