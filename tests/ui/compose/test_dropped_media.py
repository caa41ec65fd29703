"""Drops and clipboards as real programs fill them, and as nobody should.

The samples in `drops/` hold what each program puts there, by the names that Qt gives its formats.
"""

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniflash_desktop.ui.compose.dropped_media import (
    DroppedLink,
    DroppedThings,
    dropped_things,
)
from omniflash_desktop.ui.compose.media_kinds import MediaKind, kind_of_bytes, kind_of_link

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO
SAMPLES = Path(__file__).parent / "drops"


def samples() -> list[Any]:
    def told(program: str, sample: Any) -> Any:
        # Python's paths have another form there.
        skip = pytest.mark.skipif(os.name == "nt" and "paths" in sample["expect"], reason="paths")
        story = f"{program} on {sample['system']}: {sample['story']}"
        return pytest.param(sample, id=story, marks=skip)

    files = sorted(SAMPLES.glob("*.json"))
    read = [(file.stem, json.loads(file.read_text("utf-8"))) for file in files]
    return [told(program, sample) for program, stories in read for sample in stories]


def bytes_of(formats: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    def decoded(encoding: str, text: str) -> bytes:
        return base64.b64decode(text) if encoding == "base64" else text.encode(encoding)

    return {mime: decoded(*next(iter(data.items()))) for mime, data in formats.items()}


@pytest.mark.parametrize("sample", samples())
def test_what_a_program_sends_is_understood(sample: Any) -> None:
    found = dropped_things(bytes_of(sample["formats"]))
    expected = sample["expect"]
    assert [str(path) for path in found.paths] == expected.get("paths", [])
    contents = [[content.kind.value, content.name] for content in found.contents]
    assert contents == expected.get("contents", [])
    links = [[link.url, link.kind and link.kind.value] for link in found.links]
    assert links == expected.get("links", [])
    assert found.is_fleeting is expected.get("is_fleeting", False)
    assert found.has_bitmap is expected.get("has_bitmap", False)
    assert found.left_out == expected.get("left_out", 0)


def test_only_the_bytes_that_are_needed_are_fetched() -> None:
    fetched: list[str] = []

    class Costly(dict[str, bytes]):
        def __getitem__(self, name: str) -> bytes:
            fetched.append(name)
            return super().__getitem__(name)

    offered = Costly(
        {"image/tiff": bytes(9), "image/bmp": b"BM" + bytes(9), "image/png": PNG, "x/y": b""}
    )
    assert dropped_things(offered).contents[0].data == PNG
    assert fetched == ["image/png"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PNG, IMAGE),
        (b"\0\0\0\x18ftypheic\0\0\0\0", IMAGE),
        (b"\0\0\0\x18ftypisom\0\0\0\0", VIDEO),
        (b"\x1a\x45\xdf\xa3" + bytes(12), VIDEO),
        (b"RIFF\0\0\0\0WEBPVP8 ", IMAGE),
        (b"once upon a time", None),
    ],
)
def test_bytes_tell_what_they_are(head: bytes, kind: MediaKind | None) -> None:
    assert kind_of_bytes(head) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://cdn.example.com/walk.mp4?sig=x", VIDEO),
        ("https://cdn.example.com/still.webp", IMAGE),
        ("https://cdn.example.com/watch", None),
    ],
)
def test_a_copied_link_is_a_link(text: str, kind: MediaKind | None) -> None:
    assert dropped_things({"text/plain": text.encode()}).links == (DroppedLink(text, kind),)
    assert kind_of_link(text) is kind


@pytest.mark.parametrize(
    "text", ["look at https://example.com/a.mp4 please", "ftp://example.com/a.mp4", "", "https://"]
)
def test_a_sentence_or_another_address_is_not_a_link(text: str) -> None:
    assert dropped_things({"text/plain": text.encode()}) == DroppedThings()


HUGE = 40_000_000


@pytest.mark.parametrize(
    "formats",
    [
        {"text/uri-list": b"file://\nhttp://[\nhttps://[::1"},
        {"text/uri-list": b"file:///a%00b.png\nfile:///" + b"a" * 40_000},
        {"text/uri-list": b"#" * 1_900_000},
        {"text/html": b'<img src="http://["><'},
        {"text/html": b'<img src="data:image/png;base64,@@@">'},
        {"text/html": b"<img " * (HUGE // 20)},
        {"text/html": b"<" * (HUGE // 20)},
        {"text/html": b"<img src='" * 200_000},
        {"text/html": b"<img src     " * 150_000},
        {"text/html": b"&#x" * 600_000, "text/plain": b"\0" * 100},
        {"text/plain": bytes(HUGE)},
        {"text/plain": b"https://" + b"a" * 9_000},
        {"image/png": b""},
        {"DownloadURL": b":::", "text/x-moz-url": b"\xff", "_NETSCAPE_URL": b"\n\n"},
        {'application/x-qt-windows-mime;value="FileGroupDescriptorW"': b"\xff" * 700},
    ],
    ids=lambda formats: f"{next(iter(formats))} {next(iter(formats.values()))[:20]!r}",
)
def test_nonsense_is_nothing(formats: dict[str, bytes]) -> None:
    # So long that a reading which walks through the text for each of its letters never ends.
    found = dropped_things(formats)
    assert (found.paths, found.contents, found.links) == ((), (), ())


_NAMES = st.sampled_from(
    sorted(
        {
            mime
            for file in SAMPLES.glob("*.json")
            for s in json.loads(file.read_text("utf-8"))
            for mime in s["formats"]
        }
    )
)
_PIECES = (
    *("file:///", "https://a.example/", "<img src=", "data:image/png;base64,", "copy\n", ".png"),
    *("C:\\", "//", "[", '"', ">", "#", " ", "&amp;", "%00", "\0", "\n", "\ud800", "\u202e"),
)
_TEXTS = st.lists(st.sampled_from(_PIECES)).map(
    lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
)
_DATA = st.one_of(st.binary(max_size=700), _TEXTS, _TEXTS.map(lambda b: b"\xff\xfe" + b))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_NAMES, _DATA, max_size=5))
def test_whatever_is_dropped_nothing_breaks(formats: dict[str, bytes]) -> None:
    found = dropped_things(formats)
    for path in found.paths:
        assert "\0" not in str(path)
    for link in found.links:
        assert link.url.lower().startswith(("http://", "https://"))
    for content in found.contents:
        assert kind_of_bytes(content.data) is content.kind
