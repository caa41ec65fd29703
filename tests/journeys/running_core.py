"""The real core in the test's own process, over a profile of its own."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from omniflash_desktop.app.core import Core, build_core
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import open_library


@asynccontextmanager
async def an_app(folder: Path, base_url: str) -> AsyncGenerator[Core]:
    """One run of the app, whose settings name `base_url`."""
    folders = ProfileFolders.under(folder)
    assert folders.create() is None
    library = open_library(folders.library_file)
    assert not isinstance(library, Problem)
    crashes: list[BaseException] = []
    core = build_core(
        folders,
        library,
        Preferences(base_url=base_url),
        base_url=base_url,
        language="",
        patience=Patience(),
        report_exception=lambda error, _name: crashes.append(error),
    )
    try:
        yield core
    finally:
        await core.close()
    assert crashes == []
