"""Images in the tray are prepared as soon as they come, and their slots say what is changed."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.outcomes import PictureDetail, PreparedImage, ShrinkStep
from omniflash_desktop.domain.picture_framing import Fit, Framing, PictureWishes
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.ui.compose.framed_picture import framed_picture
from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.image_slot import ImageSlot
from omniflash_desktop.ui.notices.picture_notes import notes_of
from tests.builders import a_request
from tests.ui.compose.composing import ComposerWindow, part, press

OF_A_TELEPHONE = PreparedImage(
    path=Path("copy.jpg"),
    content_type="image/jpeg",
    width=64,
    height=48,
    size_bytes=3_100_000,
    sha256="ab" * 32,
    converted_from="HEIF",
    source_size_bytes=25_000_000,
    source_width=64,
    source_height=48,
    source_format="HEIF",
    removed=(PictureDetail.PLACE, PictureDetail.CAMERA),
    turned=True,
)
CROPPED = ImageReference(framing=Framing(fit=Fit.CROP))


class Asked:
    """One picture that was asked for."""

    def __init__(
        self, path: Path, wishes: PictureWishes, answer: Callable[[PreparedImage | Problem], None]
    ) -> None:
        self.name = path.name
        self.wishes = wishes
        self.answer = answer
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class PreparedLater:
    """Preparations that are done when the test says so."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.removes_details = True

    def wishes_for(self, image: ImageReference, aspect: AspectRatio) -> PictureWishes:
        return PictureWishes(
            framing=image.framing, shape=aspect.sides, remove_details=self.removes_details
        )

    def request(
        self, path: Path, wishes: PictureWishes, on_ready: Callable[[PreparedImage | Problem], None]
    ) -> Asked:
        self.asked.append(Asked(path, wishes, on_ready))
        return self.asked[-1]

    @property
    def names(self) -> list[str]:
        return [asked.name for asked in self.asked]


@pytest.fixture
def preparations(window: ComposerWindow) -> PreparedLater:
    made = PreparedLater()
    window.composer.tray.use_preparations(made)
    return made


def description(window: ComposerWindow, number: int = 1) -> str:
    return part(window, f"imageSlot{number}").accessibleDescription()


def test_an_image_is_prepared_at_once_and_its_slot_tells_what_is_changed(
    window: ComposerWindow, preparations: PreparedLater, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    assert description(window) == "bottle.png, Preparing"

    preparations.asked[0].answer(OF_A_TELEPHONE)

    told = ["Converted from HEIC to JPEG", "Left out: location, camera", "Turned upright"]
    lines = ["bottle.png", *told, "Ready"]
    assert description(window) == ", ".join(lines)
    assert part(window, "imageSlot1").toolTip().splitlines() == lines


def test_what_is_refused_says_why_and_is_tried_again(
    window: ComposerWindow, preparations: PreparedLater, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    bomb = Problem(kind=ProblemKind.IMAGE_UNUSABLE, subject="x", detail="too_many_pixels")

    preparations.asked[0].answer(bomb)

    assert "more than 120 million pixels" in description(window)
    assert "cannot be used" in part(window, "generateButton").toolTip()
    QTest.mouseClick(part(window, "imageSlot1"), Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    preparations.asked[1].answer(OF_A_TELEPHONE)
    assert description(window).endswith("Ready")


@pytest.mark.parametrize("way", ["removed", "replaced", "cleared"])
def test_an_image_that_leaves_is_not_prepared_any_more(
    window: ComposerWindow, preparations: PreparedLater, pictures: list[Path], way: str
) -> None:
    window.composer.add_files(pictures[:1])
    match way:
        case "removed":
            press(window, "removeImage1")
        case "replaced":
            window.composer.add_files(pictures[1:2], 0)
        case _:
            window.composer.clear()
    assert preparations.asked[0].is_cancelled
    assert not any(asked.is_cancelled for asked in preparations.asked[1:])


def test_another_shape_prepares_only_what_it_makes_another_picture_of(
    window: ComposerWindow, preparations: PreparedLater, pictures: list[Path]
) -> None:
    cropped = msgspec.structs.replace(CROPPED, path=pictures[0])
    padded = ImageReference(path=pictures[1], framing=Framing(fit=Fit.PAD))
    whole = ImageReference(path=pictures[2])
    window.composer.load_request(a_request(images=(cropped, padded, whole)))
    for asked in preparations.asked:
        asked.answer(OF_A_TELEPHONE)
    preparations.asked.clear()

    window.composer.settings.aspect.segments()[1].click()

    assert preparations.names == ["bottle.png", "dunes.png"]
    assert {asked.wishes.shape for asked in preparations.asked} == {(9, 16)}
    assert [description(window, number).split(", ")[-1] for number in (1, 2, 3)] == [
        "Preparing",
        "Preparing",
        "Ready",
    ]


def test_what_was_in_the_tray_before_the_workers_came_is_prepared_then(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:2])
    preparations = PreparedLater()

    window.composer.tray.use_preparations(preparations)

    assert preparations.names == ["bottle.png", "dunes.png"]


def test_another_wish_for_all_pictures_prepares_them_anew(
    window: ComposerWindow, preparations: PreparedLater, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    preparations.asked[0].answer(OF_A_TELEPHONE)
    preparations.removes_details = False

    window.composer.tray.prepare_anew()
    window.composer.tray.prepare_anew()

    assert [asked.wishes.remove_details for asked in preparations.asked] == [True, False]


def test_a_frame_is_undone_like_all_else_and_an_image_brought_back_is_prepared(
    window: ComposerWindow, preparations: PreparedLater, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    tray = window.composer.tray
    (item,) = tray.image_items
    assert isinstance(item, ImageItem)
    tray.reframe(item, CROPPED.framing)
    press(window, "removeImage1")
    assert all(asked.is_cancelled for asked in preparations.asked)

    window.composer.history.undo()
    assert [image.framing for image in tray.images] == [CROPPED.framing]
    assert preparations.asked[-1].wishes.framing == CROPPED.framing
    window.composer.history.undo()
    assert [image.framing for image in tray.images] == [Framing()]
    assert preparations.asked[-1].wishes.framing == Framing()
    preparations.asked[-1].answer(OF_A_TELEPHONE)
    assert description(window).endswith("Ready")


def test_a_frame_is_asked_for_by_double_click_key_and_button_but_not_of_a_link(
    qtbot: QtBot, window: ComposerWindow, preparations: PreparedLater, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    window.composer.add_link("https://example.com/a.png")
    preparations.asked[0].answer(OF_A_TELEPHONE)
    asked: list[ImageItem] = []
    window.composer.tray.frame_asked.connect(asked.append)

    QTest.mouseDClick(part(window, "imageSlot1"), Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    QTest.keyClick(part(window, "imageSlot1"), Qt.Key.Key_Return)
    press(window, "frameImage1")
    QTest.keyClick(part(window, "imageSlot2"), Qt.Key.Key_Return)

    assert [item.name for item in asked] == ["bottle.png"] * 3
    assert not part(window, "frameImage2").isVisible()


@pytest.mark.parametrize(
    ("prepared", "brief", "words"),
    [
        ({"removed": (PictureDetail.PLACE,)}, "location removed", "Left out: location"),
        ({"removed": (PictureDetail.OTHER,)}, "", "Left out: other data"),
        ({"told": (PictureDetail.PLACE,)}, "tells its location", "It still tells: location"),
        ({"turned": True}, "turned upright", "Turned upright"),
        ({"source_format": "HEIF"}, "HEIC → JPEG", "Converted from HEIC to JPEG"),
        (
            {"source_format": "GIF", "converted_from": "animated GIF"},
            "first frame only",
            "It moves; only its first frame is sent",
        ),
        (
            {"converted_from": "CMYK JPEG"},
            "CMYK → RGB",
            "Print colours translated to a screen's",
        ),
        (
            {"converted_from": "JPEG with a profile", "converted_profile": "Display P3"},
            "colours to sRGB",
            "Colours translated from Display P3 to sRGB",
        ),
        (
            {"source_size_bytes": 25_000_000, "shrunk": True, "shrink_steps": "one"},
            "25 MB → 3.1 MB",
            "Compressed more strongly: 25.0 MB became 3.1 MB",
        ),
        (
            {"source_width": 11_900, "source_height": 10_000, "width": 8936, "height": 7509}
            | {"source_size_bytes": 3_200_000, "shrunk": True, "shrink_steps": "one"},
            "119 MP → 67 MP",
            "Made smaller: 3.2 MB, 11900 × 10000 became 3.1 MB, 8936 × 7509",
        ),
        ({"fit": Fit.CROP}, "", "Cropped to 16:9"),
        ({}, None, None),
    ],
)
def test_each_change_has_its_words(
    prepared: dict[str, object], brief: str | None, words: str | None
) -> None:
    usual: dict[str, object] = {"source_format": "JPEG", "removed": (), "turned": False}
    facts = {**usual, "converted_from": "", **prepared}
    if "shrink_steps" in facts:
        step = ShrinkStep(
            content_type="image/jpeg", quality=90, width=8936, height=7509, size_bytes=3_100_000
        )
        facts["shrink_steps"] = (step,)
    notes = notes_of(msgspec.structs.replace(OF_A_TELEPHONE, **facts), (16, 9))

    assert [(note.brief, note.words) for note in notes] == (
        [] if words is None else [(brief, words)]
    )


@pytest.mark.parametrize("shape", [(16, 9), (9, 16)])
@pytest.mark.parametrize("fit", [Fit.CROP, Fit.PAD])
@pytest.mark.parametrize(("width", "height"), [(1600, 1200), (1, 1600), (1600, 1), (480, 3)])
def test_what_is_shown_has_the_clips_shape_whatever_the_picture_is(
    shape: tuple[int, int], fit: Fit, width: int, height: int
) -> None:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(0x405080)
    wishes = PictureWishes(framing=Framing(fit=fit), shape=shape)

    seen = framed_picture(picture, (width * 10, height * 10), wishes)

    across, down = shape
    assert abs(seen.width() - max(1, seen.height() * across / down)) <= across / down + 1


def test_a_cropped_picture_is_shown_as_the_model_sees_it(
    window: ComposerWindow, preparations: PreparedLater, pictures: list[Path]
) -> None:
    window.composer.load_request(
        a_request(images=(msgspec.structs.replace(CROPPED, path=pictures[0]),))
    )
    preparations.asked[-1].answer(OF_A_TELEPHONE)

    slot = part(window, "imageSlot1")
    assert isinstance(slot, ImageSlot)
    assert isinstance(slot.item, ImageItem)
    seen = slot.item.seen
    assert (seen.width(), seen.height()) == (64, 36)
