"""Sentences for each kind of problem: what happened, then what to do.

The kinds that concern a request and the way to the service are here, those of a task, a download
and the queue in `clip_sentences`, all others in `local_sentences`; the type checker holds that none
is left out. Nothing here asks for a second try of something that may have been charged;
`problem_words` adds the line about the money and takes back actions that could be charged twice.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.clip_sentences import clip_sentences_for
from omniflash_desktop.ui.notices.figures import length_words, money
from omniflash_desktop.ui.notices.sentences import Circumstances, Sentences

translate = QCoreApplication.translate

_FIRST_ERROR: Final = 400
"""From this HTTP status on, an answer tells of an error."""


def sentences_for(problem: Problem, facts: Circumstances) -> Sentences:
    """The words of `problem`: one row of a table for each kind."""
    said = f"“{problem.service_message}”" if problem.service_message else ""
    match problem.kind:
        case ProblemKind.INVALID_REQUEST | ProblemKind.REFUSED:
            return Sentences(
                translate("Problem", "The request was not accepted"),
                translate("Problem", "Not accepted"),
                translate("Problem", "The service could not read it: {message}.").format(
                    message=said
                )
                if said
                else translate("Problem", "The service could not read it."),
                translate("Problem", "Check the prompt, then try again."),
                translate("Problem", "Check the prompt."),
                (Action.EDIT_PROMPT, Action.COPY_REPORT),
            )
        case ProblemKind.INVALID_DURATION:
            return Sentences(
                translate("Problem", "This length is not available"),
                translate("Problem", "Length not available"),
                translate("Problem", "The service makes clips of 4, 6, 8 or 10 seconds."),
                translate("Problem", "Choose 4, 6, 8 or 10 seconds."),
                translate("Problem", "Choose 4, 6, 8 or 10 seconds."),
                (Action.SET_6_SECONDS, Action.EDIT_PROMPT),
            )
        case ProblemKind.INVALID_RESOLUTION:
            return Sentences(
                translate("Problem", "This resolution is not available"),
                translate("Problem", "Resolution not available"),
                translate("Problem", "The service makes clips in 720p, 1080p or 4K."),
                translate("Problem", "Choose 720p, 1080p or 4K."),
                translate("Problem", "Choose 720p, 1080p or 4K."),
                (Action.SET_720P, Action.EDIT_PROMPT),
            )
        case ProblemKind.UNSUPPORTED_IMAGE_COUNT:
            return Sentences(
                translate("Problem", "Two images cannot be combined"),
                translate("Problem", "Two images"),
                translate("Problem", "Use none, one or three."),
                translate("Problem", "Add a third for a fusion, or keep one to animate it."),
                translate("Problem", "Use none, one or three."),
                (Action.ADD_IMAGE, Action.KEEP_FIRST_IMAGE, Action.EDIT_PROMPT),
            )
        case ProblemKind.UNSUPPORTED_VIDEO_COUNT:
            return Sentences(
                translate("Problem", "Only one reference video is possible"),
                translate("Problem", "Too many videos"),
                translate("Problem", "The service follows the motion of one video."),
                translate("Problem", "Keep the one that shows the motion best."),
                translate("Problem", "Keep one video."),
                (Action.CHOOSE_VIDEO, Action.EDIT_PROMPT),
            )
        case ProblemKind.AT_CAPACITY:
            return Sentences(
                translate("Problem", "The service is at capacity"),
                translate("Problem", "At capacity"),
                translate("Problem", "This is not about your balance."),
                translate("Problem", "Trying again often works after some minutes."),
                translate("Problem", "Not about your balance. Try again in some minutes."),
                (Action.RETRY_LATER, Action.RETRY),
            )
        case ProblemKind.TOKEN_REJECTED:
            return _token_rejected(facts)
        case ProblemKind.BALANCE_TOO_LOW:
            return _balance_too_low(facts)
        case ProblemKind.MODEL_NOT_ALLOWED:
            return Sentences(
                translate("Problem", "This token may not use the model"),
                translate("Problem", "Model not allowed"),
                translate("Problem", "The account's owner decides which models a token may use."),
                translate("Problem", "Ask the account's owner to enable Omni-Flash-Ext."),
                translate("Problem", "Ask the account's owner to enable it."),
                (Action.OPEN_ACCOUNT,),
            )
        case ProblemKind.BLOCKED_BY_NETWORK:
            return Sentences(
                translate("Problem", "Blocked by the network"),
                translate("Problem", "Blocked by the network"),
                translate(
                    "Problem",
                    "A firewall or the service's edge refused this connection; the token is fine.",
                ),
                translate("Problem", "Check the network settings, or use another network."),
                translate("Problem", "Check the network settings."),
                (Action.NETWORK_SETTINGS, Action.COPY_REPORT),
            )
        case ProblemKind.TOO_LARGE:
            return Sentences(
                translate("Problem", "A reference is too large for the service"),
                translate("Problem", "Reference too large"),
                translate("Problem", "The service takes files of up to 20 MiB."),
                translate("Problem", "Choose a smaller one."),
                translate("Problem", "Choose a smaller one."),
                (Action.CHOOSE_IMAGE,),
            )
        case ProblemKind.RATE_LIMITED:
            wait = (
                translate("Problem", "Trying again by itself after {time}.").format(
                    time=length_words(problem.retry_after)
                )
                if problem.retry_after
                else translate("Problem", "Trying again by itself in a moment.")
            )
            slow = translate("Problem", "The service asked us to slow down.")
            return Sentences(
                translate("Problem", "Rate limit reached"),
                translate("Problem", "Rate limit reached"),
                slow,
                wait,
                f"{slow} {wait}",
                (Action.TRY_NOW, Action.CANCEL),
            )
        case ProblemKind.STILL_EXECUTING:
            return Sentences(
                translate("Problem", "The service is still at work on this request"),
                translate("Problem", "Still at work"),
                translate("Problem", "It was asked a second time before it had answered."),
                translate("Problem", "We wait and ask with the same key; no second clip is made."),
                translate("Problem", "Waiting for its answer."),
            )
        case ProblemKind.KEY_REUSED:
            return Sentences(
                translate("Problem", "Sent twice with different content"),
                translate("Problem", "Different content"),
                translate("Problem", "The first request may be running."),
                translate("Problem", "Nothing is sent by itself any more."),
                translate("Problem", "The first request may be running."),
                (Action.SEND_AGAIN, Action.DROP_IT),
            )
        case ProblemKind.RESULT_INDETERMINATE:
            return Sentences(
                translate("Problem", "The outcome is not known"),
                translate("Problem", "Outcome not known"),
                translate("Problem", "The service cannot tell whether it took the request."),
                translate("Problem", "Nothing is sent by itself any more; it may be running."),
                translate("Problem", "It may be running already."),
                (Action.SEND_AGAIN, Action.DROP_IT),
            )
        case ProblemKind.OUTCOME_UNKNOWN:
            return _outcome_unknown(problem, facts)
        case ProblemKind.UNREACHABLE | ProblemKind.NOT_EXECUTED:
            return Sentences(
                translate("Problem", "The service cannot be reached"),
                translate("Problem", "Not reached"),
                translate("Problem", "Nothing was sent."),
                translate("Problem", "Trying again by itself."),
                translate("Problem", "Nothing was sent. Trying again by itself."),
                (Action.TRY_NOW, Action.CANCEL),
            )
        case ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS:
            return Sentences(
                translate("Problem", "The connection was refused"),
                translate("Problem", "Connection refused"),
                translate("Problem", "The proxy or a certificate stopped it: {message}.").format(
                    message=said or f"“{problem.detail}”"
                )
                if said or problem.detail
                else translate("Problem", "The proxy or a certificate stopped it."),
                translate("Problem", "Check the network settings."),
                translate("Problem", "Check the network settings."),
                (Action.NETWORK_SETTINGS, Action.TRY_NOW),
            )
        case ProblemKind.SERVICE_TROUBLE:
            return Sentences(
                translate("Problem", "Status is not available"),
                translate("Problem", "Status not available"),
                translate("Problem", "The service does not answer as it should."),
                translate("Problem", "Your clip is not lost. We keep asking."),
                translate("Problem", "Your clip is not lost. We keep asking."),
            )
        case _:
            return clip_sentences_for(problem.kind, problem, facts)


def _token_rejected(facts: Circumstances) -> Sentences:
    waits = translate("Problem", "The queue is paused, running clips go on.")
    if facts.has_failed:
        waits = translate("Problem", "Enter the token again, then make the clip again.")
    return Sentences(
        translate("Problem", "Your token was not accepted"),
        translate("Problem", "Token not accepted"),
        translate("Problem", "It may have been revoked or mistyped."),
        waits,
        waits,
        (Action.REPLACE_TOKEN, Action.USE_SANDBOX),
    )


def _balance_too_low(facts: Circumstances) -> Sentences:
    title = translate("Problem", "Balance too low")
    if facts.in_sandbox:
        cause = translate("Problem", "The sandbox's play money is used up.")
        next_step = translate("Problem", "The queue is paused, running clips go on.")
        actions = (Action.RESUME,)
        if facts.has_failed:
            next_step = translate("Problem", "Change the prompt, or try again.")
            actions = (Action.EDIT_PROMPT, Action.RETRY)
        return Sentences(title, title, cause, next_step, f"{cause} {next_step}", actions)
    cost = facts.about_cost or translate("Problem", "more than is left")
    if facts.has_failed:
        cause = translate("Problem", "This clip needs {cost}.").format(cost=cost)
        next_step = translate("Problem", "Top up, then make it again.")
        return Sentences(
            title,
            title,
            cause,
            next_step,
            f"{cause} {next_step}",
            (Action.TOP_UP, Action.RETRY),
        )
    cause = translate("Problem", "The next clip needs {cost}.").format(cost=cost)
    if facts.balance is not None and facts.about_cost:
        cause = translate("Problem", "The next clip needs {cost}, you have {balance}.").format(
            cost=cost, balance=money(facts.balance)
        )
    elif facts.balance is not None:
        cause = translate(
            "Problem", "The next clip needs more than the {balance} you have."
        ).format(balance=money(facts.balance))
    return Sentences(
        title,
        title,
        cause,
        translate("Problem", "The queue is paused, running clips go on."),
        cause + " " + translate("Problem", "The queue is paused until you top up."),
        (Action.TOP_UP, Action.RESUME),
    )


def _outcome_unknown(problem: Problem, facts: Circumstances) -> Sentences:
    status = problem.http_status
    if status is None:
        title = translate("Problem", "Unconfirmed: connection dropped")
        row = translate("Problem", "No answer")
        cause = translate("Problem", "The request was sent, and no answer came back.")
    elif status < _FIRST_ERROR:
        title = translate("Problem", "Unconfirmed: answer not readable")
        row = translate("Problem", "Unreadable answer")
        cause = translate("Problem", "The request was sent, and its answer cannot be read.")
    else:
        title = translate("Problem", "Unconfirmed: the service had an error")
        row = translate("Problem", "Error {status}").format(status=status)
        cause = translate(
            "Problem", "The service answered with an error ({status}) after the request was sent."
        ).format(status=status)
    warning = (
        translate(
            "Problem",
            "It may be running already. With the real service, sending it again could be billed "
            "a second time.",
        )
        if facts.in_sandbox
        else translate(
            "Problem", "It may be running already. Sending it again could be billed a second time."
        )
    )
    return Sentences(title, row, cause, warning, warning, (Action.SEND_AGAIN, Action.DROP_IT))
