"""Garbage is collected where Qt's objects live, and nowhere else."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.app.garbage import WindowThreadGarbage
from tests.ui.opened_window import until


class Circle:
    """Something that only the collector can end."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: ended_in.append(threading.current_thread()))


@pytest.fixture
def collector_is_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.disable()


def make_much() -> None:
    """So much garbage that Python would collect it at once."""
    for _ in range(10_000):
        circle: list[object] = []
        circle.append(circle)


@pytest.mark.usefixtures("collector_is_on")
async def test_a_thread_that_makes_much_ends_nothing_of_the_window(qapp: QApplication) -> None:
    ended_in: list[threading.Thread] = []
    garbage = WindowThreadGarbage()
    Circle(ended_in)

    thread = threading.Thread(target=make_much)
    thread.start()
    thread.join()
    assert ended_in == []

    await until(lambda: ended_in)
    garbage.close()
    assert ended_in == [threading.main_thread()]
    assert gc.isenabled()


@pytest.mark.usefixtures("collector_is_on")
async def test_what_the_start_has_made_is_looked_at_no_more(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omniflash_desktop.app.garbage._LOOK_EVERY_MS", 10)
    made_at_the_start = [[number] for number in range(10_000)]
    left_out_before = gc.get_freeze_count()
    garbage = WindowThreadGarbage()
    await until(lambda: gc.get_freeze_count() >= left_out_before + len(made_at_the_start))

    ended_in: list[threading.Thread] = []
    Circle(ended_in)
    make_much()
    await until(lambda: ended_in)
    garbage.close()
