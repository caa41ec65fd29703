"""What the user or the world may cause: a closed set of problems, without words.

A problem carries facts; `ui/notices/problem_words.py` and `cli/problem_words.py` put them into
sentences. What only our own mistakes may cause is an exception and never comes here.
"""

from enum import StrEnum
from typing import Final

import msgspec


class Charged(StrEnum):
    """What a problem means for the money."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


class ProblemKind(StrEnum):
    """Everything that can go wrong. Sources: contract, sections 6, 7, 8 and 11."""

    # The service refused the request; nothing was made.
    INVALID_REQUEST = "invalid_request"
    INVALID_DURATION = "invalid_duration"
    INVALID_RESOLUTION = "invalid_resolution"
    UNSUPPORTED_IMAGE_COUNT = "unsupported_image_count"
    UNSUPPORTED_VIDEO_COUNT = "unsupported_video_count"
    CONTENT_REFUSED = "content_refused"
    AT_CAPACITY = "at_capacity"
    TOKEN_REJECTED = "token_rejected"
    BALANCE_TOO_LOW = "balance_too_low"
    MODEL_NOT_ALLOWED = "model_not_allowed"
    BLOCKED_BY_NETWORK = "blocked_by_network"
    TOO_LARGE = "too_large"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"
    """Refused without a symbol that we know."""

    # Idempotency (contract, section 6, row 409 and 503).
    STILL_EXECUTING = "still_executing"
    """The service is still at work on this very request: wait, then repeat key and body."""
    KEY_REUSED = "key_reused"
    """The key came with another body: a mistake of ours, nothing is sent any more."""
    RESULT_INDETERMINATE = "result_indeterminate"
    NOT_EXECUTED = "not_executed"
    """The service says that it did not execute the request: free to repeat."""

    # The way to the service.
    UNREACHABLE = "unreachable"
    """The connection was never made."""
    CONNECTION_REFUSED_BY_PROXY_OR_TLS = "connection_refused_by_proxy_or_tls"
    OUTCOME_UNKNOWN = "outcome_unknown"
    """A submit may have left and there is no usable answer."""
    SERVICE_TROUBLE = "service_trouble"
    """5xx, a broken or unreadable answer to a request that costs nothing."""

    TASK_NOT_WRITTEN = "task_not_written"
    """The service took the request, and the library cannot be written. `task_id` holds the id."""

    # A task.
    FORMER_TOKEN_REJECTED = "former_token_rejected"
    """The token that it was sent with is gone or not accepted any more. The present one is asked
    with instead, and what it cannot find is not lost for that."""
    TASK_NOT_FOUND = "task_not_found"
    TASK_FAILED = "task_failed"
    MODERATION = "moderation"
    UPSTREAM_TIMEOUT = "upstream_timeout"
    TASK_CANCELLED = "task_cancelled"
    RESULT_MISSING = "result_missing"
    RESULT_EXPIRED = "result_expired"

    # A download.
    DOWNLOAD_BROKEN = "download_broken"
    NOT_A_VIDEO = "not_a_video"
    DISK_FULL = "disk_full"
    FOLDER_UNWRITABLE = "folder_unwritable"

    # The app's own queue holds back.
    PAUSED_BY_USER = "paused_by_user"
    DAILY_CAP_REACHED = "daily_cap_reached"
    """`detail` holds the cap in US dollars."""
    SAME_FAILURE_AGAIN = "same_failure_again"
    """Several clips in a row failed alike. `detail` holds the kind of that failure."""

    # References.
    IMAGE_UNUSABLE = "image_unusable"
    VIDEO_UNUSABLE = "video_unusable"
    VIDEO_NEEDS_PUBLIC_LINK = "video_needs_public_link"
    LINK_NOT_PUBLIC = "link_not_public"
    LINK_UNREACHABLE = "link_unreachable"
    REFERENCE_MISSING = "reference_missing"
    STORAGE_KEY_MISSING = "storage_key_missing"
    """There is no key for the bucket that reference videos go into."""
    STORAGE_KEY_REJECTED = "storage_key_rejected"
    STORAGE_BUCKET_MISSING = "storage_bucket_missing"
    STORAGE_WRONG_REGION = "storage_wrong_region"
    """`detail` holds the right one, where the store told it."""
    STORAGE_CLOCK_WRONG = "storage_clock_wrong"
    """The store refuses what is signed with this computer's time."""
    STORAGE_UNREACHABLE = "storage_unreachable"
    STORAGE_NOT_ALLOWED = "storage_not_allowed"
    """The key is right and may not do this. `detail` holds a `BucketStep`."""
    STORAGE_CANNOT_SIGN = "storage_cannot_sign"
    STORAGE_LINK_CLOSED = "storage_link_closed"
    """The bucket has the video, and its signed link does not open."""
    STORAGE_TROUBLE = "storage_trouble"
    """The store answered with an error of its own. `detail` holds its code."""
    NO_RECIPE = "no_recipe"
    """A file that a request was to be made from tells none."""

    # This computer.
    NO_TOKEN = "no_token"
    KEYRING_UNAVAILABLE = "keyring_unavailable"
    SANDBOX_UNAVAILABLE = "sandbox_unavailable"
    PLAYER_CANNOT_DECODE = "player_cannot_decode"
    CLIP_DAMAGED = "clip_damaged"
    """A clip that was whole when it came home, and whose file is not any more."""
    LIBRARY_NEWER = "library_newer"
    """The library was written by a later release of the app."""
    LIBRARY_DAMAGED = "library_damaged"
    LIBRARY_LOCKED = "library_locked"
    """Another process has been holding the library for too long."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that went wrong, as facts.

    Attributes:
        kind: What it is.
        charged: What it means for the money.
        service_message: The service's own text: tags stripped, secrets removed, shortened.
        field: The field of the request at fault, by the API's name, such as `duration`.
        subject: The name of the file, folder, host or link that it is about, without its path.
        detail: A short fact that completes the sentence, such as "damaged" or a size.
        request_id: The service's id of the call, for its support.
        task_id: The task, where one is known.
        http_status: The status of the answer, where there was one.
        retry_after: Seconds that the service asked us to wait, already clamped.
        needs_bytes: Room that is needed on the disk, where the disk is full and that is known.
        free_bytes: Room that there is for it, a reserve for the system already taken off.
    """

    kind: ProblemKind
    charged: Charged = Charged.NO
    service_message: str = ""
    field: str | None = None
    subject: str = ""
    detail: str = ""
    request_id: str | None = None
    task_id: str | None = None
    http_status: int | None = None
    retry_after: float | None = None
    needs_bytes: int | None = None
    free_bytes: int | None = None


PAUSES_THE_QUEUE: Final = frozenset(
    {
        ProblemKind.TOKEN_REJECTED,
        ProblemKind.BALANCE_TOO_LOW,
        ProblemKind.NO_TOKEN,
        ProblemKind.KEYRING_UNAVAILABLE,
        ProblemKind.KEY_REUSED,
        ProblemKind.PAUSED_BY_USER,
        ProblemKind.DAILY_CAP_REACHED,
        ProblemKind.SAME_FAILURE_AGAIN,
    }
)
"""Problems that the next request would meet too, so that nothing more is sent meanwhile."""

RETRIED_BEFORE_SENDING: Final = frozenset(
    {
        ProblemKind.UNREACHABLE,
        ProblemKind.RATE_LIMITED,
        ProblemKind.NOT_EXECUTED,
        ProblemKind.STILL_EXECUTING,
    }
)
"""Answers to a submit after which repeating key and body is free (contract, section 7)."""
