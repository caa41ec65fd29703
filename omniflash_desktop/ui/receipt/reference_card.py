"""A card of the receipt: the picture as it is sent, and what is true of it."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.sent_reference import ReferenceKind, SentReference
from omniflash_desktop.ui.compose.slot_painting import CoverCache, paint_cover
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.receipt.receipt_words import reference_words
from omniflash_desktop.ui.stage.clip_facts import CopyButton
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_PICTURE: Final = QSize(112, 84)
_LINE: Final = 20
_HEADS: Final = 74


class _Picture(QWidget):
    """What the reference looks like; an icon as long as nobody knows."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._image = QImage()
        self._cache = CoverCache()
        self.setFixedSize(_PICTURE)

    def show_image(self, image: QImage) -> None:
        """Shows a picture, cut to the card's shape."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if self._image.isNull():
            paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=self._theme.colour("raised2"))
            square = QRectF(0, 0, 22, 22)
            square.moveCenter(rect.center())
            self._theme.paint_icon(painter, square, self._icon, self._theme.colour("text3"))
        else:
            cover = self._cache.cover(self._image, self.size(), self.devicePixelRatioF())
            paint_cover(painter, rect, cover, tokens.RADIUS_FIELD)
        painter.end()


class ReferenceCard(QWidget):
    """One reference of a receipt.

    Args:
        theme: The look.
        reference: What is sent.
        number: Its place among those of its kind, from 1.
        parent: Owner.
    """

    def __init__(
        self, theme: Theme, reference: SentReference, number: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_gone = False
        words = reference_words(reference, number)
        is_image = reference.kind is ReferenceKind.IMAGE
        self._picture = _Picture(theme, "image" if is_image else "film-strip", self)
        title = ElidedLabel(theme, words.title, weight=tokens.STRONG, tabular=True, parent=self)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(tokens.SPACE_2)
        self._facts.setVerticalSpacing(2)
        self._facts.setColumnMinimumWidth(0, _HEADS)
        self._facts.setColumnStretch(1, 1)
        self._add(self.tr("Goes to"), words.place)
        self._add(self.tr("Left out"), words.left_out, role="success")
        self._add(self.tr("Still tells"), words.told, role="warning")
        self._add(self.tr("Changed"), words.changes)
        self._add_hash(reference.sha256)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(title)
        column.addLayout(self._facts)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(14)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.place)
        theme.changed.connect(self.update)

    def take_picture(self, answer: QImage | Problem) -> None:
        """Shows what was made of the file; without a picture the icon stays."""
        if isinstance(answer, QImage) and not self._is_gone:
            self._picture.show_image(answer)

    def leave(self) -> None:
        """Pictures that still come are not wanted any more."""
        self._is_gone = True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, line = self._theme.colour("raised"), self._theme.colour("line")
        paint_frame(painter, QRectF(self.rect()), tokens.RADIUS_CARD, fill=fill, line=line)
        painter.end()

    def _add(self, head: str, text: str, *, role: str = "text2") -> None:
        if not text:
            return
        value = Label(self._theme, text, size=tokens.CAPTION, role=role, parent=self)
        value.setWordWrap(True)
        value.setMinimumHeight(_LINE)
        self._add_row(head, value)

    def _add_hash(self, sha256: str) -> None:
        if not sha256:
            return
        value = ElidedLabel(
            self._theme,
            sha256,
            size=tokens.CAPTION,
            role="text3",
            tabular=True,
            mode=Qt.TextElideMode.ElideMiddle,
            parent=self,
        )
        copy = CopyButton(self._theme, self.tr("Copy the SHA-256"), self)
        copy.setAccessibleName(self.tr("Copy the SHA-256"))
        copy.text_to_copy = sha256
        pair = QHBoxLayout()
        pair.setSpacing(4)
        pair.addWidget(value, 1)
        pair.addWidget(copy)
        box = QWidget(self)
        box.setLayout(pair)
        pair.setContentsMargins(0, 0, 0, 0)
        self._add_row(self.tr("SHA-256"), box)

    def _add_row(self, head: str, value: QWidget) -> None:
        at = self._facts.rowCount()
        label = Label(self._theme, head, size=tokens.CAPTION, role="text3", parent=self)
        label.setFixedHeight(_LINE)
        self._facts.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
        self._facts.addWidget(value, at, 1, Qt.AlignmentFlag.AlignVCenter)
