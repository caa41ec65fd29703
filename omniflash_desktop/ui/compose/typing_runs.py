"""Which keystrokes are undone together. No Qt in here."""

from itertools import takewhile
from typing import Final

import msgspec

_FULL: Final = 20
"""Characters after which a run ends with the word that is being written: some three words."""

_ONE_COMMIT: Final = 8
"""Characters. What an input method writes at once is rarely more; what is pasted mostly is."""

_FIRST_OF_EAST_ASIA: Final = "\u2e80"
"""From here on, scripts put no spaces between words."""


class TextEdit(msgspec.Struct, frozen=True):
    """How one text became another: at one place something went and something came.

    Attributes:
        start: The place, in characters.
        removed: What went.
        inserted: What came.
    """

    start: int
    removed: str
    inserted: str

    @property
    def is_small(self) -> bool:
        """Whether fingers made it, rather than a paste or a menu."""
        return len(self.removed) <= 1 and len(self.inserted) <= _ONE_COMMIT


def edit_between(before: str, after: str) -> TextEdit:
    """The smallest edit that makes `after` of `before`."""
    start = _same_at_start(before, after)
    # The same characters may not count twice, as in "aa" that becomes "aaa".
    same = _same_at_start(before[start:][::-1], after[start:][::-1])
    return TextEdit(start, before[start : len(before) - same], after[start : len(after) - same])


def _same_at_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


class TypingRun(msgspec.Struct, frozen=True):
    """Keystrokes that follow each other at one place.

    Attributes:
        place: Where the next one is expected.
        length: Characters written or deleted so far.
        deletes: Whether they delete.
        may_end: Whether the last character ends a word or a line.
    """

    place: int
    length: int
    deletes: bool
    may_end: bool

    def is_continued_by(self, edit: TextEdit) -> bool:
        """Whether `edit` is undone together with this run."""
        if self.length >= _FULL and (self.may_end or self.deletes):
            return False
        if self.deletes:
            at_place = self.place in (edit.start, edit.start + len(edit.removed))
            return at_place and len(edit.removed) == 1 and not edit.inserted
        is_typed = 0 < len(edit.inserted) <= _ONE_COMMIT and not edit.removed
        return is_typed and edit.start == self.place and "\n" not in edit.inserted

    def with_edit(self, edit: TextEdit) -> "TypingRun":
        """This run with one more keystroke."""
        return msgspec.structs.replace(
            run_of(edit), length=self.length + len(edit.inserted or edit.removed)
        )


def run_of(edit: TextEdit) -> TypingRun:
    """A run that begins with `edit`."""
    if not edit.inserted:
        return TypingRun(edit.start, len(edit.removed), deletes=True, may_end=False)
    last = edit.inserted[-1]
    return TypingRun(
        edit.start + len(edit.inserted),
        len(edit.inserted),
        deletes=False,
        may_end=last.isspace() or last >= _FIRST_OF_EAST_ASIA,
    )
