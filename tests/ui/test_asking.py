"""Questions without a nested event loop."""

import asyncio
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from omniflash_desktop.ui.asking import ask
from tests.ui.opened_window import until


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    made.show()
    yield made
    made.close()
    made.deleteLater()


def asked_in(window: QWidget) -> list[QDialog]:
    return [one for one in window.findChildren(QDialog) if one.isVisible()]


def is_gone(dialog: QDialog) -> bool:
    if shiboken6.isValid(dialog):
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
    return not shiboken6.isValid(dialog)


@pytest.mark.parametrize("result", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
async def test_the_answer_comes_back(
    qapp: QApplication, window: QWidget, result: QDialog.DialogCode
) -> None:
    dialog = QDialog(window)
    answer = asyncio.ensure_future(ask(dialog))
    await until(dialog.isVisible)
    assert dialog.windowModality().name == "WindowModal"
    dialog.done(result)
    assert await answer == result
    assert is_gone(dialog)


async def test_other_work_goes_on_meanwhile(qapp: QApplication, window: QWidget) -> None:
    first, second = QDialog(window), QDialog(window)
    answers = [asyncio.ensure_future(ask(first)), asyncio.ensure_future(ask(second))]
    await until(lambda: len(asked_in(window)) == 2)
    # In a nested loop the first one could only end after the second.
    first.accept()
    assert await answers[0] == QDialog.DialogCode.Accepted
    assert second.isVisible()
    second.reject()
    assert await answers[1] == QDialog.DialogCode.Rejected


async def test_a_cancelled_question_leaves_the_screen(qapp: QApplication, window: QWidget) -> None:
    dialog = QDialog(window)
    asking = asyncio.ensure_future(ask(dialog))
    await until(dialog.isVisible)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert is_gone(dialog)


async def test_a_closed_question_is_answered(qapp: QApplication, window: QWidget) -> None:
    dialog = QDialog(window)
    asking = asyncio.ensure_future(ask(dialog))
    await until(dialog.isVisible)
    dialog.close()
    assert await asking == QDialog.DialogCode.Rejected


async def test_an_answer_that_comes_with_the_cancellation_is_no_mistake(
    qapp: QApplication, window: QWidget
) -> None:
    dialog = QDialog(window)
    asking = asyncio.ensure_future(ask(dialog))
    await until(dialog.isVisible)
    asking.cancel()
    dialog.accept()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert is_gone(dialog)
