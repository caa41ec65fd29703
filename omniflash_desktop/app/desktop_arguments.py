"""What can be typed after `omniflash-desktop`. Read before Qt is loaded, so that help is quick."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from omniflash_desktop.domain.preferences import Theme


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Reads the command line; on wrong input it says so and exits with status 2."""
    parser = argparse.ArgumentParser(
        prog="omniflash-desktop",
        description="Opens the window of Omniflash Desktop.",
        epilog="Files, folders and links that are named are put into the tray of references.",
    )
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help="keep everything the app keeps below DIR"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--base-url", metavar="URL", help="the service's address for this run")
    where.add_argument(
        "--sandbox",
        action="store_true",
        help="use the built-in sandbox for this run: free, and nothing leaves this computer",
    )
    parser.add_argument(
        "--theme", choices=[theme.value for theme in Theme], help="colours for this run"
    )
    parser.add_argument(
        "--lang",
        choices=("en", "zh", "ko", "ja"),
        metavar="CODE",
        help="language of dates, numbers and the service's reasons for this run: en, zh, ko or ja",
    )
    parser.add_argument(
        "--self-test",
        type=Path,
        metavar="OUT_DIR",
        help="make a clip in the sandbox through the window, write a report, and end",
    )
    parser.add_argument("files", nargs="*", type=_named, metavar="FILES")
    return parser.parse_args(arguments)


def _named(text: str) -> Path | str:
    """A link as it is; anything else is a file, whose whole path a first window understands too."""
    from omniflash_desktop.ui.compose.dropped_text import is_web_link, path_of_address

    if is_web_link(text):
        return text
    path = path_of_address(text, may_be_share=True) or Path(text)
    # Not resolved: a link to a picture keeps the name that the user knows it by.
    return Path(os.path.abspath(path))
