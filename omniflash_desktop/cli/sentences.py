"""Problems and states in the words of the command line: what happened, the money, what to do."""

from typing import assert_never

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind

_REFERENCE_REASONS = {
    "not_a_link": "it is no link",
    "not_http": "only http and https links can be fetched",
    "has_credentials": "it holds a user name or a password",
    "not_public": "the service cannot reach addresses of this computer or network",
    "empty": "the file is empty",
    "damaged": "the file is damaged",
    "not_an_image": "it is not an image",
    "too_many_pixels": "it has too many pixels",
}


def sentence_for(problem: Problem) -> str:
    """One line: what happened, what it means for the money, what to do, the service's words."""
    parts = [_what_and_next_step(problem)]
    money = money_of(problem.charged)
    if money and problem.kind not in _ABOUT_THIS_COMPUTER:
        parts.insert(1, money)
    if problem.service_message:
        parts.append(f'The service said: "{problem.service_message}"')
    return " ".join(parts)


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
    }
)


def _what_and_next_step(problem: Problem) -> str:
    subject = problem.subject or "A reference"
    reason = _REFERENCE_REASONS.get(problem.detail, problem.detail or "it cannot be read")
    match problem.kind:
        case ProblemKind.INVALID_REQUEST:
            return "The request was not accepted. Check the prompt, then try again."
        case ProblemKind.INVALID_DURATION:
            return "This length is not available. Choose 4, 6, 8 or 10 seconds."
        case ProblemKind.INVALID_RESOLUTION:
            return "This resolution is not available. Choose 720p, 1080p or 4k."
        case ProblemKind.UNSUPPORTED_IMAGE_COUNT:
            return "Two images cannot be combined. Use none, one or three."
        case ProblemKind.UNSUPPORTED_VIDEO_COUNT:
            return "Only one reference video is possible."
        case ProblemKind.CONTENT_REFUSED | ProblemKind.MODERATION:
            return (
                "Content moderation stopped this clip. Trying again unchanged will give the same "
                "answer: change the prompt or the references."
            )
        case ProblemKind.AT_CAPACITY:
            return "The service is at capacity. Trying again often works after some minutes."
        case ProblemKind.TOKEN_REJECTED:
            return "Your token was not accepted. Give the right one: omniflash token set"
        case ProblemKind.BALANCE_TOO_LOW:
            return "The balance is too low. Top up your account, then try again."
        case ProblemKind.MODEL_NOT_ALLOWED:
            return "This token may not use the model. Ask the account's owner to enable it."
        case ProblemKind.BLOCKED_BY_NETWORK:
            return "A firewall or the service's edge refused this connection; the token is fine."
        case ProblemKind.TOO_LARGE:
            return "A reference is too large for the service. Choose a smaller one."
        case ProblemKind.RATE_LIMITED:
            return "The service asked us to slow down. Try again in a minute."
        case ProblemKind.REFUSED:
            return "The service refused the request."
        case ProblemKind.STILL_EXECUTING | ProblemKind.RESULT_INDETERMINATE:
            return (
                "The service cannot tell what became of the request. It is not sent again by "
                "itself: look at your account before you make the clip again."
            )
        case ProblemKind.KEY_REUSED:
            return "The service has seen this request with other content. Nothing more is sent."
        case ProblemKind.NOT_EXECUTED | ProblemKind.UNREACHABLE:
            return "The service cannot be reached. Check the network, then try again."
        case ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS:
            return "The proxy or a certificate stopped the connection. Check the network settings."
        case ProblemKind.OUTCOME_UNKNOWN:
            return (
                "The connection ended before the answer. The clip may be in the making. It is not "
                "sent again by itself: look at your account before you make the clip again."
            )
        case ProblemKind.SERVICE_TROUBLE:
            return "The service has trouble and gave no usable answer. Try again later."
        case ProblemKind.TASK_NOT_FOUND:
            return "The service does not know this task. Keep its id for the service's support."
        case ProblemKind.TASK_FAILED:
            return "The service could not make this clip."
        case ProblemKind.UPSTREAM_TIMEOUT:
            return "The service took too long. A shorter or smaller clip has better chances."
        case ProblemKind.TASK_CANCELLED:
            return "The task was cancelled at the service."
        case ProblemKind.RESULT_MISSING:
            return "The service finished the clip but gave no link. Keep the task id for support."
        case ProblemKind.RESULT_EXPIRED:
            return "The finished clip is no longer available: its link expired."
        case ProblemKind.DOWNLOAD_BROKEN | ProblemKind.NOT_A_VIDEO:
            return "The download stopped. What is there is kept; go on with: omniflash resume"
        case ProblemKind.DISK_FULL:
            return "There is not enough space for the clip. Make room, then: omniflash resume"
        case ProblemKind.FOLDER_UNWRITABLE:
            return "The clips' folder cannot be written. Mend that, then: omniflash resume"
        case ProblemKind.IMAGE_UNUSABLE:
            return f"{subject} cannot be used as an image: {reason}. Choose another."
        case ProblemKind.VIDEO_UNUSABLE:
            return f"{subject} cannot be used as a video: {reason}. Choose another."
        case ProblemKind.VIDEO_NEEDS_PUBLIC_LINK:
            return f"{subject} needs a public link: the service takes no video uploads."
        case ProblemKind.LINK_NOT_PUBLIC:
            return f"{subject} cannot be used: {reason}."
        case ProblemKind.LINK_UNREACHABLE:
            return f"{subject} could not be fetched. Check the link."
        case ProblemKind.REFERENCE_MISSING:
            return f"{subject} is not there any more."
        case ProblemKind.NO_TOKEN:
            return "There is no API token. Give one: omniflash token set (or try --sandbox)."
        case ProblemKind.KEYRING_UNAVAILABLE:
            return (
                "The system keyring cannot be used, and tokens are never written to files. Unlock "
                "or install a keyring, or set OMNIFLASH_TOKEN for this run."
            )
        case ProblemKind.SANDBOX_UNAVAILABLE:
            return f"The sandbox did not start. {problem.detail}".strip()
        case ProblemKind.LIBRARY_NEWER:
            return "The library was written by a newer version. Update the app to open it."
        case ProblemKind.LIBRARY_DAMAGED:
            return "The library cannot be read. Nothing was changed; your clips are still there."
        case ProblemKind.LIBRARY_LOCKED:
            return "Another program holds the library. Close it, then try again."
        case ProblemKind.PLAYER_CANNOT_DECODE:
            return "This clip cannot be shown here. The file is fine."
        case _:
            assert_never(problem.kind)


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
