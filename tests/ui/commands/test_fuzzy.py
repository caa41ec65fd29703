"""How well something is described by what somebody types."""

import pytest

from omniflash_desktop.ui.commands.fuzzy import rank


def best_of(query: str, *texts: str) -> str:
    return min(texts, key=lambda text: 999 if (place := rank(query, text)) is None else place)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("save", "save as"),
        ("as", "save as"),
        ("frame save", "save frame as image"),
        ("svfrm", "save frame as image"),
        ("gostart", "go to start"),
        ("雨夜", "雨夜红伞"),
    ],
)
def test_what_is_meant_is_found(query: str, text: str) -> None:
    assert rank(query, text) is not None


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("sa", "go to start"),
        ("xyz", "save as"),
        ("save as copy", "save as"),
        ("bottle", "be out there tomorrow, little one, they said"),
    ],
)
def test_what_is_not_meant_is_not_found(query: str, text: str) -> None:
    assert rank(query, text) is None


def test_the_start_goes_before_a_word_and_a_word_before_its_middle() -> None:
    assert best_of("red", "sacred", "a red kite", "red kite") == "red kite"
    assert best_of("red", "sacred", "a red kite") == "a red kite"


def test_letters_close_together_go_before_letters_far_apart() -> None:
    assert best_of("svs", "save a small star", "saves") == "saves"
