"""The menus of the window: which commands each holds, in which order."""

from typing import Final

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from omniflash_desktop.ui.accessible_names import spoken_name
from omniflash_desktop.ui.commands.clip_table import USUAL, clip_actions
from omniflash_desktop.ui.commands.command import AnyCommand, Command, Subject, subject_words
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.notices.actions import Action

_Groups = tuple[tuple[AnyCommand, ...], ...]

_MENUS: Final[dict[Subject, _Groups]] = {
    Subject.CLIP: (
        (Action.PLAY, Command.RENAME, *USUAL[1:-2], Action.COPY_REPORT),
        (Action.MOVE_TO_TRASH, Action.DELETE_FOR_GOOD, Command.UNDO_CLIP),
    ),
    Subject.PLAYBACK: (
        (Command.PLAY_PAUSE, Command.PLAY_FORWARDS, Command.PLAY_BACKWARDS, Command.PAUSE),
        (
            Command.PREVIOUS_FRAME,
            Command.NEXT_FRAME,
            Command.BACK_A_SECOND,
            Command.FORWARD_A_SECOND,
            Command.GO_TO_START,
            Command.GO_TO_END,
        ),
        (Command.SLOWER, Command.FASTER, Command.NORMAL_SPEED, Command.LOOP),
        (Command.LOUDER, Command.SOFTER, Command.MUTE),
        (Command.SAVE_FRAME, Command.USE_FRAME_1, Command.USE_FRAME_2, Command.USE_FRAME_3),
        (Command.FULL_SCREEN,),
    ),
    Subject.COMPOSER: (
        (Command.GENERATE, Command.RECEIPT),
        (
            Command.PROMPTS,
            Command.SAVE_PROMPT,
            Command.OLDER_PROMPT,
            Command.NEWER_PROMPT,
        ),
        (Command.UNDO, Command.REDO, Command.CLEAR),
        (Command.ADD_REFERENCES, Command.PASTE_REFERENCE),
        (Command.MOVE_REFERENCE_LEFT, Command.MOVE_REFERENCE_RIGHT),
        (
            Command.FOCUS_PROMPT,
            Command.FOCUS_IMAGE_1,
            Command.FOCUS_IMAGE_2,
            Command.FOCUS_IMAGE_3,
            Command.FOCUS_VIDEO,
        ),
    ),
    Subject.LIBRARY: (
        (Command.SEARCH,),
        (
            Command.SHOW_ALL,
            Command.SHOW_RUNNING,
            Command.SHOW_READY,
            Command.SHOW_FAILED,
            Command.SHOW_FAVOURITES,
        ),
        (Command.OPEN_CLIPS_FOLDER, Command.CHANGE_CLIPS_FOLDER),
    ),
    Subject.VIEW: (
        (Command.COMPOSER_PANEL, Command.LIBRARY_PANEL),
        (Command.NEXT_PANEL, Command.PREVIOUS_PANEL),
        (Command.THEME_SYSTEM, Command.THEME_DARK, Command.THEME_LIGHT),
        (Command.RESET_LAYOUT,),
    ),
    Subject.QUEUE: (
        (Command.PAUSE_SENDING, Command.RETRY_FREE_FAILURES, Command.FETCH_CLIP),
        (Command.SPENDING, Command.LIMIT, Command.COSTS),
    ),
    Subject.CONNECTION: (
        (Command.USE_SANDBOX, Command.CONNECT),
        (Command.REFRESH_BALANCE, Command.TOP_UP, Command.OPEN_ACCOUNT),
        (Command.STORAGE, Command.NETWORK),
    ),
    Subject.HELP: ((Command.COMMANDS, Command.SHORTCUTS), (Command.ABOUT,)),
}

_OF_THE_APP: Final = (Command.PREFERENCES, Command.QUIT)
"""On macOS the system's own menu of the app takes them."""


class MainMenu(QMenu):
    """The app's menu with a sub-menu for each subject.

    Attributes:
        subjects: The sub-menus.

    Args:
        commands: What it shows.
        parent: Owner.
    """

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken_name("appMenuButton"))
        self._commands = commands
        self.subjects = {subject: self._made(subject) for subject in Subject}
        for menu in self.subjects.values():
            self.addMenu(menu)
        self.addSeparator()
        self.addActions(commands.several(_OF_THE_APP))
        self.aboutToShow.connect(commands.look_at)

    def _made(self, subject: Subject) -> QMenu:
        menu = QMenu(subject_words(subject), self)
        menu.setAccessibleName(menu.title())
        menu.setToolTipsVisible(True)
        for group in _MENUS[subject]:
            if not menu.isEmpty():
                menu.addSeparator()
            menu.addActions(self._commands.several(group))
        if subject is Subject.CLIP:
            menu.addMenu(self._rest_of_the_clip(menu))
        # A menu bar shows it without the menu that it is in elsewhere.
        menu.aboutToShow.connect(self._commands.look_at)
        return menu

    def _rest_of_the_clip(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("On its way, or in trouble"), parent)
        menu.setAccessibleName(menu.title())
        menu.setToolTipsVisible(True)
        placed = {command for group in _MENUS[Subject.CLIP] for command in group}
        rest = [action for action in clip_actions() if action not in placed]
        menu.addActions(self._commands.several(rest))
        return menu


def menu_bar(menu: MainMenu, commands: Commands) -> QMenuBar:
    """The same menus as the bar of a system that shows one for the whole screen: macOS."""
    bar = QMenuBar()
    bar.addMenu("Omniflash").addActions(commands.several(_OF_THE_APP))
    for sub_menu in menu.subjects.values():
        bar.addMenu(sub_menu)
    return bar
