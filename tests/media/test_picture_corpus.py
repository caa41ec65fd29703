"""Whatever pictures people drop: what the service gets of them, or why it gets nothing."""

import asyncio
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from picture_corpus import difference
from picture_table import PICTURES, TAKEN, Picture, Sent
from PIL import Image

from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES
from omniflash_desktop.media.color import profile_to_translate
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.services.clock import SystemClock
from tests.builders import a_request
from tests.sandbox.running_sandbox import RunningSandbox, sandbox_running
from tests.services.fake_bucket import uploader_without_bucket


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWorkers]:
    """Workers that all of these tests share: starting some takes longer than most pictures."""
    folder = tmp_path_factory.mktemp("media")
    workers = MediaWorkers(pictures_folder=folder / "pictures", workers=1, job_seconds=10.0)
    asyncio.run(workers.prepare_image(folder))
    yield workers
    asyncio.run(workers.close())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with sandbox_running("--rate", "0") as running:
        yield running


def made(picture: Picture, folder: Path) -> Path:
    # Made under a plain name: not every program that writes pictures takes every name.
    file = picture.make(folder / "made")
    try:
        return file.rename(folder / picture.name) if file.exists() else file
    except OSError:
        pytest.skip("this disk does not take the name")


def test_the_corpus_is_large_enough() -> None:
    assert len(TAKEN) >= 60
    assert len(PICTURES) >= 110


@pytest.mark.parametrize("picture", TAKEN.values(), ids=TAKEN.keys())
async def test_what_reaches_the_service_is_upright_and_srgb_and_tells_nothing(
    picture: Picture, tmp_path: Path, media: MediaWorkers, sandbox: RunningSandbox
) -> None:
    source, expected = made(picture, tmp_path), picture.outcome
    assert isinstance(expected, Sent)
    before = source.read_bytes()
    uploader = uploader_without_bucket(media, SystemClock())
    async with Transport() as transport:
        api = HttpVideoApi(transport, sandbox.base_url, sandbox.token)
        request = a_request(images=(ImageReference(path=source),))
        references = await uploader.prepare(request, SANDBOX)
        assert not isinstance(references, Problem), references
        links = await uploader.upload(references, api, lambda progress: None)
    assert not isinstance(links, Problem), links
    (prepared,) = references.images
    assert isinstance(prepared, PreparedImage)
    (url,) = links.image_urls
    arrived = sandbox.client.get(url).content

    assert len(arrived) == prepared.size_bytes <= MAX_UPLOAD_BYTES
    assert hashlib.sha256(arrived).hexdigest() == prepared.sha256
    assert b"Secret" not in arrived
    looks = expected.looks()
    with Image.open(io.BytesIO(arrived)) as image:
        assert Image.MIME[image.format or ""] == prepared.content_type == expected.content_type
        assert image.size == looks.size == (prepared.width, prepared.height)
        assert difference(image, looks) <= expected.most
        assert image.mode in ("RGB", "RGBA", "L", "LA", "P", "1")
        assert profile_to_translate(image) is None
        assert dict(image.getexif()) == {}
    # And the user's file is as it was, and nobody holds it.
    assert source.read_bytes() == before
    source.rename(tmp_path / "renamed")


@pytest.mark.parametrize("picture", TAKEN.values(), ids=TAKEN.keys())
async def test_what_was_changed_and_left_out_is_told(
    picture: Picture, tmp_path: Path, media: MediaWorkers
) -> None:
    source, expected = made(picture, tmp_path), picture.outcome
    assert isinstance(expected, Sent)

    prepared = await media.prepare_image(source)

    assert isinstance(prepared, PreparedImage)
    assert prepared.converted_from == expected.converted_from
    assert prepared.removed == expected.removed
    assert prepared.told == ()
    assert prepared.turned == expected.turned
    assert prepared.converted_profile == expected.profile
    assert prepared.shrunk == expected.shrunk == bool(prepared.shrink_steps)
    assert prepared.source_size_bytes == source.stat().st_size
    assert (prepared.source_width, prepared.source_height) == expected.looks().size
    if prepared.shrink_steps:
        assert prepared.shrink_steps[-1].size_bytes == prepared.size_bytes


REFUSED = {name: one for name, one in PICTURES.items() if isinstance(one.outcome, str)}


@pytest.mark.parametrize("picture", REFUSED.values(), ids=REFUSED.keys())
async def test_what_cannot_be_sent_is_refused_with_the_reason(
    picture: Picture, tmp_path: Path, media: MediaWorkers
) -> None:
    source = made(picture, tmp_path)

    problem = await media.prepare_image(source)

    assert isinstance(problem, Problem)
    assert (problem.detail, problem.subject) == (picture.outcome, source.name)
    assert os.listdir(tmp_path) == ([source.name] if source.exists() else [])
