"""The commands about money and the queue, and the dialogs behind them."""

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.spending.costly_clips import CostlyClips
from omniflash_desktop.ui.spending.fetch_dialog import FetchDialog
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog
from omniflash_desktop.ui.theme.theme import Theme

_RULES: Final = frozenset({"undo_send", "clips_at_once", "daily_cap", "project"})


class QueueControl(Protocol):
    """What this needs of the queue."""

    @property
    def paused_by(self) -> Problem | None:
        """Why nothing is sent."""
        ...

    def pause(self) -> object:
        """Sends nothing more until `go_on`."""
        ...

    def go_on(self) -> object:
        """Sends again."""
        ...

    def free_failures(self) -> Sequence[Generation]:
        """All that failed without a charge, and can be tried again as they are."""
        ...

    def retry_free_failures(self) -> Sequence[Generation]:
        """Tries all of them again."""
        ...

    def fetch(self, task_id: str, *, service: str) -> Generation:
        """Follows a task that was made anywhere."""
        ...


class QueueMenu(QObject):
    """Keeps the commands true to how the queue stands, and does what they say.

    Signals:
        rules_changed: Preferences about sending are others now.
        costs_asked: What was spent is to be shown.
    """

    rules_changed = Signal()
    costs_asked = Signal()

    def __init__(
        self,
        commands: Commands,
        window: QWidget,
        theme: Theme,
        queue: QueueControl,
        choice: ServiceChoice,
        viewing: ClipViewing,
        toasts: Toasts,
        keeper: PreferencesKeeper,
        costly: CostlyClips,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._queue = queue
        self._choice = choice
        self._viewing = viewing
        self._toasts = toasts
        self._keeper = keeper
        self._costly = costly
        self._tasks = tasks
        self._commands = commands
        for command, slot in (
            (Command.PAUSE_SENDING, self._turn_pause),
            (Command.RETRY_FREE_FAILURES, self._retry_all),
            (Command.FETCH_CLIP, self.open_fetch),
            (Command.SPENDING, self.open_spending),
            (Command.LIMIT, self.open_limit),
            (Command.COSTS, self.costs_asked),
        ):
            commands.of(command).triggered.connect(slot)
        commands.looked_at.connect(self._refresh)

    @property
    def is_paused(self) -> bool:
        """Whether the user has paused sending."""
        paused_by = self._queue.paused_by
        return paused_by is not None and paused_by.kind is ProblemKind.PAUSED_BY_USER

    def open_spending(self) -> None:
        """Shows the rules of sending."""
        self._tasks.start(self._ask_for_rules(to_limit=False), name="spending and queue")

    def open_limit(self) -> None:
        """Shows the rules of sending, at the limit of the day."""
        self._tasks.start(self._ask_for_rules(to_limit=True), name="the limit of the day")

    def open_fetch(self) -> None:
        """Asks for a task's ID."""
        if self._choice.service is None:
            self._choice.ask_again()
            return
        self._tasks.start(self._ask_for_task(self._choice.service), name="ask for a task")

    def _refresh(self) -> None:
        failures = len(self._queue.free_failures())
        words = self.tr("Retry all that failed without a charge (%1)")
        self._commands.of(Command.RETRY_FREE_FAILURES).setText(words.replace("%1", str(failures)))
        why_not = "" if failures else self.tr("Nothing failed that can be tried again as it is")
        self._commands.set_possible(Command.RETRY_FREE_FAILURES, why_not)
        paused, going = self.tr("Resume sending"), self.tr("Pause sending")
        self._commands.of(Command.PAUSE_SENDING).setText(paused if self.is_paused else going)

    def _turn_pause(self) -> None:
        self._wish_pause(not self.is_paused)

    def _wish_pause(self, paused: bool) -> None:
        if paused:
            self._queue.pause()
        else:
            self._queue.go_on()

    def _retry_all(self) -> None:
        self._tasks.start(self._retry_wanted(), name="retry what was not charged")

    async def _retry_wanted(self) -> None:
        if not await self._costly.are_wanted(self._queue.free_failures()):
            return
        again = self._queue.retry_free_failures()
        if again:
            one = self.tr("1 clip is in line again")
            many = self.tr("%n clips are in line again", "", len(again))
            self._toasts.show(ToastKind.DONE, one if len(again) == 1 else many)
            self._viewing.follow_new([again[0].id])

    async def _ask_for_rules(self, *, to_limit: bool) -> None:
        dialog = SpendingDialog(
            self._theme, self._keeper.current, paused=self.is_paused, parent=self._window
        )
        dialog.pause_wished.connect(self._wish_pause)
        dialog.changed.connect(self._change)
        if to_limit:
            dialog.focus_limit()
        await ask(dialog)

    def _change(self, name: str, value: object) -> None:
        assert name in _RULES
        self._keeper.change(**{name: value})
        self.rules_changed.emit()

    async def _ask_for_task(self, service: str) -> None:
        dialog = FetchDialog(self._theme, service, self._window)
        accepted = await ask(dialog) == QDialog.DialogCode.Accepted
        if not accepted:
            return
        generation = self._queue.fetch(dialog.task_id, service=service)
        if generation.state is State.READY:
            self._toasts.show(ToastKind.NOTE, self.tr("You have this clip already"))
            self._viewing.choose(generation.id)
            return
        self._toasts.show(
            ToastKind.NOTE, self.tr("Asking the service for it"), generation.task_id or ""
        )
        # The library hears of it with the next turn of the event loop.
        self._viewing.await_choice(generation.id)
