"""The names of all commands, what they are about, and where their keys work."""

from enum import StrEnum
from typing import Final, TypeAlias

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from omniflash_desktop.ui.notices.actions import Action

_CONTEXT: Final = "Subject"


class Subject(StrEnum):
    """What a command is about: a sub-menu, and a part of the list of keys."""

    CLIP = "clip"
    PLAYBACK = "playback"
    COMPOSER = "composer"
    LIBRARY = "library"
    VIEW = "view"
    QUEUE = "queue"
    CONNECTION = "connection"
    HELP = "help"


class Scope(StrEnum):
    """Where the keys of a command work."""

    WINDOW = "window"
    """Wherever the focus is."""
    SURFACES = "surfaces"
    """While the stage or the library has the focus; single letters, so never while one types."""
    STAGE = "stage"
    """While the stage has the focus: keys that a list or a field needs for itself.

    Their single characters work in the library too: it needs none.
    """
    PROMPT = "prompt"
    """While the prompt has the focus."""
    OWN = "own"
    """While the focus is on what the command is about, which takes its keys itself."""


class Command(StrEnum):
    """Everything that can be done in the window and is not an `Action` about one clip."""

    # The clip's title, and the way back from what was done to clips.
    RENAME = "rename"
    UNDO_CLIP = "undo_clip"

    # Playback.
    PLAY_PAUSE = "play_pause"
    PAUSE = "pause"
    PLAY_FORWARDS = "play_forwards"
    PLAY_BACKWARDS = "play_backwards"
    PREVIOUS_FRAME = "previous_frame"
    NEXT_FRAME = "next_frame"
    BACK_A_SECOND = "back_a_second"
    FORWARD_A_SECOND = "forward_a_second"
    GO_TO_START = "go_to_start"
    GO_TO_END = "go_to_end"
    SLOWER = "slower"
    FASTER = "faster"
    NORMAL_SPEED = "normal_speed"
    LOOP = "loop"
    MUTE = "mute"
    LOUDER = "louder"
    SOFTER = "softer"
    SAVE_FRAME = "save_frame"
    USE_FRAME_1 = "use_frame_1"
    USE_FRAME_2 = "use_frame_2"
    USE_FRAME_3 = "use_frame_3"
    FULL_SCREEN = "full_screen"

    # Composer.
    GENERATE = "generate"
    FOCUS_PROMPT = "focus_prompt"
    PROMPTS = "prompts"
    SAVE_PROMPT = "save_prompt"
    OLDER_PROMPT = "older_prompt"
    NEWER_PROMPT = "newer_prompt"
    RECEIPT = "receipt"
    ADD_REFERENCES = "add_references"
    PASTE_REFERENCE = "paste_reference"
    FOCUS_IMAGE_1 = "focus_image_1"
    FOCUS_IMAGE_2 = "focus_image_2"
    FOCUS_IMAGE_3 = "focus_image_3"
    FOCUS_VIDEO = "focus_video"
    MOVE_REFERENCE_LEFT = "move_reference_left"
    MOVE_REFERENCE_RIGHT = "move_reference_right"
    UNDO = "undo"
    REDO = "redo"
    CLEAR = "clear"

    # Library.
    SEARCH = "search"
    SHOW_ALL = "show_all"
    SHOW_RUNNING = "show_running"
    SHOW_READY = "show_ready"
    SHOW_FAILED = "show_failed"
    SHOW_FAVOURITES = "show_favourites"
    OPEN_CLIPS_FOLDER = "open_clips_folder"
    CHANGE_CLIPS_FOLDER = "change_clips_folder"

    # View.
    COMPOSER_PANEL = "composer_panel"
    LIBRARY_PANEL = "library_panel"
    NEXT_PANEL = "next_panel"
    PREVIOUS_PANEL = "previous_panel"
    THEME_SYSTEM = "theme_system"
    THEME_DARK = "theme_dark"
    THEME_LIGHT = "theme_light"
    RESET_LAYOUT = "reset_layout"

    # Queue and spending.
    PAUSE_SENDING = "pause_sending"
    RETRY_FREE_FAILURES = "retry_free_failures"
    FETCH_CLIP = "fetch_clip"
    SPENDING = "spending"
    LIMIT = "limit"
    COSTS = "costs"

    # Connection.
    USE_SANDBOX = "use_sandbox"
    CONNECT = "connect"
    REFRESH_BALANCE = "refresh_balance"
    TOP_UP = "top_up"
    OPEN_ACCOUNT = "open_account"
    STORAGE = "storage"
    NETWORK = "network"

    # The app.
    COMMANDS = "commands"
    SHORTCUTS = "shortcuts"
    ABOUT = "about"
    PREFERENCES = "preferences"
    QUIT = "quit"


AnyCommand: TypeAlias = Command | Action
"""An `Action` is done to the clip on the stage."""

SAME_AS: Final[dict[Action, Command]] = {
    Action.REPLACE_TOKEN: Command.CONNECT,
    Action.USE_SANDBOX: Command.USE_SANDBOX,
    Action.TOP_UP: Command.TOP_UP,
    Action.OPEN_ACCOUNT: Command.OPEN_ACCOUNT,
    Action.SET_UP_STORAGE: Command.STORAGE,
    Action.NETWORK_SETTINGS: Command.NETWORK,
    Action.CHANGE_FOLDER: Command.CHANGE_CLIPS_FOLDER,
    Action.CHANGE_DAILY_CAP: Command.LIMIT,
    Action.FETCH_BY_ID: Command.FETCH_CLIP,
    Action.RESUME: Command.PAUSE_SENDING,
}
"""Next steps after a trouble that are not about one clip: there is a command for each already."""

NO_COMMAND: Final = frozenset({Action.SEE_DETAILS})
"""A button that leads to a clip. Whoever has chosen the clip is there."""

_SUBJECT_WORDS: Final[dict[Subject, object]] = {
    Subject.CLIP: QT_TRANSLATE_NOOP("Subject", "Clip"),
    Subject.PLAYBACK: QT_TRANSLATE_NOOP("Subject", "Playback"),
    Subject.COMPOSER: QT_TRANSLATE_NOOP("Subject", "Composer"),
    Subject.LIBRARY: QT_TRANSLATE_NOOP("Subject", "Library"),
    Subject.VIEW: QT_TRANSLATE_NOOP("Subject", "View"),
    Subject.QUEUE: QT_TRANSLATE_NOOP("Subject", "Queue and spending"),
    Subject.CONNECTION: QT_TRANSLATE_NOOP("Subject", "Connection"),
    Subject.HELP: QT_TRANSLATE_NOOP("Subject", "Help"),
}


def subject_words(subject: Subject) -> str:
    """The title of a sub-menu."""
    return QCoreApplication.translate(_CONTEXT, str(_SUBJECT_WORDS[subject]))
