"""A service that does not answer: one line that counts down, and rows that say when it was seen."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import SANDBOX, State
from omniflash_desktop.domain.outcomes import NotExecuted, Submitted
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.changes import QueuePaused, ServiceReached
from omniflash_desktop.ui.library.library_model import LibraryRole
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog
from tests.services.fakes import Held, Script, completed
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

UNREACHABLE = Problem(kind=ProblemKind.UNREACHABLE)


def banner(opened: OpenedWindow) -> str:
    line = opened.part("banner")
    return line.accessibleDescription() if line.isVisible() else ""


def action(opened: OpenedWindow) -> str:
    return opened.part("bannerActionButton").text()


def lose(
    opened: OpenedWindow,
    problem: Problem | None = UNREACHABLE,
    *,
    service: str = DEFAULT_BASE_URL,
    next_try_in: float | None = None,
) -> None:
    opened.house.changes.publish(
        ServiceReached(service=service, problem=problem, next_try_in=next_try_in)
    )


def pause(opened: OpenedWindow, kind: ProblemKind | None, detail: str = "") -> None:
    problem = None if kind is None else Problem(kind=kind, detail=detail)
    opened.house.changes.publish(QueuePaused(problem=problem))


async def test_being_offline_counts_down_to_the_next_try(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        elapsed = [0.0]
        opened.parts.queue_parts._notices._clock = lambda: elapsed[0]
        lose(opened, next_try_in=12)
        await until(lambda: banner(opened))
        assert banner(opened) == (
            "You are offline. Running clips continue on the server and are fetched when you are "
            "back. Next try in 12 s."
        )
        assert action(opened) == "Try now"
        assert opened.part("connectionPill").text() == "Offline"

        elapsed[0] = 9.5
        await until(lambda: banner(opened).endswith("Next try in 3 s."))
        elapsed[0] = 13.0
        await until(lambda: banner(opened).endswith("Trying now."))

        lose(opened, None)
        await until(lambda: not banner(opened))
        assert opened.part("connectionPill").text() == "Connected"


async def test_the_service_is_tried_at_a_word(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        lose(opened, next_try_in=30)
        await until(lambda: banner(opened))
        opened.press("bannerActionButton")
        # It answers, and that is told.
        await until(lambda: not banner(opened))


async def test_the_most_important_trouble_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        lose(opened, next_try_in=30)
        await until(lambda: banner(opened).startswith("You are offline."))
        pause(opened, ProblemKind.PAUSED_BY_USER)
        await until(lambda: banner(opened).startswith("Sending is paused"))
        pause(opened, ProblemKind.BALANCE_TOO_LOW)
        await until(lambda: banner(opened).startswith("Balance too low"))
        lose(opened, Problem(kind=ProblemKind.TOKEN_REJECTED))
        await until(lambda: banner(opened).startswith("Your token was not accepted"))
        assert action(opened) == "Replace token"


async def test_a_pause_that_the_user_wanted_is_not_ended_by_an_answer(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.gate.pause(Problem(kind=ProblemKind.PAUSED_BY_USER))
        await until(lambda: banner(opened))
        lose(opened, None)
        await opened.settle()
        assert opened.house.gate.problem is not None
        opened.press("bannerActionButton")
        await until(lambda: not banner(opened))
        assert opened.house.gate.problem is None


async def test_the_failure_that_came_again_is_named(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        pause(opened, ProblemKind.SAME_FAILURE_AGAIN, ProblemKind.MODERATION.value)
        await until(lambda: banner(opened))
        assert "“Content moderation stopped this clip”" in banner(opened)
        pause(opened, ProblemKind.SAME_FAILURE_AGAIN, "of a later release")
        await until(lambda: "moderation" not in banner(opened))


async def test_the_limit_of_the_day_leads_to_the_limit(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        pause(opened, ProblemKind.DAILY_CAP_REACHED, "5")
        await until(lambda: banner(opened))
        assert action(opened) == "Change the limit"
        opened.press("bannerActionButton")
        dialog = await opened.dialog(SpendingDialog)
        dialog.reject()
        await until(lambda: not dialog.isVisible())


async def test_the_sandbox_is_not_called_the_internet(qapp: QApplication, tmp_path: Path) -> None:
    chosen = Preferences(use_sandbox=True)
    async with an_opened_window(qapp, tmp_path, preferences=chosen) as opened:
        lose(opened, service=SANDBOX)
        await until(lambda: banner(opened).startswith("The sandbox does not answer."))
        lose(opened, None, service=SANDBOX)
        await until(lambda: not banner(opened))
        lose(opened, service=DEFAULT_BASE_URL)
        await opened.settle()
        assert banner(opened) == "", "another service is none of its business"


async def test_rows_tell_when_they_were_last_seen(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.polls = Script(Held(completed()))
        waiting = await opened.generate()
        await until(lambda: opened.house.now(waiting).state is State.WAITING)
        lose(opened, next_try_in=30)
        index = opened.workspace.model.index_of(waiting.id)
        await until(lambda: "resumes online" in index.data(LibraryRole.WORDS).third)
        lose(opened, None)
        await until(lambda: "resumes online" not in index.data(LibraryRole.WORDS).third)


@pytest.mark.parametrize("kind", [ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS])
async def test_a_proxy_is_named_for_what_it_does(
    qapp: QApplication, tmp_path: Path, kind: ProblemKind
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        lose(opened, Problem(kind=kind, detail="407"), next_try_in=5)
        await until(lambda: banner(opened))
        assert banner(opened).startswith("The connection was refused. The proxy or a certificate")


async def test_a_try_in_vain_does_not_hide_when_the_next_one_is(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        lose(opened, next_try_in=30)
        await until(lambda: "Next try in" in banner(opened))
        lose(opened)
        await opened.settle()
        assert "Next try in" in banner(opened)


async def test_trying_now_sends_what_waits_and_ends_no_pause(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        api, clock = opened.house.api, opened.house.clock
        api.polls = Script(Held(completed()))
        api.submits = Script(NotExecuted(UNREACHABLE), Submitted(task_ids=("task_09",)))
        nobody_wakes = asyncio.Event()
        clock.sleep = lambda _seconds: nobody_wakes.wait()
        waiting = await opened.generate()
        await until(lambda: opened.house.now(waiting).problem is not None)

        opened.parts.actions.do(waiting.id, Action.TRY_NOW)
        await until(lambda: opened.house.now(waiting).state is State.WAITING)
        assert len(api.posts) == 2

        opened.house.queue.pause()
        opened.parts.actions.do(waiting.id, Action.TRY_NOW)
        opened.parts.actions.do(waiting.id, Action.CHECK_AGAIN)
        opened.parts.actions.do(waiting.id, Action.RESUME_DOWNLOAD)
        await opened.settle()
        paused_by = opened.house.queue.paused_by
        assert paused_by is not None
        assert paused_by.kind is ProblemKind.PAUSED_BY_USER
