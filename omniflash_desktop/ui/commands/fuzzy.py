"""How well something is described by what somebody types: plain text in, a rank out. No Qt."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

STARTS: Final = 0
WORD_STARTS: Final = 1
CONTAINS: Final = 2
ALL_WORDS_START: Final = 3
ALL_WORDS: Final = 4
LETTERS_IN_ORDER: Final = 5
"""Ranks, the best first. Letters in order count the less the further apart they are."""

_SPREAD: Final = 2
"""Letters in order may be spread over so many times their own number, or they tell nothing."""
_LEAST_LETTERS: Final = 3
"""Two letters in order stand in nearly every text."""


def rank(query: str, text: str) -> int | None:
    """How well `query` describes `text`, the best 0; `None` where it does not.

    Args:
        query: Not empty, case-folded, without spaces around it.
        text: Case-folded.
    """
    place = text.find(query)
    if place == 0:
        return STARTS
    if place > 0:
        return CONTAINS if text[place - 1].isalnum() and f" {query}" not in text else WORD_STARTS
    words = query.split()
    if len(words) > 1:
        if all(text.startswith(word) or f" {word}" in text for word in words):
            return ALL_WORDS_START
        if all(word in text for word in words):
            return ALL_WORDS
    return _letters_in_order(query, text)


def holds_all(words: Iterable[str], text: str) -> bool:
    """Whether each word occurs somewhere: for long texts, where letters in order always do."""
    return all(word in text for word in words)


def _letters_in_order(query: str, text: str) -> int | None:
    letters = query.replace(" ", "")
    if not _LEAST_LETTERS <= len(letters) <= len(text):
        return None
    for letter in letters:
        # Most texts lack one, and this costs less than the first match.
        if letter not in text:
            return None
    pattern, furthest = _pattern(letters), _SPREAD * len(letters) + 2
    for start in _places_of_word_starts(letters[0], text):
        found = pattern.match(text, start, start + furthest)
        if found is not None:
            return LETTERS_IN_ORDER + found.end() - start - len(letters)
    return None


def _places_of_word_starts(letter: str, text: str) -> Iterable[int]:
    place = text.find(letter)
    while place >= 0:
        if place == 0 or not text[place - 1].isalnum():
            yield place
        place = text.find(letter, place + 1)


@lru_cache(maxsize=64)
def _pattern(letters: str) -> re.Pattern[str]:
    # Possessive, so that a text without a match costs one pass and no backtracking.
    parts = (f"[^{re.escape(letter)}]*+{re.escape(letter)}" for letter in letters)
    return re.compile("".join(parts), re.DOTALL)
