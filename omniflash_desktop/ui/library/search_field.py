"""The search field: a magnifying glass before the text, its keys behind it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.controls.chip import Tag, TagKind
from omniflash_desktop.ui.controls.icon_field import IconField
from omniflash_desktop.ui.theme.theme import Theme

_MARGIN: Final = 7


class SearchField(IconField):
    """A field that Escape empties.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "magnifying-glass", parent)
        keys = QKeySequence(QKeySequence.StandardKey.Find).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        self._keys = Tag(theme, keys.replace("+", " "), kind=TagKind.KEY, height=18, parent=self)
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._keys.setVisible(bool(keys))
        self.textChanged.connect(self._hide_keys_behind_text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._keys.sizeHint()
        top = (self.height() - size.height()) // 2
        self._keys.setGeometry(
            self.width() - _MARGIN - size.width(), top, size.width(), size.height()
        )

    def _hide_keys_behind_text(self, text: str) -> None:
        self._keys.setVisible(not text and bool(self._keys.text()))
