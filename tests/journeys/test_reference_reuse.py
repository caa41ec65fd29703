"""A reference goes up once: its second use sends none of its bytes, also after a restart."""

import asyncio
import hashlib
from pathlib import Path

import pytest
from PIL import Image

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.services.changes import Change, GenerationChanged
from tests.builders import a_request
from tests.sandbox.counted_line import counted_line

from .conftest import Sandbox
from .running_core import an_app


async def test_the_second_use_of_a_picture_sends_no_byte_of_it(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNIFLASH_TOKEN", sandbox.token)
    picture = tmp_path / "kite.png"
    Image.effect_noise((640, 360), 60).convert("RGB").save(picture)
    request = a_request(images=(ImageReference(path=picture),))

    async with counted_line(sandbox.base_url) as line:

        async def sent_by_a_run(takes: int) -> tuple[int, list[Generation]]:
            before = line.uploaded_bytes
            taken = asyncio.Semaphore(0)

            def hear(change: Change) -> None:
                if isinstance(change, GenerationChanged) and change.before is not None:
                    states = (change.before.state, change.generation.state)
                    if states == (State.SUBMITTING, State.WAITING):
                        taken.release()

            async with an_app(tmp_path / "profile", line.url) as core:
                core.changes.subscribe(hear)
                clips = core.queue.start(request, service=line.url, takes=takes)
                for _ in clips:
                    await taken.acquire()
                sent = [core.queue.current(clip.id) for clip in clips]
            return line.uploaded_bytes - before, sent

        first, takes = await sent_by_a_run(takes=2)
        second, again = await sent_by_a_run(takes=1)

    (sent,) = takes[0].sent_references
    assert sent.size_bytes is not None
    # A form around it, and no second copy for the second take.
    assert sent.size_bytes < first < sent.size_bytes + 1000
    assert second == 0
    assert [one.was_there for one in again[0].sent_references] == [True]
    assert sent.sha256 == hashlib.sha256(picture.read_bytes()).hexdigest()
