"""What obstore raises, as problems.

Only codes are taken from its messages. They hold addresses, signatures and what the store itself
says, and are neither logged nor shown.
"""

import re
from typing import Final

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from omniflash_desktop.domain.hosting import BucketStep
from omniflash_desktop.domain.problems import Problem, ProblemKind

STORE_FAILURES: Final = (BaseError, FileNotFoundError, FileExistsError, ValueError)
"""All that a call may raise: obstore speaks of some failures in Python's own classes."""

_CODE: Final = re.compile(r"<Code>\s*([A-Za-z0-9.]{1,60})\s*</Code>")
_EXPECTED_REGION: Final = re.compile(r"expecting '([a-z0-9-]{1,40})'|<Region>([a-z0-9-]{1,40})<")
_HTTP_STATUS: Final = re.compile(r"status code: (\d{3})")
_LOST_LINE: Final = re.compile(
    r"kind: (?:Connect|Request|Timeout|Interrupted)|HTTP error: |error sending request"
)
_OLD_DATE: Final = re.compile(r"(?i)too skewed|date header too old|not within the allowed time")
_NO_REDIRECT: Final = "redirect without LOCATION"

_WRONG_KEY: Final = frozenset(
    {
        *("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"),
        *("AuthenticationFailed", "InvalidAuthenticationInfo", "Unauthorized"),
        *("InvalidSecurity", "UnauthorizedAccess", "NotSignedUp", "AccountIsDisabled"),
    }
)
_NO_BUCKET: Final = frozenset({"NoSuchBucket", "ContainerNotFound", "InvalidBucketName"})
_WRONG_REGION: Final = frozenset(
    {"AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException"}
)
_WRONG_CLOCK: Final = frozenset({"RequestTimeTooSkewed", "RequestExpired", "AccessDeniedClock"})


def problem_of_store(error: Exception, *, host: str, step: BucketStep) -> Problem:
    """What went wrong at the store.

    Args:
        error: One of `STORE_FAILURES`.
        host: Whose failure it is, for people.
        step: What was tried.
    """
    text = str(error)
    found = _CODE.search(text)
    code = "" if found is None else found[1]
    status = _HTTP_STATUS.search(text)
    kind, detail = _kind_of(error, text, code, step)
    return Problem(
        kind=kind,
        subject=host,
        detail=detail,
        http_status=None if status is None else int(status[1]),
    )


def _kind_of(error: Exception, text: str, code: str, step: BucketStep) -> tuple[ProblemKind, str]:
    if code in _WRONG_CLOCK or _OLD_DATE.search(text):
        # Azure tells of it under the code of a wrong key.
        return ProblemKind.STORAGE_CLOCK_WRONG, code
    if code in _WRONG_REGION or _NO_REDIRECT in text:
        region = _EXPECTED_REGION.search(text)
        return ProblemKind.STORAGE_WRONG_REGION, "" if region is None else region[1] or region[2]
    if code in _WRONG_KEY or isinstance(error, UnauthenticatedError) or "invalid_grant" in text:
        return ProblemKind.STORAGE_KEY_REJECTED, code
    if code in _NO_BUCKET or "The specified bucket does not exist" in text:
        return ProblemKind.STORAGE_BUCKET_MISSING, code
    if isinstance(error, PermissionDeniedError):
        return ProblemKind.STORAGE_NOT_ALLOWED, step.value
    if _HTTP_STATUS.search(text) is None and _LOST_LINE.search(text):
        return ProblemKind.STORAGE_UNREACHABLE, ""
    return ProblemKind.STORAGE_TROUBLE, code
