"""The second use of a reference, against its first. Goal: 0 bytes, and a small part of the time.

The first use uploads a picture of some megabytes to the real sandbox; the second one finds the
link in the library of another run, and asks whether it still answers.
"""

import asyncio
import hashlib
import tempfile
import time
from pathlib import Path
from statistics import median

from PIL import Image

from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.service_uploads import ServiceUploads
from omniflash_desktop.services.upload_lanes import UploadLanes
from omniflash_desktop.storage.generation_library import open_library
from tests.sandbox.counted_line import CountedLine, counted_line
from tests.sandbox.running_sandbox import RunningSandbox, sandbox_running

RUNS = 7


def a_picture(folder: Path, number: int) -> PreparedImage:
    path = folder / f"{number}.png"
    Image.effect_noise((1920, 1080), 40 + number).convert("RGB").save(path, compress_level=1)
    content = path.read_bytes()
    return PreparedImage(
        path=path,
        content_type="image/png",
        width=1920,
        height=1080,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


async def one_use(
    folder: Path, picture: PreparedImage, line: CountedLine, token: str
) -> tuple[int, float]:
    """Bytes uploaded and milliseconds, by a run of its own."""
    library = open_library(folder / "library.sqlite3")
    assert not isinstance(library, Problem), library
    uploads = ServiceUploads(library, UploadLanes(), SystemClock())
    before = line.uploaded_bytes
    try:
        async with Transport() as transport:
            api = HttpVideoApi(transport, line.url, token)
            await api.key_balance()
            began = time.perf_counter()
            link = await uploads.link_to_picture(picture, api)
            milliseconds = (time.perf_counter() - began) * 1000
    finally:
        library.close()
    assert isinstance(link, str), link
    return line.uploaded_bytes - before, milliseconds


async def measure(folder: Path, sandbox: RunningSandbox) -> None:
    uses: list[tuple[tuple[int, float], tuple[int, float]]] = []
    async with counted_line(sandbox.base_url) as line:
        for number in range(RUNS):
            picture = a_picture(folder, number)
            first = await one_use(folder, picture, line, sandbox.token)
            uses.append((first, await one_use(folder, picture, line, sandbox.token)))
    first_bytes = median(first[0] for first, _ in uses)
    second_bytes = max(second[0] for _, second in uses)
    first_ms, second_ms = (median(use[at][1] for use in uses) for at in (0, 1))
    verdict = "within" if second_bytes == 0 else "ABOVE THE GOAL"
    print("using a reference a second time, in another run")
    print(f"  first   {first_bytes:12,.0f} bytes {first_ms:8.1f} ms")
    print(f"  second  {second_bytes:12,.0f} bytes {second_ms:8.1f} ms, goal 0 bytes: {verdict}")
    print(f"  ratio   {second_ms / first_ms:12.3f} of the time")


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sandbox_running("--rate", "0") as sandbox:
        asyncio.run(measure(Path(name), sandbox))


if __name__ == "__main__":
    main()
