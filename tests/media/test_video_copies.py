"""Copies of reference videos: exactly the frames that were chosen, and the sound with them."""

import math
from array import array
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from clips import RATE, a_clip, number_of

from omniflash_desktop.domain.recipe import FORMAT, Recipe, RecipeReference, recipe_json
from omniflash_desktop.domain.reference_videos import CopyReason, SendableVideo
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.media import sendable_video
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.recipes import write_recipe
from omniflash_desktop.media.sendable_video import make_sendable
from omniflash_desktop.media.video_times import list_frames

Maker = Callable[[Path], Path]
SIZE = (128, 96)
SOUND = 48_000
FIRST, LAST = 13, 33


def slower_and_slower(number: int) -> int:
    return number + number // 4


def made(ending: str = ".mp4", **facts: Any) -> Maker:
    return lambda folder: a_clip(folder / f"clip{ending}", **{"size": SIZE, **facts})


KINDS: dict[str, Maker] = {
    "h264 with frames that refer to later ones": made(options={"bf": "3", "b-adapt": "0"}),
    "h264 of many groups": made(frames_a_group=6),
    "h264 of open groups": made(frames_a_group=12, options={"x264-params": "open-gop=1:bframes=3"}),
    "of a variable rate": made(every=slower_and_slower),
    "turned left": made(rotation=90),
    "turned right": made(rotation=-90),
    "hevc": made(codec="libx265", options={"x265-params": "log-level=none:keyint=12"}),
    "av1": made(codec="libsvtav1", options={"preset": "10", "svtav1-params": "keyint=12"}),
    "webm": made(".webm", codec="libvpx-vp9", frames_a_group=12),
    "mkv with sound": made(".mkv", with_sound=True),
    "avi": made(".avi", codec="mpeg4", options={"b": "8M", "qmax": "2"}),
    "transport stream": made(".ts", frames_a_group=12),
}


def sent(source: Path, trim: Trim | None = None) -> SendableVideo:
    return make_sendable(source, source.parent / "copies", trim, lambda share: None)


def numbers_in(video: Path) -> list[int]:
    numbers: list[int] = []
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            gray = frame.to_image().convert("L").getpixel((frame.width // 2, frame.height // 2))
            assert isinstance(gray, int)
            numbers.append(number_of(gray))
    return numbers


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_begins_and_ends_with_the_chosen_frames(kind: str, tmp_path: Path) -> None:
    source = KINDS[kind](tmp_path)

    copy = sent(source, list_frames(source).trim_to(FIRST, LAST))

    numbers = numbers_in(copy.path)
    assert (numbers[0], numbers[-1]) == (FIRST, LAST)
    # Each of them in its order; where frames were of different length, the longer ones twice.
    assert sorted(set(numbers)) == list(range(FIRST, LAST + 1))
    assert numbers == sorted(numbers)
    assert copy.facts.seconds == pytest.approx(len(numbers) / RATE, abs=0.001)


@pytest.mark.parametrize("kind", KINDS)
def test_every_copy_is_what_each_service_reads(kind: str, tmp_path: Path) -> None:
    source = KINDS[kind](tmp_path)

    copy = sent(source, list_frames(source).trim_to(FIRST, LAST))

    facts = copy.facts
    assert (facts.container, facts.codec, facts.pixel_format) == ("mov", "h264", "yuv420p")
    assert (facts.rotation, facts.is_variable) == (0, False)
    assert (facts.width, facts.height) == (copy.source.width, copy.source.height)
    content = copy.path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


TELLING: dict[str, dict[str, Any]] = {
    "plain": {},
    "with sound": {"with_sound": True},
    "turned left": {"rotation": 90},
    "with frames that refer to later ones": {"options": {"bf": "3", "b-adapt": "0"}},
    "index at the end": {"flags": ""},
}


@pytest.mark.parametrize("ending", [".mp4", ".mov"])
@pytest.mark.parametrize("how", TELLING.values(), ids=TELLING.keys())
def test_place_and_words_in_a_file_stay_here_and_what_is_shown_is_sent_bit_by_bit(
    how: dict[str, Any], ending: str, tmp_path: Path
) -> None:
    bare = made(ending, **how)(tmp_path)
    source = tagged(bare, tmp_path / f"holiday{ending}", location="+52.5+013.4/", comment="Ana")
    before = source.read_bytes()

    copy = sent(source)

    assert copy.reasons == (CopyReason.TELLING,)
    assert {"location", "comment"} <= tags_of(source)
    assert not {"location", "comment"} & tags_of(copy.path)
    content = copy.path.read_bytes()
    assert (b"Ana" in before, b"Ana" in content) == (True, False)
    assert not copy.facts.is_telling
    assert packets_of(copy.path) == packets_of(source)
    assert (copy.facts.width, copy.facts.rotation, copy.facts.seconds) == (
        copy.source.width,
        copy.source.rotation,
        copy.source.seconds,
    )
    assert content.index(b"moov") < content.index(b"mdat")
    assert source.read_bytes() == before


def test_what_a_clip_of_ours_was_made_from_does_not_go_with_it(tmp_path: Path) -> None:
    clip = made(with_sound=True)(tmp_path)
    image = RecipeReference(kind="image", name="the trip with Ana.jpg")
    recipe = Recipe(format=FORMAT, version=1, prompt="a kite", references=(image,))
    write_recipe(clip, recipe_json(recipe) or "", "a kite")
    assert b"the trip with Ana" in clip.read_bytes()

    content = sent(clip).path.read_bytes()

    assert b"the trip with Ana" not in content
    assert b"a kite" not in content


def test_what_cannot_be_copied_stream_by_stream_is_encoded_without_what_it_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tagged(made()(tmp_path), tmp_path / "holiday.mp4", location="+52.5+013.4/")

    def refuse(*_streams: object) -> None:
        raise UnusableError(Unusable.NOT_COPYABLE)

    monkeypatch.setattr(sendable_video, "copy_without_tags", refuse)
    copy = sent(source)

    assert numbers_in(copy.path) == list(range(48))
    assert "location" not in tags_of(copy.path)


def tagged(bare: Path, path: Path, **tags: str) -> Path:
    """The same clip, as a telephone writes it."""
    with av.open(str(bare)) as source, av.open(str(path), "w") as target:
        target.metadata.update(tags)
        twins = {
            one.index: target.add_stream_from_template(one, opaque=True) for one in source.streams
        }
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = twins[packet.stream.index]
                target.mux(packet)
    return path


def tags_of(path: Path) -> set[str]:
    with av.open(str(path)) as container:
        return set(container.metadata)


def packets_of(path: Path) -> list[tuple[int, Any, bytes]]:
    with av.open(str(path)) as container:
        return sorted(
            (packet.stream.index, packet.pts * packet.time_base, bytes(packet))
            for packet in container.demux()
            if packet.pts is not None
        )


def test_a_turned_video_stands_upright_in_its_copy(tmp_path: Path) -> None:
    copy = sent(made(rotation=90)(tmp_path), Trim(start=0.5, end=1.5))
    with av.open(str(copy.path)) as container:
        picture = next(container.decode(video=0)).to_image().convert("L")
    # The bright corner is at the upper left before the turn to the left.
    assert picture.size == SIZE[::-1]
    bright = picture.getpixel((5, picture.height - 5))
    assert isinstance(bright, int)
    assert bright > 220


def a_clip_with_a_beep(path: Path, *, at_frame: int) -> Path:
    """Silent but for one frame's time, in which the picture is white."""
    with av.open(str(path), "w") as container:
        picture: Any = container.add_stream("libx264", rate=RATE)
        picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
        sound: Any = container.add_stream("aac", rate=SOUND, layout="mono")
        for number in range(48):
            level = 235 if number == at_frame else 16
            frame = av.VideoFrame(*SIZE, "yuv420p")
            for plane, value in zip(frame.planes, (level, 128, 128), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            container.mux(picture.encode(frame))
        container.mux(picture.encode())
        begins, ends = (round(n * SOUND / RATE) for n in (at_frame, at_frame + 1))
        for start in range(0, 2 * SOUND, 1024):
            wave = (
                0.8 * math.sin(n * 0.13) if begins <= n < ends else 0.0
                for n in range(start, start + 1024)
            )
            part = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            part.planes[0].update(array("f", wave).tobytes())
            part.sample_rate, part.pts, part.time_base = SOUND, start, Fraction(1, SOUND)
            container.mux(sound.encode(part))
        container.mux(sound.encode())
    return path


@pytest.mark.parametrize("ending", [".mp4", ".mkv", ".ts"])
@pytest.mark.parametrize("first", [0, 13])
def test_the_sound_stays_with_its_picture(ending: str, first: int, tmp_path: Path) -> None:
    source = a_clip_with_a_beep(tmp_path / f"beep{ending}", at_frame=24)

    copy = sent(source, list_frames(source).trim_to(first, 40))

    seen = heard = -1.0
    with av.open(str(copy.path)) as container:
        for frame in container.decode(video=0):
            if seen < 0 and max(bytes(frame.planes[0])[: frame.width]) > 128:
                seen = float(frame.time or 0.0)
        container.seek(0)
        for part in container.decode(audio=0):
            samples = array("f", bytes(part.planes[0]))[: part.samples]
            loud = next((n for n, one in enumerate(samples) if abs(one) > 0.3), None)
            if heard < 0 and loud is not None:
                heard = float(part.time or 0.0) + loud / part.sample_rate
        length = float((container.streams.audio[0].duration or 0) / SOUND)
    assert seen == pytest.approx((24 - first) / RATE, abs=0.001)
    assert heard == pytest.approx(seen, abs=1 / RATE)
    assert length == pytest.approx((41 - first) / RATE, abs=0.05)


def test_a_large_video_becomes_smaller_and_one_in_ten_bits_gets_eight(tmp_path: Path) -> None:
    large = made(size=(2560, 1440), seconds=0.25, codec="libx264", pixels="yuv420p10le")(tmp_path)
    copy = sent(large)
    assert (copy.facts.width, copy.facts.height) == (1920, 1080)
    assert copy.facts.pixel_format == "yuv420p"


def test_a_recording_whose_head_does_not_know_its_length_is_copied_whole(tmp_path: Path) -> None:
    # As browsers record: written once, from front to end.
    with (tmp_path / "live.webm").open("wb") as file:
        whole = made(".webm", codec="libvpx-vp9")(tmp_path)
        with (
            av.open(str(whole)) as source,
            av.open(_Pipe(file), "w", format="webm", options={"live": "1"}) as target,
        ):
            stream = target.add_stream_from_template(source.streams.video[0])
            for packet in source.demux(video=0):
                if packet.dts is not None:
                    packet.stream = stream
                    target.mux(packet)

    copy = sent(tmp_path / "live.webm")

    assert numbers_in(copy.path) == list(range(48))


class _Pipe:
    """A file that nobody can go back in."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, content: bytes) -> int:
        return self._file.write(content)


def test_the_same_part_is_made_once_and_again_when_its_copy_was_touched(tmp_path: Path) -> None:
    source = made()(tmp_path)
    told: list[float] = []

    def make(part: Trim) -> SendableVideo:
        told.clear()
        return make_sendable(source, tmp_path / "copies", part, told.append)

    part = Trim(start=0.5, end=1.5)
    first = make(part)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0, abs=0.1)
    assert make(part) == first
    assert told == []
    make(Trim(start=0.5, end=1.25))
    assert told != []
    first.path.write_bytes(b"somebody else's")
    assert make(part) == first
    assert told != []


def test_a_part_outside_of_the_video_is_refused(tmp_path: Path) -> None:
    source = made()(tmp_path)
    with pytest.raises(UnusableError) as refusal:
        sent(source, Trim(start=5.0, end=6.0))
    assert refusal.value.reason is Unusable.NOTHING_KEPT
    assert not list((tmp_path / "copies").glob("*"))
