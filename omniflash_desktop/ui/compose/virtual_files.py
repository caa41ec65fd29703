"""Files that Windows programs promise: mail, archives and browsers describe them, then give bytes.

The descriptions are `FILEGROUPDESCRIPTORW` of the Windows shell: a count, then a fixed record for
each file with its attributes and its name.
"""

import struct
from collections.abc import Callable
from pathlib import PureWindowsPath
from typing import Final

from omniflash_desktop.ui.compose.media_kinds import kind_of_name

MOST_FILES: Final = 50
_DESCRIPTIONS: Final = 'application/x-qt-windows-mime;value="filegroupdescriptorw"'
_CONTENTS: Final = 'application/x-qt-windows-mime;value="FileContents"'
_RECORD_BYTES: Final = 592
_ATTRIBUTES_AT: Final = 36
_NAME_AT: Final = 72
_IS_FOLDER: Final = 0x10


def names_of_virtual_files(data_of: Callable[[str], bytes]) -> list[str]:
    """The names of all promised files, in their order; empty for a folder.

    Args:
        data_of: Gives the bytes of a format by its name in lower case.
    """
    data = data_of(_DESCRIPTIONS)
    if len(data) < 4:
        return []
    (count,) = struct.unpack_from("<I", data)
    names: list[str] = []
    for place in range(min(count, MOST_FILES)):
        record = data[4 + place * _RECORD_BYTES :][:_RECORD_BYTES]
        if len(record) < _RECORD_BYTES:
            break
        (attributes,) = struct.unpack_from("<I", record, _ATTRIBUTES_AT)
        text = record[_NAME_AT:].decode("utf-16-le", errors="replace").partition("\0")[0]
        # The name may hold folders, even "..": only its last part is a name for us.
        names.append("" if attributes & _IS_FOLDER else PureWindowsPath(text).name)
    return names


def is_virtual_file(name: str) -> bool:
    """Whether the bytes of a promised file are worth fetching."""
    return kind_of_name(PureWindowsPath(name)) is not None


def virtual_file_format(place: int) -> str:
    """The name, in lower case, of the format that holds the bytes of the file at `place`."""
    return format_of_contents(place).lower()


def format_of_contents(place: int) -> str:
    """The same as Qt wants it."""
    return f"{_CONTENTS};index={place}"
