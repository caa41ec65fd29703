"""Small files of the profile: written as a whole or not at all, and set aside where damaged."""

import contextlib
import logging
import os
import tempfile
from datetime import datetime
from pathlib import Path

_log = logging.getLogger(__name__)


def write_at_once(path: Path, content: bytes) -> None:
    """Replaces a file; whoever reads it sees the old or the new one. Readable to its user only.

    Raises:
        OSError: It could not be written; the old one is still there.
    """
    # People keep such files elsewhere and put a link here; the link stays.
    path = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def set_aside(path: Path) -> Path | None:
    """Gives a file that is not understood another name; `None` where it has to stay."""
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    stem, number = f"{path.stem}.broken-{day}", 1
    aside = path.with_name(f"{stem}{path.suffix}")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stem}-{number}{path.suffix}")
    try:
        path.rename(aside)
    except OSError as error:
        _log.warning("%s is broken and stays where it is: %s", path.name, error)
        return None
    return aside
