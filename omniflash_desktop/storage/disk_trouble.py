"""What a failed file operation means for the user."""

import errno
from typing import Final

from omniflash_desktop.domain.problems import Problem, ProblemKind

_WINDOWS_DISK_FULL: Final = frozenset({39, 112})  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def problem_from(error: OSError, *, subject: str) -> Problem:
    """`error` as a problem of the disk: full, or not to be written.

    Args:
        error: What the system said.
        subject: The name of the file or folder, without its path.
    """
    windows_code = getattr(error, "winerror", None)
    if error.errno in _FULL or windows_code in _WINDOWS_DISK_FULL:
        return Problem(kind=ProblemKind.DISK_FULL, subject=subject)
    return Problem(
        kind=ProblemKind.FOLDER_UNWRITABLE, subject=subject, detail=error.strerror or str(error)
    )
