"""Asks the user something without a nested event loop, which would stop paid work meanwhile."""

import asyncio

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog


class _Answer(QObject):
    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self.future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        dialog.finished.connect(self._on_finished)

    def _on_finished(self, result: int) -> None:
        if not self.future.done():
            self.future.set_result(result)


async def ask(dialog: QDialog) -> int:
    """Opens `dialog`, waits for its end, and returns its result code. The dialog is gone then."""
    answer = _Answer(dialog)
    dialog.open()
    try:
        return await answer.future
    finally:
        dialog.close()
        dialog.deleteLater()
