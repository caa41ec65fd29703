"""The first run: how new clips are to be made, and what the window says about it."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from tests.builders import a_generation
from tests.services.fakes import Held, Script
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

TOKEN = "sk-1234567890abcdef"


def message_at_the_token(opened: OpenedWindow) -> str:
    label = opened.part("tokenMessage", QLabel)
    return label.text() if label.isVisible() else ""


async def test_nobody_has_chosen_yet(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        assert opened.part("welcomePanel").isVisible()
        button = opened.part("generateButton")
        assert not button.isEnabled()
        assert button.toolTip() == "Choose the sandbox or connect a token first"
        assert opened.part("costLabel", QLabel).text() == "Not connected"
        opened.write("kite")
        opened.press(button)
        assert opened.house.library.kept == {}


async def test_the_sandbox_is_chosen(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        opened.press("openSandboxButton")
        await opened.settle()

        assert opened.parts.choice.service == SANDBOX
        assert opened.part("generateButton").isEnabled()
        assert opened.part("sandboxBadge").isVisible()
        assert opened.part("connectionPill").accessibleDescription() == "Local server"
        assert opened.part("costLabel", QLabel).text() == "Free"
        assert not opened.part("welcomePanel").isVisible()
    assert opened.settings.load().preferences.use_sandbox is True


async def test_the_choice_is_remembered(qapp: QApplication, tmp_path: Path) -> None:
    chosen = Preferences(use_sandbox=True)
    async with an_opened_window(qapp, tmp_path, preferences=chosen) as opened:
        assert opened.parts.choice.service == SANDBOX
        assert opened.stage.welcome is None


async def test_a_sandbox_for_one_run_is_not_remembered(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        assert opened.parts.choice.service == SANDBOX
    assert opened.settings.load().preferences.use_sandbox is None


async def test_a_wrong_token_is_told_at_its_field(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        rejected = Problem(kind=ProblemKind.TOKEN_REJECTED)
        opened.house.api.balances = Script(rejected)
        opened.stage.welcome.token.setText(TOKEN)

        opened.press("connectButton")
        await until(lambda: message_at_the_token(opened).startswith("This token was not accepted"))

        # Nothing waits and nothing runs at the first start.
        assert "queue" not in message_at_the_token(opened)
        assert opened.tokens.kept == {}
        assert opened.parts.choice.service is None
        assert not opened.part("generateButton").isEnabled()
        # Ready for the next try.
        assert opened.part("connectButton").isEnabled()
        assert opened.stage.welcome.token.selectedText() == opened.stage.welcome.token.text()
        assert opened.toasts == []


async def test_no_token_is_asked_for_in_words(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        opened.stage.welcome.token.setText("   ")
        opened.press("connectButton")
        assert message_at_the_token(opened) == "Paste the token first."
        assert opened.house.connections.tokens == []


async def test_a_good_token_connects(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        checked = Held(Balance(remaining=Decimal("24.80")))
        opened.house.api.balances = Script(checked, Balance(remaining=Decimal("24.80")))
        opened.stage.welcome.token.setText(f"  {TOKEN}\n")
        opened.press("connectButton")
        await until(lambda: message_at_the_token(opened) == "Checking the token…")
        assert not opened.part("connectButton").isEnabled()
        assert opened.tokens.kept == {}
        checked.let_go.set()
        await until(lambda: opened.parts.choice.service == DEFAULT_BASE_URL)
        await opened.settle()

        assert opened.tokens.kept == {DEFAULT_BASE_URL: TOKEN}
        assert opened.part("connectionPill").accessibleDescription() == "Connected, $24.80"
        assert opened.part("generateButton").isEnabled()
        assert not opened.part("sandboxBadge").isVisible()
        assert opened.toasts == []
    assert opened.settings.load().preferences.use_sandbox is False


async def test_the_field_forgets_a_token_that_was_taken(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        await opened.connect(TOKEN)
        opened.parts.choice.ask_again()

        assert opened.stage.welcome.token.text() == ""
        assert message_at_the_token(opened) == ""
        assert opened.part("connectButton").isEnabled()


async def test_without_a_keyring_the_token_lives_for_the_session(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        opened.tokens.problem = Problem(kind=ProblemKind.KEYRING_UNAVAILABLE)
        await opened.connect(TOKEN)

        assert opened.part("generateButton").isEnabled()
        (told,) = opened.toasts
        assert "keyring" in told
        assert "until you quit" in told or "this session" in told
        # It stays until it is read.
        assert not opened.stage.toasts.shown[0].is_counting_down


async def test_a_token_that_is_kept_connects_without_a_question(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token=TOKEN) as opened:
        assert opened.parts.choice.service == DEFAULT_BASE_URL
        assert opened.stage.welcome is None
        await until(
            lambda: opened.part("connectionPill").accessibleDescription() == "Connected, $10.00"
        )


async def test_a_wrong_second_token_leaves_the_first(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token=TOKEN) as opened:
        await opened.settle()
        opened.parts.choice.ask_again()
        opened.house.api.balances = Script(Problem(kind=ProblemKind.TOKEN_REJECTED))
        opened.stage.welcome.token.setText("sk-mistyped")
        opened.press("connectButton")
        await until(lambda: message_at_the_token(opened).startswith("This token was not accepted"))

        assert opened.tokens.kept == {DEFAULT_BASE_URL: TOKEN}
        assert opened.parts.choice.service == DEFAULT_BASE_URL
        assert opened.part("generateButton").isEnabled()


async def test_an_example_becomes_the_prompt(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        opened.press("example1")
        assert opened.composer.draft().prompt
        assert opened.composer.prompt.editor.hasFocus()


async def test_the_choice_can_be_left_as_it_was(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().with_prompt("kite").failed()
    async with an_opened_window(qapp, tmp_path, token=TOKEN, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.parts.choice.ask_again()
        assert opened.stage.generation_id == ""
        QTest.keyClick(opened.stage.welcome.token, Qt.Key.Key_Escape)
        assert opened.stage.generation_id == held.id
        assert opened.parts.choice.service == DEFAULT_BASE_URL


async def test_without_a_token_old_clips_can_still_be_looked_at(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = a_generation().with_prompt("kite").ready()
    async with an_opened_window(qapp, tmp_path, held=[held]) as opened:
        opened.press("leaveWelcomeButton")
        opened.press("newestClip")
        assert opened.stage.generation_id == held.id


async def test_the_menu_of_the_connection_hangs_from_its_pill(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token=TOKEN, size=(960, 640)) as opened:
        # So that all of the menu fits on the screen of the tests.
        opened.window.move(-300, 0)
        pill = opened.part("connectionPill")
        pill.setFocus()
        QTest.keyClick(pill, Qt.Key.Key_Space)
        menu = next(one for one in opened.window.findChildren(QMenu) if one.isVisible())
        corner = pill.mapToGlobal(pill.rect().bottomRight())
        assert abs(menu.geometry().right() - corner.x()) <= 2
        assert 0 <= menu.geometry().top() - corner.y() <= 6
        menu.close()
