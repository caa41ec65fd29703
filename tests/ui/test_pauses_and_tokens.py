"""What stops the queue, the line that says so, and the ways to go on."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import SANDBOX, State
from omniflash_desktop.domain.outcomes import Refused, Submitted
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.ui.notices.actions import Action
from tests.builders import a_generation
from tests.services.fakes import Held, Script, completed, running
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

REJECTED = Problem(kind=ProblemKind.TOKEN_REJECTED)
TOO_LOW = Problem(kind=ProblemKind.BALANCE_TOO_LOW)


def banner(opened: OpenedWindow) -> tuple[str, str] | None:
    """What the line under the header says, and what its button does."""
    line = opened.part("banner")
    if not line.isVisible():
        return None
    return line.accessibleDescription(), opened.part("bannerActionButton").text()


async def menu_of_the_pill(opened: OpenedWindow) -> dict[str, QAction]:
    """What opens at the connection."""
    opened.press("connectionPill")
    await until(lambda: [m for m in opened.window.findChildren(QMenu) if m.isVisible()])
    (menu,) = [one for one in opened.window.findChildren(QMenu) if one.isVisible()]
    entries = {entry.text(): entry for entry in menu.actions() if entry.text()}
    menu.close()
    return entries


async def test_a_rejected_token_is_replaced(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-old") as opened:
        opened.house.api.submits = Script(Refused(REJECTED), Submitted(task_ids=("task_01",)))
        started = await opened.generate()
        await until(lambda: banner(opened))
        said, action = banner(opened) or ("", "")
        assert said.startswith("Your token was not accepted")
        assert action == "Replace token"
        assert opened.house.now(started).state is State.QUEUED

        opened.press("bannerActionButton")
        assert opened.part("welcomePanel").isVisible()
        opened.stage.welcome.token.setText("sk-new")
        opened.press("connectButton")
        await until(lambda: opened.house.now(started).state is State.READY)
        assert opened.tokens.kept == {DEFAULT_BASE_URL: "sk-new"}
        assert banner(opened) is None
        # The same request went out again, with the same key.
        (first, second) = opened.house.api.posts
        assert first[0] == second[0]


async def test_the_token_s_page_stays_while_clips_go_on(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-old") as opened:
        halted = Held(completed())
        opened.house.api.polls = Script(running(10), halted)
        started = await opened.generate()
        await until(lambda: opened.says("10 %", within=opened.stage))
        opened.parts.choice.ask_again()
        opened.stage.welcome.token.setText("sk-half-typ")

        halted.let_go.set()
        await until(lambda: opened.house.now(started).state is State.READY)
        await until(lambda: opened.toasts)
        assert opened.part("welcomePanel").isVisible()
        assert opened.stage.welcome.token.text() == "sk-half-typ"
        assert opened.toasts == ["Clip ready. kite"]

        # The clip can be chosen again, although it was the chosen one before.
        opened.workspace.library.view.setCurrentIndex(opened.workspace.model.index_of(started.id))
        assert opened.stage.generation_id == started.id


async def test_a_low_balance_waits_for_the_user(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.submits = Script(Refused(TOO_LOW), Submitted(task_ids=("task_01",)))
        started = await opened.generate()
        await until(lambda: banner(opened))
        said, action = banner(opened) or ("", "")
        assert said.startswith("Balance too low")
        assert action == "Resume"

        opened.press("bannerActionButton")
        await until(lambda: opened.house.now(started).state is State.READY)
        await until(lambda: banner(opened) is None)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("0.10", "The next clip needs about $0.30, you have $0.10."),
        ("0.31", "The next clip needs more than the $0.31 you have."),
    ],
)
async def test_a_low_balance_is_told_with_what_is_needed(
    qapp: QApplication, tmp_path: Path, left: str, said: str
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.balances = Script(Balance(remaining=Decimal(left)))
        opened.house.api.submits = Script(Refused(TOO_LOW))
        await opened.generate()
        await opened.parts.core.account.read_balance(DEFAULT_BASE_URL)
        await until(lambda: said in (banner(opened) or ("", ""))[0])
        assert "The queue is paused, running clips go on." in (banner(opened) or ("", ""))[0]


async def test_a_topped_up_balance_is_enough_to_go_on(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.submits = Script(Refused(TOO_LOW), Submitted(task_ids=("task_01",)))
        started = await opened.generate()
        await until(lambda: banner(opened))
        opened.house.api.balances = Script(Balance(remaining=Decimal(50)))

        (await menu_of_the_pill(opened))["Refresh the balance"].trigger()
        await until(lambda: opened.house.now(started).state is State.READY)
        await until(lambda: banner(opened) is None)
        assert opened.part("connectionPill").accessibleDescription() == "Connected, $50.00"


async def test_a_balance_that_cannot_be_read_resumes_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.submits = Script(Refused(TOO_LOW))
        await opened.generate()
        await until(lambda: banner(opened))
        opened.house.api.balances = Script(Problem(kind=ProblemKind.UNREACHABLE))
        (await menu_of_the_pill(opened))["Refresh the balance"].trigger()
        await until(lambda: opened.part("connectionPill").text() == "Offline")
        await opened.settle()
        assert len(opened.house.api.posts) == 1
        assert banner(opened) is not None


@pytest.mark.parametrize(
    ("kind", "pill"),
    [
        (ProblemKind.TOKEN_REJECTED, "Token rejected"),
        (ProblemKind.NO_TOKEN, "Not connected"),
        (ProblemKind.KEYRING_UNAVAILABLE, "Not connected"),
        (ProblemKind.BALANCE_TOO_LOW, "Connected"),
        (ProblemKind.UNREACHABLE, "Offline"),
        (ProblemKind.SERVICE_TROUBLE, "Offline"),
    ],
)
async def test_the_pill_says_how_things_stand(
    qapp: QApplication, tmp_path: Path, kind: ProblemKind, pill: str
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.balances = Script(Problem(kind=kind))
        await opened.parts.core.account.read_balance(DEFAULT_BASE_URL)
        await until(lambda: opened.part("connectionPill").text() == pill)


async def test_the_pill_s_menu_offers_what_fits(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", links.append)
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened.settle()
        menu = await menu_of_the_pill(opened)
        assert "Balance: $10.00" in menu
        assert not menu["Balance: $10.00"].isEnabled()
        menu["Top up in the browser"].trigger()
        assert len(links) == 1
        menu["Use the sandbox"].trigger()
        assert opened.parts.choice.service == SANDBOX
        await opened.settle()

        menu = await menu_of_the_pill(opened)
        assert "Use the sandbox" not in menu
        assert not any(text.startswith("Balance") for text in menu)
        menu["Connect with a token…"].trigger()
        assert opened.part("welcomePanel").isVisible()


async def test_the_choice_can_be_changed_from_a_failure(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().failed(REJECTED)
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.parts.actions.do(held.id, Action.REPLACE_TOKEN)
        await until(lambda: opened.stage.welcome and opened.stage.welcome.isVisible())

        opened.press("openSandboxButton")
        await opened.settle()
        assert opened.parts.choice.service == SANDBOX
        assert not opened.part("welcomePanel").isVisible()


async def test_a_sandbox_that_does_not_start_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(
        qapp, tmp_path, preferences=Preferences(use_sandbox=True)
    ) as opened:
        opened.house.connections.problem = Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE)
        started = await opened.generate()
        await until(lambda: opened.stage.findChild(QWidget, "failurePanel"))
        # It stays in line: the sandbox may start at the next try.
        assert opened.house.now(started).state is not State.FAILED
        assert opened.part("failurePanel").isVisible()


async def test_the_way_back_leads_to_the_clip(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().failed()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.parts.choice.ask_again()
        assert opened.stage.generation_id == ""
        opened.stage.leave_welcome()
        assert opened.stage.generation_id == held.id
        assert opened.workspace.library.selected_id == held.id
