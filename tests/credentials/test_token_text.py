"""What people paste becomes the token, or is refused."""

import pytest

from omniflash_desktop.credentials.token_text import cleaned_token


@pytest.mark.parametrize(
    "pasted",
    [
        "sk-abc_123",
        "  sk-abc_123\r\n",
        "Bearer sk-abc_123",
        "bearer   sk-abc_123 ",
        "\ufeffsk-abc_123\u200b",
        "\u00a0sk-abc_123",
    ],
)
def test_what_comes_along_when_copying_is_taken_off(pasted: str):
    assert cleaned_token(pasted) == "sk-abc_123"


@pytest.mark.parametrize(
    "pasted",
    ["", "   ", "Bearer", "sk abc", "sk\nabc", "sk\x00abc", "sk-абв", "Bearer a b", "sk\x7fabc"],
)
def test_what_cannot_stand_in_a_header_is_refused(pasted: str):
    assert cleaned_token(pasted) is None
