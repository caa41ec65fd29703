"""What is said of clips to who cannot see them: each turn once, the takes of a click as one."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.generation import Generation, Progress
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.services.changes import Change, Changes, GenerationChanged
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.clip_announcements import ClipAnnouncements
from tests.builders import GenerationBuilder, a_generation


class Ears:
    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.window = QWidget()
        self._changes = Changes()
        self._announcements = ClipAnnouncements(
            ChangeRelay(self._changes, self.window), self.window
        )
        self._announcements._gathering.setInterval(0)
        self.heard: list[str] = []
        self._announcements.said.connect(self.heard.append)

    def after(self, *changes: Change) -> list[str]:
        for change in changes:
            self._changes.publish(change)
        # What is queued behind them has arrived when this has.
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: not self._announcements._gathering.isActive())
        return self.heard


@pytest.fixture
def ears(qtbot: QtBot) -> Iterator[Ears]:
    made = Ears(qtbot)
    yield made
    made.window.deleteLater()


def kite(number: int = 1) -> GenerationBuilder:
    return a_generation().with_prompt("a red kite").with_facts(id=f"{number:012}")


def refused(one: GenerationBuilder) -> Generation:
    return one.failed(Problem(kind=ProblemKind.MODERATION, charged=Charged.NO))


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (GenerationBuilder.waiting, "a red kite. Submitted. Charged, cannot be stopped"),
        (GenerationBuilder.ready, "a red kite. Ready. Safe on disk"),
        (
            refused,
            "a red kite. Failed: Moderation. Not charged. Edit the prompt or the references",
        ),
        (
            GenerationBuilder.unconfirmed,
            "a red kite. Unconfirmed: No answer. It may be running already. "
            "Sending it again could be billed a second time",
        ),
    ],
    ids=["submitted", "ready", "failed", "unconfirmed"],
)
def test_a_turn_is_said_with_its_name_and_what_it_means_for_the_money(
    ears: Ears, ends: Callable[[GenerationBuilder], Generation], said: str
) -> None:
    one = kite()
    change = GenerationChanged(generation=ends(one), before=one.submitting())
    assert ears.after(change) == [said]


def test_how_far_a_clip_is_is_not_said(ears: Ears) -> None:
    waiting = kite().waiting()
    grown = GenerationChanged(
        generation=waiting, before=waiting, progress=Progress(percent=40, done_bytes=None)
    )
    one = kite(2)
    begun = GenerationChanged(generation=one.uploading(), before=one.preparing())
    assert ears.after(grown, begun) == []


def test_what_the_library_held_at_the_start_is_not_said(ears: Ears) -> None:
    assert ears.after(GenerationChanged(generation=kite().ready())) == []


def test_the_takes_of_a_click_are_said_as_one_and_trouble_first(ears: Ears) -> None:
    changes = [
        GenerationChanged(generation=kite(n).waiting(), before=kite(n).submitting())
        for n in range(1, 4)
    ]
    lost = kite(4)
    changes.append(GenerationChanged(generation=lost.unconfirmed(), before=lost.submitting()))
    (said,) = ears.after(*changes)
    assert said.startswith("a red kite. Unconfirmed")
    assert said.endswith(". 3 clips submitted")
