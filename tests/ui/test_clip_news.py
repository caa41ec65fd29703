"""What is told of clips while nobody looks at the window: once for each batch."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.services.changes import Change, Changes, GenerationChanged, GenerationRemoved
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.clip_news import ClipNews
from tests.builders import CLICK, GenerationBuilder, a_generation


class News:
    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.owner = QWidget()
        self.is_in_front = False
        self._changes = Changes()
        self._news = ClipNews(
            ChangeRelay(self._changes, self.owner), lambda: self.is_in_front, self.owner
        )
        self._news._gathering.setInterval(0)
        self.told: list[tuple[str, str, str]] = []
        self._news.told.connect(self._take)

    def happens(self, *changes: Change) -> None:
        for change in changes:
            self._changes.publish(change)
        # What is queued behind them has arrived when this has.
        self._qtbot.waitUntil(lambda: not self._news._gathering.isActive())
        self._qtbot.wait(1)

    def _take(self, title: str, text: str, generation_id: str) -> None:
        self.told.append((title, text, generation_id))


@pytest.fixture
def news(qtbot: QtBot) -> Iterator[News]:
    made = News(qtbot)
    yield made
    made.owner.deleteLater()


def take(number: int, prompt: str = "kite", group: str = "one click") -> GenerationBuilder:
    made = a_generation().with_prompt(prompt).made_at(CLICK + timedelta(seconds=number))
    return made.with_facts(id=f"{number:012}", group_id=group)


def begins(one: GenerationBuilder) -> GenerationChanged:
    return GenerationChanged(generation=one.waiting())


def ends(before: GenerationBuilder, now: Generation) -> GenerationChanged:
    return GenerationChanged(generation=now, before=before.waiting())


def test_one_clip_is_told_with_its_name(news: News) -> None:
    news.happens(begins(take(1)), ends(take(1), take(1).ready()))
    assert news.told == [("Clip ready", "kite", take(1).ready().id)]


def test_takes_of_one_click_are_told_when_the_last_one_is_there(news: News) -> None:
    news.happens(begins(take(1)), begins(take(2)), begins(take(3)))
    news.happens(ends(take(1), take(1).ready()))
    news.happens(ends(take(2), take(2).failed()))
    assert news.told == []
    news.happens(ends(take(3), take(3).ready()))
    # The click leads to what somebody has to do something about.
    assert news.told == [("2 clips ready, 1 failed", "kite", take(2).ready().id)]


def test_a_take_that_was_removed_is_not_waited_for(news: News) -> None:
    news.happens(begins(take(1)), begins(take(2)))
    news.happens(ends(take(1), take(1).unconfirmed()))
    news.happens(GenerationRemoved(generation_id=take(2).ready().id))
    news.happens(
        begins(take(3, "dog", "later")),
        ends(take(3, "dog", "later"), take(3, "dog", "later").ready()),
    )
    assert news.told[-1][0] in ("1 clip ready, 1 unconfirmed", "1 clips ready, 1 unconfirmed")
    assert news.told[-1][1:] == ("kite and 1 more", take(1).ready().id)


def test_what_moves_no_state_is_no_news(news: News) -> None:
    ready = take(1).ready()
    news.happens(
        GenerationChanged(generation=ready, before=ready), GenerationChanged(generation=ready)
    )
    assert news.told == []


def test_whoever_has_the_window_in_front_is_not_told(news: News) -> None:
    news.is_in_front = True
    news.happens(begins(take(1)), ends(take(1), take(1).ready()))
    assert news.told == []
