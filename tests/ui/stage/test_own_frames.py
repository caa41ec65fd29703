"""Playing backwards, exact times, and showing what the system's player cannot: on real clips."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniflash_desktop.domain.problems import ProblemKind
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.stage.playback import Playback
from tests.ui.opened_window import until
from tests.ui.stage.conftest import number_in

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

FRAMES, RATE = 36, 24
UNEVEN = (0, 1, 3, 4, 7, 8, 9, 13)


def uneven(number: int) -> int:
    return UNEVEN[number % 8] + number // 8 * 14


class Viewer:
    """A playback that can decode, and what it has shown."""

    def __init__(self, folder: Path) -> None:
        self.playback = Playback()
        self.numbers: list[int] = []
        self.ours: list[bool] = []
        self.troubles: list[str] = []
        self._mistakes: list[BaseException] = []
        self._tasks = BackgroundTasks(self._note_mistake)
        self._media = MediaWorkers(pictures_folder=folder, workers=1)
        self.playback.use_decoding(self._media, self._tasks)
        self.playback.frame_arrived.connect(self._note_frame)
        self.playback.picture_arrived.connect(self._note_picture)
        self.playback.cannot_play.connect(self.troubles.append)

    @property
    def last(self) -> int:
        return self.numbers[-1] if self.numbers else -1

    async def open(self, path: Path, *, seconds: float = FRAMES / RATE, rate: float = RATE) -> None:
        self.playback.open(path, seconds=seconds, frame_rate=rate)
        await until(lambda: self.playback.has_frame or self.troubles)

    async def close(self) -> None:
        self.playback.release()
        await self._media.close()
        await self._tasks.close(within=5)
        assert not self._mistakes

    def _note_mistake(self, mistake: BaseException, _name: str) -> None:
        self._mistakes.append(mistake)

    def _note_frame(self, frame) -> None:
        self._note(frame.toImage(), ours=False)

    def _note_picture(self, image) -> None:
        self._note(image, ours=True)

    def _note(self, image: "QImage", *, ours: bool) -> None:
        self.numbers.append(number_in(image))
        self.ours.append(ours)


@pytest.fixture
def viewer(qapp, multimedia, tmp_path) -> Viewer:
    return Viewer(tmp_path / "pictures")


@pytest.fixture
def no_system_player(qapp, monkeypatch) -> None:
    """As on a computer that lacks what QtMultimedia is linked against."""
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)


async def test_j_plays_backwards_from_the_frame_on_show(viewer, make_clip):
    await viewer.open(make_clip(frames=FRAMES, rate=RATE))
    viewer.playback.set_loop(False)
    viewer.playback.seek(20.5 / RATE)
    await until(lambda: viewer.last == 20)
    viewer.numbers.clear()
    viewer.playback.faster_backwards()
    assert viewer.playback.is_playing
    await until(lambda: viewer.last == 0)
    assert viewer.numbers == sorted(viewer.numbers, reverse=True)
    assert viewer.numbers[0] < 20
    await until(lambda: not viewer.playback.is_playing)
    await viewer.close()


async def test_pressed_again_it_is_faster_up_to_four_times_and_k_ends_that(viewer, make_clip):
    await viewer.open(make_clip(frames=FRAMES, rate=RATE))
    playback = viewer.playback
    rates = []
    for press in [playback.faster_backwards] * 4 + [playback.faster_forwards] * 4:
        press()
        rates.append(playback.rate)
    assert rates == [-1, -2, -4, -4, 1, 2, 4, 4]
    playback.pause()
    assert playback.rate == 1
    await viewer.close()


async def test_paused_on_the_way_back_the_same_frame_comes_from_the_system(viewer, make_clip):
    await viewer.open(make_clip(frames=FRAMES, rate=RATE))
    viewer.playback.go_to_end()
    await until(lambda: viewer.last == FRAMES - 1)
    viewer.playback.faster_backwards()
    await until(lambda: viewer.last <= 25)
    assert viewer.ours[-1]
    viewer.playback.pause()
    stopped_at = viewer.last
    await until(lambda: not viewer.ours[-1])
    assert viewer.last == stopped_at
    viewer.playback.step(-1)
    await until(lambda: viewer.last == stopped_at - 1)
    assert round(viewer.playback.position * RATE) == stopped_at - 1
    await viewer.close()


async def test_with_a_loop_it_goes_back_over_the_start(viewer, make_clip):
    await viewer.open(make_clip(frames=FRAMES, rate=RATE))
    viewer.playback.seek(2.5 / RATE)
    await until(lambda: viewer.last == 2)
    viewer.numbers.clear()
    viewer.playback.faster_backwards()
    await until(lambda: FRAMES - 3 in viewer.numbers)
    assert viewer.numbers[:3] == [1, 0, FRAMES - 1]
    viewer.playback.pause()
    await viewer.close()


async def test_seeks_and_steps_are_exact_at_a_variable_rate(viewer, make_clip):
    last = uneven(23)
    path = make_clip("uneven.mp4", frames=24, rate=RATE, every=uneven, sound=False)
    # What the file says of itself: its length, and a mean rate that no frame keeps.
    await viewer.open(path, seconds=(last + 1) / RATE, rate=24 * RATE / (last + 1))
    await until(lambda: round(viewer.playback.times.shown_at[-1] * RATE) == last)
    for number in (17, 3, 22, 9):
        viewer.playback.seek(uneven(number) / RATE)
        await until(lambda number=number: viewer.last == number)
        assert round(viewer.playback.position * RATE) == uneven(number)
    for step, number in ((1, 10), (1, 11), (-1, 10), (-1, 9), (-1, 8)):
        viewer.playback.step(step)
        await until(lambda number=number: viewer.last == number)
    viewer.playback.go_to_end()
    await until(lambda: viewer.last == 23)
    await viewer.close()


async def test_without_the_system_s_player_a_clip_plays_all_the_same(
    no_system_player, tmp_path, make_clip
):
    viewer = Viewer(tmp_path)
    notes = []
    viewer.playback.shown_by_us.connect(notes.append)
    await viewer.open(make_clip(frames=FRAMES, rate=RATE))
    assert viewer.numbers == [0]
    assert len(notes) == 1
    playback = viewer.playback
    playback.set_loop(False)
    for _ in range(3):
        playback.step(1)
    await until(lambda: viewer.last == 3)
    playback.seek(30.5 / RATE)
    await until(lambda: viewer.last == 30)
    playback.play()
    await until(lambda: not playback.is_playing)
    assert viewer.last == FRAMES - 1
    playback.faster_backwards()
    await until(lambda: viewer.last < 30)
    playback.pause()
    viewer.numbers.clear()
    playback.set_loop(True)
    playback.go_to_end()
    await until(lambda: viewer.last == FRAMES - 1)
    playback.play()
    await until(lambda: 3 in viewer.numbers)
    assert viewer.numbers[viewer.numbers.index(FRAMES - 1) + 1] in (0, 1, FRAMES - 1)
    await viewer.close()


@pytest.mark.parametrize(
    ("spoil", "kind", "detail"),
    [
        (lambda whole: whole[:900], ProblemKind.CLIP_DAMAGED, "damaged"),
        (lambda _whole: b"<html>sign in</html>" * 9, ProblemKind.CLIP_DAMAGED, "not_a_video"),
        (
            lambda whole: whole.replace(b"avc1", b"zzzz"),
            ProblemKind.PLAYER_CANNOT_DECODE,
            "no_decoder",
        ),
    ],
)
async def test_what_is_wrong_with_a_file_is_told_from_a_codec_that_is_missing(
    viewer, make_clip, tmp_path, spoil, kind, detail
):
    path = tmp_path / "spoilt.mp4"
    path.write_bytes(spoil(make_clip(frames=12).read_bytes()))
    await viewer.open(path)
    problem = viewer.playback.problem
    assert problem is not None
    assert (problem.kind, problem.detail) == (kind, detail)
    await viewer.close()


async def test_av1_is_shown_by_whoever_can(viewer, make_clip):
    await viewer.open(make_clip("av1.mp4", frames=12, codec="libsvtav1"), seconds=12 / RATE)
    assert viewer.numbers == [0]
    viewer.playback.step(1)
    await until(lambda: viewer.last == 1)
    assert not viewer.troubles
    await viewer.close()


async def test_a_clip_that_was_cut_off_is_shown_as_far_as_it_goes(viewer, make_clip, tmp_path):
    whole = make_clip("whole.mov", frames=24, codec="mjpeg", pixels="yuvj420p", sound=False)
    content = whole.read_bytes()
    path = tmp_path / "cut.mov"
    path.write_bytes(content[: len(content) * 6 // 10])
    await viewer.open(path, seconds=24 / RATE)
    viewer.playback.set_loop(False)
    viewer.playback.play()
    await until(lambda: not viewer.playback.is_playing)
    assert max(viewer.numbers) in range(8, 20)
    assert not viewer.troubles
    await viewer.close()


async def test_what_nobody_can_decode_is_told_once(viewer, tmp_path):
    path = tmp_path / "c.mp4"
    path.write_bytes(b"not a video at all" * 100)
    await viewer.open(path)
    assert len(viewer.troubles) == 1
    viewer.playback.play()
    viewer.playback.faster_backwards()
    assert not viewer.playback.is_playing
    await viewer.close()


@pytest.mark.parametrize("size", [(3840, 2160), (180, 320)])
async def test_any_shape_is_shown_stepped_and_played_backwards(viewer, make_clip, size):
    path = make_clip(f"{size[0]}.mp4", frames=3, size=size, sound=False)
    await viewer.open(path, seconds=3 / RATE)
    viewer.playback.step(1)
    await until(lambda: viewer.last == 1)
    viewer.playback.set_loop(False)
    viewer.playback.go_to_end()
    await until(lambda: viewer.last == 2)
    viewer.playback.faster_backwards()
    await until(lambda: viewer.last == 0)
    await viewer.close()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells open files by /proc")
async def test_released_nobody_holds_the_file_and_it_can_be_moved(viewer, make_clip):
    path = make_clip("held.mp4", frames=12)
    await viewer.open(path, seconds=12 / RATE)
    viewer.playback.faster_backwards()
    await until(lambda: any(viewer.ours))
    assert path in open_files()
    viewer.playback.release()
    assert path not in open_files()
    path.rename(path.with_name("moved.mp4"))
    await viewer.close()


def open_files() -> set[Path]:
    """Of all processes that we may look into: this one, and those that decode for it."""
    found = set()
    for one in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            found.add(one.readlink())
        except OSError:
            continue
    return found
