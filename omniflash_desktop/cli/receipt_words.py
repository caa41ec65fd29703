"""An upload receipt as the command line tells it: lines for people, and a record for scripts."""

from collections.abc import Iterator
from typing import assert_never

from omniflash_desktop.domain.outcomes import PictureDetail
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.reference_videos import CopyReason
from omniflash_desktop.domain.sent_reference import Destination, ReferenceKind, SentReference
from omniflash_desktop.domain.unusual_pictures import Oddity, unusual_picture
from omniflash_desktop.domain.upload_receipt import UploadReceipt

_DETAILS = {
    PictureDetail.PLACE: "location",
    PictureDetail.CAMERA: "camera",
    PictureDetail.NAMES: "names",
    PictureDetail.TIME: "time",
    PictureDetail.WORDS: "words",
    PictureDetail.PREVIEW: "preview",
    PictureDetail.ATTACHED: "what was attached",
    PictureDetail.OTHER: "other details",
}

_COPIES = {
    CopyReason.TRIMMED: "only a part of it",
    CopyReason.CONTAINER: "converted to H.264 MP4",
    CopyReason.CODEC: "converted to H.264 MP4",
    CopyReason.COLORS: "colours that every player shows",
    CopyReason.VARIABLE_RATE: "steady frame rate",
    CopyReason.TELLING: "without place, names and notes in its file",
    CopyReason.CUT_OFF: "without its damaged end",
}

_CONVERSIONS = {
    Oddity.FORMAT: "converted from {name}",
    Oddity.MOVES: "only the first frame of a {name} that moves",
    Oddity.DEEP: "{name} brought to 8 bits a colour",
    Oddity.PRINT_COLOURS: "print colours of the {name} translated to a screen's",
    Oddity.PROFILE: "colours to sRGB",
    Oddity.RARE_COLOURS: "rare colours of the {name} translated to usual ones",
}

_NOT_SENT = (
    "Not sent: names and folders of your files, originals of pictures that were changed, "
    "and your token to anybody but the service itself."
)


def receipt_lines(receipt: UploadReceipt) -> Iterator[str]:
    """The receipt, a fact a line."""
    yield f"To            {receipt.host or 'the sandbox on this computer'}"
    yield f"Prompt        {_on_one_line(receipt.prompt)}"
    length = None if receipt.duration is None else f"{receipt.duration} s"
    settings = (receipt.model, length, receipt.resolution, receipt.aspect_ratio)
    yield f"Settings      {', '.join(one for one in (*settings, receipt.generation_type) if one)}"
    numbers = {ReferenceKind.IMAGE: 0, ReferenceKind.VIDEO: 0}
    for reference in receipt.references:
        numbers[reference.kind] += 1
        is_image = reference.kind is ReferenceKind.IMAGE
        yield f"Image {numbers[reference.kind]}" if is_image else "Video"
        for name, words in _facts_of(reference, in_sandbox=receipt.in_sandbox):
            yield f"  {name:<12}{words}"
    if receipt.unknown_references:
        yield f"{receipt.unknown_references} more, of which nothing was written down"
    yield _NOT_SENT


def _facts_of(reference: SentReference, *, in_sandbox: bool) -> Iterator[tuple[str, str]]:
    yield "goes to", _destination(reference, in_sandbox=in_sandbox)
    if reference.size_bytes is not None:
        size = f"{reference.size_bytes:,} bytes, {reference.width} × {reference.height}"
        yield "as sent", f"{reference.content_type}, {size}"
        yield "SHA-256", reference.sha256
    if reference.was_there:
        yield "upload", "none: it is there already"
    if reference.removed:
        yield "left out", ", ".join(_DETAILS[one] for one in reference.removed)
    if reference.goes_as_it_is:
        yield "still tells", "all that its file tells: it is sent as it is"
    if reference.told:
        yield "still tells", ", ".join(_DETAILS[one] for one in reference.told)
    changes = ", ".join(_changes(reference))
    if changes:
        yield "changed", changes


def _destination(reference: SentReference, *, in_sandbox: bool) -> str:
    match reference.destination:
        case Destination.SERVICE:
            return f"{reference.host}, which keeps it for {reference.hours} hours"
        case Destination.BUCKET:
            ending = "removed after use" if reference.is_removed_after_use else "stays there"
            return (
                f"your bucket {reference.bucket} ({reference.host}), "
                f"link good for {reference.hours} hours, {ending}"
            )
        case Destination.SANDBOX:
            return "the sandbox on this computer"
        case Destination.LINK if in_sandbox:
            return f"the sandbox, which fetches it from {reference.host} by this computer's line"
        case Destination.LINK:
            return f"nobody from here: the service fetches it from {reference.host}"
        case Destination.OWN_CLIP:
            return f"nobody from here: the service has it still ({reference.host})"
        case _:
            assert_never(reference.destination)


def _changes(reference: SentReference) -> Iterator[str]:
    yield from dict.fromkeys(_COPIES[reason] for reason in reference.copy_reasons)
    found = unusual_picture(reference.converted_from)
    if found is not None:
        yield _CONVERSIONS[found.oddity].format(name=found.format_name)
    if reference.is_turned:
        yield "turned upright"
    if reference.converted_profile:
        yield f"colours from {reference.converted_profile} to sRGB"
    match reference.fit:
        case Fit.CROP:
            yield "cut to the clip's shape"
        case Fit.PAD:
            yield "filled up to the clip's shape"
        case Fit.AS_IS:
            pass
        case _:
            assert_never(reference.fit)
    if reference.is_shrunk and reference.has_all_pixels:
        yield f"compressed more strongly, from {reference.source_bytes:,} bytes"
    elif reference.is_shrunk:
        before = f"{reference.source_width} × {reference.source_height}"
        yield f"made smaller, from {before} and {reference.source_bytes:,} bytes"


def receipt_record(receipt: UploadReceipt) -> dict[str, object]:
    """A receipt as scripts read it; the keys do not change."""
    sent_at = receipt.sent_at
    return {
        "service": receipt.service,
        "host": receipt.host,
        "prompt": receipt.prompt,
        "model": receipt.model,
        "duration": receipt.duration,
        "resolution": receipt.resolution,
        "aspect_ratio": receipt.aspect_ratio,
        "generation_type": receipt.generation_type or None,
        "references": [_record_of(one) for one in receipt.references],
        "unknown_references": receipt.unknown_references,
        "upload_bytes": receipt.outgoing_bytes,
        "sent": None if sent_at is None else sent_at.isoformat(),
        "second_try": receipt.is_second_try,
    }


def _record_of(reference: SentReference) -> dict[str, object]:
    return {
        "kind": reference.kind.value,
        "destination": reference.destination.value,
        "host": reference.host,
        "bucket": reference.bucket or None,
        "hours": reference.hours,
        "removed_after_use": reference.is_removed_after_use,
        "there_already": reference.was_there,
        "content_type": reference.content_type or None,
        "bytes": reference.size_bytes,
        "sha256": reference.sha256 or None,
        "width": reference.width or None,
        "height": reference.height or None,
        "left_out": [one.value for one in reference.removed],
        "still_tells": [one.value for one in reference.told],
        "changes": list(_changes(reference)),
    }


def _on_one_line(text: str) -> str:
    # A terminal obeys more than letters.
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
