"""A profile with many clips that were sent to a service, and the app's core over it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from omniflash_desktop.app.core import Core, build_core
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.submit_body import submit_body
from omniflash_desktop.services.patience import WITHOUT_END
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library

from ._stub_service import TOKEN


def fill_library(library: SqliteLibrary, number: int, *, service: str, task: str) -> None:
    """Writes `number` clips that wait for their tasks; the tasks are called `<task>-<place>`."""
    now = datetime.now(UTC)
    request = GenerationRequest(prompt="a red paper boat drifts on a pond, seen from above")
    for place in range(number):
        sent = now - timedelta(seconds=number - place)
        library.save(
            Generation(
                id=f"{place:012x}",
                service=service,
                request=request,
                state=State.WAITING,
                created_at=sent,
                changed_at=sent,
                idempotency_key=f"7d5e7e52-0000-4000-8000-{place:012}",
                body=submit_body(request),
                submitted_at=sent,
                task_id=f"{task}-{place:04}",
            )
        )


@asynccontextmanager
async def core_over(profile: Path, *, service: str) -> AsyncIterator[Core]:
    """The core as a command builds it, but with the patience of a window."""
    os.environ["OMNIFLASH_TOKEN"] = TOKEN
    folders = ProfileFolders.chosen(profile)
    folders.create()
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary), library
    core = build_core(
        folders,
        library,
        Preferences(),
        base_url=service,
        language="en",
        patience=WITHOUT_END,
        report_exception=_raise,
    )
    try:
        yield core
    finally:
        await core.close()


def _raise(exception: BaseException, task: str) -> None:
    raise RuntimeError(f"{task} failed") from exception
