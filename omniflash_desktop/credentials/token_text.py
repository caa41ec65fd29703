"""What people paste as a token, made into the token or refused."""

import re
from typing import Final

_VISIBLE_ASCII: Final = re.compile(r"[\x21-\x7e]+")
_BEARER: Final = re.compile(r"bearer(\s+|$)", re.IGNORECASE)
_STRIPPED: Final = "\ufeff\u200b"
"""Invisible marks that come along when text is copied from a page; `strip` leaves them."""


def cleaned_token(pasted: str) -> str | None:
    """The token within `pasted`, or `None` where it cannot be one.

    Space around it goes, and so does the word "Bearer". White space, control characters or
    letters outside ASCII within it cannot stand in an HTTP header.
    """
    token = pasted.strip().strip(_STRIPPED).strip()
    if (prefix := _BEARER.match(token)) is not None:
        token = token[prefix.end() :]
    return token if _VISIBLE_ASCII.fullmatch(token) else None
