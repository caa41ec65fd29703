"""What goes wrong with the bucket for reference videos, in the words of the command line."""

from typing import Literal, TypeAlias, assert_never

from omniflash_desktop.domain.hosting import BucketLack, BucketStep
from omniflash_desktop.domain.problems import Problem, ProblemKind

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

_SET = "omniflash storage set"
_TEST = "omniflash storage test"


def storage_words(kind: StorageProblem, problem: Problem) -> tuple[str, str]:
    """What happened, and what to do."""
    store = problem.subject or "The bucket"
    match kind:
        case ProblemKind.STORAGE_KEY_MISSING:
            if problem.detail == "keyring":
                return (
                    "The system keyring, which holds the key of your bucket, cannot be used.",
                    "Unlock it, or set OMNIFLASH_BUCKET_KEY_ID and OMNIFLASH_BUCKET_SECRET.",
                )
            return ("There is no key for your bucket.", f"Give it: {_SET}")
        case ProblemKind.STORAGE_KEY_REJECTED:
            return (f"{store} did not accept the key.", f"Give the right one: {_SET}")
        case ProblemKind.STORAGE_BUCKET_MISSING:
            return (f"{store} has no bucket of that name.", f"Make it, or name another: {_SET}")
        case ProblemKind.STORAGE_WRONG_REGION:
            right = f" It is in {problem.detail}." if problem.detail else ""
            return (f"The bucket is in another region.{right}", f"Give the right one: {_SET}")
        case ProblemKind.STORAGE_CLOCK_WRONG:
            return (
                f"{store} refuses this computer's time: its clock is wrong.",
                f"Set the clock, then: {_TEST}",
            )
        case ProblemKind.STORAGE_UNREACHABLE:
            return (f"{store} cannot be reached.", f"Check the network and the address: {_TEST}")
        case ProblemKind.STORAGE_NOT_ALLOWED:
            return (f"The key may not {_deed(problem.detail)} in the bucket.", "Allow it there.")
        case ProblemKind.STORAGE_CANNOT_SIGN:
            return (
                "This key cannot make links that die by themselves.",
                f"Give a key that can sign: {_SET}",
            )
        case ProblemKind.STORAGE_LINK_CLOSED:
            return (
                "The video is in the bucket, but its link does not open.",
                "Allow the key to read there, and look whether the address is open to all.",
            )
        case ProblemKind.STORAGE_TROUBLE:
            code = f" ({problem.detail})" if problem.detail else ""
            return (f"{store} has trouble{code}.", f"Test it later with: {_TEST}")
        case _:
            assert_never(kind)


def link_needed_words(subject: str, detail: str) -> tuple[str, str]:
    """Why a local video cannot go to the service yet, and what to do."""
    need = f"{subject} needs a public link: the service takes no video uploads."
    match detail:
        case "own_link":
            return (need, "Put it where the service can fetch it, and give the link.")
        case BucketLack.BUCKET.value | BucketLack.ENDPOINT.value:
            return (f"{need} {lack_words(BucketLack(detail))}", f"Mend that with: {_SET}")
        case _:
            return (
                f"{need} Nothing says yet where local videos go.",
                f"Give a link to it, or set up a bucket of your own: {_SET}",
            )


def lack_words(lack: BucketLack) -> str:
    """What a bucket cannot be used without."""
    match lack:
        case BucketLack.BUCKET:
            return "No bucket is named yet."
        case BucketLack.ENDPOINT:
            return "The address of your bucket's store is no https address."
        case _:
            assert_never(lack)


def step_words(step: BucketStep) -> str:
    """What failed in a test of the bucket."""
    match step:
        case BucketStep.UPLOAD:
            return "The upload failed."
        case BucketStep.SIGN:
            return "The upload went well, and making a link to it failed."
        case BucketStep.READ:
            return "The upload went well, and reading it by its link failed."
        case BucketStep.DELETE:
            return "Upload and public read went well, and deleting failed."
        case _:
            assert_never(step)


def _deed(step: str) -> str:
    match step:
        case BucketStep.DELETE.value:
            return "delete"
        case BucketStep.READ.value | BucketStep.SIGN.value:
            return "read"
        case _:
            return "write"
