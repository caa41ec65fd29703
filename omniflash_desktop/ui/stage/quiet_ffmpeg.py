"""Keeps FFmpeg, as Qt brings it, from writing about each opened file to the terminal."""

import contextlib
import ctypes
from pathlib import Path
from typing import Final

import PySide6

_ERRORS_ONLY: Final = 16  # AV_LOG_ERROR in libavutil/log.h


def quiet_ffmpeg() -> None:
    """Lets Qt's own libavutil tell of errors only. Where it is not found, nothing changes."""
    folder = Path(PySide6.__file__).parent
    # Linux and macOS keep it with Qt's libraries, Windows beside the package.
    names = ("Qt/lib/libavutil.so.*", "Qt/lib/libavutil.*.dylib", "avutil-*.dll")
    for path in [found for name in names for found in sorted(folder.glob(name))][:1]:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(str(path)).av_log_set_level(_ERRORS_ONLY)
