"""What was given as `--image`, `--video` and `--out`, checked before anything is paid for."""

from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.references import ImageReference, VideoReference


class WrongInputError(Exception):
    """What was typed cannot be right; the message is a sentence for the person."""


def image_reference(text: str) -> ImageReference:
    """An image: a link, or a file that is there.

    Raises:
        WrongInputError: The file is not there.
    """
    if _is_link(text):
        return ImageReference(url=text, name=text)
    path = _existing_file(text)
    return ImageReference(path=path, name=path.name)


def framed(image: ImageReference, fit: Fit) -> ImageReference:
    """The image, brought into the clip's shape in that way.

    Raises:
        WrongInputError: It is a link, which goes as it is.
    """
    if image.path is None and fit is not Fit.AS_IS:
        raise WrongInputError(
            f"{image.url} goes to the service as a link, and cannot be cut or filled up. "
            "Save the image and give the file, or leave --fit out."
        )
    return msgspec.structs.replace(image, framing=msgspec.structs.replace(image.framing, fit=fit))


def video_reference(text: str) -> VideoReference:
    """A video: a link, or a file that is there.

    Raises:
        WrongInputError: The file is not there.
    """
    if _is_link(text):
        return VideoReference(url=text, name=text)
    path = _existing_file(text)
    return VideoReference(path=path, name=path.name)


def free_output_file(path: Path | None) -> Path | None:
    """Where a copy of the clip may be put.

    Raises:
        WrongInputError: The file exists, or its folder does not.
    """
    if path is None:
        return None
    if path.exists():
        raise WrongInputError(f"{path} exists already, and nothing is overwritten. Name another.")
    if not path.resolve().parent.is_dir():
        raise WrongInputError(f"The folder of {path} does not exist. Make it first.")
    return path


def _is_link(text: str) -> bool:
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        # Brackets that hold no address: a link by its look, and refused as one.
        return text.lower().startswith(("http:", "https:"))


def _existing_file(text: str) -> Path:
    if not text.strip():
        raise WrongInputError("A file was to be named, and its name is empty. Give its path.")
    path = Path(text).expanduser().resolve()
    if path.is_dir():
        raise WrongInputError(f"{text} is a folder. Name a file in it.")
    if not path.is_file():
        raise WrongInputError(f"There is no file {text}. Check the path.")
    return path
