"""The banner: conditions that last, such as a paused queue or a missing network.

Only one is told at a time, the most important first: without an accepted token nothing goes at all,
without a balance nothing new is sent, a pause is the user's own or protects the user's money, and a
lost way mends itself.
"""

import math
from collections.abc import Callable
from enum import IntEnum
from time import monotonic
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from omniflash_desktop.domain.generation import SANDBOX, Generation
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.changes import (
    BalanceRead,
    GenerationChanged,
    QueuePaused,
    ServiceReached,
)
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.header_bar import ConnectionLook
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.banner import Banner
from omniflash_desktop.ui.notices.figures import length_words
from omniflash_desktop.ui.notices.problem_words import ProblemWords, words_for
from omniflash_desktop.ui.service_choice import ServiceChoice, look_of

if TYPE_CHECKING:
    from decimal import Decimal

_SECOND_MS: Final = 1000


class Rank(IntEnum):
    """What is told first."""

    TOKEN = 0
    BALANCE = 1
    PAUSE = 2
    """By the user, by the day's limit, or after clips that failed alike."""
    OFFLINE = 3


class _Condition(msgspec.Struct, frozen=True):
    rank: Rank
    problem: Problem


class QueueNotices(QObject):
    """Shows why nothing is sent, or heard, with the way to go on.

    Signals:
        limit_asked: The user wants to change the limit of the day.
        try_asked: The user wants this service to be tried now.
    """

    limit_asked = Signal()
    try_asked = Signal(str)

    def __init__(
        self,
        banner: Banner,
        queue: GenerationQueue,
        choice: ServiceChoice,
        relay: ChangeRelay,
        parent: QObject | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self._queue = queue
        self._choice = choice
        self._clock = clock
        self._paused_by: Problem | None = None
        self._unpaid: Generation | None = None
        self._balances: dict[str, Decimal | None] = {}
        self._unreached: dict[str, Problem] = {}
        self._next_try: dict[str, float] = {}
        self._shown: _Condition | None = None
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._seconds.timeout.connect(self._show)
        banner.acted.connect(self._act)
        choice.chosen.connect(self._show)
        relay.queue_paused.connect(self._on_paused)
        relay.balance_read.connect(self._on_balance)
        relay.generation_changed.connect(self._on_generation)
        relay.service_reached.connect(self._on_reached)

    def _on_paused(self, change: QueuePaused) -> None:
        self._paused_by = change.problem
        self._show()

    def _on_balance(self, change: BalanceRead) -> None:
        self._balances[change.service] = change.balance.remaining
        self._show()

    def _on_generation(self, change: GenerationChanged) -> None:
        problem = change.generation.problem
        if problem is not None and problem.kind is ProblemKind.BALANCE_TOO_LOW:
            self._unpaid = change.generation
            self._show()

    def _on_reached(self, change: ServiceReached) -> None:
        if change.problem is None:
            self._unreached.pop(change.service, None)
            # A new token or a mended balance is a reason to go on without being asked.
            self._queue.account_is_mended()
        else:
            self._unreached[change.service] = change.problem
            self._note_next_try(change.service, change.next_try_in)
        self._show()

    def _note_next_try(self, service: str, wait: float | None) -> None:
        now = self._clock()
        if wait is not None:
            self._next_try[service] = now + wait
        elif self._next_try.get(service, now) <= now:
            # Somebody tried in vain; whoever tries by itself may have told when.
            self._next_try[service] = math.inf

    def _most_important(self) -> _Condition | None:
        conditions: list[_Condition] = []
        if self._paused_by is not None:
            conditions.append(_Condition(_rank_of(self._paused_by), self._paused_by))
        service = self._choice.service
        problem = None if service is None else self._unreached.get(service)
        if service is not None and problem is not None:
            look = look_of(service, problem)
            if look is ConnectionLook.OFFLINE:
                conditions.append(_Condition(Rank.OFFLINE, problem))
            elif look is ConnectionLook.TOKEN_REJECTED:
                conditions.append(_Condition(Rank.TOKEN, problem))
        return min(conditions, key=_rank_first, default=None)

    def _show(self) -> None:
        self._shown = condition = self._most_important()
        counts_down = condition is not None and condition.rank is Rank.OFFLINE
        if not counts_down:
            self._seconds.stop()
        if condition is None:
            self._banner.hide()
        elif condition.rank is Rank.OFFLINE:
            self._tell_offline(condition.problem)
            self._seconds.start()
        else:
            words = self._words_for(condition)
            self._banner.tell(
                words.title,
                f"{words.cause} {words.next_step}"
                if condition.rank is Rank.BALANCE
                else words.cause,
                action=action_label(self._way_on(condition)),
                icon="pause" if condition.rank is Rank.PAUSE else "warning",
            )

    def _words_for(self, condition: _Condition) -> ProblemWords:
        service = self._choice.service
        in_sandbox = service == SANDBOX
        unpaid = self._unpaid
        if condition.rank is not Rank.BALANCE or unpaid is None or unpaid.service != service:
            return words_for(condition.problem, in_sandbox=in_sandbox)
        return words_for(condition.problem, unpaid, balance=self._balances.get(unpaid.service))

    def _tell_offline(self, problem: Problem) -> None:
        self._banner.tell(
            self._offline_title(problem),
            " ".join(part for part in (self._offline_text(problem), self._when_tried()) if part),
            action=action_label(Action.TRY_NOW),
            icon="wifi-slash",
        )

    def _offline_title(self, problem: Problem) -> str:
        if self._choice.service == SANDBOX:
            return self.tr("The sandbox does not answer.")
        match problem.kind:
            case ProblemKind.UNREACHABLE:
                return self.tr("You are offline.")
            case ProblemKind.SERVICE_TROUBLE:
                return self.tr("The service does not answer.")
            case _:
                return f"{words_for(problem).title}."

    def _offline_text(self, problem: Problem) -> str:
        if self._choice.service == SANDBOX:
            return self.tr("Its clips go on and are fetched when it is back.")
        if problem.kind is ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS:
            return words_for(problem).cause
        return self.tr("Running clips continue on the server and are fetched when you are back.")

    def _when_tried(self) -> str:
        left = self._next_try.get(self._choice.service or "", math.inf) - self._clock()
        if math.isinf(left):
            return ""
        if left <= 0:
            return self.tr("Trying now.")
        return self.tr("Next try in %1.").replace("%1", length_words(math.ceil(left)))

    def _act(self) -> None:
        if self._shown is None:
            return
        match self._way_on(self._shown):
            case Action.REPLACE_TOKEN:
                self._choice.ask_again()
            case Action.CHANGE_DAILY_CAP:
                self.limit_asked.emit()
            case Action.TRY_NOW:
                service = self._choice.service
                if service is not None:
                    self._next_try[service] = self._clock()
                    self._show()
                    self.try_asked.emit(service)
            case _:
                self._queue.go_on()

    def _way_on(self, condition: _Condition) -> Action:
        if condition.rank is Rank.OFFLINE:
            return Action.TRY_NOW
        offered = words_for(condition.problem).actions
        for action in (Action.REPLACE_TOKEN, Action.CHANGE_DAILY_CAP):
            if action in offered:
                return action
        return Action.RESUME


def _rank_first(condition: _Condition) -> Rank:
    return condition.rank


def _rank_of(problem: Problem) -> Rank:
    match problem.kind:
        case ProblemKind.TOKEN_REJECTED | ProblemKind.NO_TOKEN | ProblemKind.KEYRING_UNAVAILABLE:
            return Rank.TOKEN
        case ProblemKind.BALANCE_TOO_LOW:
            return Rank.BALANCE
        case _:
            return Rank.PAUSE
