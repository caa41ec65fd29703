"""The commands about the clip on the stage: their full words, what they are for, their keys.

Buttons have little room and say `action_label`; a menu says enough to be understood alone.
"""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from omniflash_desktop.ui.commands.command import NO_COMMAND, SAME_AS, Scope, Subject
from omniflash_desktop.ui.commands.command_facts import CommandFacts
from omniflash_desktop.ui.notices.actions import ACTION_ICONS, OFFERED, Action, action_label

_FULL_WORDS: Final[dict[Action, object]] = {
    Action.USE_LAST_FRAME: QT_TRANSLATE_NOOP("Command", "Use last frame as reference"),
    Action.FAVOURITE: QT_TRANSLATE_NOOP("Command", "Add to favourites"),
    Action.FETCH_ANEW: QT_TRANSLATE_NOOP("Command", "Fetch this clip again"),
    Action.CANCEL: QT_TRANSLATE_NOOP("Command", "Cancel this clip"),
    Action.RESUME_DOWNLOAD: QT_TRANSLATE_NOOP("Command", "Resume the download"),
    Action.CHECK_AGAIN: QT_TRANSLATE_NOOP("Command", "Try this step again"),
    Action.TRY_NOW: QT_TRANSLATE_NOOP("Command", "Try the service now"),
    Action.DROP_IT: QT_TRANSLATE_NOOP("Command", "Drop the unconfirmed clip"),
    Action.UNDO_SEND: QT_TRANSLATE_NOOP("Command", "Take back before it is sent"),
    Action.EDIT_IN_LINE: QT_TRANSLATE_NOOP("Command", "Edit in line…"),
    Action.MOVE_TO_FRONT: QT_TRANSLATE_NOOP("Command", "Move to the front of the line"),
    Action.MOVE_UP: QT_TRANSLATE_NOOP("Command", "Move up in line"),
    Action.MOVE_DOWN: QT_TRANSLATE_NOOP("Command", "Move down in line"),
    Action.CHOOSE_IMAGE: QT_TRANSLATE_NOOP("Command", "Choose another image"),
    Action.CHOOSE_VIDEO: QT_TRANSLATE_NOOP("Command", "Choose another video"),
}

_PURPOSES: Final[dict[Action, object]] = {
    Action.PLAY: QT_TRANSLATE_NOOP("Command", "Shows the clip and plays it"),
    Action.SAVE_AS: QT_TRANSLATE_NOOP("Command", "Copies the clip to where you want it"),
    Action.SHOW_IN_FOLDER: QT_TRANSLATE_NOOP("Command", "Opens the folder with the clip’s file"),
    Action.REUSE_SETTINGS: QT_TRANSLATE_NOOP("Command", "Puts its request into the composer"),
    Action.USE_LAST_FRAME: QT_TRANSLATE_NOOP("Command", "Goes on where the clip ends"),
    Action.CHOOSE_FRAME: QT_TRANSLATE_NOOP("Command", "Takes any frame of the clip as an image"),
    Action.FAVOURITE: QT_TRANSLATE_NOOP("Command", "Gives the clip a star, or takes it away"),
    Action.OPEN_ELSEWHERE: QT_TRANSLATE_NOOP("Command", "Plays the clip in the system’s player"),
    Action.MOVE_TO_TRASH: QT_TRANSLATE_NOOP("Command", "Takes the clip out of the library"),
    Action.DELETE_FOR_GOOD: QT_TRANSLATE_NOOP("Command", "Removes clip and file; asks first"),
    Action.FIND_FILE: QT_TRANSLATE_NOOP("Command", "Shows the app where its file was moved"),
    Action.FETCH_ANEW: QT_TRANSLATE_NOOP("Command", "Downloads a finished clip once more"),
    Action.REMOVE_ENTRY: QT_TRANSLATE_NOOP("Command", "Forgets a clip whose file is gone"),
    Action.SEE_RECEIPT: QT_TRANSLATE_NOOP("Command", "Shows what left this computer for the clip"),
    Action.COPY_REPORT: QT_TRANSLATE_NOOP("Command", "All that is known of a failure, as text"),
    Action.EDIT_PROMPT: QT_TRANSLATE_NOOP("Command", "Puts its request into the composer"),
    Action.EDIT_AND_RETRY: QT_TRANSLATE_NOOP("Command", "Puts its request into the composer"),
    Action.REPLACE_REFERENCES: QT_TRANSLATE_NOOP("Command", "Puts its request into the composer"),
    Action.CHOOSE_IMAGE: QT_TRANSLATE_NOOP("Command", "Puts its request into the composer"),
    Action.CHOOSE_VIDEO: QT_TRANSLATE_NOOP("Command", "Puts its request into the composer"),
    Action.ADD_IMAGE: QT_TRANSLATE_NOOP("Command", "Puts its request into the composer"),
    Action.RETRY: QT_TRANSLATE_NOOP("Command", "Sends the same request as a new clip"),
    Action.RETRY_AT_720P: QT_TRANSLATE_NOOP("Command", "A smaller clip has better chances"),
    Action.MAKE_AGAIN: QT_TRANSLATE_NOOP("Command", "A new clip of the same request; asks first"),
    Action.SEND_AGAIN: QT_TRANSLATE_NOOP("Command", "It may be billed twice; asks first"),
    Action.DROP_IT: QT_TRANSLATE_NOOP("Command", "Gives up a clip that nobody confirmed"),
    Action.TRY_NOW: QT_TRANSLATE_NOOP("Command", "Ends the wait for the next try"),
    Action.RESUME_DOWNLOAD: QT_TRANSLATE_NOOP("Command", "Fetches the rest of the file"),
    Action.CHECK_AGAIN: QT_TRANSLATE_NOOP("Command", "Goes on where the clip stopped"),
    Action.CANCEL: QT_TRANSLATE_NOOP("Command", "What is sent is billed all the same"),
    Action.UNDO_SEND: QT_TRANSLATE_NOOP("Command", "Nothing is sent, nothing is billed"),
    Action.SEND_NOW: QT_TRANSLATE_NOOP("Command", "Does not wait for the others"),
    Action.EDIT_IN_LINE: QT_TRANSLATE_NOOP("Command", "Takes it back into the composer"),
    Action.MOVE_TO_FRONT: QT_TRANSLATE_NOOP("Command", "It is sent next"),
    Action.MOVE_UP: QT_TRANSLATE_NOOP("Command", "It is sent before the one above it"),
    Action.MOVE_DOWN: QT_TRANSLATE_NOOP("Command", "It is sent after the one below it"),
}

_KEYS: Final[dict[Action, tuple[str, Scope]]] = {
    Action.PLAY: ("Return", Scope.OWN),
    Action.USE_LAST_FRAME: ("U", Scope.SURFACES),
    Action.REUSE_SETTINGS: ("Shift+U", Scope.SURFACES),
    Action.SAVE_AS: ("Ctrl+S", Scope.WINDOW),
    Action.SHOW_IN_FOLDER: ("Ctrl+Shift+R", Scope.WINDOW),
    Action.FAVOURITE: ("Ctrl+D", Scope.WINDOW),
    Action.MOVE_TO_TRASH: ("Delete", Scope.SURFACES),
    Action.DELETE_FOR_GOOD: ("Shift+Delete", Scope.SURFACES),
    Action.MOVE_UP: ("Alt+Up", Scope.OWN),
    Action.MOVE_DOWN: ("Alt+Down", Scope.OWN),
}

USUAL: Final = (
    Action.PLAY,
    Action.FAVOURITE,
    Action.USE_LAST_FRAME,
    Action.CHOOSE_FRAME,
    Action.REUSE_SETTINGS,
    Action.SAVE_AS,
    Action.SHOW_IN_FOLDER,
    Action.OPEN_ELSEWHERE,
    Action.SEE_RECEIPT,
    Action.DELETE_FOR_GOOD,
    Action.MOVE_TO_TRASH,
)
"""What can be done with most clips, in the order of the menu."""

_IN_LINE: Final = (
    Action.UNDO_SEND,
    Action.SEND_NOW,
    Action.EDIT_IN_LINE,
    Action.MOVE_TO_FRONT,
    Action.MOVE_UP,
    Action.MOVE_DOWN,
    Action.CANCEL,
)


def clip_actions() -> tuple[Action, ...]:
    """Every action that is a command about a clip: the usual ones, on the way, after a trouble."""
    known = dict.fromkeys((*USUAL, *_IN_LINE))
    rest = (action for action in Action if action in OFFERED)
    return tuple(
        action
        for action in dict.fromkeys((*known, *rest))
        if action not in SAME_AS and action not in NO_COMMAND
    )


def clip_facts(action: Action) -> CommandFacts:
    """The table's line of an action."""
    keys, scope = _KEYS.get(action, ("", Scope.OWN))
    return CommandFacts(
        Subject.CLIP,
        _FULL_WORDS.get(action, action_label(action)),
        _PURPOSES.get(action, ""),
        icon="star" if action is Action.FAVOURITE else ACTION_ICONS.get(action, ""),
        keys=(keys,) if keys else (),
        scope=scope,
    )
