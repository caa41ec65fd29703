"""What is on the disk before the first byte of a submit leaves, with the real app inside."""

import asyncio
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.token_id import token_id
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import open_library
from tests.api.raw_server import Behaviour, header_in, raw_server, says
from tests.builders import a_request

from .running_core import an_app

TOKEN = "sk-0123456789"
BALANCE = says(200, b'{"success":true,"remain_balance":10}')
RUNNING = says(200, b'{"code":200,"data":{"id":"task_1","status":"processing"}}')
TAKEN = b'{"code":200,"data":[{"status":"submitted","task_id":"task_1"}]}'


def kept_in(folders: ProfileFolders, generation_id: str) -> Generation:
    """As another process reads it, which sees what is written and nothing else."""
    library = open_library(folders.library_file, read_only=True)
    assert not isinstance(library, Problem)
    kept = library.find(generation_id)
    library.close()
    assert kept is not None
    return kept


def gets(request: bytes) -> Behaviour:
    return BALANCE if b"/balance" in request.splitlines()[0] else RUNNING


async def test_the_intent_the_bytes_the_key_and_the_balance_are_written_before_they_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNIFLASH_TOKEN", TOKEN)
    folders = ProfileFolders.under(tmp_path / "profile")
    seen: list[Generation] = []
    arrived = asyncio.Event()

    async def looks_into_the_library(writer: asyncio.StreamWriter) -> None:
        seen.append(kept_in(folders, kite.id))
        await says(200, TAKEN)(writer)
        arrived.set()

    async with (
        raw_server(looks_into_the_library, gets=gets) as server,
        an_app(tmp_path / "profile", server.url) as core,
    ):
        (kite,) = core.queue.start(a_request(), service=server.url)
        await arrived.wait()
        (post,) = server.posts

    (intent,) = seen
    assert intent.state is State.SUBMITTING
    assert intent.body == post.split(b"\r\n\r\n", 1)[1]
    assert intent.idempotency_key == header_in(post, "Idempotency-Key") == kite.idempotency_key
    assert intent.token_id == token_id(TOKEN)
    assert intent.evidence is not None
    assert intent.evidence.before is not None
    assert intent.evidence.before.remaining == 10
    assert TOKEN not in folders.library_file.read_bytes().decode("latin-1")
