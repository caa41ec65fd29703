"""What can be done with a row, beyond its buttons: the entries of its context menu."""

from typing import Final

from omniflash_desktop.domain.generation import RUNNING_STATES, Generation, State
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.state_words import RowWords

_CLIP_ACTIONS: Final = (
    Action.PLAY,
    Action.USE_LAST_FRAME,
    Action.CHOOSE_FRAME,
    Action.REUSE_SETTINGS,
    Action.SAVE_AS,
    Action.SHOW_IN_FOLDER,
    Action.FAVOURITE,
    Action.MOVE_TO_TRASH,
    Action.DELETE_FOR_GOOD,
)
_MISSING_ACTIONS: Final = (
    Action.FIND_FILE,
    Action.REMOVE_ENTRY,
    Action.FETCH_ANEW,
    Action.REUSE_SETTINGS,
)
_UNSENT_OR_GONE: Final = (Action.REUSE_SETTINGS, Action.MOVE_TO_TRASH)
MOVES: Final = (Action.MOVE_TO_FRONT, Action.MOVE_UP, Action.MOVE_DOWN)

FOR_THE_WHOLE_ROW: Final = frozenset(
    {Action.CANCEL, Action.UNDO_SEND, Action.SEND_NOW, Action.EDIT_IN_LINE}
)
"""What is done to all takes that share a row."""


def menu_entries(
    generation: Generation,
    words: RowWords,
    *,
    in_line: bool,
    is_missing: bool = False,
    listened_to: frozenset[Action],
) -> list[Action]:
    """The entries of a row's menu.

    Args:
        generation: What the row shows.
        words: What it says.
        in_line: Whether all it shows waits in line.
        is_missing: Whether its file is not where it was.
        listened_to: Actions that somebody does; others are left out.
    """
    if is_missing:
        offered = [*_MISSING_ACTIONS, *_receipt_of(generation)]
    elif generation.state is State.READY:
        offered = [*_CLIP_ACTIONS, *_receipt_of(generation)]
    elif in_line and generation.state is State.QUEUED:
        offered = [*words.actions, *MOVES, Action.EDIT_IN_LINE, *_UNSENT_OR_GONE]
    elif generation.problem is not None:
        can_be_done = words_for(generation.problem, generation).actions
        offered = [*can_be_done, *_UNSENT_OR_GONE, *_receipt_of(generation)]
    else:
        offered = [*_UNSENT_OR_GONE, *_receipt_of(generation)]
    shown = [action for action in dict.fromkeys(offered) if action in listened_to]
    if can_cancel(generation, listened_to) and Action.CANCEL not in shown:
        shown.append(Action.CANCEL)
    if not generation.is_finished and Action.MOVE_TO_TRASH in shown:
        shown.remove(Action.MOVE_TO_TRASH)
    return shown


def _receipt_of(generation: Generation) -> tuple[Action, ...]:
    return () if generation.body is None else (Action.SEE_RECEIPT,)


def beyond_the_menu(generation: Generation) -> frozenset[Action]:
    """What a row's menu leaves out for shortness, and can be done all the same."""
    if generation.state is State.READY:
        return frozenset({Action.OPEN_ELSEWHERE})
    return frozenset({Action.COPY_REPORT}) if generation.problem is not None else frozenset()


def can_cancel(generation: Generation, listened_to: frozenset[Action]) -> bool:
    """Whether a row can be cancelled."""
    return Action.CANCEL in listened_to and generation.state in RUNNING_STATES
