"""Sentences for what goes wrong with a task or a download, and for what holds the queue."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.figures import length_words, size_words
from omniflash_desktop.ui.notices.local_sentences import LocalProblem, local_sentences_for
from omniflash_desktop.ui.notices.sentences import Circumstances, Sentences

translate = QCoreApplication.translate

_OfAClip: TypeAlias = Literal[
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
    ProblemKind.CONTENT_REFUSED,
]
ClipProblem: TypeAlias = _OfAClip | LocalProblem


def clip_sentences_for(kind: ClipProblem, problem: Problem, facts: Circumstances) -> Sentences:
    """The words of `problem`: one row of a table for each kind."""
    detail = problem.detail or problem.service_message
    match kind:
        case ProblemKind.CONTENT_REFUSED | ProblemKind.MODERATION:
            return _moderation()
        case ProblemKind.TASK_NOT_WRITTEN:
            return Sentences(
                translate("Problem", "Sent, but not written down"),
                translate("Problem", "Not written down"),
                translate(
                    "Problem", "The service took it as {task}, but the disk has no room to note it."
                ).format(task=problem.task_id or ""),
                translate("Problem", "Make room on the disk, and leave Omniflash open meanwhile."),
                translate("Problem", "Make room on the disk; leave this open."),
                (Action.COPY_REPORT,),
            )
        case ProblemKind.FORMER_TOKEN_REJECTED:
            return Sentences(
                translate("Problem", "The token it was sent with is no longer accepted"),
                translate("Problem", "Its token was rejected"),
                translate("Problem", "The present token is asked with instead."),
                translate("Problem", "If it was of another account, enter that one's token."),
                translate("Problem", "Asking with the present token."),
                (Action.REPLACE_TOKEN, Action.COPY_REPORT),
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
            if problem.detail == "damaged":
                kept = translate("Problem", "What came was damaged, and is fetched anew.")
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
            return _disk_full(problem, facts)
        case ProblemKind.FOLDER_UNWRITABLE:
            waits = translate("Problem", "Clips wait until it is back.")
            return Sentences(
                translate("Problem", "The library folder cannot be reached"),
                translate("Problem", "Folder not reached"),
                translate("Problem", "Is the drive connected, and may you write to it?"),
                _joined(waits, _link_works(facts)),
                waits,
                (Action.CHANGE_FOLDER, Action.CHECK_AGAIN),
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
        case ProblemKind.LINK_UNREACHABLE if problem.task_id is not None:
            return _not_fetched(problem, facts)
        case _:
            return local_sentences_for(kind, problem)


def _not_fetched(problem: Problem, facts: Circumstances) -> Sentences:
    """The service itself could not fetch a reference, whatever this computer sees there."""
    next_step = translate("Problem", "Try again, which uploads files anew, or replace it.")
    if facts.sent_once_more:
        next_step = translate(
            "Problem",
            "It was uploaded again and sent once more already. Try later, or replace it.",
        )
    return Sentences(
        translate("Problem", "The service could not fetch a reference"),
        translate("Problem", "Reference not fetched"),
        _said(problem, translate("Problem", "It gave no reason.")),
        next_step,
        translate("Problem", "Try again, or replace the reference."),
        (Action.RETRY, Action.REPLACE_REFERENCES, Action.COPY_REPORT),
    )


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


def _disk_full(problem: Problem, facts: Circumstances) -> Sentences:
    cause = translate("Problem", "The disk of the clips' folder is full.")
    if problem.needs_bytes is not None and problem.free_bytes is not None:
        cause = translate("Problem", "It needs {size}, {free} is left.").format(
            size=size_words(problem.needs_bytes), free=size_words(problem.free_bytes)
        )
    room = translate("Problem", "Make room or choose another folder. The clip is paid and waits.")
    if facts.in_sandbox:
        room = translate("Problem", "Make room or choose another folder. The clip waits.")
    if facts.link_until:
        room = translate(
            "Problem",
            "The link works until {time}, so make room or choose another folder.",
        ).format(time=facts.link_until)
    return Sentences(
        translate("Problem", "Not enough space for this clip"),
        translate("Problem", "Disk full"),
        cause,
        room,
        translate("Problem", "Make room or choose another folder."),
        (Action.CHANGE_FOLDER, Action.CHECK_AGAIN),
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
