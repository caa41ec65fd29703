"""Removes, once at a start, what earlier runs have gathered and nobody needs any more."""

import asyncio
import logging
from datetime import UTC, datetime

from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.kept_references import KeptReferences
from omniflash_desktop.storage.picture_cache import PictureCache

_log = logging.getLogger(__name__)


async def tidy_profile(folders: ProfileFolders) -> None:
    """Bounds the cache of small pictures, and empties the folder of references' copies."""
    await asyncio.to_thread(PictureCache(folders.cache_folder).remove_oldest)
    kept = KeptReferences(folders)
    removed = await asyncio.to_thread(kept.remove_unused, now=datetime.now(UTC))
    if removed:
        _log.info("%s copies of references that nothing needs are removed", len(removed))
