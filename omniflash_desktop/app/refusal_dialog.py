"""Tells why the window cannot be used, before it closes again."""

import sys

from PySide6.QtWidgets import QMessageBox, QWidget

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.notices.problem_words import words_for


async def tell_refusal(window: QWidget, problem: Problem) -> None:
    """Shows the problem and waits until it is read; also says it on standard error."""
    words = words_for(problem)
    sys.stderr.write(f"{words.title}. {words.cause} {words.next_step}\n")
    box = QMessageBox(QMessageBox.Icon.Warning, words.title, words.title, parent=window)
    box.setInformativeText(f"{words.cause} {words.next_step}")
    await ask(box)
