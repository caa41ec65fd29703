"""An upload receipt in words for people."""

from typing import assert_never

import msgspec
from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.outcomes import PictureDetail
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.reference_videos import CopyReason
from omniflash_desktop.domain.sent_reference import Destination, ReferenceKind, SentReference
from omniflash_desktop.domain.unusual_pictures import Oddity, unusual_picture
from omniflash_desktop.domain.upload_receipt import NotSent, UploadReceipt
from omniflash_desktop.ui.notices.figures import length_words, pixel_words, size_words
from omniflash_desktop.ui.notices.state_words import dotted

translate = QCoreApplication.translate


class ReferenceWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a card says of a reference.

    Attributes:
        title: Which one it is, and what it is as it is sent.
        place: Where it goes, and how long it stays there.
        left_out: What the file tells and the copy does not; empty where there is nothing.
        told: What it still tells.
        changes: What was done to it.
    """

    title: str
    place: str
    left_out: str = ""
    told: str = ""
    changes: str = ""


def summary_of(receipt: UploadReceipt) -> str:
    """Where all goes and how much of it there is, in one line."""
    if receipt.in_sandbox and receipt.hosts_of_links:
        words = translate(
            "Receipt", "To the sandbox. This computer asks {hosts} for what is linked."
        )
        return words.format(hosts=", ".join(receipt.hosts_of_links))
    if receipt.in_sandbox:
        return translate("Receipt", "To the sandbox. Nothing leaves this computer.")
    to = translate("Receipt", "To {host}").format(host=receipt.host)
    count = len(receipt.references) + receipt.unknown_references
    if not count:
        return dotted(to, translate("Receipt", "only words and settings"))
    references = translate("Receipt", "1 reference")
    if count > 1:
        references = translate("Receipt", "{n} references").format(n=count)
    uploads = translate("Receipt", "nothing to upload")
    if receipt.outgoing_bytes:
        size = size_words(receipt.outgoing_bytes)
        uploads = translate("Receipt", "{size} to upload").format(size=size)
        if receipt.sent_at is not None:
            uploads = translate("Receipt", "{size} uploaded").format(size=size)
    elif receipt.sent_at is not None:
        uploads = translate("Receipt", "nothing had to be uploaded")
    return dotted(to, references, uploads)


def settings_of(receipt: UploadReceipt) -> str:
    """The settings as they are sent."""
    length = "" if receipt.duration is None else f"{receipt.duration} s"
    return dotted(
        receipt.model,
        length,
        receipt.resolution,
        receipt.aspect_ratio,
        receipt.generation_type,
    )


def reference_words(reference: SentReference, number: int) -> ReferenceWords:
    """The words for a reference; `number` is its place among those of its kind."""
    is_image = reference.kind is ReferenceKind.IMAGE
    name = translate("Receipt", "Image {n}").format(n=number)
    title = [name if is_image else translate("Receipt", "Video")]
    if reference.size_bytes is not None:
        title.append(_format_words(reference.content_type))
        title.append(pixel_words(reference.width, reference.height))
        title.append(size_words(reference.size_bytes))
    if reference.seconds is not None:
        title.append(length_words(reference.seconds))
    return ReferenceWords(
        title=dotted(*title),
        place=_place_words(reference),
        left_out=_details_words(reference.removed),
        told=_told_words(reference),
        changes=_change_words(reference),
    )


def not_sent_words(reason: NotSent) -> str:
    """What stays here, in one sentence."""
    match reason:
        case NotSent.FILE_NAMES:
            return translate("Receipt", "The names of your files")
        case NotSent.FOLDERS:
            return translate("Receipt", "Where they lie on this computer")
        case NotSent.ORIGINALS:
            return translate("Receipt", "The originals of pictures that were changed")
        case NotSent.TOKEN_TO_OTHERS:
            return translate("Receipt", "Your token, to anybody but the service itself")
        case _:
            assert_never(reason)


def _place_words(reference: SentReference) -> str:
    match reference.destination:
        case Destination.SERVICE:
            words = translate("Receipt", "{host} keeps it for {n} hours.").format(
                host=reference.host, n=reference.hours
            )
        case Destination.BUCKET:
            words = translate(
                "Receipt", "Your bucket {bucket} at {host}, by a link that works for {n} hours."
            ).format(bucket=reference.bucket, host=reference.host, n=reference.hours)
            after = translate("Receipt", "It stays there.")
            if reference.is_removed_after_use:
                after = translate("Receipt", "Removed after use.")
            words = f"{words} {after}"
        case Destination.SANDBOX:
            return translate("Receipt", "The sandbox has it, on this computer.")
        case Destination.LINK:
            return translate("Receipt", "The service fetches it from {host} by itself.").format(
                host=reference.host
            )
        case Destination.OWN_CLIP:
            return translate("Receipt", "A clip of yours that the service has still.")
        case _:
            assert_never(reference.destination)
    if reference.was_there:
        return f"{words} {translate('Receipt', 'Uploaded before.')}"
    return words


def _told_words(reference: SentReference) -> str:
    if reference.goes_as_it_is:
        return translate("Receipt", "all that its file tells: it is sent as it is")
    return _details_words(reference.told)


def _details_words(details: tuple[PictureDetail, ...]) -> str:
    return ", ".join(_detail_words(one) for one in details)


def _detail_words(detail: PictureDetail) -> str:
    match detail:
        case PictureDetail.PLACE:
            return translate("Receipt", "location")
        case PictureDetail.CAMERA:
            return translate("Receipt", "camera")
        case PictureDetail.NAMES:
            return translate("Receipt", "names")
        case PictureDetail.TIME:
            return translate("Receipt", "time")
        case PictureDetail.WORDS:
            return translate("Receipt", "titles and comments")
        case PictureDetail.PREVIEW:
            return translate("Receipt", "preview picture")
        case PictureDetail.ATTACHED:
            return translate("Receipt", "attached data")
        case PictureDetail.OTHER:
            return translate("Receipt", "other details")
        case _:
            assert_never(detail)


def _change_words(reference: SentReference) -> str:
    changes = [_copy_words(reason) for reason in reference.copy_reasons]
    found = unusual_picture(reference.converted_from)
    if found is not None:
        changes.append(_conversion_words(found.oddity).format(name=found.format_name))
    if reference.is_turned:
        changes.append(translate("Receipt", "turned upright"))
    if reference.converted_profile:
        changes.append(translate("Receipt", "colours to sRGB"))
    match reference.fit:
        case Fit.CROP:
            changes.append(translate("Receipt", "cut to the clip's shape"))
        case Fit.PAD:
            changes.append(translate("Receipt", "filled up to the clip's shape"))
        case Fit.AS_IS:
            pass
        case _:
            assert_never(reference.fit)
    if reference.is_shrunk:
        words = translate("Receipt", "made smaller, from {size}")
        if reference.has_all_pixels:
            words = translate("Receipt", "compressed more strongly, from {size}")
        changes.append(words.format(size=size_words(reference.source_bytes)))
    return ", ".join(dict.fromkeys(changes))


def _conversion_words(oddity: Oddity) -> str:
    match oddity:
        case Oddity.FORMAT:
            return translate("Receipt", "converted from {name}")
        case Oddity.MOVES:
            return translate("Receipt", "only the first frame of a {name} that moves")
        case Oddity.DEEP:
            return translate("Receipt", "{name} brought to 8 bits a colour")
        case Oddity.PRINT_COLOURS:
            return translate("Receipt", "print colours of the {name} translated to a screen’s")
        case Oddity.PROFILE:
            return translate("Receipt", "colours to sRGB")
        case Oddity.RARE_COLOURS:
            return translate("Receipt", "rare colours of the {name} translated to usual ones")
        case _:
            assert_never(oddity)


def _copy_words(reason: CopyReason) -> str:
    match reason:
        case CopyReason.TRIMMED:
            return translate("Receipt", "only a part of it")
        case CopyReason.CONTAINER | CopyReason.CODEC:
            return translate("Receipt", "converted to H.264 MP4")
        case CopyReason.COLORS:
            return translate("Receipt", "colours that every player shows")
        case CopyReason.VARIABLE_RATE:
            return translate("Receipt", "steady frame rate")
        case CopyReason.TELLING:
            return translate("Receipt", "without place, names and notes in its file")
        case CopyReason.CUT_OFF:
            return translate("Receipt", "without its damaged end")
        case _:
            assert_never(reason)


def _format_words(content_type: str) -> str:
    """`JPEG` of `image/jpeg`."""
    known = {"quicktime": "MOV", "mp2t": "TS", "x-matroska": "MKV"}
    kind = content_type.rpartition("/")[2]
    return known.get(kind, kind.upper())
