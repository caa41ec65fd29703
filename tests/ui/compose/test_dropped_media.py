"""Drops and clipboards as real programs fill them."""

import base64
import os
from pathlib import Path

import pytest

from omniflash_desktop.ui.compose.dropped_media import (
    DroppedFile,
    DroppedLink,
    DroppedMedia,
    MediaKind,
    dropped_media,
    kind_of_file,
    kind_of_link,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


def uri_list(*lines: str) -> dict[str, bytes]:
    return {"text/uri-list": "\r\n".join(lines).encode()}


def test_files_of_a_file_manager_come_in_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("Bottle 1.png", "Ünïcode.JPG", "walk.mov")]
    found = dropped_media(uri_list("# a comment", *(path.as_uri() for path in paths), ""))
    kinds = (IMAGE, IMAGE, VIDEO)
    assert found.files == tuple(map(DroppedFile, paths, kinds))
    assert found.kinds == kinds


def test_a_file_without_an_ending_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    heads = {
        "png": (PNG, IMAGE),
        "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", IMAGE),
        "mp4": (b"\0\0\0\x18ftypisom\0\0\0\0", VIDEO),
        "webm": (b"\x1a\x45\xdf\xa3" + bytes(12), VIDEO),
        "webp": (b"RIFF\0\0\0\0WEBPVP8 ", IMAGE),
        "text": (b"once upon a time", None),
    }
    for name, (head, kind) in heads.items():
        path = tmp_path / name
        path.write_bytes(head)
        assert kind_of_file(path) is kind, name


def test_what_cannot_be_a_reference_is_counted(tmp_path: Path) -> None:
    paths = [tmp_path / "a.png", tmp_path / "notes.txt", tmp_path]
    paths[1].write_text("notes")
    found = dropped_media(uri_list(*(path.as_uri() for path in paths)))
    assert len(found.files) == 1
    assert found.left_out == 2


def test_a_picture_of_a_web_page_is_taken_by_its_bytes() -> None:
    browser = {
        **uri_list("https://example.com/gallery"),
        "text/html": b'<img src="https://example.com/a.png">',
        "application/octet-stream": PNG,
    }
    assert dropped_media(browser) == DroppedMedia(pictures=(PNG,))


def test_without_bytes_the_page_tells_where_its_picture_is() -> None:
    browser = {
        **uri_list("https://example.com/gallery"),
        "text/html": "<meta><img alt=x src='https://example.com/a.php?x=1&amp;y=2'>".encode(
            "utf-16-le"
        ),
    }
    link = DroppedLink("https://example.com/a.php?x=1&y=2", IMAGE)
    assert dropped_media(browser) == DroppedMedia(links=(link,))


def test_a_picture_inside_the_html_itself_is_unpacked() -> None:
    source = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert dropped_media({"text/html": f'<img src="{source}">'.encode()}).pictures == (PNG,)


def test_text_copied_with_several_pictures_is_text() -> None:
    html = b'<p>words <img src="https://a.example/1.png"> <img src="https://a.example/2.png">'
    assert dropped_media({"text/html": html, "text/plain": b"words"}) == DroppedMedia()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://cdn.example.com/walk.mp4?sig=x", VIDEO),
        ("https://cdn.example.com/still.webp", IMAGE),
        ("https://cdn.example.com/watch", None),
    ],
)
def test_a_copied_link_is_a_link(text: str, kind: MediaKind | None) -> None:
    assert dropped_media({"text/plain": text.encode()}).links == (DroppedLink(text, kind),)
    assert kind_of_link(text) is kind


@pytest.mark.parametrize(
    "text", ["look at https://example.com/a.mp4 please", "ftp://example.com/a.mp4", "", "https://"]
)
def test_a_sentence_or_another_address_is_not_a_link(text: str) -> None:
    assert dropped_media({"text/plain": text.encode()}) == DroppedMedia()


@pytest.mark.parametrize(
    "formats",
    [
        {"text/uri-list": b"file://\nhttp://[\nhttps://[::1"},
        {"text/html": b'<img src="http://["><'},
        {"text/html": b'<img src="data:image/png;base64,@@@">'},
        {"text/plain": bytes(3_000_000)},
        {"image/png": b""},
    ],
)
def test_nonsense_is_nothing(formats: dict[str, bytes]) -> None:
    found = dropped_media(formats)
    assert not found.kinds


@pytest.mark.skipif(os.name == "nt", reason="a share has another form there")
def test_a_file_of_this_computer_may_name_its_host() -> None:
    found = dropped_media(uri_list("file://localhost/home/me/a%20b.png"))
    assert found.files == (DroppedFile(Path("/home/me/a b.png"), IMAGE),)
