"""Asks the user something without a nested event loop, which would stop paid work meanwhile."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget


def leave(dialog: QDialog, done: Callable[[int], None], result: int) -> None:
    """Ends a dialog, and gives the focus back to where it was before.

    Not every desktop gives it back by itself.

    Args:
        dialog: What ends.
        done: Its `done` of Qt's.
        result: Handed to it.
    """
    was_in_front, over = dialog.isActiveWindow(), dialog.parentWidget()
    done(result)
    # Not after a press elsewhere, which led somewhere.
    if was_in_front and over is not None:
        over.window().activateWindow()


class FileDialog(QFileDialog):
    """The system's dialog for files, or Qt's where it has none."""

    def done(self, result: int) -> None:
        leave(self, super().done, result)


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


async def ask_for_file(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """Asks where a file is to be saved.

    Args:
        parent: What it is about.
        title: What is to be saved.
        name: The name that is proposed, with its ending.
        kind: As in `CSV table (*.csv)`.

    Returns:
        The file; `None` where the user does not want it after all.
    """
    dialog = FileDialog(parent, title, str(Path.home() / name), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    return await _chosen_in(dialog)


async def ask_for_existing_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Asks for a file that is there; `None` where the user does not want one.

    Args:
        parent: What it is about.
        title: What is to be chosen.
        kinds: As in `Certificates (*.pem);;All files (*)`.
    """
    dialog = FileDialog(parent, title, str(Path.home()), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen_in(dialog)


async def ask_for_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Asks for a folder, beginning at `folder`; `None` where the user does not want one."""
    dialog = FileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _chosen_in(dialog)


async def _chosen_in(dialog: QFileDialog) -> Path | None:
    chosen = _ChosenFile(dialog)
    await ask(dialog)
    return chosen.path


class _ChosenFile(QObject):
    """Remembers a file dialog's answer beyond its end."""

    def __init__(self, dialog: QFileDialog) -> None:
        super().__init__()
        self.path: Path | None = None
        dialog.fileSelected.connect(self._on_selected)

    def _on_selected(self, path: str) -> None:
        self.path = Path(path)
