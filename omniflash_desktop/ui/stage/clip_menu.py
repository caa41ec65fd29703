"""What can be done with the clip on the stage: behind the three dots, and at a right click."""

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop.ui.accessible_names import spoken_name
from omniflash_desktop.ui.commands.clip_table import USUAL
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.notices.actions import Action

if TYPE_CHECKING:
    from omniflash_desktop.ui.commands.commands import Commands

_WITHOUT_A_FILE: Final = (
    Action.REUSE_SETTINGS,
    Action.SEE_RECEIPT,
    Action.COPY_REPORT,
    Action.MOVE_TO_TRASH,
)
_THIS_FRAME: Final = (Command.USE_FRAME_1, Command.USE_FRAME_2, Command.USE_FRAME_3)


class ClipMenu(QMenu):
    """Shows the window's own actions; whoever has them fills it.

    Args:
        parent: Owner.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken_name("clipMenuButton"))
        self.setToolTipsVisible(True)

    def fill(self, commands: "Commands") -> None:
        """Puts everything in that is about a finished clip."""
        frame = QMenu(self.tr("Use this frame"), self)
        frame.setAccessibleName(frame.title())
        frame.addActions(commands.several(_THIS_FRAME))
        for action in USUAL:
            if action in (Action.SAVE_AS, Action.MOVE_TO_TRASH):
                self.addSeparator()
            self.addAction(commands.of(action))
            if action is Action.CHOOSE_FRAME:
                self.addMenu(frame)
                self.addAction(commands.of(Command.SAVE_FRAME))
        self.aboutToShow.connect(commands.look_at)

    def fill_for_failures(self, commands: "Commands") -> None:
        """Puts in what can be done with a clip that has no file; its page has the rest."""
        self.addActions(commands.several(_WITHOUT_A_FILE))
        self.aboutToShow.connect(commands.look_at)
