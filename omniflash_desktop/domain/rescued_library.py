"""What came of a library that was damaged."""

import msgspec


class RescuedLibrary(msgspec.Struct, frozen=True, kw_only=True):
    """The damaged file was set aside, and a new one made from what could be read.

    Attributes:
        set_aside: The damaged file's new name, beside the new library; empty for a later word on
            the same rescue.
        clips: Finished clips that were found again.
        running: Clips in the making that are watched again.
        unconfirmed: Requests of which nobody knows whether they were charged.
        others: All else: failed, given up, or never sent.
    """

    set_aside: str = ""
    clips: int = 0
    running: int = 0
    unconfirmed: int = 0
    others: int = 0
