"""The dialogs over the window, for their pictures: each page of the preferences, and questions."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.hosting import VideoWay
from omniflash_desktop.domain.network import ProxyWay
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.ui.preferences.preferences_dialog import PreferencesDialog, Section
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog

if TYPE_CHECKING:
    from tests.ui.shot_studio import Studio


@asynccontextmanager
async def preferences(
    studio: "Studio", section: Section, chosen: Preferences | None = None
) -> AsyncGenerator[QWidget]:
    async with studio.window([], preferences=chosen) as opened:
        QTest.keyClick(opened.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        dialog = await opened.dialog(PreferencesDialog)
        dialog.show_section(section)
        await opened.settle()
        yield dialog


BUCKET = Preferences(
    video_way=VideoWay.BUCKET,
    bucket_endpoint="https://s3.eu-central-1.amazonaws.com",
    bucket_name="studio-refs",
    bucket_region="eu-central-1",
)
BEHIND_A_PROXY = Preferences(
    proxy_way=ProxyWay.MANUAL,
    proxy_address="http://proxy.studio.lan:8080",
)


@asynccontextmanager
async def spending(studio: "Studio") -> AsyncGenerator[QWidget]:
    async with studio.window([]) as opened:
        opened.parts.queue_parts.menu.open_spending()
        yield await opened.dialog(SpendingDialog)


@asynccontextmanager
async def question(studio: "Studio") -> AsyncGenerator[QWidget]:
    lost = studio.one(8, "Bottle rises from the sand").unconfirmed()
    async with studio.window([lost]) as opened:
        opened.parts.viewing.choose(lost.id)
        opened.press(opened.button("Send again with the same key…"))
        box = await opened.asked()
        yield box
        await opened.answer("Cancel")
