"""Tells why the window cannot be used, before it closes again."""

import sys

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QMessageBox, QWidget

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.notices.problem_words import words_for


async def tell_refusal(window: QWidget, problem: Problem, *, unless: SignalInstance) -> None:
    """Shows the problem and waits until it is read; also says it on standard error.

    Args:
        window: What cannot be used.
        problem: Why.
        unless: Nobody need read it any more: the system wants the app to end.
    """
    words = words_for(problem)
    # A packaged app on Windows has no standard error.
    if sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr.write(f"{words.title}. {words.cause} {words.next_step}\n")
    box = QMessageBox(QMessageBox.Icon.Warning, words.title, words.title, parent=window)
    box.setInformativeText(f"{words.cause} {words.next_step}")
    unless.connect(box.reject)
    await ask(box)
