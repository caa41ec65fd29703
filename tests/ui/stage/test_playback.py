"""The player on real clips: first frame, steps, seeks, ends, and letting go of the file."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniflash_desktop.ui.stage.playback import Playback
from tests.ui.stage.conftest import number_in

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

pytestmark = pytest.mark.usefixtures("qapp", "multimedia")
FRAMES, RATE = 36, 24


class Watcher:
    """Remembers which frames came."""

    def __init__(self, playback: Playback) -> None:
        self.playback = playback
        self.numbers: list[int] = []
        playback.frame_arrived.connect(self.note)

    def note(self, frame) -> None:
        image: QImage = frame.toImage()
        self.numbers.append(number_in(image))

    @property
    def last(self) -> int:
        return self.numbers[-1]


@pytest.fixture
def watcher(qtbot, make_clip):
    playback = Playback()
    made = Watcher(playback)
    open_clip(playback, make_clip(frames=FRAMES, rate=RATE))
    qtbot.waitUntil(lambda: made.numbers == [0])
    yield made
    playback.release()


def open_clip(playback: Playback, path: Path, frames: int = FRAMES, rate: int = RATE) -> None:
    playback.open(path, seconds=frames / rate, frame_rate=rate)


def test_a_clip_stands_paused_on_its_first_frame(watcher):
    assert watcher.playback.position == 0.0
    assert not watcher.playback.is_playing


@pytest.mark.parametrize("frame", [1, 7, 23, 24, 34, 35])
def test_a_seek_shows_exactly_the_frame(watcher, qtbot, frame):
    watcher.playback.seek((frame + 0.5) / RATE)
    qtbot.waitUntil(lambda: watcher.last == frame)
    assert round(watcher.playback.position * RATE) == frame


def test_steps_go_frame_by_frame_in_both_directions(watcher, qtbot):
    for frame in (1, 2, 3):
        watcher.playback.step(1)
        qtbot.waitUntil(lambda frame=frame: watcher.last == frame)
    for frame in (2, 1, 0):
        watcher.playback.step(-1)
        qtbot.waitUntil(lambda frame=frame: watcher.last == frame)
    assert watcher.numbers == [0, 1, 2, 3, 2, 1, 0]


def test_quick_steps_are_all_made(watcher, qtbot):
    for _ in range(9):
        watcher.playback.step(1)
    qtbot.waitUntil(lambda: watcher.last == 9)


def test_steps_stop_at_both_ends(watcher, qtbot):
    watcher.playback.step(-1)
    watcher.playback.go_to_end()
    qtbot.waitUntil(lambda: watcher.last == FRAMES - 1)
    watcher.playback.step(1)
    watcher.playback.step(-1)
    qtbot.waitUntil(lambda: watcher.last == FRAMES - 2)
    assert FRAMES not in watcher.numbers


def test_a_seek_before_the_first_frame_is_not_forgotten(qtbot, make_clip):
    playback = Playback()
    watcher = Watcher(playback)
    open_clip(playback, make_clip(frames=FRAMES, rate=RATE))
    playback.seek(10.5 / RATE)
    qtbot.waitUntil(lambda: watcher.numbers[-1:] == [10])
    playback.release()


def test_without_a_loop_it_rests_on_the_last_frame_and_can_be_stepped(watcher, qtbot):
    watcher.playback.set_loop(False)
    watcher.playback.seek(30.5 / RATE)
    qtbot.waitUntil(lambda: watcher.last == 30)
    with qtbot.waitSignal(watcher.playback.playing_changed, check_params_cb=lambda on: not on):
        watcher.playback.play()
    qtbot.waitUntil(lambda: watcher.last == FRAMES - 1)
    watcher.playback.step(-1)
    qtbot.waitUntil(lambda: watcher.last == FRAMES - 2)
    assert 0 not in watcher.numbers[1:], "the start flashed up at the end"


def test_played_again_at_the_end_it_starts_over(watcher, qtbot):
    watcher.playback.set_loop(False)
    watcher.playback.go_to_end()
    qtbot.waitUntil(lambda: watcher.last == FRAMES - 1)
    watcher.playback.play()
    qtbot.waitUntil(lambda: watcher.last in range(5))
    watcher.playback.pause()


def test_with_a_loop_it_goes_on_from_the_start(watcher, qtbot):
    watcher.playback.set_loop(True)
    watcher.playback.seek(32.5 / RATE)
    qtbot.waitUntil(lambda: watcher.last == 32)
    watcher.numbers.clear()
    watcher.playback.play()
    qtbot.waitUntil(lambda: FRAMES - 1 in watcher.numbers and 3 in watcher.numbers)
    assert watcher.playback.is_playing
    watcher.playback.pause()


def test_the_next_clip_uses_the_same_player(watcher, qtbot, make_clip):
    player = watcher.playback._system._player
    watcher.numbers.clear()
    open_clip(watcher.playback, make_clip("other.mp4", frames=12, sound=False), frames=12)
    qtbot.waitUntil(lambda: watcher.numbers == [0])
    assert watcher.playback._system._player is player


def test_a_released_file_can_be_renamed_and_nothing_more_comes(watcher, qtbot, make_clip):
    path = make_clip("moved.mp4", frames=12)
    open_clip(watcher.playback, path, frames=12)
    qtbot.waitUntil(lambda: watcher.playback.has_frame)
    watcher.playback.release()
    assert watcher.playback.path is None
    renamed = path.rename(path.with_name("renamed.mp4"))
    renamed.unlink()
    open_files = Path("/proc/self/fd")
    if open_files.is_dir():
        held = [str(one.resolve()) for one in open_files.iterdir()]
        assert not any("moved.mp4" in one or "renamed.mp4" in one for one in held)


@pytest.mark.parametrize("content", [b"", b"not a video at all" * 100])
def test_a_broken_file_is_told_and_not_shown(qtbot, tmp_path, content):
    path = tmp_path / "broken.mp4"
    path.write_bytes(content)
    playback = Playback()
    with qtbot.waitSignal(playback.cannot_play, timeout=10_000):
        open_clip(playback, path)
    playback.play()
    assert not playback.is_playing
    playback.release()


def test_a_good_clip_after_a_broken_one_plays(qtbot, tmp_path, make_clip):
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"nothing")
    playback = Playback()
    watcher = Watcher(playback)
    with qtbot.waitSignal(playback.cannot_play, timeout=10_000):
        open_clip(playback, path)
    open_clip(playback, make_clip(frames=FRAMES, rate=RATE))
    qtbot.waitUntil(lambda: watcher.numbers == [0])
    playback.release()
