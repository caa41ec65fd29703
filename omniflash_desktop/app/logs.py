"""The app's log: one file a profile, bounded, without tokens and without links' signatures."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES_A_FILE = 1024 * 1024
_SECRETS = re.compile(
    r"""(?ix)
      \bbearer\s+[^\s"',;]+
    | (?<![a-z0-9])sk-[\w.~+/=*-]+                               # not the id "task-7"
    | (?<=[?&])[^=&\s]*(?:sig|token|key|credential|policy)[^=&\s]*=[^&\s"'<>]+
    | (?<=://)[^\s/@:]+:[^\s/@]+(?=@)                            # a proxy's password
    """
)


class _Redacting(logging.Formatter):
    """Removes, from the finished line, whatever looks like a key."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub("[removed]", super().format(record))


def start_log(folder: Path) -> None:
    """Writes warnings and worse to `omniflash.log`; without a folder, to nowhere."""
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    try:
        handler = RotatingFileHandler(
            folder / "omniflash.log", maxBytes=_BYTES_A_FILE, backupCount=3, encoding="utf-8"
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
