"""Joins what the window has about clips in line and about money with the services."""

from PySide6.QtCore import QObject

from omniflash_desktop.app.core import Core
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.services.queue_rules import QueueRules
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.clip_actions import ClipActions
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.composing import Composing
from omniflash_desktop.ui.line_actions import LineActions
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.queue_menu import QueueMenu
from omniflash_desktop.ui.queue_notices import QueueNotices
from omniflash_desktop.ui.same_request import SameRequest
from omniflash_desktop.ui.send_hold import SendHolds
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.spending.costly_clips import CostlyClips
from omniflash_desktop.ui.spending.costs import Costs
from omniflash_desktop.ui.spending.low_balance import LowBalance
from omniflash_desktop.ui.tariff_notices import TariffNotices
from omniflash_desktop.ui.workspace import Workspace


class QueueParts(QObject):
    """From the press of Generate to the submit, and what all of it costs.

    Attributes:
        line: Does what is asked about clips in line.
        menu: Does the commands about money and the queue.
        costs: Shows what was spent.
        low_balance: Tells when little is left.
    """

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        core: Core,
        keeper: PreferencesKeeper,
        relay: ChangeRelay,
        choice: ServiceChoice,
        viewing: ClipViewing,
        costly: CostlyClips,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._core = core
        self._keeper = keeper
        toasts, theme = workspace.stage.toasts, workspace.theme
        self.line = LineActions(core.queue, workspace.composer, toasts, window)
        self._costly = costly
        self.menu = QueueMenu(
            workspace.commands,
            window,
            theme,
            core.queue,
            choice,
            viewing,
            toasts,
            keeper,
            costly,
            core.tasks,
        )
        self.costs = Costs(window, theme, core.ledger, core.tasks)
        self.low_balance = LowBalance(toasts, choice, keeper, relay, window)
        self._holds = SendHolds(toasts, relay, parent=window)
        self._same = SameRequest(window, theme, core.queue, core.prices, choice, keeper, core.tasks)
        self._notices = QueueNotices(workspace.banner, core.queue, choice, relay, window)
        self._tariff_notices = TariffNotices(toasts, relay, window)

    def connect_with(self, composing: Composing, actions: ClipActions) -> None:
        """Joins the parts with each other, and with the two that start and change clips."""
        composer, library = self._workspace.composer, self._workspace.library
        # What is asked for twice by a slip never reaches the queue.
        composer.generate_requested.connect(self._same.consider)
        self._same.unasked.connect(self._costly.consider)
        self._costly.wanted.connect(composing.generate)
        self._same.wanted.connect(composing.generate)
        composing.started.connect(self._tell_hold)
        self._holds.undo_asked.connect(self.line.undo)
        actions.line_action_asked.connect(self._do_in_line)
        library.move_requested.connect(self.line.move)
        self.line.composer_filled.connect(self._workspace.open_composer)
        actions.fetch_asked.connect(self.menu.open_fetch)
        actions.limit_asked.connect(self.menu.open_limit)
        self._notices.limit_asked.connect(self.menu.open_limit)
        actions.try_asked.connect(self._try_service)
        self._notices.try_asked.connect(self._try_service)
        self.menu.rules_changed.connect(self.use_rules)
        self.menu.costs_asked.connect(self.costs.open)

    def use_rules(self) -> None:
        """Has the queue go by the preferences. In a window a click can be taken back."""
        rules = QueueRules.from_preferences(self._keeper.current, holds=True)
        self._core.queue.use(rules)

    def _do_in_line(self, generation_ids: list[str], action: Action) -> None:
        # The stage knows one take only. Whoever undoes a click means all that it asked for.
        sharing = [self._workspace.model.sharing_a_row(one) for one in generation_ids]
        takes = dict.fromkeys(take.id for row in sharing for take in row)
        self.line.do(list(takes) or generation_ids, action)

    def _tell_hold(self, generation_ids: list[str]) -> None:
        # During a pause nothing is sent when the hold is over; the rows say how they stand.
        if self._core.queue.paused_by is None:
            self._holds.tell([self._core.queue.current(one) for one in generation_ids])

    def _try_service(self, service: str) -> None:
        self._core.queue.try_now(service)
        self._core.watcher.try_now(service)
        # Where nothing waits for it, only the balance asks whether it is there.
        self._core.tasks.start(self._core.account.read_balance(service), name="try the service")
