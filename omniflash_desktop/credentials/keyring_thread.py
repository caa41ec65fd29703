"""The system's keyring on a thread of its own, where it may hang without harm.

A keyring asks another process, which may ask the user, which may take for ever. One daemon thread
does all calls; who waits for one, waits for so long and no longer.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from omniflash_desktop.credentials.usable_backend import KeyringTroubleError, usable_backend

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

NO_ANSWER: Final = "no_answer"


class KeyringThread:
    """Runs one call after the other. The thread starts with the first one."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._overdue: Future[Any] | None = None

    async def ask(
        self,
        call: "Callable[[KeyringBackend], _T]",
        *,
        seconds: float,
        if_late: Callable[[_T], None],
    ) -> _T:
        """What `call` returns.

        Args:
            call: Gets the backend; runs on the keyring's thread.
            seconds: How long to wait.
            if_late: Gets the result when it comes after that, on the keyring's thread.

        Raises:
            KeyringTroubleError: There is no keyring to be used, it failed, or it took too long.
                While a call that took too long is still under way, none other is begun.
        """
        if self._overdue is not None and not self._overdue.done():
            raise KeyringTroubleError(NO_ANSWER)
        answer: Future[_T] = Future()

        def run() -> None:
            if answer.set_running_or_notify_cancel():
                with _FailureGoesTo(answer):
                    answer.set_result(call(usable_backend()))

        self._start()
        self._calls.put(run)
        waiting = asyncio.wrap_future(answer)
        waiting.add_done_callback(_take_note)
        done, _ = await asyncio.wait({waiting}, timeout=seconds)
        if done:
            return waiting.result()
        # A call that has begun cannot be cancelled; one still in the queue never begins.
        waiting.cancel()
        self._overdue = answer

        def take_late_answer(late: Future[_T]) -> None:
            if not late.cancelled() and late.exception() is None:
                if_late(late.result())

        answer.add_done_callback(take_late_answer)
        raise KeyringTroubleError(NO_ANSWER)

    def close(self, *, seconds: float = 1.0) -> None:
        """Ends the thread; one that hangs is left behind and ends with the process."""
        if self._thread is not None:
            self._calls.put(None)
            self._thread.join(seconds)
            self._thread = None

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="keyring", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()


class _FailureGoesTo:
    """Hands whatever a backend raises to the one who waits: nobody knows what all of them raise.

    Only the kind is told on. Messages of foreign backends might hold what was to be kept.
    """

    def __init__(self, answer: Future[Any]) -> None:
        self._answer = answer

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if error is None:
            return True
        if not isinstance(error, KeyringTroubleError):
            _log.warning("the keyring failed: %s", type(error).__qualname__)
            error = KeyringTroubleError(type(error).__name__)
        self._answer.set_exception(error)
        return True


def _take_note(answer: "asyncio.Future[Any]") -> None:
    """Looks at an answer that nobody may wait for any more, so that it is no loose exception."""
    if not answer.cancelled():
        answer.exception()
