"""The prompt of a clip, its settings and its references."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.chip import Tag
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import faded
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.notices.state_words import settings_words
from omniflash_desktop.ui.stage.clip_facts import CopyButton
from omniflash_desktop.ui.stage.clip_references import References
from omniflash_desktop.ui.stage.flow_row import FlowRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_FOLDED_LINES: Final = 5


class _PromptText(Label):
    """All of a text, or its first lines fading out."""

    folded_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, size=tokens.BODY, parent=parent)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._may_fold = False
        self._is_folded = False

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    def set_may_fold(self, may_fold: bool) -> None:
        self._may_fold = may_fold
        self.fit()

    def fit(self) -> None:
        """Takes the height that the text needs, or that of its first lines."""
        # A label is never measured smaller than its own minimum.
        self.setMinimumHeight(0)
        whole = max(0, self.heightForWidth(max(self.width(), 40)))
        folded = self.fontMetrics().lineSpacing() * _FOLDED_LINES
        is_folded = self._may_fold and whole > folded * 1.2
        self.setFixedHeight(folded if is_folded else whole)
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self.folded_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_folded:
            return
        painter = QPainter(self)
        height = self.fontMetrics().lineSpacing() * 1.6
        fade = QLinearGradient(QPointF(0, self.height() - height), QPointF(0, self.height()))
        stage = self._theme.colour("stage")
        fade.setColorAt(0, faded(stage, 0.0))
        fade.setColorAt(1, stage)
        painter.fillRect(QRectF(0, self.height() - height, self.width(), height), fade)
        painter.end()


class ClipPrompt(QWidget):
    """Head, prompt, settings and references, from top to bottom.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._generation_id = ""
        self._unfolded = False
        self._roomy = True
        title = Label(
            theme, self.tr("Prompt"), size=tokens.CAPTION, weight=tokens.STRONG, role="text2"
        )
        self.show_all = LinkButton(theme, self.tr("Show all"), parent=self)
        name(self.show_all, "showPromptButton")
        self.show_all.clicked.connect(self._unfold)
        self.show_all.hide()
        self.copy = CopyButton(theme, self.tr("Copy prompt"), self)
        name(self.copy, "copyPromptButton")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.show_all)
        head.addWidget(self.copy)
        self.text = _PromptText(theme, self)
        name(self.text, "clipPrompt")
        self.text.folded_changed.connect(self._folded_changed)
        self._settings = FlowRow(6, self)
        name(self._settings, "clipSettings")
        self.references = References(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(8)
        column.addWidget(self.text)
        column.addSpacing(10)
        column.addWidget(self._settings)
        column.addSpacing(12)
        column.addWidget(self.references)
        column.addStretch(1)

    def show_clip(self, generation: Generation, *, roomy: bool) -> None:
        """Prompt, settings and references of a clip."""
        if generation.id != self._generation_id:
            self._generation_id = generation.id
            self._unfolded = False
        self._roomy = roomy
        self.text.setText(generation.request.prompt)
        self.text.set_may_fold(not roomy and not self._unfolded)
        self.copy.text_to_copy = generation.request.prompt
        self._show_settings(settings_words(generation.request))
        self.references.show_references(generation, roomy=roomy)

    def _show_settings(self, words: list[str]) -> None:
        spoken = ", ".join(words)
        if spoken != self._settings.accessibleDescription():
            self._settings.setAccessibleDescription(spoken)
            self._settings.fill([Tag(self._theme, word, parent=self) for word in words])

    def _folded_changed(self) -> None:
        self.show_all.setVisible(self.text.is_folded)

    def _unfold(self) -> None:
        self._unfolded = True
        self.text.set_may_fold(False)
