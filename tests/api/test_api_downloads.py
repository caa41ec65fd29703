"""What networks and disks do to a download, over real connections."""

import asyncio
import os
import tracemalloc
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from omniflash_desktop.api import downloads, part_file
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.outcomes import (
    Downloaded,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.api.exchanges import CLIP, TOKEN
from tests.api.raw_server import (
    Behaviour,
    cuts,
    raw_server,
    resets,
    says,
    stays_silent,
)


async def downloaded(url: str, part: Path) -> Downloaded | Problem:
    async with Transport() as transport:
        return await HttpVideoApi(transport, "http://127.0.0.1", TOKEN).download(url, part)


async def test_a_large_body_comes_in_pieces_as_large_as_the_system_hands_over() -> None:
    body = bytes(8_000_000)
    async with (
        raw_server(says(200, body)) as server,
        Transport() as transport,
        transport.open_link(server.url, headers={}, stall=10) as answer,
    ):
        sizes = [len(piece) async for piece in answer.chunks()]

    assert sum(sizes) == len(body)
    # 64 KiB is what httpcore reads unless it is told otherwise.
    assert max(sizes) > 64 * 1024


def _range(start: int) -> str:
    return f"bytes {start}-{len(CLIP) - 1}/{len(CLIP)}"


async def test_a_cut_download_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    part = tmp_path / "clip.part"
    rest = says(206, CLIP[700_000:], Content_Range=_range(700_000), ETag='"v1"')
    async with raw_server(cuts(200, len(CLIP), CLIP[:700_000], ETag='"v1"'), rest) as server:
        outcome = await downloaded(server.url + "/clip.mp4", part)

    assert outcome == Downloaded(size_bytes=len(CLIP))
    assert part.read_bytes() == CLIP
    assert server.header_of(1, "Range") == "bytes=700000-"
    assert server.header_of(1, "If-Range") == '"v1"'
    assert server.header_of(0, "Authorization") is None


@pytest.mark.parametrize(
    "second",
    [
        [says(200, CLIP, ETag='"v2"')],
        [says(206, CLIP[499_999:], Content_Range=_range(499_999)), says(200, CLIP)],
        [says(206, bytes(5), Content_Range=_range(500_000), ETag='"v2"'), says(200, CLIP)],
        [says(416, b""), says(200, CLIP)],
    ],
    ids=["ignores the range", "sends another range", "changed the file", "knows no such range"],
)
async def test_a_download_begins_anew_where_it_cannot_go_on(
    second: list[Behaviour], tmp_path: Path
) -> None:
    part = tmp_path / "clip.part"
    old = b"\x00\x00\x00\x18ftypisom" + b"o" * 499_988
    async with raw_server(cuts(200, len(CLIP), old, ETag='"v1"'), *second) as server:
        outcome = await downloaded(server.url + "/clip.mp4", part)

    assert outcome == Downloaded(size_bytes=len(CLIP))
    assert part.read_bytes() == CLIP
    assert server.header_of(1, "Range") == "bytes=500000-"


async def test_the_bytes_of_an_earlier_run_are_used(tmp_path: Path) -> None:
    part = tmp_path / "clip.part"
    half = cuts(200, len(CLIP), CLIP[:400_000], Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT")
    async with raw_server(half, resets) as server:
        first = await downloaded(server.url + "/clip.mp4", part)
    async with raw_server(says(206, CLIP[400_000:], Content_Range=_range(400_000))) as server:
        second = await downloaded(server.url + "/fresh-link.mp4", part)

    assert isinstance(first, Problem)
    assert first.kind is ProblemKind.DOWNLOAD_BROKEN
    assert first.charged is Charged.YES
    assert second == Downloaded(size_bytes=len(CLIP))
    assert server.header_of(0, "If-Range") == "Sun, 22 Nov 2026 10:00:00 GMT"
    assert part.read_bytes() == CLIP


async def test_a_whole_download_is_flushed_before_it_is_called_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(part_file.os, "fsync", lambda file: flushed.append(os.fstat(file).st_size))
    async with raw_server(says(200, CLIP)) as server:
        await downloaded(server.url + "/clip.mp4", tmp_path / "clip.part")

    assert flushed == [len(CLIP)]


async def test_bytes_of_unknown_origin_are_not_used(tmp_path: Path) -> None:
    part = tmp_path / "clip.part"
    part.write_bytes(b"of something else")
    async with raw_server(says(200, CLIP)) as server:
        outcome = await downloaded(server.url + "/clip.mp4", part)

    assert outcome == Downloaded(size_bytes=len(CLIP))
    assert server.header_of(0, "Range") is None
    assert part.read_bytes() == CLIP


async def test_a_line_that_brings_nothing_is_left_to_the_callers_patience(tmp_path: Path) -> None:
    silent_cut = cuts(200, len(CLIP), b"")
    async with raw_server(silent_cut, silent_cut) as server:
        outcome = await downloaded(server.url + "/clip.mp4", tmp_path / "clip.part")

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.DOWNLOAD_BROKEN
    assert len(server.requests) == 1


async def test_a_download_that_stalls_is_broken_and_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "DOWNLOAD_STALL_SECONDS", 0.2)
    part = tmp_path / "clip.part"

    async def sends_half_and_waits(writer: asyncio.StreamWriter) -> None:
        await cuts(200, len(CLIP), CLIP[:600_000])(writer)
        await stays_silent(writer)

    async with raw_server(sends_half_and_waits, resets) as server:
        outcome = await downloaded(server.url + "/clip.mp4", part)

    assert isinstance(outcome, Problem)
    assert part.read_bytes() == CLIP[:600_000]
    assert server.header_of(1, "Range") == "bytes=600000-"


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><title>Please log in</title>" + b" " * 5000,
        b'  {"error":"gone"}',
        b"error code: 1010",
        b"<?xml version='1.0'?><Error>no</Error>",
    ],
)
async def test_a_page_in_place_of_a_clip_costs_nothing_that_was_there(
    body: bytes, tmp_path: Path
) -> None:
    part = tmp_path / "clip.part"
    half = cuts(200, len(CLIP), CLIP[:400_000], ETag='"v1"')
    async with raw_server(half, says(200, body, Content_Type="video/mp4")) as server:
        outcome = await downloaded(server.url + "/clip.mp4", part)

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.NOT_A_VIDEO
    assert part.read_bytes() == CLIP[:400_000]


async def test_a_redirected_download_reaches_the_other_host_without_the_token(
    tmp_path: Path,
) -> None:
    async with raw_server(says(200, CLIP)) as other:
        there = f"http://localhost:{other.port}/clip.mp4"
        async with raw_server(says(302, b"", Location=there)) as server:
            outcome = await downloaded(server.url + "/clip.mp4", tmp_path / "clip.part")

    assert outcome == Downloaded(size_bytes=len(CLIP))
    for request in (*server.requests, *other.requests):
        assert TOKEN.encode() not in request
        assert b"authorization" not in request.lower()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (403, ProblemKind.RESULT_EXPIRED),
        (404, ProblemKind.RESULT_EXPIRED),
        (410, ProblemKind.RESULT_EXPIRED),
        (429, ProblemKind.RATE_LIMITED),
        (503, ProblemKind.SERVICE_TROUBLE),
        (400, ProblemKind.DOWNLOAD_BROKEN),
    ],
)
async def test_a_download_that_is_refused_says_why(
    status: int, kind: ProblemKind, tmp_path: Path
) -> None:
    async with raw_server(says(status, b"<Error>no</Error>", Retry_After="9")) as server:
        outcome = await downloaded(server.url + "/clip.mp4", tmp_path / "clip.part")

    assert isinstance(outcome, Problem)
    assert outcome.kind is kind
    assert outcome.http_status == status
    assert outcome.service_message == "no"
    assert outcome.retry_after == 9


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "clip.mp4", ""])
async def test_what_is_no_link_is_not_fetched(url: str, tmp_path: Path) -> None:
    outcome = await downloaded(url, tmp_path / "clip.part")

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.RESULT_MISSING


async def test_a_folder_that_went_away_is_named(tmp_path: Path) -> None:
    async with raw_server(says(200, CLIP)) as server:
        outcome = await downloaded(server.url + "/c.mp4", tmp_path / "Stick" / "clip.part")

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.FOLDER_UNWRITABLE
    assert outcome.subject == "Stick"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
async def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "clip.part"
    part.symlink_to("/dev/full")
    async with raw_server(says(200, CLIP)) as server:
        outcome = await downloaded(server.url + "/c.mp4", part)

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.DISK_FULL


async def test_a_big_clip_takes_little_memory(tmp_path: Path) -> None:
    size = 96_000_000

    async def streams(writer: asyncio.StreamWriter) -> None:
        piece = bytes(1_000_000)
        await cuts(200, size, CLIP[:16])(writer)
        for left in range(size - 16, 0, -len(piece)):
            writer.write(piece[:left])
            await writer.drain()

    told: list[int] = []
    async with raw_server(streams) as server, Transport() as transport:
        api = HttpVideoApi(transport, server.url, TOKEN)
        tracemalloc.start()
        outcome = await api.download(
            server.url, tmp_path / "clip.part", on_bytes=lambda done, _: told.append(done)
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert outcome == Downloaded(size_bytes=size)
    assert told[-1] == size
    assert peak < 16_000_000


class Disk:
    """How much room a disk has, as far as the app can see."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, free: int, *, filled_after: int | None = None
    ) -> None:
        self.free = free + part_file.DISK_RESERVE_BYTES
        self.looks = 0
        self.filled_after = filled_after
        monkeypatch.setattr(part_file.shutil, "disk_usage", self._usage)

    def _usage(self, folder: Path) -> Any:
        self.looks += 1
        if self.looks == self.filled_after:
            self.free = part_file.DISK_RESERVE_BYTES + 1000
        taken = sum(part.stat().st_size for part in folder.glob("*.part"))
        return SimpleNamespace(free=self.free - taken)


async def test_a_clip_that_does_not_fit_is_not_even_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Disk(monkeypatch, len(CLIP) - 1)
    async with raw_server(says(200, CLIP)) as server:
        outcome = await downloaded(server.url + "/c.mp4", tmp_path / "clip.part")

    assert isinstance(outcome, Problem)
    assert (outcome.kind, outcome.charged) == (ProblemKind.DISK_FULL, Charged.YES)
    assert (outcome.needs_bytes, outcome.free_bytes) == (len(CLIP), len(CLIP) - 1)
    assert os.listdir(tmp_path) == []


async def test_a_clip_that_just_fits_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Disk(monkeypatch, len(CLIP))
    async with raw_server(says(200, CLIP)) as server:
        outcome = await downloaded(server.url + "/c.mp4", tmp_path / "clip.part")
    assert outcome == Downloaded(size_bytes=len(CLIP))


async def test_a_disk_that_others_fill_on_the_way_keeps_what_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size, part = 8_000_000, tmp_path / "clip.part"
    # Looked at before the first byte, and before each block that is written.
    disk = Disk(monkeypatch, size, filled_after=3)
    whole = says(200, CLIP[:16] + bytes(size - 16), ETag='"v1"')
    async with raw_server(whole) as server:
        outcome = await downloaded(server.url + "/c.mp4", part)
    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.DISK_FULL
    kept = part.stat().st_size
    assert kept > 0
    assert outcome.needs_bytes == size - kept

    disk.free = part_file.DISK_RESERVE_BYTES + size
    rest = says(
        206, bytes(size - kept), Content_Range=f"bytes {kept}-{size - 1}/{size}", ETag='"v1"'
    )
    async with raw_server(rest) as server:
        outcome = await downloaded(server.url + "/c.mp4", part)
    assert outcome == Downloaded(size_bytes=size)
    assert server.header_of(0, "Range") == f"bytes={kept}-"


async def test_room_that_an_old_part_takes_counts_for_its_successor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / "clip.part"
    part.write_bytes(bytes(400_000))
    Disk(monkeypatch, len(CLIP))
    async with raw_server(says(200, CLIP)) as server:
        outcome = await downloaded(server.url + "/c.mp4", part)
    assert outcome == Downloaded(size_bytes=len(CLIP))
