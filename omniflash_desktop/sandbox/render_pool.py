"""At most two worker processes that render, apart from the server so that polls never wait.

A worker takes one job at a time as a JSON line and answers in JSON lines. It ends when its standard
input closes, so none outlives the server, however that ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from omniflash_desktop.sandbox.failure_words import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG = logging.getLogger(__name__)

MAX_WORKERS: Final = 2
_SILENCE_SECONDS: Final = 60.0  # without a frame: the worker hangs in some decoder
_IDLE_SECONDS: Final = 30.0  # an idle worker is let go of with its memory
_LINE_BYTES: Final = 1024 * 1024
_PACKAGE_ROOT: Final = Path(__file__).resolve().parents[2]


class RenderError(Exception):
    """A clip cannot be made.

    Attributes:
        failure: What its task fails with.
    """

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(f"{failure}: {detail}")
        self.failure = failure


class _Worker:
    """One worker process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._input = process.stdin
        self._output = process.stdout
        self._dismissal: asyncio.TimerHandle | None = None

    @staticmethod
    async def started() -> _Worker:
        paths = [str(_PACKAGE_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else 0
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "omniflash_desktop.sandbox.rendering",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE_BYTES,
            env=environment,
            creationflags=flags,
        )
        return _Worker(process)

    async def render(self, job: dict[str, Any], on_progress: Callable[[float], None]) -> None:
        self._input.write(json.dumps(job).encode() + b"\n")
        try:
            await self._input.drain()
            while True:
                line = await asyncio.wait_for(self._output.readline(), _SILENCE_SECONDS)
                if not line:
                    raise RenderError(Failure.INTERNAL, "the worker process died")
                news: dict[str, Any] = json.loads(line)
                match news["news"]:
                    case "progress":
                        on_progress(float(news["share"]))
                    case "done":
                        return
                    case _:
                        raise RenderError(Failure(news["failure"]), str(news["detail"]))
        except (ConnectionError, ValueError) as error:
            raise RenderError(Failure.INTERNAL, "the worker process broke off") from error
        except TimeoutError as error:
            self.kill()
            raise RenderError(Failure.INTERNAL, "the worker process hung") from error

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    def dismiss_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._dismissal = loop.call_later(_IDLE_SECONDS, self._input.close)

    def keep(self) -> bool:
        """Call off the dismissal; false when it is too late."""
        if self._dismissal is not None:
            self._dismissal.cancel()
        return self.alive and not self._input.is_closing()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()

    async def ended(self) -> None:
        if self._dismissal is not None:
            self._dismissal.cancel()
        self.kill()
        self._input.close()
        await self._process.wait()


class RenderPool:
    """The workers, started when they are needed."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(MAX_WORKERS)
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []

    async def render(self, job: dict[str, Any], on_progress: Callable[[float], None]) -> None:
        """Render one clip, waiting for a free worker.

        Args:
            job: What `rendering.jobs.Job` reads.
            on_progress: Called with the share of the frames that are done, 0 to 1.

        Raises:
            RenderError: If a reference is not readable, or the worker dies or hangs.
        """
        async with self._places:
            worker = await self._free_worker()
            try:
                await worker.render(job, on_progress)
            except BaseException as error:
                # A worker that said why it failed is sound; any other is in an unknown state.
                if isinstance(error, RenderError) and error.failure is not Failure.INTERNAL:
                    self._lay_aside(worker)
                else:
                    worker.kill()
                if isinstance(error, RenderError):
                    _LOG.info("A clip could not be rendered: %s", error)
                raise
            self._lay_aside(worker)

    async def _free_worker(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.keep():
                return worker
        self._all = [worker for worker in self._all if worker.alive]
        worker = await _Worker.started()
        self._all.append(worker)
        return worker

    def _lay_aside(self, worker: _Worker) -> None:
        worker.dismiss_later()
        self._idle.append(worker)

    async def close(self) -> None:
        """End all workers at once."""
        for worker in self._all:
            await worker.ended()
