"""What will be sent, and what was sent, as the window tells it."""

from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication, QLabel

from omniflash_desktop.domain.generation import Progress, ReferenceProgress, State
from omniflash_desktop.domain.outcomes import UploadedImage
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.services.changes import GenerationChanged
from omniflash_desktop.ui.compose.tray_item import ItemState
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.receipt.receipt_dialog import ReceiptDialog
from omniflash_desktop.ui.receipt.reference_card import ReferenceCard
from tests.builders import a_generation
from tests.services.fakes import Held, Script
from tests.ui.opened_window import an_opened_window, until


def words_in(dialog: ReceiptDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


async def test_what_will_be_sent_is_shown_and_nothing_is_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-good-token") as window:
        window.write("a kite over the sea")
        window.composer.add_files([a_picture(tmp_path)])
        window.press("receiptButton")
        dialog = await window.dialog(ReceiptDialog)

        words = words_in(dialog)
        assert "What will be sent" in words
        assert "a kite over the sea" in words
        assert "keeps it for 72 hours" in words
        assert "The names of your files" in words
        assert len(dialog.findChildren(ReferenceCard)) == 1
        assert window.house.api.posts == []
        assert window.house.api.uploaded == []
        window.press("receiptCloseButton")
        await window.settle()


async def test_the_switch_in_the_receipt_uploads_while_one_writes(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-good-token") as window:
        window.write("a kite over the sea")
        window.composer.add_files([a_picture(tmp_path)])
        window.press("receiptButton")
        dialog = await window.dialog(ReceiptDialog)

        dialog.findChild(Switch, "uploadWhileWritingSwitch").click()
        window.press("receiptCloseButton")
        await window.settle()
        await window.house.clock.pass_time(5)

        assert len(window.house.api.uploaded) == 1
        assert window.house.api.posts == []


async def test_what_was_sent_is_shown_from_the_clip(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-good-token") as window:
        window.composer.add_files([a_picture(tmp_path)])
        kite = await window.generate("a kite over the sea")
        await until(lambda: window.house.is_in(kite, State.READY))

        window.parts.actions.do(kite.id, Action.SEE_RECEIPT)
        dialog = await window.dialog(ReceiptDialog)

        words = words_in(dialog)
        assert "What was sent" in words
        assert "a kite over the sea" in words
        assert dialog.findChild(Switch) is None
        assert "Ada" not in words
        window.press("receiptCloseButton")
        await window.settle()


async def test_a_slot_shows_the_percent_of_its_own_upload(
    qapp: QApplication, tmp_path: Path
) -> None:
    media = MediaWorkers(pictures_folder=tmp_path / "prepared", workers=1)
    async with an_opened_window(qapp, tmp_path, token="sk-good-token", media=media) as window:
        pictures = [a_picture(tmp_path, name=f"{name}.png") for name in ("a", "b", "c")]
        window.composer.add_files(pictures)
        items = [slot.item for slot in window.composer.tray.slots]
        await until(lambda: all(item.state is ItemState.READY for item in items))
        images = tuple(ImageReference(path=path) for path in pictures)
        uploading = a_generation().uploading()
        uploading = uploading.with_facts(
            request=uploading.request.__class__(prompt="kite", images=images)
        )

        def tell(*percents: int) -> None:
            references = tuple(
                ReferenceProgress(done_bytes=percent, total_bytes=100) for percent in percents
            )
            window.house.changes.publish(
                GenerationChanged(
                    generation=uploading,
                    progress=Progress(item=1, items=3, references=references),
                    before=uploading,
                )
            )

        tell(10, 100, 60)
        await window.settle()
        assert [item.percent for item in items] == [10, None, 60]
        assert items[1].state is ItemState.READY

        sent = uploading.with_facts(state=State.SUBMITTING)
        window.house.changes.publish(GenerationChanged(generation=sent, before=uploading))
        await window.settle()
        assert [item.percent for item in items] == [None, None, None]


async def test_cancelling_an_upload_stops_it_at_once_and_costs_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    media = MediaWorkers(pictures_folder=tmp_path / "prepared", workers=1)
    async with an_opened_window(qapp, tmp_path, token="sk-good-token", media=media) as window:
        window.house.api.uploads = Script(Held(UploadedImage(url="https://u.example.test/a.png")))
        window.composer.add_files([a_picture(tmp_path)])
        (slot, *_) = window.composer.tray.slots
        await until(lambda: slot.item.state is ItemState.READY)
        kite = await window.generate("a kite over the sea")
        await until(lambda: window.house.is_in(kite, State.UPLOADING))

        window.parts.actions.cancel(kite.id)
        await until(lambda: window.house.is_in(kite, State.CANCELLED))
        await window.settle()

        assert window.house.now(kite).charged == "no"
        assert window.house.api.posts == []
        assert slot.item.percent is None


def a_picture(folder: Path, *, name: str = "Ada at home.png") -> Path:
    path = folder / name
    Image.new("RGB", (640, 360), "teal").save(path)
    return path
