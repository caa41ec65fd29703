"""Sentences for what goes wrong with the bucket that local reference videos go into."""

from typing import Literal, TypeAlias, assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.hosting import BucketLack, BucketStep
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.sentences import Sentences

translate = QCoreApplication.translate

StorageProblem: TypeAlias = Literal[
    ProblemKind.STORAGE_KEY_MISSING,
    ProblemKind.STORAGE_KEY_REJECTED,
    ProblemKind.STORAGE_BUCKET_MISSING,
    ProblemKind.STORAGE_WRONG_REGION,
    ProblemKind.STORAGE_CLOCK_WRONG,
    ProblemKind.STORAGE_UNREACHABLE,
    ProblemKind.STORAGE_NOT_ALLOWED,
    ProblemKind.STORAGE_CANNOT_SIGN,
    ProblemKind.STORAGE_LINK_CLOSED,
    ProblemKind.STORAGE_TROUBLE,
]


def storage_sentences_for(kind: StorageProblem, problem: Problem) -> Sentences:
    """The words of `problem`: one row of a table for each kind."""
    mended_in_settings = (Action.SET_UP_STORAGE, Action.RETRY)
    store = problem.subject or translate("Problem", "The store")
    match kind:
        case ProblemKind.STORAGE_KEY_MISSING:
            no_keyring = problem.detail == "keyring"
            return Sentences(
                translate("Problem", "The key of your bucket is missing"),
                translate("Problem", "No bucket key"),
                translate("Problem", "The system keyring, which holds it, cannot be used.")
                if no_keyring
                else translate("Problem", "The video could not be put into your bucket."),
                translate("Problem", "Unlock the keyring, or enter the key again.")
                if no_keyring
                else translate("Problem", "Enter the access key and the secret key."),
                translate("Problem", "Enter the key of your bucket."),
                mended_in_settings,
            )
        case ProblemKind.STORAGE_KEY_REJECTED:
            return Sentences(
                translate("Problem", "The key of your bucket was not accepted"),
                translate("Problem", "Bucket key rejected"),
                translate("Problem", "It may have been revoked or mistyped."),
                translate("Problem", "Enter the access key and the secret key again."),
                translate("Problem", "Enter the key again."),
                mended_in_settings,
            )
        case ProblemKind.STORAGE_BUCKET_MISSING:
            return Sentences(
                translate("Problem", "Your bucket was not found"),
                translate("Problem", "Bucket not found"),
                translate("Problem", "{store} has no bucket of that name.").format(store=store),
                translate("Problem", "Check its name and the endpoint."),
                translate("Problem", "Check the bucket's name."),
                mended_in_settings,
            )
        case ProblemKind.STORAGE_WRONG_REGION:
            return Sentences(
                translate("Problem", "Your bucket is in another region"),
                translate("Problem", "Wrong region"),
                translate("Problem", "The store says that it is in {region}.").format(
                    region=problem.detail
                )
                if problem.detail
                else translate("Problem", "The store sends us elsewhere."),
                translate("Problem", "Enter the bucket's own region."),
                translate("Problem", "Enter the right region."),
                mended_in_settings,
            )
        case ProblemKind.STORAGE_CLOCK_WRONG:
            return Sentences(
                translate("Problem", "This computer's clock is wrong"),
                translate("Problem", "Clock is wrong"),
                translate("Problem", "{store} refuses what is signed with its time.").format(
                    store=store
                ),
                translate("Problem", "Let the system set the clock, then try again."),
                translate("Problem", "Set the clock, then try again."),
                (Action.RETRY,),
            )
        case ProblemKind.STORAGE_UNREACHABLE:
            return Sentences(
                translate("Problem", "Your bucket cannot be reached"),
                translate("Problem", "Bucket not reached"),
                translate("Problem", "{store} gave no answer.").format(store=store),
                translate("Problem", "Check the network and the endpoint, then try again."),
                translate("Problem", "Check the network, then try again."),
                (Action.RETRY, Action.SET_UP_STORAGE),
            )
        case ProblemKind.STORAGE_NOT_ALLOWED:
            return Sentences(
                translate("Problem", "The key may not do this in your bucket"),
                translate("Problem", "Bucket not permitted"),
                _not_allowed(problem.detail),
                translate("Problem", "Allow it at the store, or use another key."),
                translate("Problem", "Allow it at the store."),
                mended_in_settings,
            )
        case ProblemKind.STORAGE_CANNOT_SIGN:
            return Sentences(
                translate("Problem", "This key cannot make links"),
                translate("Problem", "No signed links"),
                translate("Problem", "The service reads your video by a link that expires."),
                translate("Problem", "Use a key that can sign."),
                translate("Problem", "Use a key that can sign."),
                mended_in_settings,
            )
        case ProblemKind.STORAGE_LINK_CLOSED:
            return Sentences(
                translate("Problem", "The link to your bucket does not open"),
                translate("Problem", "Link does not open"),
                translate("Problem", "The video is there, and nobody outside can read it."),
                translate("Problem", "Allow the key to read, and check the endpoint."),
                translate("Problem", "Allow the key to read."),
                mended_in_settings,
            )
        case ProblemKind.STORAGE_TROUBLE:
            return Sentences(
                translate("Problem", "Your bucket has trouble"),
                translate("Problem", "Bucket has trouble"),
                translate("Problem", "{store} answered with {code}.").format(
                    store=store, code=problem.detail
                )
                if problem.detail
                else translate("Problem", "{store} gave no usable answer.").format(store=store),
                translate("Problem", "Try again later."),
                translate("Problem", "Try again later."),
                (Action.RETRY, Action.SET_UP_STORAGE, Action.COPY_REPORT),
            )
        case _:
            assert_never(kind)


def link_needed_sentences(detail: str) -> Sentences:
    """Why a local video cannot go to the service yet."""
    cause = translate("Problem", "The service takes no video uploads.")
    next_step = translate("Problem", "Paste an https link to the video.")
    actions = (Action.EDIT_PROMPT, Action.CHOOSE_VIDEO)
    match detail:
        case "no_choice":
            next_step = translate("Problem", "Paste an https link, or set up a bucket for videos.")
            actions = (Action.SET_UP_STORAGE, *actions)
        case BucketLack.BUCKET.value:
            next_step = translate("Problem", "Name the bucket that videos go into.")
            actions = (Action.SET_UP_STORAGE, *actions)
        case BucketLack.ENDPOINT.value:
            next_step = translate("Problem", "Enter the https address of your bucket's store.")
            actions = (Action.SET_UP_STORAGE, *actions)
        case _:
            pass
    return Sentences(
        translate("Problem", "Local videos need a public link"),
        translate("Problem", "Needs a public link"),
        cause,
        next_step,
        next_step,
        actions,
    )


def _not_allowed(step: str) -> str:
    match step:
        case BucketStep.DELETE.value:
            return translate("Problem", "It may not delete there.")
        case BucketStep.READ.value | BucketStep.SIGN.value:
            return translate("Problem", "It may not read there.")
        case _:
            return translate("Problem", "It may not write there.")
