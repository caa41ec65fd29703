"""Connects the commands about a clip with the clip that is chosen, and says which are possible."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from omniflash_desktop.domain.generation import RUNNING_STATES, Generation, State
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.commands.clip_table import clip_actions, clip_facts
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_panel import LibraryPanel
from omniflash_desktop.ui.notices.actions import LINE_ACTIONS, Action


class ClipCommands(QObject):
    """A command is about the clip on the stage, which is the one chosen in the library.

    Args:
        commands: Whose actions these are.
        viewing: Knows what is on the stage.
        library: Knows what a clip's state allows, and whom its row stands for.
        model: Holds the clips.
    """

    def __init__(
        self, commands: Commands, viewing: ClipViewing, library: LibraryPanel, model: LibraryModel
    ) -> None:
        super().__init__(library)
        self._commands = commands
        self._viewing = viewing
        self._library = library
        self._model = model
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for action in clip_actions():
            self._group.addAction(commands.of(action))
        self._group.triggered.connect(self._do)
        self.refresh()

    def refresh(self) -> None:
        """Another clip is chosen, or its state is another one."""
        generation = self._chosen()
        possible = set() if generation is None else self._library.possible_actions(generation)
        for action in clip_actions():
            why_not = "" if action in possible else self._why_not(action, generation)
            self._commands.set_possible(action, why_not)
        is_favourite = generation is not None and generation.favourite
        words = clip_facts(Action.FAVOURITE).words
        self._commands.of(Action.FAVOURITE).setText(
            self.tr("Remove from favourites") if is_favourite else words
        )

    def _chosen(self) -> Generation | None:
        return self._model.generation(self._viewing.selected_id)

    def _do(self, action: QAction) -> None:
        generation = self._chosen()
        if generation is None:
            return
        wanted = Action(action.data())
        if wanted is Action.PLAY:
            self._viewing.play(generation.id)
        else:
            self._library.ask(generation.id, wanted)

    def _why_not(self, action: Action, generation: Generation | None) -> str:
        if generation is None:
            return self.tr("Choose a clip first")
        if action in LINE_ACTIONS:
            return self.tr("Only for clips that wait in line")
        if action is Action.CANCEL:
            return self.tr("Only for clips that are under way")
        if action is Action.MOVE_TO_TRASH and generation.state in RUNNING_STATES:
            return self.tr("This clip is under way: cancel it first")
        if action is Action.SEE_RECEIPT:
            return self.tr("Nothing was sent for this clip")
        if generation.state is not State.READY and action in _WITH_A_FILE:
            if generation.state in RUNNING_STATES:
                return self.tr("This clip is not ready yet")
            return self.tr("This clip has no file")
        return self.tr("This clip does not need it")


_WITH_A_FILE = frozenset(
    {
        Action.PLAY,
        Action.USE_LAST_FRAME,
        Action.CHOOSE_FRAME,
        Action.SAVE_AS,
        Action.SHOW_IN_FOLDER,
        Action.OPEN_ELSEWHERE,
        Action.FAVOURITE,
        Action.DELETE_FOR_GOOD,
    }
)
