"""Tells tokens apart without keeping them: a fingerprint that leads back to no token."""

from hashlib import sha256
from typing import Final

_CHARACTERS: Final = 12


def token_id(token: str) -> str:
    """The fingerprint of a token: 12 hex characters of its SHA-256."""
    return sha256(b"omniflash token " + token.strip().encode("utf-8", "replace")).hexdigest()[
        :_CHARACTERS
    ]
