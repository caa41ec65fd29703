"""Where dropped things go."""

from hypothesis import given
from hypothesis import strategies as st

from omniflash_desktop.domain.request import Mode
from omniflash_desktop.ui.compose.media_kinds import MediaKind
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT, plan

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


def test_two_images_beside_one_make_a_fusion() -> None:
    planned = plan((IMAGE, IMAGE), image_count=1, has_video=False)
    assert planned.slots == (1, 2)
    assert planned.mode is Mode.IMAGE_FUSION


def test_a_drop_on_a_filled_slot_replaces_it_and_the_rest_fills_free_ones() -> None:
    planned = plan((IMAGE, IMAGE, IMAGE), image_count=2, has_video=False, target=0)
    assert planned.slots == (0, 2, None)
    assert planned.left_out == 1


def test_a_drop_on_a_later_free_slot_fills_the_next_one() -> None:
    assert plan((IMAGE,), image_count=1, has_video=False, target=2).slots == (1,)


def test_a_second_video_is_taken_only_when_it_is_put_upon_the_first() -> None:
    assert plan((VIDEO,), image_count=0, has_video=True).slots == (None,)
    assert plan((VIDEO,), image_count=0, has_video=True, target=VIDEO_SLOT).slots == (VIDEO_SLOT,)


@given(
    st.lists(st.sampled_from(MediaKind), max_size=6),
    st.integers(0, 3),
    st.booleans(),
    st.none() | st.integers(0, 3),
)
def test_the_tray_never_holds_more_than_the_service_takes(
    kinds: list[MediaKind], image_count: int, has_video: bool, target: int | None
) -> None:
    planned = plan(kinds, image_count=image_count, has_video=has_video, target=target)
    taken = [slot for slot in planned.slots if slot is not None]
    assert len(taken) == len(set(taken))
    assert image_count <= planned.image_count <= 3
    for kind, slot in zip(kinds, planned.slots, strict=True):
        assert slot is None or (slot == VIDEO_SLOT) == (kind is VIDEO)
