"""The banner: conditions that last, such as a paused queue or a missing network."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.services.changes import QueuePaused, ServiceReached
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.banner import Banner
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.service_choice import ServiceChoice

if TYPE_CHECKING:
    from omniflash_desktop.domain.problems import Problem


class QueueNotices(QObject):
    """Shows why nothing is sent, with the way to go on."""

    def __init__(
        self,
        banner: Banner,
        queue: GenerationQueue,
        choice: ServiceChoice,
        relay: ChangeRelay,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self._queue = queue
        self._choice = choice
        self._paused_by: Problem | None = None
        banner.acted.connect(self._act)
        relay.queue_paused.connect(self._on_paused)
        relay.service_reached.connect(self._on_reached)

    def _on_paused(self, change: QueuePaused) -> None:
        self._paused_by = change.problem
        if change.problem is None:
            self._banner.hide()
            return
        words = words_for(change.problem, in_sandbox=self._choice.service == SANDBOX)
        self._banner.tell(words.title, words.cause, action=action_label(self._way_on()))

    def _on_reached(self, change: ServiceReached) -> None:
        # A new token or a mended balance is a reason to go on without being asked.
        if change.problem is None:
            self._queue.account_is_mended()

    def _act(self) -> None:
        if self._way_on() is Action.REPLACE_TOKEN:
            self._choice.ask_again()
        else:
            self._queue.go_on()

    def _way_on(self) -> Action:
        if self._paused_by is None:
            return Action.RESUME
        offered = words_for(self._paused_by).actions
        return Action.REPLACE_TOKEN if Action.REPLACE_TOKEN in offered else Action.RESUME
