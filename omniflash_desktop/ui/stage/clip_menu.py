"""What can be done with the clip on the stage, each as one action with its key."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop.domain.service_facts import MAX_IMAGES
from omniflash_desktop.ui.notices.actions import ACTION_ICONS, Action, action_label
from omniflash_desktop.ui.theme.theme import Theme

_KEYS: Final = {Action.USE_LAST_FRAME: "U"}
_FIRST: Final = (Action.USE_LAST_FRAME, Action.CHOOSE_FRAME)
_LAST: Final = (Action.OPEN_ELSEWHERE, Action.MOVE_TO_TRASH)
_ICON: Final = 16


class ClipMenu(QMenu):
    """The menu behind the three dots; its keys work where `share_keys_with` says.

    Args:
        theme: The look.
        actions: What somebody listens to; other actions are not shown.
        can_save_frame: Whether somebody takes frames.
        parent: The stage, where the keys work.

    Signals:
        asked: An `Action` about the clip.
        save_frame_asked: The frame on show is wanted as a picture.
        use_frame_asked: ... and in an image slot, 0 to 2.
    """

    asked = Signal(object)
    save_frame_asked = Signal()
    use_frame_asked = Signal(int)

    def __init__(
        self, theme: Theme, actions: frozenset[Action], *, can_save_frame: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[QAction, str] = {}
        self._asking = QActionGroup(self)
        self._slots = QActionGroup(self)
        self._with_keys: list[QAction] = []
        for action in _FIRST:
            if action in actions:
                self._add_asking(action)
        if can_save_frame:
            self._add_frames()
        self.addSeparator()
        for action in _LAST:
            if action in actions:
                self._add_asking(action)
        self._asking.triggered.connect(self._ask)
        self._slots.triggered.connect(self._ask_for_slot)
        self.aboutToShow.connect(self._draw_icons)
        self.share_keys_with(parent)
        self.set_clip_shown(False)

    def share_keys_with(self, pane: QWidget) -> None:
        """Lets the keys work while the focus is in `pane`; text fields keep their letters."""
        pane.addActions(self._with_keys)

    def set_clip_shown(self, shown: bool) -> None:
        """Whether there is a finished clip on the stage to do anything with."""
        for entry in self.actions():
            entry.setEnabled(shown)

    def _add_asking(self, action: Action) -> None:
        entry = self._add(action_label(action), ACTION_ICONS.get(action, ""), _KEYS.get(action, ""))
        entry.setData(action.value)
        self._asking.addAction(entry)
        self.addAction(entry)

    def _add_frames(self) -> None:
        slots = self.addMenu(self.tr("Use this frame"))
        self._icons[slots.menuAction()] = "plus"
        for index in range(MAX_IMAGES):
            words = self.tr("As image %1").replace("%1", str(index + 1))
            entry = self._add(words, "", "")
            entry.setData(index)
            self._slots.addAction(entry)
            slots.addAction(entry)
        save = self._add(self.tr("Save frame as image"), "camera", "S")
        save.triggered.connect(self.save_frame_asked)
        self.addAction(save)

    def _add(self, words: str, icon: str, key: str) -> QAction:
        entry = QAction(words, self)
        if icon:
            self._icons[entry] = icon
        if key:
            entry.setShortcut(QKeySequence(key))
            entry.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            entry.setAutoRepeat(False)
            self._with_keys.append(entry)
        return entry

    def _draw_icons(self) -> None:
        # Not before: icons are painted in the colours of the theme of this moment.
        for entry, icon in self._icons.items():
            entry.setIcon(self._theme.icon(icon, size=_ICON))

    def _ask(self, entry: QAction) -> None:
        self.asked.emit(Action(entry.data()))

    def _ask_for_slot(self, entry: QAction) -> None:
        self.use_frame_asked.emit(entry.data())
