"""The facts of a clip beside its prompt: task, cost, moments, file."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.notices.figures import (
    cost_words,
    length_words,
    moment_words,
    pixel_words,
    size_words,
)
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.notices.state_words import dotted
from omniflash_desktop.ui.notices.truth_words import truth_words
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_TICK_STAYS_MS = 1500


class CopyButton(IconButton):
    """Copies a text and shows a tick for a moment.

    Args:
        theme: The look.
        tooltip: What it copies.
        parent: Owner.
    """

    def __init__(self, theme: Theme, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, "copy-simple", tooltip=tooltip, size=24, glyph=15, role="text3", parent=parent
        )
        self.text_to_copy = ""
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(_TICK_STAYS_MS)
        self._tick.timeout.connect(self._show_copy_icon)
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text_to_copy)
        self.set_icon_name("check", "success")
        self._tick.start()

    def _show_copy_icon(self) -> None:
        self.set_icon_name("copy-simple", "text3")


class ClipFacts(QWidget):
    """A head and a row for each fact that is known.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._file_words = ("", "")
        self._take_words, self._roomy = "", True
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        head = Label(
            theme, self.tr("Details"), size=tokens.CAPTION, weight=tokens.STRONG, role="text2"
        )
        head.setFixedHeight(24)
        self._grid.addWidget(head, 0, 0)
        self.receipt = LinkButton(theme, self.tr("What was sent"), parent=self)
        name(self.receipt, "clipReceiptButton")
        self._grid.addWidget(self.receipt, 0, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.setRowMinimumHeight(1, 4)
        self._task = self._fact(self.tr("Task ID"), "taskIdValue", with_copy=True)
        self._cost = self._fact(self.tr("Cost"), "clipCost")
        self._created = self._fact(self.tr("Created"), "clipCreated")
        self._elapsed = self._fact(self.tr("Elapsed"), "clipElapsed")
        self._file = self._fact(self.tr("File"), "")
        self._truth = self._fact(self.tr("Status"), "clipTruth")
        self._take = self._fact(self.tr("Take"), "clipTake")
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def show_clip(self, generation: Generation, *, roomy: bool, is_missing: bool = False) -> None:
        """The facts of a clip.

        Args:
            generation: What they are of.
            roomy: Whether there is room for the size in pixels.
            is_missing: Whether its file is not where it was.
        """
        self._grid.setColumnMinimumWidth(0, 76 if roomy else 60)
        self.receipt.setVisible(generation.body is not None)
        self._set(self._task, generation.task_id or "")
        self.copy.text_to_copy = generation.task_id or ""
        self.copy.setVisible(bool(generation.task_id))
        self._set(self._cost, cost_words(generation))
        self._set(self._created, moment_words(generation.created_at, now=datetime.now(UTC)))
        elapsed = generation.elapsed_seconds
        self._set(self._elapsed, "" if elapsed is None else length_words(elapsed))
        truth = truth_words(generation, now=datetime.now(UTC), is_missing=is_missing)
        self._set(self._truth, truth if roomy else "")
        clip = generation.clip
        self._file_words = ("", "")
        if clip is not None:
            pixels = pixel_words(clip.width, clip.height)
            size = size_words(clip.size_bytes)
            self._file_words = (dotted(pixels, size) if roomy else dotted(truth, size), size)
            self._file[1].setToolTip(f"{pixels}\n{clip.path}")
        self._set(self._file, self._file_words[0])
        take = self.tr("{n} of {all}").format(n=generation.take, all=generation.takes)
        self._take_words, self._roomy = take if generation.takes > 1 else "", roomy
        self._fit_take()
        self._fit_file()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_take()
        self._fit_file()

    def _fit_take(self) -> None:
        """Which of several takes it is, where there is a line left for it."""
        self._set(self._take, self._take_words)
        self._grid.activate()
        if not self._roomy and self._grid.minimumSize().height() > self.height():
            self._set(self._take, "")
            self._grid.activate()

    def _fit_file(self) -> None:
        """Of the file its size alone where there is no room for more; the tooltip has it all."""
        _, value = self._file
        whole, short = self._file_words
        value.setText(whole)
        if value.is_elided():
            value.setText(short)

    def _fact(
        self, title: str, object_name: str, *, with_copy: bool = False
    ) -> tuple[Label, ElidedLabel]:
        row = self._grid.rowCount()
        label = Label(self._theme, title, size=tokens.CAPTION, role="text3", parent=self)
        mode = Qt.TextElideMode.ElideMiddle if with_copy else Qt.TextElideMode.ElideRight
        value = ElidedLabel(
            self._theme,
            size=tokens.CAPTION,
            weight=tokens.MEDIUM,
            tabular=True,
            mode=mode,
            parent=self,
        )
        if object_name:
            name(value, object_name)
        else:
            value.setAccessibleName(title)
        for part in (label, value):
            part.setFixedHeight(26)
        self._grid.addWidget(label, row, 0)
        if with_copy:
            self.copy = CopyButton(self._theme, self.tr("Copy task ID"), self)
            name(self.copy, "copyTaskIdButton")
            pair = QHBoxLayout()
            pair.setSpacing(4)
            pair.addWidget(value, 0)
            pair.addWidget(self.copy)
            pair.addStretch(1)
            self._grid.addLayout(pair, row, 1)
        else:
            self._grid.addWidget(value, row, 1)
        return label, value

    def _set(self, fact: tuple[Label, ElidedLabel], text: str) -> None:
        _, value = fact
        value.setText(text)
        for part in fact:
            part.setVisible(bool(text))
