"""How a video comes to the service, and why it does not yet: the words of the video slot."""

from datetime import UTC, datetime
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.hosting import BucketLack
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.video_outlook import VideoOutlook, VideoRoute
from omniflash_desktop.ui.compose.tray_item import TrayItem
from omniflash_desktop.ui.notices.figures import size_words
from omniflash_desktop.ui.notices.truth_words import ahead_words

translate = QCoreApplication.translate

_NOT_ALLOWED = (401, 403)
_NOTHING_THERE = (404, 410)


def lack_of(item: TrayItem) -> str:
    """Why a video of this computer cannot be sent yet: `Problem.detail`, or nothing."""
    found = item.outlook
    is_lack = isinstance(found, Problem) and found.kind is ProblemKind.VIDEO_NEEDS_PUBLIC_LINK
    return found.detail if is_lack and isinstance(found, Problem) else ""


def lack_words(lack: str) -> str:
    """The same in the slot, with what a press does."""
    match lack:
        case "own_link":
            return translate("VideoWords", "Needs a public link. Press to paste one.")
        case "no_choice":
            return translate("VideoWords", "Set up storage to use a local file")
        case _:
            return translate("VideoWords", "Storage is not complete. Press to finish it.")


def missing_words(item: TrayItem) -> str:
    """What has to be said before Generate; nothing where all is there."""
    if item.path is not None and item.is_looked_at:
        return translate("VideoWords", "The video is being looked at")
    match lack_of(item):
        case "":
            return ""
        case "own_link":
            return translate("VideoWords", "The video needs a public link: paste one")
        case BucketLack.BUCKET.value:
            return translate("VideoWords", "Name the bucket that local videos go into")
        case BucketLack.ENDPOINT.value:
            return translate("VideoWords", "Enter the address of your bucket’s store")
        case _:
            return translate("VideoWords", "Choose where local videos go, or paste a link")


def link_trouble_words(problem: Problem) -> str:
    """Why a link cannot be a reference video."""
    match problem.kind:
        case ProblemKind.LINK_NOT_PUBLIC:
            return _not_public_words(problem.detail)
        case ProblemKind.VIDEO_UNUSABLE if problem.detail == "empty":
            return translate("VideoWords", "The file behind it is empty.")
        case ProblemKind.VIDEO_UNUSABLE:
            return translate("VideoWords", "It is no video.")
        case _:
            return _unreachable_words(problem.http_status)


def route_words(outlook: VideoOutlook) -> list[str]:
    """How a video is sent, in facts of a few words."""
    match outlook.route:
        case VideoRoute.LINK:
            kind = outlook.content_type.rpartition("/")[2].upper()
            size = "" if outlook.size_bytes is None else size_words(outlook.size_bytes)
            return [fact for fact in (kind, size) if fact]
        case VideoRoute.FILE_DROP:
            return []
        case VideoRoute.OWN_CLIP:
            if outlook.lives_until is None:
                return [translate("VideoWords", "by its own link")]
            until = ahead_words(outlook.lives_until, now=datetime.now(UTC))
            return [translate("VideoWords", "own link until {time}").format(time=until)]
        case VideoRoute.BUCKET:
            return [translate("VideoWords", "goes into your bucket")]
        case _:
            assert_never(outlook.route)


def _not_public_words(reason: str) -> str:
    match reason:
        case "not_http":
            return translate("VideoWords", "Only http and https links can be used.")
        case "has_credentials":
            return translate("VideoWords", "It holds a password, which the service would see.")
        case "not_public":
            return translate("VideoWords", "It leads to a private address.")
        case _:
            return translate("VideoWords", "It is no link.")


def _unreachable_words(http_status: int | None) -> str:
    if http_status is None:
        return translate("VideoWords", "Its host gave no answer.")
    if http_status in _NOT_ALLOWED:
        return translate("VideoWords", "It is not public.")
    if http_status in _NOTHING_THERE:
        return translate("VideoWords", "Nothing is there.")
    words = translate("VideoWords", "Its host answered with {status}.")
    return words.format(status=http_status)
