"""Paths in JSON and TOML, which hold text only: Linux allows any bytes in a file name."""

import base64
import os
from pathlib import Path
from typing import Any


def encode_path(value: Any) -> str | dict[str, str]:
    """What stands for a path; made for `enc_hook` of msgspec.

    Raises:
        NotImplementedError: It is something else.
    """
    if not isinstance(value, Path):
        raise NotImplementedError(type(value).__name__)
    raw = os.fsencode(value)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode("ascii")}


def decode_path(kind: type, value: Any) -> Any:
    """The path that `encode_path` wrote; made for `dec_hook` of msgspec.

    Raises:
        NotImplementedError: Something else than a path is wanted.
        ValueError: It is none.
    """
    if kind is not Path:
        raise NotImplementedError(kind.__name__)
    match value:
        case str():
            return Path(value)
        case {"base64": str(encoded)}:
            return Path(os.fsdecode(base64.b64decode(encoded)))
        case _:
            raise ValueError("not a path")
