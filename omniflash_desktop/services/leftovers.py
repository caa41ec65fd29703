"""Removes, at a start, what runs that died have left in the clips' folder."""

import asyncio

from omniflash_desktop.domain.generation import FINAL_STATES
from omniflash_desktop.services.ports import ClipFiles, GenerationLibrary


async def remove_leftovers(files: ClipFiles, library: GenerationLibrary) -> list[str]:
    """Removes unfinished downloads that nobody goes on with, and what else nobody owns.

    Returns:
        The ids of the generations whose downloads were removed.
    """
    # In this order: what begins after the look into the folder was not seen in it.
    found = await asyncio.to_thread(files.ids_with_parts)
    unwanted = [
        generation_id
        for generation_id in sorted(found)
        if not _is_under_way(generation_id, library)
    ]
    for generation_id in unwanted:
        await asyncio.to_thread(files.discard_part, generation_id)
    await asyncio.to_thread(files.remove_debris)
    return unwanted


def _is_under_way(generation_id: str, library: GenerationLibrary) -> bool:
    generation = library.find(generation_id)
    return generation is not None and generation.state not in FINAL_STATES
