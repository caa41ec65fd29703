"""What a person can do about a clip or a problem, and how the button is called.

The views show an action only where somebody connected it: a control that does nothing is not
shown.
"""

from enum import StrEnum
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Action(StrEnum):
    """Everything that the stage and the library can ask for."""

    # About a finished clip.
    PLAY = "play"
    SAVE_AS = "save_as"
    SHOW_IN_FOLDER = "show_in_folder"
    REUSE_SETTINGS = "reuse_settings"
    USE_LAST_FRAME = "use_last_frame"
    CHOOSE_FRAME = "choose_frame"
    FAVOURITE = "favourite"
    OPEN_ELSEWHERE = "open_elsewhere"
    FIND_FILE = "find_file"
    FETCH_ANEW = "fetch_anew"
    REMOVE_ENTRY = "remove_entry"
    MOVE_TO_TRASH = "move_to_trash"
    DELETE_FOR_GOOD = "delete_for_good"
    COPY_REPORT = "copy_report"
    SEE_DETAILS = "see_details"
    SEE_RECEIPT = "see_receipt"

    # About the request.
    EDIT_PROMPT = "edit_prompt"
    EDIT_AND_RETRY = "edit_and_retry"
    REPLACE_REFERENCES = "replace_references"
    CHOOSE_IMAGE = "choose_image"
    CHOOSE_VIDEO = "choose_video"
    PASTE_LINK = "paste_link"
    ADD_IMAGE = "add_image"
    KEEP_FIRST_IMAGE = "keep_first_image"
    SET_6_SECONDS = "set_6_seconds"
    SET_720P = "set_720p"

    # About a generation that did not go on.
    RETRY = "retry"
    RETRY_AT_720P = "retry_at_720p"
    RETRY_LATER = "retry_later"
    MAKE_AGAIN = "make_again"
    SEND_AGAIN = "send_again"
    DROP_IT = "drop_it"
    TRY_NOW = "try_now"
    RESUME = "resume"
    RESUME_DOWNLOAD = "resume_download"
    CHECK_AGAIN = "check_again"
    CANCEL = "cancel"
    FETCH_BY_ID = "fetch_by_id"

    # About a generation that waits in line.
    UNDO_SEND = "undo_send"
    SEND_NOW = "send_now"
    EDIT_IN_LINE = "edit_in_line"
    MOVE_TO_FRONT = "move_to_front"
    MOVE_UP = "move_up"
    MOVE_DOWN = "move_down"

    # About the account and this computer.
    REPLACE_TOKEN = "replace_token"
    USE_SANDBOX = "use_sandbox"
    TOP_UP = "top_up"
    OPEN_ACCOUNT = "open_account"
    NETWORK_SETTINGS = "network_settings"
    SET_UP_STORAGE = "set_up_storage"
    CHANGE_FOLDER = "change_folder"
    KEEP_FOR_SESSION = "keep_for_session"
    CHANGE_DAILY_CAP = "change_daily_cap"


def action_label(action: Action) -> str:
    """The words on the button."""
    match action:
        case Action.PLAY:
            return translate("Action", "Play")
        case Action.SAVE_AS:
            return translate("Action", "Save as…")
        case Action.SHOW_IN_FOLDER:
            return translate("Action", "Show in folder")
        case Action.REUSE_SETTINGS:
            return translate("Action", "Reuse settings")
        case Action.USE_LAST_FRAME:
            return translate("Action", "Use last frame")
        case Action.CHOOSE_FRAME:
            return translate("Action", "Choose a frame…")
        case Action.FAVOURITE:
            return translate("Action", "Favourite")
        case Action.OPEN_ELSEWHERE:
            return translate("Action", "Open in another player")
        case Action.MOVE_TO_TRASH:
            return translate("Action", "Move to trash")
        case Action.FIND_FILE:
            return translate("Action", "Find file…")
        case Action.FETCH_ANEW:
            return translate("Action", "Fetch again")
        case Action.REMOVE_ENTRY:
            return translate("Action", "Remove entry")
        case Action.DELETE_FOR_GOOD:
            return translate("Action", "Delete for good…")
        case Action.COPY_REPORT:
            return translate("Action", "Copy report")
        case Action.SEE_DETAILS:
            return translate("Action", "See what to change")
        case Action.SEE_RECEIPT:
            return translate("Action", "What was sent…")
        case Action.EDIT_PROMPT:
            return translate("Action", "Edit prompt")
        case Action.EDIT_AND_RETRY:
            return translate("Action", "Edit prompt and retry")
        case Action.REPLACE_REFERENCES:
            return translate("Action", "Replace references")
        case Action.CHOOSE_IMAGE:
            return translate("Action", "Choose another")
        case Action.CHOOSE_VIDEO:
            return translate("Action", "Choose video")
        case Action.PASTE_LINK:
            return translate("Action", "Paste link")
        case Action.ADD_IMAGE:
            return translate("Action", "Add image")
        case Action.KEEP_FIRST_IMAGE:
            return translate("Action", "Keep image 1")
        case Action.SET_6_SECONDS:
            return translate("Action", "Set 6 s and retry")
        case Action.SET_720P:
            return translate("Action", "Set 720p and retry")
        case Action.RETRY:
            return translate("Action", "Retry")
        case Action.RETRY_AT_720P:
            return translate("Action", "Retry at 720p")
        case Action.RETRY_LATER:
            return translate("Action", "Retry in 10 min")
        case Action.MAKE_AGAIN:
            return translate("Action", "Make again…")
        case Action.SEND_AGAIN:
            return translate("Action", "Send again…")
        case Action.DROP_IT:
            return translate("Action", "Drop it")
        case Action.TRY_NOW:
            return translate("Action", "Try now")
        case Action.RESUME | Action.RESUME_DOWNLOAD:
            return translate("Action", "Resume")
        case Action.CHECK_AGAIN:
            return translate("Action", "Try again")
        case Action.CANCEL:
            return translate("Action", "Cancel")
        case Action.FETCH_BY_ID:
            return translate("Action", "Fetch by ID…")
        case Action.UNDO_SEND:
            return translate("Action", "Undo")
        case Action.SEND_NOW:
            return translate("Action", "Send now")
        case Action.EDIT_IN_LINE:
            return translate("Action", "Edit…")
        case Action.MOVE_TO_FRONT:
            return translate("Action", "Move to the front")
        case Action.MOVE_UP:
            return translate("Action", "Move up")
        case Action.MOVE_DOWN:
            return translate("Action", "Move down")
        case Action.REPLACE_TOKEN:
            return translate("Action", "Replace token")
        case Action.USE_SANDBOX:
            return translate("Action", "Use the sandbox")
        case Action.TOP_UP:
            return translate("Action", "Top up")
        case Action.OPEN_ACCOUNT:
            return translate("Action", "Open account")
        case Action.NETWORK_SETTINGS:
            return translate("Action", "Network settings")
        case Action.SET_UP_STORAGE:
            return translate("Action", "Set up storage")
        case Action.CHANGE_FOLDER:
            return translate("Action", "Change folder")
        case Action.KEEP_FOR_SESSION:
            return translate("Action", "Keep for this session")
        case Action.CHANGE_DAILY_CAP:
            return translate("Action", "Change the limit")
        case _:
            assert_never(action)


ACTION_ICONS: Final[dict[Action, str]] = {
    Action.PLAY: "play-fill",
    Action.SAVE_AS: "download-simple",
    Action.SHOW_IN_FOLDER: "folder-open",
    Action.REUSE_SETTINGS: "sliders-horizontal",
    Action.USE_LAST_FRAME: "image",
    Action.CHOOSE_FRAME: "film-strip",
    Action.OPEN_ELSEWHERE: "arrow-square-out",
    Action.FIND_FILE: "magnifying-glass",
    Action.FETCH_ANEW: "download-simple",
    Action.REMOVE_ENTRY: "x-circle",
    Action.MOVE_TO_TRASH: "trash",
    Action.COPY_REPORT: "copy-simple",
    Action.SEE_RECEIPT: "receipt",
    Action.EDIT_PROMPT: "pencil-simple",
    Action.EDIT_AND_RETRY: "pencil-simple",
    Action.REPLACE_REFERENCES: "image",
    Action.CHOOSE_IMAGE: "image",
    Action.CHOOSE_VIDEO: "film-strip",
    Action.PASTE_LINK: "link-simple",
    Action.RETRY: "arrow-clockwise",
    Action.RETRY_AT_720P: "arrow-clockwise",
    Action.RETRY_LATER: "clock",
    Action.MAKE_AGAIN: "arrow-clockwise",
    Action.SEND_AGAIN: "arrow-clockwise",
    Action.TRY_NOW: "arrow-clockwise",
    Action.CHECK_AGAIN: "arrow-clockwise",
    Action.CANCEL: "x",
    Action.FETCH_BY_ID: "download-simple",
    Action.UNDO_SEND: "arrow-counter-clockwise",
    Action.SEND_NOW: "lightning",
    Action.EDIT_IN_LINE: "pencil-simple",
    Action.MOVE_TO_FRONT: "caret-double-up",
    Action.MOVE_UP: "caret-up",
    Action.MOVE_DOWN: "caret-down",
    Action.TOP_UP: "arrow-square-out",
    Action.OPEN_ACCOUNT: "arrow-square-out",
    Action.NETWORK_SETTINGS: "globe",
    Action.SET_UP_STORAGE: "cloud-arrow-up",
    Action.CHANGE_FOLDER: "folder-simple",
}
"""Icons for buttons that carry one."""

LINE_ACTIONS: Final = frozenset(
    {
        Action.UNDO_SEND,
        Action.SEND_NOW,
        Action.EDIT_IN_LINE,
        Action.MOVE_TO_FRONT,
        Action.MOVE_UP,
        Action.MOVE_DOWN,
    }
)
"""About clips that wait in line, see `ui.line_actions`."""

OFFERED: Final = LINE_ACTIONS | frozenset(
    {
        Action.PLAY,
        Action.SAVE_AS,
        Action.SHOW_IN_FOLDER,
        Action.REUSE_SETTINGS,
        Action.USE_LAST_FRAME,
        Action.CHOOSE_FRAME,
        Action.FAVOURITE,
        Action.OPEN_ELSEWHERE,
        Action.MOVE_TO_TRASH,
        Action.DELETE_FOR_GOOD,
        Action.FIND_FILE,
        Action.FETCH_ANEW,
        Action.REMOVE_ENTRY,
        Action.COPY_REPORT,
        Action.SEE_DETAILS,
        Action.SEE_RECEIPT,
        Action.EDIT_PROMPT,
        Action.EDIT_AND_RETRY,
        Action.REPLACE_REFERENCES,
        Action.CHOOSE_IMAGE,
        Action.CHOOSE_VIDEO,
        Action.ADD_IMAGE,
        Action.RETRY,
        Action.RETRY_AT_720P,
        Action.MAKE_AGAIN,
        Action.SEND_AGAIN,
        Action.DROP_IT,
        Action.TRY_NOW,
        Action.RESUME,
        Action.RESUME_DOWNLOAD,
        Action.CHECK_AGAIN,
        Action.CANCEL,
        Action.FETCH_BY_ID,
        Action.REPLACE_TOKEN,
        Action.USE_SANDBOX,
        Action.TOP_UP,
        Action.OPEN_ACCOUNT,
        Action.NETWORK_SETTINGS,
        Action.SET_UP_STORAGE,
        Action.CHANGE_FOLDER,
        Action.CHANGE_DAILY_CAP,
    }
)
"""What the stage and the library may show; the rest waits for its part of the app."""
