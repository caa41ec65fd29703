"""Keeps the computer from falling asleep while clips are on their way."""

import logging
import threading

from omniflash_desktop.domain.generation import State
from omniflash_desktop.services.changes import Change, GenerationChanged, GenerationRemoved

_log = logging.getLogger(__name__)

_ON_ITS_WAY = frozenset(
    {State.PREPARING, State.UPLOADING, State.SUBMITTING, State.WAITING, State.DOWNLOADING}
)


class SleepInhibition:
    """Hears all changes, and asks the system to stay awake as long as one clip is on its way.

    The screen may go dark. A clip that waits for something else, such as the network, keeps nobody
    awake. Where the system cannot be asked, nothing is lost: clips go on when it wakes.
    """

    def __init__(self) -> None:
        """Asks nothing yet."""
        self._on_its_way: set[str] = set()
        self._may_sleep: threading.Event | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether the computer is to stay awake now."""
        return self._may_sleep is not None

    def hear(self, change: Change) -> None:
        """Listens to `Changes`."""
        match change:
            case GenerationChanged(generation=generation):
                if generation.state in _ON_ITS_WAY and generation.problem is None:
                    self._on_its_way.add(generation.id)
                else:
                    self._on_its_way.discard(generation.id)
            case GenerationRemoved(generation_id=generation_id):
                self._on_its_way.discard(generation_id)
            case _:
                return
        self._follow()

    def close(self) -> None:
        """Lets the computer sleep."""
        self._on_its_way.clear()
        self._follow()

    def _follow(self) -> None:
        if self._on_its_way and self._may_sleep is None:
            self._may_sleep = threading.Event()
            # The system is asked over D-Bus and the like, which may take its time; and what was
            # asked for ends where it began.
            threading.Thread(
                target=_stay_awake, args=(self._may_sleep,), name="stay awake", daemon=True
            ).start()
        elif not self._on_its_way and self._may_sleep is not None:
            self._may_sleep.set()
            self._may_sleep = None


def _stay_awake(may_sleep: threading.Event) -> None:
    from wakepy import keep

    with keep.running(on_fail="pass") as mode:
        if not mode.active:
            _log.info("the system cannot be kept awake: %s", mode.result.get_failure_text("inline"))
        may_sleep.wait()
