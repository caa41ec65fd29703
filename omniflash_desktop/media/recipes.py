"""A clip's recipe in the clip's own file: written into a standard tag, and read from it.

The streams are copied packet by packet, so nothing is decoded, nothing is lost, and memory does
not grow with the clip. The copy takes the clip's place only when it is the same clip.
"""

import os
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.outcomes import WrittenRecipe
from omniflash_desktop.domain.recipe import (
    MAX_RECIPE_BYTES,
    SIDECAR_ENDING,
    NoRecipeError,
    Recipe,
    recipe_from,
)
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.source_files import checked_size, file_trouble, sha256_of
from omniflash_desktop.media.stream_copy import copy_with_tags, facts_of, opened_mp4
from omniflash_desktop.media.video_files import VIDEO_ERRORS

RECIPE_TAG: Final = "comment"
TITLE_TAG: Final = "title"
UNFINISHED_ENDING: Final = ".recipe"
"""Of the copy that is being made, behind the clip's whole name."""

_LONGEST_TITLE: Final = 200


def write_recipe(clip: Path, recipe: str, title: str) -> WrittenRecipe:
    """Puts `recipe` into the comment tag of an MP4; its index comes to stand before its data.

    Args:
        clip: Replaced as a whole, or left as it is.
        recipe: See `domain.recipe.recipe_json`.
        title: For the title tag; empty for none.

    Raises:
        UnusableError: It could not be written. The clip is untouched.
    """
    checked_size(clip)
    copy = clip.with_name(clip.name + UNFINISHED_ENDING)
    try:
        copy_with_tags(clip, copy, {RECIPE_TAG: recipe, TITLE_TAG: _one_line(title)})
        if facts_of(copy) != facts_of(clip) or _tag_of(copy) != recipe:
            raise UnusableError(Unusable.NOT_COPYABLE)
        with copy.open("r+b") as file:
            os.fsync(file.fileno())
        written = WrittenRecipe(size_bytes=copy.stat().st_size, sha256=sha256_of(copy))
        os.replace(copy, clip)
    except VIDEO_ERRORS as error:
        # What FFmpeg says of a full disk is an `OSError` as well.
        reason = file_trouble(error) if isinstance(error, OSError) else Unusable.NOT_COPYABLE
        raise UnusableError(reason) from error
    finally:
        copy.unlink(missing_ok=True)
    return written


def read_recipe(source: Path) -> Recipe:
    """The recipe in a clip, beside it, or in a file of its own.

    Raises:
        UnusableError: There is none, or the file cannot be read.
    """
    if source.name.endswith(SIDECAR_ENDING):
        return _recipe_beside(source)
    checked_size(source)
    try:
        return recipe_from(_tag_of(source))
    except (NoRecipeError, *VIDEO_ERRORS):
        sidecar = source.with_name(source.name + SIDECAR_ENDING)
        if not sidecar.is_file():
            raise UnusableError(Unusable.NO_RECIPE) from None
        return _recipe_beside(sidecar)


def _tag_of(clip: Path) -> str:
    with opened_mp4(clip) as container:
        return container.metadata.get(RECIPE_TAG, "")


def _recipe_beside(sidecar: Path) -> Recipe:
    size_bytes = checked_size(sidecar)
    if size_bytes > MAX_RECIPE_BYTES:
        raise UnusableError(Unusable.NO_RECIPE)
    try:
        return recipe_from(sidecar.read_bytes())
    except NoRecipeError:
        raise UnusableError(Unusable.NO_RECIPE) from None
    except OSError:
        raise UnusableError(Unusable.UNREADABLE) from None


def _one_line(title: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:_LONGEST_TITLE]
