"""The exit statuses of our programs. Loaded before all else: it imports nothing of ours."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """What scripts can tell apart."""

    DONE = 0
    FAILED = 1
    WRONG_INPUT = 2
    ENVIRONMENT = 3
    UNCONFIRMED = 4
