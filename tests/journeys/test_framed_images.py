"""A picture of another shape gets the clip's shape on the user's word, and so it arrives."""

from pathlib import Path

from PIL import Image

from .conftest import Command


def test_a_square_picture_arrives_in_the_clips_shape(
    pointed: Command, tmp_path: Path, pictures: list[Path]
) -> None:
    picture = ("--image", pictures[0], "--aspect-ratio", "9:16", "--duration", "4")

    ended = pointed("generate", "a kite", *picture, "--fit", "pad", "--json", "--no-wait")

    assert ended.status == 0, ended.messages
    (upload,) = (file for file in uploads_of(tmp_path / "sandbox") if is_png(file))
    with Image.open(upload) as arrived:
        assert arrived.size == (800, 1422)
        corner = arrived.convert("RGB").getpixel((2, 2))
    # The picture itself, out of focus: not black.
    assert isinstance(corner, tuple)
    assert corner[0] > 120


def uploads_of(sandbox: Path) -> list[Path]:
    """All files that the sandbox keeps."""
    return [file for file in sandbox.rglob("*") if file.is_file()]


def is_png(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"\x89PNG"
