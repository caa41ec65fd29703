"""Tokens that were replaced while work was under way with them, as one entry of the keyring."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, cast

from omniflash_desktop.credentials.token_text import cleaned_token
from omniflash_desktop.domain.token_id import token_id

MOST_KEPT: Final = 8
"""Windows takes 2,560 bytes for an entry."""


def former_tokens_in(entry: str | None) -> dict[str, str]:
    """The tokens by their fingerprints, the oldest first; whatever is none is left out."""
    try:
        kept: object = json.loads(entry or "[]")
    except (ValueError, RecursionError):
        return {}
    tokens = cast("list[Any]", kept) if isinstance(kept, list) else []
    cleaned = (cleaned_token(token) for token in tokens if isinstance(token, str))
    return {token_id(token): token for token in cleaned if token is not None}


def entry_of(former: Mapping[str, str]) -> str:
    """What the keyring is to hold. Nothing but the tokens: fingerprints follow from them."""
    return json.dumps(list(former.values()))


def still_in_use(
    former: Mapping[str, str], *, in_use: AbstractSet[str], present: str | None
) -> dict[str, str]:
    """Those that some work needs and that are not the present token, at most `MOST_KEPT`."""
    needed = {
        fingerprint: token
        for fingerprint, token in former.items()
        if fingerprint in in_use and token != present
    }
    return dict(list(needed.items())[-MOST_KEPT:])
