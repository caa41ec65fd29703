"""Every command of the window but those about one clip: words, icon, keys.

Source of the keys: the interface design, section 4.
"""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from omniflash_desktop.ui.commands.command import Command, Scope, Subject
from omniflash_desktop.ui.commands.command_facts import CommandFacts
from omniflash_desktop.ui.commands.playback_table import PLAYBACK

COMMANDS: Final[dict[Command, CommandFacts]] = {
    Command.RENAME: CommandFacts(
        Subject.CLIP,
        QT_TRANSLATE_NOOP("Command", "Rename"),
        QT_TRANSLATE_NOOP("Command", "Changes the title where it stands"),
        icon="pencil-simple",
        keys=("F2",),
    ),
    Command.UNDO_CLIP: CommandFacts(
        Subject.CLIP,
        QT_TRANSLATE_NOOP("Command", "Undo what was done to a clip"),
        QT_TRANSLATE_NOOP("Command", "Takes back a new title, a star, or the way to the trash"),
        icon="arrow-counter-clockwise",
        keys=("Ctrl+Z",),
        scope=Scope.SURFACES,
        repeats=True,
    ),
    **PLAYBACK,
    # Composer.
    Command.GENERATE: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Generate"),
        QT_TRANSLATE_NOOP("Command", "Makes the clip that the composer describes"),
        icon="lightning",
        keys=("Ctrl+Return", "Ctrl+Enter"),
    ),
    Command.FOCUS_PROMPT: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Go to the prompt"),
        QT_TRANSLATE_NOOP("Command", "Puts the cursor into the prompt"),
        icon="text-t",
        keys=("Ctrl+L",),
    ),
    Command.PROMPTS: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Saved and earlier prompts…"),
        QT_TRANSLATE_NOOP("Command", "Finds a prompt to use again"),
        icon="book-bookmark",
    ),
    Command.SAVE_PROMPT: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Save this prompt…"),
        QT_TRANSLATE_NOOP("Command", "Keeps the prompt under a name"),
        icon="download-simple",
    ),
    Command.OLDER_PROMPT: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Earlier prompt"),
        QT_TRANSLATE_NOOP("Command", "Puts the prompt in that was sent before"),
        icon="arrow-up",
        keys=("Alt+Up",),
        scope=Scope.PROMPT,
        repeats=True,
    ),
    Command.NEWER_PROMPT: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Later prompt"),
        QT_TRANSLATE_NOOP("Command", "Puts the prompt in that was sent afterwards"),
        icon="arrow-down",
        keys=("Alt+Down",),
        scope=Scope.PROMPT,
        repeats=True,
    ),
    Command.RECEIPT: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "What will be sent…"),
        QT_TRANSLATE_NOOP("Command", "Shows what leaves this computer with Generate"),
        icon="receipt",
        keys=("Ctrl+I",),
    ),
    Command.ADD_REFERENCES: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Add references…"),
        QT_TRANSLATE_NOOP("Command", "Chooses images and a video for the tray"),
        icon="image",
        keys=("Ctrl+O",),
    ),
    Command.PASTE_REFERENCE: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Paste as reference"),
        QT_TRANSLATE_NOOP("Command", "Takes the picture, file or link of the clipboard"),
        icon="clipboard",
        keys=("Ctrl+V",),
    ),
    Command.FOCUS_IMAGE_1: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Go to image 1"),
        QT_TRANSLATE_NOOP("Command", "Leads to the first slot of the tray"),
        icon="image",
        keys=("Ctrl+1",),
    ),
    Command.FOCUS_IMAGE_2: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Go to image 2"),
        QT_TRANSLATE_NOOP("Command", "Leads to the second slot of the tray"),
        icon="image",
        keys=("Ctrl+2",),
    ),
    Command.FOCUS_IMAGE_3: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Go to image 3"),
        QT_TRANSLATE_NOOP("Command", "Leads to the third slot of the tray"),
        icon="image",
        keys=("Ctrl+3",),
    ),
    Command.FOCUS_VIDEO: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Go to the reference video"),
        QT_TRANSLATE_NOOP("Command", "Leads to the video slot of the tray"),
        icon="film-strip",
        keys=("Ctrl+4",),
    ),
    Command.MOVE_REFERENCE_LEFT: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Move the image left"),
        QT_TRANSLATE_NOOP("Command", "Changes places with the image before it"),
        icon="caret-left",
        keys=("Alt+Left",),
        scope=Scope.OWN,
    ),
    Command.MOVE_REFERENCE_RIGHT: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Move the image right"),
        QT_TRANSLATE_NOOP("Command", "Changes places with the image behind it"),
        icon="caret-right",
        keys=("Alt+Right",),
        scope=Scope.OWN,
    ),
    Command.UNDO: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Undo"),
        QT_TRANSLATE_NOOP("Command", "Takes the last change of the composer back"),
        icon="arrow-counter-clockwise",
        keys=("Ctrl+Z",),
        repeats=True,
    ),
    Command.REDO: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Redo"),
        QT_TRANSLATE_NOOP("Command", "Makes the change again that was taken back"),
        icon="arrow-clockwise",
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        repeats=True,
    ),
    Command.CLEAR: CommandFacts(
        Subject.COMPOSER,
        QT_TRANSLATE_NOOP("Command", "Clear the composer"),
        QT_TRANSLATE_NOOP("Command", "Empties prompt and tray; it can be undone"),
        icon="eraser",
        keys=("Ctrl+N",),
    ),
    # Library.
    Command.SEARCH: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Search the library"),
        QT_TRANSLATE_NOOP("Command", "Finds clips by prompt, title, task ID or file name"),
        icon="magnifying-glass",
        keys=("Ctrl+F",),
    ),
    Command.SHOW_ALL: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Show all clips"),
        QT_TRANSLATE_NOOP("Command", "Ends a filter of the library"),
        icon="squares-four",
    ),
    Command.SHOW_RUNNING: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Show running clips"),
        QT_TRANSLATE_NOOP("Command", "Leaves only what is under way in the library"),
        icon="hourglass-medium",
    ),
    Command.SHOW_READY: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Show ready clips"),
        QT_TRANSLATE_NOOP("Command", "Leaves only finished clips in the library"),
        icon="check-circle",
    ),
    Command.SHOW_FAILED: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Show failed clips"),
        QT_TRANSLATE_NOOP("Command", "Leaves only what failed in the library"),
        icon="warning-octagon",
    ),
    Command.SHOW_FAVOURITES: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Show favourites"),
        QT_TRANSLATE_NOOP("Command", "Leaves only favourites in the library"),
        icon="star",
    ),
    Command.OPEN_CLIPS_FOLDER: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Open the clips’ folder"),
        QT_TRANSLATE_NOOP("Command", "Shows the files of your clips"),
        icon="folder-open",
    ),
    Command.CHANGE_CLIPS_FOLDER: CommandFacts(
        Subject.LIBRARY,
        QT_TRANSLATE_NOOP("Command", "Keep clips in another folder…"),
        QT_TRANSLATE_NOOP("Command", "New clips go there; those you have stay where they are"),
        icon="folder-simple",
    ),
    # View.
    Command.COMPOSER_PANEL: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Composer panel"),
        QT_TRANSLATE_NOOP("Command", "Folds the composer, or opens it again"),
        icon="dock-left",
        keys=("F9",),
    ),
    Command.LIBRARY_PANEL: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Library panel"),
        QT_TRANSLATE_NOOP("Command", "Hides the library, or shows it again"),
        icon="dock-right",
        keys=("F10",),
    ),
    Command.NEXT_PANEL: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Go to the next panel"),
        QT_TRANSLATE_NOOP("Command", "From composer to stage to library, and round"),
        icon="arrow-right",
        keys=("F6",),
    ),
    Command.PREVIOUS_PANEL: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Go to the previous panel"),
        QT_TRANSLATE_NOOP("Command", "From library to stage to composer, and round"),
        icon="arrow-left",
        keys=("Shift+F6",),
    ),
    Command.THEME_SYSTEM: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Theme of the system"),
        QT_TRANSLATE_NOOP("Command", "Dark or light, as the system is"),
        is_switch=True,
    ),
    Command.THEME_DARK: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Dark theme"),
        QT_TRANSLATE_NOOP("Command", "Light words on dark grey"),
        is_switch=True,
    ),
    Command.THEME_LIGHT: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Light theme"),
        QT_TRANSLATE_NOOP("Command", "Dark words on light grey"),
        is_switch=True,
    ),
    Command.RESET_LAYOUT: CommandFacts(
        Subject.VIEW,
        QT_TRANSLATE_NOOP("Command", "Reset the layout"),
        QT_TRANSLATE_NOOP("Command", "Arranges the panels as they were at first"),
        icon="layout",
    ),
    # Queue and spending.
    Command.PAUSE_SENDING: CommandFacts(
        Subject.QUEUE,
        QT_TRANSLATE_NOOP("Command", "Pause sending"),
        QT_TRANSLATE_NOOP("Command", "Nothing more is sent; what is sent already goes on"),
        icon="pause",
    ),
    Command.RETRY_FREE_FAILURES: CommandFacts(
        Subject.QUEUE,
        QT_TRANSLATE_NOOP("Command", "Retry all that failed without a charge"),
        QT_TRANSLATE_NOOP("Command", "Sends all of them once more, as they are"),
        icon="arrow-clockwise",
    ),
    Command.FETCH_CLIP: CommandFacts(
        Subject.QUEUE,
        QT_TRANSLATE_NOOP("Command", "Fetch a clip by its task ID…"),
        QT_TRANSLATE_NOOP("Command", "Brings a clip home that was made anywhere"),
        icon="download-simple",
    ),
    Command.SPENDING: CommandFacts(
        Subject.QUEUE,
        QT_TRANSLATE_NOOP("Command", "Spending and queue…"),
        QT_TRANSLATE_NOOP("Command", "The limit of the day, and how clips are sent"),
        icon="sliders-horizontal",
    ),
    Command.LIMIT: CommandFacts(
        Subject.QUEUE,
        QT_TRANSLATE_NOOP("Command", "Limit of the day…"),
        QT_TRANSLATE_NOOP("Command", "How much may be spent in one day"),
        icon="timer",
    ),
    Command.COSTS: CommandFacts(
        Subject.QUEUE,
        QT_TRANSLATE_NOOP("Command", "Costs…"),
        QT_TRANSLATE_NOOP("Command", "What was spent, and on what"),
        icon="receipt",
    ),
    # Connection.
    Command.USE_SANDBOX: CommandFacts(
        Subject.CONNECTION,
        QT_TRANSLATE_NOOP("Command", "Use the sandbox"),
        QT_TRANSLATE_NOOP("Command", "Makes clips on this computer, free of charge"),
        icon="flask",
    ),
    Command.CONNECT: CommandFacts(
        Subject.CONNECTION,
        QT_TRANSLATE_NOOP("Command", "Connect with a token…"),
        QT_TRANSLATE_NOOP("Command", "Makes clips at the service, with your token"),
        icon="key",
    ),
    Command.REFRESH_BALANCE: CommandFacts(
        Subject.CONNECTION,
        QT_TRANSLATE_NOOP("Command", "Refresh the balance"),
        QT_TRANSLATE_NOOP("Command", "Asks the service what is left"),
        icon="arrows-clockwise",
    ),
    Command.TOP_UP: CommandFacts(
        Subject.CONNECTION,
        QT_TRANSLATE_NOOP("Command", "Top up in the browser"),
        QT_TRANSLATE_NOOP("Command", "Opens the page where money is added"),
        icon="arrow-square-out",
    ),
    Command.OPEN_ACCOUNT: CommandFacts(
        Subject.CONNECTION,
        QT_TRANSLATE_NOOP("Command", "Open the account in the browser"),
        QT_TRANSLATE_NOOP("Command", "Opens the page with your tokens"),
        icon="user-circle",
    ),
    Command.STORAGE: CommandFacts(
        Subject.CONNECTION,
        QT_TRANSLATE_NOOP("Command", "Where local videos go…"),
        QT_TRANSLATE_NOOP("Command", "Sets up the storage from which the service fetches them"),
        icon="cloud-arrow-up",
    ),
    Command.NETWORK: CommandFacts(
        Subject.CONNECTION,
        QT_TRANSLATE_NOOP("Command", "Network settings…"),
        QT_TRANSLATE_NOOP("Command", "The way to the service: address, proxy, certificates"),
        icon="globe",
    ),
    # The app.
    Command.COMMANDS: CommandFacts(
        Subject.HELP,
        QT_TRANSLATE_NOOP("Command", "Commands…"),
        QT_TRANSLATE_NOOP("Command", "Finds any command, clip or prompt by its words"),
        icon="command",
        keys=("Ctrl+K",),
    ),
    Command.SHORTCUTS: CommandFacts(
        Subject.HELP,
        QT_TRANSLATE_NOOP("Command", "Keyboard shortcuts"),
        QT_TRANSLATE_NOOP("Command", "Lists all keys"),
        icon="keyboard",
        keys=("F1",),
    ),
    Command.ABOUT: CommandFacts(
        Subject.HELP,
        QT_TRANSLATE_NOOP("Command", "About Omniflash"),
        QT_TRANSLATE_NOOP("Command", "The version, and whom it talks to"),
        icon="info",
    ),
    Command.PREFERENCES: CommandFacts(
        Subject.HELP,
        QT_TRANSLATE_NOOP("Command", "Preferences…"),
        QT_TRANSLATE_NOOP("Command", "How the app works and looks"),
        icon="gear-six",
        keys=("Ctrl+,",),
    ),
    Command.QUIT: CommandFacts(
        Subject.HELP,
        QT_TRANSLATE_NOOP("Command", "Quit"),
        QT_TRANSLATE_NOOP("Command", "Ends the app; clips under way are fetched next time"),
        icon="sign-out",
        keys=("Ctrl+Q",),
    ),
}
"""In the order of the menus."""
