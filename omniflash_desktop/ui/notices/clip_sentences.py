"""Sentences for what goes wrong with a task, a download, a reference or this computer."""

from typing import Literal, TypeAlias, assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.figures import length_words
from omniflash_desktop.ui.notices.sentences import Circumstances, Sentences

translate = QCoreApplication.translate

ClipProblem: TypeAlias = Literal[
    ProblemKind.TASK_NOT_WRITTEN,
    ProblemKind.FORMER_TOKEN_REJECTED,
    ProblemKind.TASK_NOT_FOUND,
    ProblemKind.TASK_FAILED,
    ProblemKind.MODERATION,
    ProblemKind.UPSTREAM_TIMEOUT,
    ProblemKind.TASK_CANCELLED,
    ProblemKind.RESULT_MISSING,
    ProblemKind.RESULT_EXPIRED,
    ProblemKind.DOWNLOAD_BROKEN,
    ProblemKind.NOT_A_VIDEO,
    ProblemKind.DISK_FULL,
    ProblemKind.FOLDER_UNWRITABLE,
    ProblemKind.PAUSED_BY_USER,
    ProblemKind.DAILY_CAP_REACHED,
    ProblemKind.SAME_FAILURE_AGAIN,
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
    ProblemKind.LIBRARY_NEWER,
    ProblemKind.LIBRARY_DAMAGED,
    ProblemKind.LIBRARY_LOCKED,
    ProblemKind.CONTENT_REFUSED,
]


def clip_sentences_for(kind: ClipProblem, problem: Problem, facts: Circumstances) -> Sentences:
    """The words of `problem`: one row of a table for each kind."""
    subject = problem.subject
    detail = problem.detail or problem.service_message
    match kind:
        case ProblemKind.CONTENT_REFUSED | ProblemKind.MODERATION:
            return _moderation()
        case ProblemKind.TASK_NOT_WRITTEN:
            return Sentences(
                translate("Problem", "Taken, but not written down"),
                translate("Problem", "Not written down"),
                translate(
                    "Problem", "The service has taken it as {task}, and the disk takes no more."
                ).format(task=problem.task_id or ""),
                translate("Problem", "Make room on the disk, and leave Omniflash open meanwhile."),
                translate("Problem", "Make room on the disk; leave this open."),
                (Action.COPY_REPORT,),
            )
        case ProblemKind.FORMER_TOKEN_REJECTED:
            return Sentences(
                translate("Problem", "The token it was sent with is not accepted any more"),
                translate("Problem", "Its token was rejected"),
                translate("Problem", "The present token is asked with instead."),
                translate("Problem", "If it was another account's, give that token back."),
                translate("Problem", "Asking with the present token."),
                (Action.OPEN_ACCOUNT, Action.COPY_REPORT),
            )
        case ProblemKind.TASK_NOT_FOUND:
            return Sentences(
                translate("Problem", "The service does not know this task"),
                translate("Problem", "Unknown task"),
                translate("Problem", "It was asked again and again for 30 seconds."),
                translate("Problem", "Keep the task ID for support."),
                translate("Problem", "Keep the task ID for support."),
                (Action.CHECK_AGAIN, Action.COPY_REPORT),
            )
        case ProblemKind.TASK_FAILED:
            return Sentences(
                translate("Problem", "The service could not make this clip"),
                translate("Problem", "Not made"),
                _said(problem, translate("Problem", "It gave no reason.")),
                translate("Problem", "Change the prompt a little, or try again later."),
                translate("Problem", "Change the prompt a little, or try again later."),
                (Action.EDIT_AND_RETRY, Action.RETRY, Action.COPY_REPORT),
            )
        case ProblemKind.UPSTREAM_TIMEOUT:
            return Sentences(
                translate("Problem", "The service took too long"),
                translate("Problem", "Took too long"),
                translate("Problem", "The clip was given up after {time}.").format(
                    time=length_words(facts.after_seconds)
                )
                if facts.after_seconds is not None
                else translate("Problem", "The clip was given up."),
                translate("Problem", "A shorter or smaller clip has better chances."),
                translate("Problem", "A shorter or smaller clip has better chances."),
                (Action.RETRY, Action.RETRY_AT_720P),
            )
        case ProblemKind.TASK_CANCELLED:
            return Sentences(
                translate("Problem", "The service cancelled this clip"),
                translate("Problem", "Cancelled by the service"),
                _said(problem, translate("Problem", "It gave no reason.")),
                translate("Problem", "Look at your account before you ask for it again."),
                translate("Problem", "Look at your account first."),
                (Action.EDIT_PROMPT, Action.COPY_REPORT),
            )
        case ProblemKind.RESULT_MISSING:
            return Sentences(
                translate("Problem", "The clip is finished, but its link is missing"),
                translate("Problem", "Link missing"),
                translate("Problem", "The service was asked several times."),
                translate("Problem", "Asking again is free. Keep the task ID for support."),
                translate("Problem", "Asking again is free."),
                (Action.CHECK_AGAIN, Action.COPY_REPORT),
            )
        case ProblemKind.RESULT_EXPIRED:
            return Sentences(
                translate("Problem", "The finished clip is no longer available"),
                translate("Problem", "Link expired"),
                translate("Problem", "Its link expired, and the service gave no new one."),
                _made_again(facts),
                _made_again(facts),
                (Action.MAKE_AGAIN, Action.COPY_REPORT),
            )
        case ProblemKind.DOWNLOAD_BROKEN:
            kept = translate("Problem", "What came is kept.")
            if detail:
                kept = translate("Problem", "{done} are kept.").format(done=detail)
            going_on = translate("Problem", "Going on costs nothing.")
            return Sentences(
                translate("Problem", "The download stopped"),
                translate("Problem", "Download stopped"),
                _joined(kept, _link_works(facts)),
                translate("Problem", "Going on costs nothing while the link works."),
                going_on,
                (Action.RESUME_DOWNLOAD, Action.COPY_REPORT),
            )
        case ProblemKind.NOT_A_VIDEO:
            return Sentences(
                translate("Problem", "What came is not a playable clip"),
                translate("Problem", "Not playable"),
                translate("Problem", "The file at the link is damaged or no video."),
                translate("Problem", "Fetching it again costs nothing."),
                translate("Problem", "Fetching it again costs nothing."),
                (Action.RESUME_DOWNLOAD, Action.COPY_REPORT),
            )
        case ProblemKind.DISK_FULL:
            return _disk_full(detail, facts)
        case ProblemKind.FOLDER_UNWRITABLE:
            waits = translate("Problem", "Clips wait until it is back.")
            return Sentences(
                translate("Problem", "The library folder cannot be reached"),
                translate("Problem", "Folder not reached"),
                translate("Problem", "Is the drive connected, and may you write to it?"),
                _joined(waits, _link_works(facts)),
                waits,
                (Action.CHANGE_FOLDER, Action.RESUME_DOWNLOAD),
            )
        case ProblemKind.PAUSED_BY_USER:
            return Sentences(
                translate("Problem", "Sending is paused"),
                translate("Problem", "Paused"),
                translate("Problem", "Nothing new is sent. Running clips go on."),
                translate("Problem", "Press Resume to go on."),
                translate("Problem", "Running clips go on."),
                (Action.RESUME,),
            )
        case ProblemKind.DAILY_CAP_REACHED:
            return Sentences(
                translate("Problem", "The limit for today is reached"),
                translate("Problem", "Limit for today"),
                translate("Problem", "You set {amount} a day. The rest stays in line.").format(
                    amount=f"${detail}"
                ),
                translate("Problem", "It goes on by itself tomorrow, or when you raise the limit."),
                translate("Problem", "It goes on tomorrow, or when you raise the limit."),
                (Action.CHANGE_DAILY_CAP,),
            )
        case ProblemKind.SAME_FAILURE_AGAIN:
            return _same_failure(facts)
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
            return Sentences(
                translate("Problem", "Local videos need a public link"),
                translate("Problem", "Needs a public link"),
                translate("Problem", "The service takes no video uploads."),
                translate("Problem", "Paste an https link to the video."),
                translate("Problem", "Paste an https link to the video."),
                (Action.EDIT_PROMPT, Action.CHOOSE_VIDEO),
            )
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
                translate("Problem", "The file is fine; a codec is missing on this computer."),
                translate("Problem", "Open it in another player."),
                translate("Problem", "Open it in another player."),
                (Action.OPEN_ELSEWHERE, Action.SHOW_IN_FOLDER),
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


def _moderation() -> Sentences:
    return Sentences(
        translate("Problem", "Content moderation stopped this clip"),
        translate("Problem", "Moderation"),
        translate("Problem", "The service declined the request."),
        translate("Problem", "Trying again unchanged will give the same answer."),
        translate("Problem", "Edit the prompt or the references."),
        (
            Action.SEE_DETAILS,
            Action.EDIT_AND_RETRY,
            Action.REPLACE_REFERENCES,
            Action.MOVE_TO_TRASH,
        ),
        (
            translate("Problem", "Remove real names, brands, violent or sexual wording."),
            translate("Problem", "Replace pictures of identifiable people or children."),
            translate(
                "Problem",
                "Describe the mood instead: “a tense crowd at dusk” rather than “a riot”.",
            ),
        ),
    )


def _disk_full(detail: str, facts: Circumstances) -> Sentences:
    room = translate("Problem", "Make room or choose another folder. It is not made anew.")
    if facts.link_until:
        room = translate(
            "Problem",
            "The link works until {time}, so make room or choose another folder.",
        ).format(time=facts.link_until)
    return Sentences(
        translate("Problem", "Not enough space for this clip"),
        translate("Problem", "Disk full"),
        translate("Problem", "It does not fit: {fact}.").format(fact=detail)
        if detail
        else translate("Problem", "The disk of the library folder is full."),
        room,
        translate("Problem", "Make room or choose another folder."),
        (Action.CHANGE_FOLDER, Action.RESUME_DOWNLOAD),
    )


def _same_failure(facts: Circumstances) -> Sentences:
    cause = translate("Problem", "Nothing more is sent until you have looked at the reason.")
    if facts.like_failure:
        cause = translate("Problem", "The last ones: “{reason}”. {rest}").format(
            reason=facts.like_failure, rest=cause
        )
    return Sentences(
        translate("Problem", "Several clips failed in the same way"),
        translate("Problem", "Paused after failures"),
        cause,
        translate("Problem", "Mend it, then press Resume."),
        translate("Problem", "Look at the reason, then resume."),
        (Action.RESUME,),
    )


def _link_works(facts: Circumstances) -> str:
    if not facts.link_until:
        return ""
    return translate("Problem", "The link works until {time}.").format(time=facts.link_until)


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _made_again(facts: Circumstances) -> str:
    if not facts.about_cost:
        return translate("Problem", "It has to be made again.")
    return translate("Problem", "It has to be made again ({cost}).").format(cost=facts.about_cost)


def _said(problem: Problem, otherwise: str) -> str:
    if not problem.service_message:
        return otherwise
    return translate("Problem", "It said: “{message}”.").format(message=problem.service_message)


def _name_and_reason(name: str, reason: str) -> str:
    if name and reason:
        return translate("Problem", "{name}: {reason}.").format(name=name, reason=reason)
    if name or reason:
        return translate("Problem", "{fact}.").format(fact=name or reason)
    return translate("Problem", "It is damaged, or of a kind that the service does not take.")
