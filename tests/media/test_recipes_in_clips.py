"""Recipes in clips: the clip stays the same, and what strangers write into it is harmless."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from clips import a_clip, sound_alone

from omniflash_desktop.domain.outcomes import VideoFacts, WrittenRecipe
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.recipe import FORMAT, MAX_RECIPE_BYTES, Recipe, recipe_json
from omniflash_desktop.media.jobs import UnusableError
from omniflash_desktop.media.recipes import read_recipe, write_recipe
from omniflash_desktop.media.source_files import sha256_of
from omniflash_desktop.media.video_probe import check_clip
from omniflash_desktop.media.workers import MediaWorkers

PROMPT = "a \0 kite 🪁 字 " * 1500


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return tmp_path / "clip é 100%d.mp4"


def a_recipe(**facts: Any) -> str:
    content = recipe_json(Recipe(format=FORMAT, version=1, **{"prompt": PROMPT, **facts}))
    assert content is not None
    return content


def packets_of(path: Path) -> list[tuple[int, Any, bytes]]:
    with av.open(str(path)) as container:
        return [
            (packet.stream.index, packet.pts * packet.time_base, bytes(packet))
            for packet in container.demux()
            if packet.pts is not None
        ]


def pictures_of(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(plane) for frame in container.decode(video=0) for plane in frame.planes]


@pytest.mark.parametrize(
    "how",
    [{}, {"with_sound": True}, {"rotation": 90}, {"flags": ""}, {"codec": "mpeg4"}],
    ids=["plain", "with sound", "on its side", "index at the end", "another codec"],
)
def test_a_recipe_is_written_and_nothing_of_the_clip_is_changed(clip: Path, how: dict[str, Any]):
    a_clip(clip, **how)
    before = check_clip(clip)
    packets, pictures = sorted(packets_of(clip)), pictures_of(clip)

    written = write_recipe(clip, a_recipe(), "My\0kite\n🪁")

    after = check_clip(clip)
    assert sorted(packets_of(clip)) == packets
    assert pictures_of(clip) == pictures
    assert (after.width, after.height, after.seconds) == (
        before.width,
        before.height,
        before.seconds,
    )
    assert (written.sha256, written.size_bytes) == (after.sha256, after.size_bytes)
    assert read_recipe(clip).prompt == PROMPT
    assert [path.name for path in clip.parent.iterdir()] == [clip.name]
    content = clip.read_bytes()
    assert content.find(b"moov") < content.find(b"mdat")
    with av.open(str(clip)) as container:
        assert container.metadata["title"] == "My kite 🪁"


def test_colours_are_told_as_before(clip: Path):
    with av.open(str(clip), "w") as container:
        stream: Any = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace = 9, 16, 9
        context.color_range = 1
        for _ in range(24):
            container.mux(stream.encode(av.VideoFrame(320, 180, "yuv420p")))
        container.mux(stream.encode())

    def colours() -> tuple[int, ...]:
        with av.open(str(clip)) as container:
            frame = next(container.decode(video=0))
            return tuple(map(int, (frame.color_primaries, frame.color_trc, frame.colorspace)))

    assert colours() == (9, 16, 9)
    write_recipe(clip, a_recipe(), "")
    assert colours() == (9, 16, 9)


def test_a_second_recipe_takes_the_place_of_the_first(clip: Path):
    a_clip(clip)
    write_recipe(clip, a_recipe(prompt="first"), "")
    write_recipe(clip, a_recipe(prompt="second"), "")
    assert read_recipe(clip).prompt == "second"


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b"no clip" * 100),
        sound_alone,
        lambda path: path.write_bytes(a_clip(path).read_bytes()[:-20_000]),
        lambda path: a_clip(path, flags="frag_keyframe+empty_moov", frames_a_group=12),
    ],
    ids=["no clip", "sound alone", "cut off", "in pieces"],
)
def test_what_cannot_be_copied_exactly_stays_as_it_is(clip: Path, make: Any):
    make(clip)
    before = sha256_of(clip)
    with pytest.raises(UnusableError):
        write_recipe(clip, a_recipe(), "")
    assert sha256_of(clip) == before
    assert [path.name for path in clip.parent.iterdir()] == [clip.name]


def test_a_copy_that_differs_never_takes_the_clip_s_place(
    clip: Path, monkeypatch: pytest.MonkeyPatch
):
    a_clip(clip, with_sound=True)
    before = sha256_of(clip)
    real = av.container.OutputContainer.mux_one
    dropped: list[object] = []

    class Leaky:
        """A muxer that loses one packet."""

        def __init__(self, target: Any) -> None:
            self.target = target

        def __getattr__(self, name: str) -> Any:
            return getattr(self.target, name)

        def mux_one(self, packet: Any) -> None:
            if len(dropped) == 0 and packet.stream.type == "audio":
                dropped.append(packet)
            else:
                real(self.target, packet)

        def __enter__(self) -> Any:
            self.target.__enter__()
            return self

        def __exit__(self, *error: Any) -> None:
            self.target.__exit__(*error)

    opened = av.open

    def leaky(file: Any, mode: str = "r", **how: Any) -> Any:
        container = opened(file, mode, **how)
        return Leaky(container) if mode == "w" else container

    monkeypatch.setattr(av, "open", leaky)
    with pytest.raises(UnusableError) as refusal:
        write_recipe(clip, a_recipe(), "")
    assert refusal.value.reason == "not_copyable"
    assert dropped
    assert sha256_of(clip) == before


def commented(path: Path, comment: str) -> Path:
    plain = a_clip(path.with_name("plain.mp4"))
    with av.open(str(plain)) as source, av.open(str(path), "w") as target:
        twin = target.add_stream_from_template(source.streams.video[0])
        target.metadata["comment"] = comment
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = twin
                target.mux(packet)
    return path


@pytest.mark.parametrize(
    "comment",
    ["", "made with love", "{}", '{"format":"omniflash-recipe"}', "[" * 50_000, "x" * 3_000_000],
    ids=["none", "words", "another JSON", "half", "deep", "huge"],
)
def test_a_clip_with_another_comment_has_no_recipe(clip: Path, comment: str):
    with pytest.raises(UnusableError) as refusal:
        read_recipe(commented(clip, comment))
    assert refusal.value.reason == "no_recipe"


def test_a_recipe_beside_a_clip_is_found_from_either_of_them(clip: Path):
    a_clip(clip)
    beside = clip.with_name(f"{clip.name}.recipe.json")
    beside.write_text(a_recipe(prompt="beside"), "utf-8")
    assert read_recipe(clip).prompt == "beside"
    assert read_recipe(beside).prompt == "beside"
    beside.write_text(" " * (MAX_RECIPE_BYTES + 1))
    for path in (clip, beside):
        with pytest.raises(UnusableError):
            read_recipe(path)


async def test_the_workers_write_read_and_hash(clip: Path, tmp_path: Path):
    a_clip(clip)
    workers = MediaWorkers(pictures_folder=tmp_path / "pictures", workers=1)
    try:
        written = await workers.write_recipe(clip, a_recipe(), title="kite")
        facts = await workers.check_clip(clip)
        assert isinstance(written, WrittenRecipe)
        assert isinstance(facts, VideoFacts)
        assert facts.sha256 == written.sha256 == await workers.sha256_of(clip)
        recipe = await workers.read_recipe(clip)
        assert isinstance(recipe, Recipe)
        assert recipe.prompt == PROMPT
        nothing = await workers.read_recipe(tmp_path / "nothing.mp4")
        plain = await workers.read_recipe(a_clip(tmp_path / "plain.mp4"))
    finally:
        await workers.close()
    assert isinstance(plain, Problem)
    assert (plain.kind, plain.subject) == (ProblemKind.NO_RECIPE, "plain.mp4")
    assert isinstance(nothing, Problem)
    assert nothing.kind is ProblemKind.REFERENCE_MISSING


async def test_a_prepared_picture_is_found_by_its_content(tmp_path: Path):
    workers = MediaWorkers(pictures_folder=tmp_path, workers=1)
    (tmp_path / f"{'ab' * 32}.jpg").touch()
    assert workers.kept_picture("ab" * 32) == tmp_path / f"{'ab' * 32}.jpg"
    assert workers.kept_picture("cd" * 32) is None
    assert workers.kept_picture("*") is None
    await workers.close()


_MEASURED = """
import resource, sys
from pathlib import Path
from omniflash_desktop.media.recipes import write_recipe
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write_recipe(Path(sys.argv[1]), "{}", "")
write_recipe(Path(sys.argv[1]), "{}", "")
small = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write_recipe(Path(sys.argv[2]), "{}", "")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - small)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in Linux's units")
def test_memory_does_not_grow_with_the_clip(tmp_path: Path):
    small = a_clip(tmp_path / "small.mp4")
    large = tmp_path / "large.mp4"
    with av.open(str(large), "w") as container:
        stream: Any = container.add_stream("mjpeg", rate=24)
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuvj420p"
        stream.codec_context.options = {"qmin": "1", "qmax": "1"}
        noise = av.VideoFrame(1280, 720, "yuvj420p")
        for plane in noise.planes:
            plane.update(os.urandom(plane.buffer_size))
        for number in range(90):
            noise.pts = number
            container.mux(stream.encode(noise))
        container.mux(stream.encode())
    assert large.stat().st_size > 100_000_000
    ended = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(small), str(large)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(ended.stdout) < 48 * 1024  # kilobytes
