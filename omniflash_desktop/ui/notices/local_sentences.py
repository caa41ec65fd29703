"""Sentences for what goes wrong with references, with the library and with this computer."""

from typing import Literal, TypeAlias, assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.file_reasons import reason_words
from omniflash_desktop.ui.notices.sentences import Sentences
from omniflash_desktop.ui.notices.storage_sentences import (
    StorageProblem,
    link_needed_sentences,
    storage_sentences_for,
)

translate = QCoreApplication.translate

_OfThisComputer: TypeAlias = Literal[
    ProblemKind.IMAGE_UNUSABLE,
    ProblemKind.VIDEO_UNUSABLE,
    ProblemKind.VIDEO_NEEDS_PUBLIC_LINK,
    ProblemKind.LINK_NOT_PUBLIC,
    ProblemKind.LINK_UNREACHABLE,
    ProblemKind.REFERENCE_MISSING,
    ProblemKind.NO_RECIPE,
    ProblemKind.NO_TOKEN,
    ProblemKind.KEYRING_UNAVAILABLE,
    ProblemKind.SANDBOX_UNAVAILABLE,
    ProblemKind.PLAYER_CANNOT_DECODE,
    ProblemKind.CLIP_DAMAGED,
    ProblemKind.LIBRARY_NEWER,
    ProblemKind.LIBRARY_DAMAGED,
    ProblemKind.LIBRARY_LOCKED,
]
LocalProblem: TypeAlias = _OfThisComputer | StorageProblem


def local_sentences_for(kind: LocalProblem, problem: Problem) -> Sentences:
    """The words of `problem`: one row of a table for each kind."""
    subject = problem.subject
    detail = reason_words(problem.detail) or problem.service_message
    match kind:
        case ProblemKind.IMAGE_UNUSABLE:
            return Sentences(
                translate("Problem", "This image cannot be used"),
                translate("Problem", "Image not usable"),
                _name_and_reason(subject, detail),
                translate("Problem", "Choose another image."),
                translate("Problem", "Choose another image."),
                (Action.CHOOSE_IMAGE,),
            )
        case ProblemKind.VIDEO_UNUSABLE:
            return Sentences(
                translate("Problem", "This video cannot be used"),
                translate("Problem", "Video not usable"),
                _name_and_reason(subject, detail),
                translate("Problem", "Choose another video."),
                translate("Problem", "Choose another video."),
                (Action.CHOOSE_VIDEO,),
            )
        case ProblemKind.VIDEO_NEEDS_PUBLIC_LINK:
            return link_needed_sentences(problem.detail)
        case ProblemKind.LINK_NOT_PUBLIC:
            return Sentences(
                translate("Problem", "This link is not public"),
                translate("Problem", "Link not public"),
                translate("Problem", "The service could not open it from outside."),
                translate("Problem", "Paste an https link that opens without signing in."),
                translate("Problem", "Paste a public https link."),
                (Action.PASTE_LINK,),
            )
        case ProblemKind.LINK_UNREACHABLE:
            return Sentences(
                translate("Problem", "This link does not answer"),
                translate("Problem", "Link not reached"),
                _name_and_reason(subject, detail),
                translate("Problem", "Check it in a browser, or paste another one."),
                translate("Problem", "Check the link."),
                (Action.PASTE_LINK,),
            )
        case ProblemKind.REFERENCE_MISSING:
            return Sentences(
                translate("Problem", "A reference is no longer there"),
                translate("Problem", "Reference missing"),
                translate("Problem", "The file {name} was moved or deleted.").format(name=subject)
                if subject
                else translate("Problem", "The file was moved or deleted."),
                translate("Problem", "Put it back, or choose another."),
                translate("Problem", "Put it back, or choose another."),
                (Action.REPLACE_REFERENCES, Action.EDIT_PROMPT),
            )
        case (
            ProblemKind.STORAGE_KEY_MISSING
            | ProblemKind.STORAGE_KEY_REJECTED
            | ProblemKind.STORAGE_BUCKET_MISSING
            | ProblemKind.STORAGE_WRONG_REGION
            | ProblemKind.STORAGE_CLOCK_WRONG
            | ProblemKind.STORAGE_UNREACHABLE
            | ProblemKind.STORAGE_NOT_ALLOWED
            | ProblemKind.STORAGE_CANNOT_SIGN
            | ProblemKind.STORAGE_LINK_CLOSED
            | ProblemKind.STORAGE_TROUBLE
        ):
            return storage_sentences_for(kind, problem)
        case ProblemKind.NO_TOKEN:
            return Sentences(
                translate("Problem", "There is no token yet"),
                translate("Problem", "No token"),
                translate("Problem", "The service needs a token to make clips."),
                translate("Problem", "Enter a token, or use the sandbox."),
                translate("Problem", "Enter a token, or use the sandbox."),
                (Action.REPLACE_TOKEN, Action.USE_SANDBOX),
            )
        case ProblemKind.KEYRING_UNAVAILABLE:
            return Sentences(
                translate("Problem", "The system keyring cannot be used"),
                translate("Problem", "No keyring"),
                translate("Problem", "Omniflash does not write tokens to files."),
                translate(
                    "Problem",
                    "Unlock or install a keyring, or keep the token until you quit.",
                ),
                translate("Problem", "Unlock or install a keyring."),
                (Action.CHECK_AGAIN, Action.KEEP_FOR_SESSION),
            )
        case ProblemKind.SANDBOX_UNAVAILABLE:
            return Sentences(
                translate("Problem", "The sandbox did not start"),
                translate("Problem", "Sandbox not started"),
                translate("Problem", "The small server inside the app gave no answer."),
                translate("Problem", "Try again, or restart the app."),
                translate("Problem", "Try again, or restart the app."),
                (Action.CHECK_AGAIN, Action.COPY_REPORT),
            )
        case ProblemKind.PLAYER_CANNOT_DECODE:
            return Sentences(
                translate("Problem", "This clip cannot be shown here"),
                translate("Problem", "Cannot be shown"),
                _name_and_reason("", detail)
                if problem.detail and problem.detail != "no_decoder"
                else translate("Problem", "The file is fine; a codec is missing on this computer."),
                translate("Problem", "Open it in another player."),
                translate("Problem", "Open it in another player."),
                (Action.OPEN_ELSEWHERE, Action.SHOW_IN_FOLDER),
            )
        case ProblemKind.CLIP_DAMAGED:
            return Sentences(
                translate("Problem", "The file of this clip is damaged"),
                translate("Problem", "File damaged"),
                translate("Problem", "It was whole when it came, and is not any more."),
                translate(
                    "Problem",
                    "The service keeps a clip for about a day: until then it can be fetched "
                    "again, free of charge. Or show where a good copy lies.",
                ),
                translate("Problem", "Fetch it again, or find a copy."),
                (Action.FETCH_ANEW, Action.FIND_FILE),
            )
        case ProblemKind.NO_RECIPE:
            return Sentences(
                translate("Problem", "This file holds no recipe"),
                translate("Problem", "No recipe"),
                translate("Problem", "Only clips that this app has saved carry one."),
                translate("Problem", "Choose another clip, or write the prompt anew."),
                translate("Problem", "Choose another clip."),
                (Action.EDIT_PROMPT,),
            )
        case ProblemKind.LIBRARY_NEWER:
            return Sentences(
                translate("Problem", "The library is of a later release"),
                translate("Problem", "Library too new"),
                translate("Problem", "A newer Omniflash has written it; this one cannot read it."),
                translate("Problem", "Update the app. Nothing was changed."),
                translate("Problem", "Update the app."),
                (Action.COPY_REPORT,),
            )
        case ProblemKind.LIBRARY_DAMAGED:
            return Sentences(
                translate("Problem", "The library cannot be read"),
                translate("Problem", "Library damaged"),
                _name_and_reason(subject, detail),
                translate("Problem", "Your clips are plain files and are not affected."),
                translate("Problem", "Your clips are not affected."),
                (Action.COPY_REPORT,),
            )
        case ProblemKind.LIBRARY_LOCKED:
            return Sentences(
                translate("Problem", "The library is in use"),
                translate("Problem", "Library in use"),
                translate("Problem", "Another program has been holding it for too long."),
                translate("Problem", "Close the other program, then try again."),
                translate("Problem", "Close the other program."),
                (Action.CHECK_AGAIN, Action.COPY_REPORT),
            )
        case _:
            assert_never(kind)


def _name_and_reason(name: str, reason: str) -> str:
    if name and reason:
        return translate("Problem", "{name}: {reason}.").format(name=name, reason=reason)
    if name or reason:
        return translate("Problem", "{fact}.").format(fact=name or reason)
    return translate("Problem", "It is damaged, or of a kind that the service does not take.")
