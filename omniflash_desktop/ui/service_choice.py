"""Where new clips are made: the sandbox or the service, and how things stand with it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from omniflash_desktop.domain.generation import SANDBOX, State
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import BalanceRead, GenerationChanged, ServiceReached
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.header_bar import ConnectionLook, HeaderBar
from omniflash_desktop.ui.notices.figures import money
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts
from omniflash_desktop.ui.stage.stage_panel import StagePanel

if TYPE_CHECKING:
    from omniflash_desktop.domain.account import Balance

_READ_AGAIN_AFTER_MS: Final = 2000
"""Services book a little late; and what happens meanwhile needs no reading of its own."""

_MOVES_THE_BALANCE: Final = frozenset(
    {State.WAITING, State.UNCONFIRMED, State.DOWNLOADING, State.FAILED}
)
"""States that a clip enters by a charge, or by money that is given back."""


class ServiceChoice(QObject):
    """Asks at the first run, remembers the answer, and shows it in the header.

    Signals:
        chosen: The service of new clips, as `Generation.service`; `None` where it is gone.
        asking: The stage asks the question now, in place of a clip.
    """

    chosen = Signal(object)
    asking = Signal()

    def __init__(
        self,
        header: HeaderBar,
        stage: StagePanel,
        toasts: Toasts,
        account: Account,
        preferences: PreferencesKeeper,
        tasks: BackgroundTasks,
        relay: ChangeRelay,
        base_url: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._header = header
        self._stage = stage
        self._toasts = toasts
        self._account = account
        self._preferences = preferences
        self._tasks = tasks
        self._base_url = base_url
        self._service: str | None = None
        self._balance: Balance | None = None
        self._look = ConnectionLook.NOT_CONNECTED
        self._price_exceeds = False
        stage.sandbox_chosen.connect(self.use_sandbox)
        stage.token_entered.connect(self._try_token)
        relay.service_reached.connect(self._on_reached)
        relay.balance_read.connect(self._on_balance)
        relay.generation_changed.connect(self._on_generation)
        self._balance_moved = QTimer(self)
        self._balance_moved.setSingleShot(True)
        self._balance_moved.setInterval(_READ_AGAIN_AFTER_MS)
        self._balance_moved.timeout.connect(self._read_again)

    @property
    def service(self) -> str | None:
        """Where new clips are made; `None` while nobody has chosen."""
        return self._service

    @property
    def base_url(self) -> str:
        """The real service's address, for clips that are not made in the sandbox."""
        return self._base_url

    def start(self, *, in_sandbox: bool) -> None:
        """Finds out where new clips are made; asks where nothing tells.

        Args:
            in_sandbox: Whether this run, or the user at an earlier one, wants the sandbox.
        """
        if in_sandbox:
            self._choose(SANDBOX)
        else:
            self._tasks.start(self._look_for_token(), name="look for the token")

    def use_sandbox(self) -> None:
        """Makes new clips in the sandbox from now on."""
        self._preferences.change(use_sandbox=True)
        self._choose(SANDBOX)

    def leave_sandbox(self) -> None:
        """Makes new clips at the real service, or asks for a token where there is none."""
        self._preferences.change(use_sandbox=False)
        self._tasks.start(self._look_for_token(), name="look for the token")

    def use_address(self, base_url: str) -> None:
        """Makes new clips at another address of the service; what is under way stays at its own."""
        self._base_url = base_url
        self._preferences.change(base_url=base_url)
        if self._service != SANDBOX:
            self._tasks.start(self._look_for_token(), name="look for the token")

    async def forget_token(self) -> Problem | None:
        """Removes the token; clips that are under way wait for another one."""
        problem = await self._account.forget(self._base_url)
        if self._service != SANDBOX:
            await self._look_for_token()
        return problem

    def ask_again(self) -> None:
        """Shows the first run's choice again, to give another token."""
        self.asking.emit()
        self._stage.show_welcome(can_go_back=self._service is not None)
        if self._stage.welcome is not None:
            self._stage.welcome.token.setFocus()

    async def _look_for_token(self) -> None:
        if await self._account.has_token(self._base_url):
            self._choose(self._base_url)
        else:
            self._header.show_sandbox(False)
            self._show_connection(ConnectionLook.NOT_CONNECTED)
            if self._service is not None:
                self._service = self._balance = None
                self.chosen.emit(None)
            self._stage.show_welcome()

    def _choose(self, service: str) -> None:
        self._service = service
        self._balance = None
        if not self._stage.generation_id:
            self._stage.leave_welcome()
        in_sandbox = service == SANDBOX
        self._header.show_sandbox(in_sandbox)
        look = ConnectionLook.LOCAL_SERVER if in_sandbox else ConnectionLook.CONNECTED
        self._show_connection(look)
        self.chosen.emit(service)
        # In the sandbox this also starts it, so that the first clip need not wait for that.
        self._tasks.start(self._account.read_balance(service), name="read the balance")

    def _try_token(self, token: str) -> None:
        if self._stage.welcome is not None:
            self._stage.welcome.show_checking()
        self._tasks.start(self._connect(token), name="try the token")

    async def _connect(self, token: str) -> None:
        why_not = await self.connect_with(token)
        if why_not and self._stage.welcome is not None:
            self._stage.welcome.show_error(why_not)

    async def connect_with(self, token: str) -> str:
        """Tries a token, and makes new clips with it where the service takes it.

        Returns:
            Why it is not taken; empty where it is.
        """
        problem = await self._account.connect(self._base_url, token)
        if problem is not None and problem.kind is not ProblemKind.KEYRING_UNAVAILABLE:
            return self._why_not(problem)
        if problem is not None:
            words = words_for(problem)
            kept = self.tr("The token works until you quit.")
            self._toasts.show(ToastKind.ERROR, words.title, f"{words.cause} {kept}")
        if self._stage.welcome is not None:
            self._stage.welcome.show_connected()
        self._preferences.change(use_sandbox=False)
        self._choose(self._base_url)
        return ""

    def _why_not(self, problem: Problem) -> str:
        """Why a token is not taken. Nothing waits for it yet, so no word of queues and clips."""
        if problem.kind is ProblemKind.TOKEN_REJECTED:
            return self.tr(
                "This token was not accepted. It may be mistyped or revoked. Paste it again."
            )
        words = self.tr("%1. The token could not be checked: try again.")
        return words.replace("%1", words_for(problem).title)

    def _on_reached(self, change: ServiceReached) -> None:
        if change.service == self._service:
            self._show_connection(look_of(change.service, change.problem))

    def _on_generation(self, change: GenerationChanged) -> None:
        generation, before = change.generation, change.before
        is_news = before is not None and before.state is not generation.state
        is_real = generation.service == self._service != SANDBOX
        moves_it = is_real and is_news and generation.state in _MOVES_THE_BALANCE
        if moves_it and not self._balance_moved.isActive():
            self._balance_moved.start()

    def _read_again(self) -> None:
        if self._service is not None:
            self._tasks.start(
                self._account.refresh_balance(self._service), name="read the balance again"
            )

    def _on_balance(self, change: BalanceRead) -> None:
        if change.service == self._service:
            self._balance = change.balance
            self._show_connection(look_of(change.service, None))

    def show_price_exceeds(self, exceeds: bool) -> None:
        """Shows whether the next click costs more than is left."""
        self._price_exceeds = exceeds
        self.show_balance_again()

    def show_balance_again(self) -> None:
        """What counts as a low balance is something else now."""
        self._show_connection(self._look)

    def _show_connection(self, look: ConnectionLook) -> None:
        self._look = look
        self._header.show_connection(look, self.balance_words(), warning=self._balance_warning())

    def _balance_warning(self) -> str:
        if self._price_exceeds:
            return self.tr("below the estimate")
        if self._balance is not None and self._preferences.current.warns_of(self._balance):
            return self.tr("low")
        return ""

    def balance_words(self) -> str:
        """What is left, in a word; empty in the sandbox and while nobody knows."""
        if self._service == SANDBOX or self._balance is None:
            return ""
        if self._balance.unlimited:
            return self.tr("Unlimited")
        return "" if self._balance.remaining is None else money(self._balance.remaining)


def look_of(service: str, problem: Problem | None) -> ConnectionLook:
    """How the header shows that `service` answered, or why it did not."""
    if problem is None:
        return ConnectionLook.LOCAL_SERVER if service == SANDBOX else ConnectionLook.CONNECTED
    if problem.kind is ProblemKind.TOKEN_REJECTED:
        return ConnectionLook.TOKEN_REJECTED
    if problem.kind in (ProblemKind.NO_TOKEN, ProblemKind.KEYRING_UNAVAILABLE):
        return ConnectionLook.NOT_CONNECTED
    if problem.kind is ProblemKind.BALANCE_TOO_LOW:
        return ConnectionLook.CONNECTED
    return ConnectionLook.OFFLINE
