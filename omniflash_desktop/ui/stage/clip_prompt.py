"""The prompt of a clip, its settings and its references."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.chip import Tag
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import faded, paint_frame
from omniflash_desktop.ui.library.poster_cache import PosterCache, PosterKey
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.notices.state_words import settings_words
from omniflash_desktop.ui.stage.clip_facts import CopyButton
from omniflash_desktop.ui.stage.flow_row import FlowRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from pathlib import Path

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


class References(QWidget):
    """The references of a clip: its images, numbered, and its video.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paths: list[Path | None] = []
        self._images = 0
        self._size = QSize(80, 54)
        self._posters: PosterCache | None = None
        name(self, "clipReferences")
        theme.changed.connect(self.update)
        self.hide()

    def show_references(self, generation: Generation, *, roomy: bool) -> None:
        """Shows what a clip was made from."""
        self._paths = [image.path for image in generation.request.images]
        self._images = len(self._paths)
        self._size = QSize(80, 54) if roomy else QSize(64, 44)
        names = [image.name for image in generation.request.images if image.name]
        video = generation.request.video
        if video is not None:
            self._paths.append(None)
            names.append(video.name)
        self.setAccessibleDescription(", ".join(names))
        self.setToolTip("\n".join(names))
        gaps = max(0, len(self._paths) - 1) * 8
        self.setFixedSize(len(self._paths) * self._size.width() + gaps, self._size.height())
        self.setVisible(bool(self._paths))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._posters is None:
            self._posters = PosterCache(self)
            self._posters.loaded.connect(self._picture_loaded)
        painter = QPainter(self)
        wide, high = self._size.width(), self._size.height()
        for position, path in enumerate(self._paths):
            rect = QRectF(position * (wide + 8), 0, wide, high)
            is_image = position < self._images
            picture = None
            if path is not None:
                key = PosterKey(path, wide, high, tokens.RADIUS_FIELD, self.devicePixelRatioF())
                picture = self._posters.pixmap(key)
            if picture is not None:
                painter.drawPixmap(rect.topLeft(), picture)
            else:
                self._paint_placeholder(painter, rect, "image" if is_image else "film-strip")
            if not is_image:
                # The numbers are those of the images, by which a prompt names them.
                continue
            badge = QRectF(rect.left() + 5, 5, 17, 16)
            paint_frame(painter, badge, tokens.RADIUS_BADGE, fill=self._theme.colour("badge"))
            painter.setFont(self._theme.font(tokens.TINY, tokens.STRONG))
            painter.setPen(self._theme.colour("on_picture"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(position + 1))
        painter.end()

    def _picture_loaded(self, path: str) -> None:
        self.update()

    def _paint_placeholder(self, painter: QPainter, rect: QRectF, icon: str) -> None:
        colour = self._theme.colour
        paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=colour("raised"), line=colour("line"))
        square = QRectF(0, 0, 18, 18)
        square.moveCenter(rect.center())
        self._theme.paint_icon(painter, square, icon, colour("text3"))


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
