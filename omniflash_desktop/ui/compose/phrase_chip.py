"""A chip that opens a menu of phrases about one topic."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.phrases import PhraseTopic, phrases_about, topic_word
from omniflash_desktop.ui.controls.chip import Chip
from omniflash_desktop.ui.theme.theme import Theme

_OBJECT_NAMES = {
    PhraseTopic.CAMERA: "addCameraButton",
    PhraseTopic.LIGHT: "addLightButton",
    PhraseTopic.SOUND: "addSoundButton",
}


class PhraseChip(Chip):
    """The chip "+ Camera" and its like.

    Args:
        theme: The look.
        topic: What its phrases are about.
        parent: Owner.

    Signals:
        asked: It was pressed; the topic's word. Its menu opens afterwards.
        phrase_chosen: A phrase of the menu.
    """

    asked = Signal(str)
    phrase_chosen = Signal(str)

    def __init__(self, theme: Theme, topic: PhraseTopic, parent: QWidget) -> None:
        super().__init__(theme, topic_word(topic), icon="plus", height=22, parent=parent)
        self._topic = topic
        self._menu: QMenu | None = None
        name(self, _OBJECT_NAMES[topic])
        self.clicked.connect(self._open)

    def _open(self) -> None:
        if self._menu is None:
            self._menu = QMenu(self)
            self._menu.setAccessibleName(self.accessibleName())
            for phrase in phrases_about(self._topic):
                self._menu.addAction(phrase)
            self._menu.triggered.connect(self._choose)
        self.asked.emit(topic_word(self._topic))
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _choose(self, action: QAction) -> None:
        self.phrase_chosen.emit(action.text())
