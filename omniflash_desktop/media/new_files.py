"""Files that get a name of their own and never take another file's place."""

import filecmp
import os
from pathlib import Path


def moved_to_a_free_name(unfinished: Path, wanted: Path) -> Path:
    """Gives a file that is whole the wanted name, or that name with the next free number.

    A file of the same content that has the name already is taken for it: the same frame saved
    twice is one picture.

    Args:
        unfinished: In the folder of `wanted`; afterwards it may be removed.
        wanted: The name.

    Returns:
        Where the content lies now.

    Raises:
        OSError: The folder cannot be written.
    """
    target, number = wanted, 2
    while not _placed(unfinished, target):
        if filecmp.cmp(unfinished, target, shallow=False):
            return target
        target = wanted.with_name(f"{wanted.stem}_{number}{wanted.suffix}")
        number += 1
    return target


def _placed(unfinished: Path, target: Path) -> bool:
    """Puts the file there; `False` where another one has the name."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        return False
    except OSError:
        return _placed_without_links(unfinished, target)
    return True


def _placed_without_links(unfinished: Path, target: Path) -> bool:
    # Memory sticks know no links. Whoever makes the empty file has the name.
    try:
        target.open("xb").close()
    except FileExistsError:
        return False
    os.replace(unfinished, target)
    return True
