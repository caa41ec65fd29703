"""The other pages of the preferences in the real dialog: what is changed there counts at once."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.network import Network, ProxyWay
from omniflash_desktop.domain.preferences import TextSize, Theme
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.request import ReferenceHint
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.ui.controls.choice_group import ChoiceGroup
from omniflash_desktop.ui.controls.motion import Motion
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.preferences.account_page import AccountPage
from omniflash_desktop.ui.preferences.network_page import NetworkPage
from omniflash_desktop.ui.preferences.preferences_dialog import PreferencesDialog, Section
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog
from omniflash_desktop.ui.theme import tokens
from tests.builders import a_generation
from tests.services.fakes import Script
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.test_accessible_window import assert_all_is_named

MIRROR = "https://mirror.example.com"


async def opened_at(opened: OpenedWindow, section: Section) -> PreferencesDialog:
    opened.window.activateWindow()
    await opened.settle()
    QTest.keyClick(opened.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = await opened.dialog(PreferencesDialog)
    dialog.show_section(section)
    await opened.settle()
    return dialog


def choose(opened: OpenedWindow, group: str, words: str) -> None:
    (segment,) = [one for one in opened.part(group, ChoiceGroup).segments() if one.text() == words]
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton)


def type_into(opened: OpenedWindow, object_name: str, words: str) -> QLineEdit:
    field = opened.part(object_name, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return field


async def test_a_section_that_a_screen_reader_selects_is_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        dialog = await opened_at(opened, Section.ACCOUNT)
        chosen = dialog.nav.model().index(list(Section).index(Section.NETWORK), 0)
        selection = dialog.nav.selectionModel()
        # Qt's action on a row, which leaves what is current as it is.
        selection.select(chosen, selection.SelectionFlag.ClearAndSelect)
        assert dialog.section is Section.NETWORK
        assert opened.part("proxyGroup").isVisible()


async def test_every_page_is_named_and_led_to_by_keys(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        dialog = await opened_at(opened, Section.ACCOUNT)
        dialog.nav.setFocus()
        walked: list[Section] = []
        for _ in Section:
            walked.append(dialog.section)
            await opened.settle()
            assert_all_is_named(opened)
            QTest.keyClick(dialog.nav, Qt.Key.Key_Down)
        assert walked == list(Section)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: not dialog.isVisible())
        await opened.settle()
        again = await opened_at(opened, Section.NETWORK)
        again.accept()


async def choose_file(opened: OpenedWindow, path: Path) -> None:
    """Types a path into the file dialog and accepts it."""
    chooser = await opened.dialog(QFileDialog)
    field = chooser.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(path))
    chooser.accept()


# -- account


async def test_balances_of_key_and_account_are_shown_and_refreshed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.ACCOUNT)
        await until(lambda: opened.says("This key $10.00, account $20.00"))
        opened.house.api.balances = Script(Balance(remaining=Decimal(7)))
        opened.press("refreshBalanceButton")
        await until(lambda: opened.says("This key $7.00"))
        opened.press("doneButton")


async def test_a_token_is_replaced_once_the_service_takes_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-old") as opened:
        dialog = await opened_at(opened, Section.ACCOUNT)
        page = dialog.findChildren(AccountPage)[0]
        await until(lambda: page.replace.isVisible())
        opened.press("replaceTokenButton")
        opened.house.api.balances = Script(
            Problem(kind=ProblemKind.TOKEN_REJECTED), Balance(remaining=Decimal(3))
        )
        QTest.keyClicks(page.token, "sk-wrong")
        opened.press("connectTokenButton")
        await until(lambda: "not accepted" in page.status.words)
        assert opened.tokens.kept == {DEFAULT_BASE_URL: "sk-old"}
        QTest.keyClicks(page.token, "sk-new")
        opened.press("connectTokenButton")
        await until(lambda: "Connected" in page.status.words)
        assert page.token.text() == ""
        opened.press("doneButton")


async def test_a_token_is_removed_after_a_question(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.write("kite")
        await opened_at(opened, Section.ACCOUNT)
        await until(lambda: opened.part("removeTokenButton").isVisible())
        opened.press("removeTokenButton")
        await opened.answer("Cancel")
        assert opened.tokens.kept
        opened.press("removeTokenButton")
        await opened.answer("Remove")
        await until(lambda: opened.parts.choice.service is None)
        assert opened.tokens.kept == {}
        assert not opened.part("generateButton").isEnabled()
        opened.press("doneButton")


async def test_another_address_needs_a_token_of_its_own(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.ACCOUNT)
        field = type_into(opened, "apiAddress", "no address")
        assert field.property("st") == "error"
        type_into(opened, "apiAddress", MIRROR)
        await until(lambda: opened.parts.choice.service is None)
        assert opened.says("Checked once, then kept")
        opened.tokens.kept[MIRROR] = "sk-2"
        type_into(opened, "apiAddress", DEFAULT_BASE_URL)
        await until(lambda: opened.parts.choice.service == DEFAULT_BASE_URL)
        type_into(opened, "apiAddress", MIRROR + "/")
        await until(lambda: opened.parts.choice.service == MIRROR)
        opened.press("doneButton")
    assert opened.settings.load().preferences.base_url == MIRROR


async def test_the_sandbox_is_turned_on_and_off(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.ACCOUNT)
        opened.press("sandboxSwitch")
        await until(lambda: opened.parts.choice.service == SANDBOX)
        opened.press("sandboxSwitch")
        await until(lambda: opened.parts.choice.service == DEFAULT_BASE_URL)
        opened.press("openSpendingButton")
        dialog = await opened.dialog(SpendingDialog)
        dialog.accept()


async def test_money_is_added_in_the_browser(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(shown.append))
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.ACCOUNT)
        opened.press("topUpButton")
        assert [url.scheme() for url in shown] == ["https"]
        opened.press("doneButton")


# -- library


async def test_a_pattern_shows_its_name_and_its_mistakes_and_counts_for_the_next_clip(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.LIBRARY)
        type_into(opened, "fileNamePattern", "{resolution}_{title}")
        assert opened.says("720p_A-red-paper-boat")
        assert opened.house.downloader.pattern == "{resolution}_{title}"
        type_into(opened, "fileNamePattern", "{date}/{titel}")
        assert opened.says("There is no field {titel}.")
        assert opened.says("Slashes become hyphens")
        type_into(opened, "fileNamePattern", "...")
        assert opened.says("Nothing of this would be left")
        assert opened.house.downloader.pattern == "{date}/{titel}"
        opened.press("doneButton")
    assert opened.settings.load().preferences.file_name_pattern == "{date}/{titel}"


async def test_what_is_written_and_left_out_counts_at_once(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.LIBRARY)
        opened.press("metadataSwitch")
        opened.press("removeDetailsSwitch")
        assert not opened.house.downloader.writes_recipes
        assert not opened.parts.core.pictures.removes_details
        opened.press("doneButton")
    kept = opened.settings.load().preferences
    assert (kept.recipe_in_file, kept.remove_picture_details) == (False, False)


async def test_another_folder_is_shown_on_its_page(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.LIBRARY)
        opened.press("changeFolderButton")
        (tmp_path / "elsewhere").mkdir()
        await choose_file(opened, tmp_path / "elsewhere")
        field = opened.part("libraryFolder", QLineEdit)
        await until(lambda: field.text() == str(tmp_path / "elsewhere"))
        await until(lambda: opened.says("free of"))
        opened.press("doneButton")


async def test_the_page_tells_what_clips_and_small_pictures_take_and_clears_these(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        folder = opened.parts._clips_folder.folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "one.mp4").write_bytes(bytes(3_000_000))
        cache = tmp_path / "profile" / "cache"
        for kept in ("posters/one.jpg", "strips/one.jpg", "unfinished/one.part"):
            (cache / kept).parent.mkdir(parents=True, exist_ok=True)
            (cache / kept).write_bytes(bytes(500_000))

        await opened_at(opened, Section.LIBRARY)
        await until(lambda: opened.says("Clips use 3.0 MB."))
        await until(lambda: opened.says("1.0 MB cached"))
        opened.press("clearCacheButton")
        await until(lambda: opened.says("0 bytes cached"))
        assert not opened.part("clearCacheButton").isVisible()
        assert [path.name for path in cache.rglob("*.*") if path.is_file()] == ["one.part"]
        assert (folder / "one.mp4").exists()
        opened.press("doneButton")


# -- network


async def test_a_proxy_counts_for_new_connections_at_once(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.NETWORK)
        choose(opened, "proxyGroup", "Manual")
        field = type_into(opened, "proxyAddress", "http://user:word@proxy.lan:8080")
        assert field.property("st") == "error", "a password would stand in the settings file"
        type_into(opened, "proxyAddress", "http://proxy.lan:8080")
        network: Network = opened.parts.core.transport.network
        assert network.proxy_url == "http://proxy.lan:8080"
        choose(opened, "proxyGroup", "None")
        assert not opened.parts.core.transport.network.asks_the_system
        choose(opened, "referenceHint", "Never")
        opened.press("uploadWhileWritingSwitch")
        type_into(opened, "modelName", "gemini-omni-1.1-flash-ext")
        opened.press("doneButton")
    kept = opened.settings.load().preferences
    assert (kept.proxy_way, kept.reference_hint) == (ProxyWay.NONE, ReferenceHint.NEVER)
    assert kept.model == "gemini-omni-1.1-flash-ext"
    assert kept.upload_while_writing


async def test_certificates_are_chosen_and_cleared(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.NETWORK)
        opened.press("chooseCertificateButton")
        (tmp_path / "studio.pem").write_text("-----BEGIN CERTIFICATE-----", "utf-8")
        await choose_file(opened, tmp_path / "studio.pem")
        await until(lambda: opened.part("clearCertificateButton").isVisible())
        assert opened.parts.core.transport.network.certificate_file == tmp_path / "studio.pem"
        opened.press("clearCertificateButton")
        assert opened.parts.core.transport.network.certificate_file is None
        opened.press("doneButton")


async def test_the_connection_is_tested(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        dialog = await opened_at(opened, Section.NETWORK)
        page = dialog.findChildren(NetworkPage)[0]
        opened.press("testNetworkButton")
        await until(lambda: "First answer after" in page.outcome.words)
        refused = ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS
        opened.house.api.balances = Script(Problem(kind=refused))
        opened.press("testNetworkButton")
        await until(lambda: "The proxy or a certificate stopped it" in page.outcome.words)
        opened.press("doneButton")


async def test_a_card_about_the_network_leads_to_its_page(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = a_generation().failed(Problem(kind=ProblemKind.BLOCKED_BY_NETWORK))
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.NETWORK_SETTINGS)
        dialog = await opened.dialog(PreferencesDialog)
        assert dialog.section is Section.NETWORK
        dialog.accept()


# -- appearance


async def test_the_look_changes_at_once_and_is_kept(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await opened_at(opened, Section.APPEARANCE)
        label = opened.part("clearComposerButton", QWidget).window().findChild(QWidget, "costLabel")
        before = label.font().pixelSize()
        try:
            choose(opened, "themeGroup", "Light")
            assert not opened.theme.is_dark
            choose(opened, "textSizeGroup", "Larger")
            assert label.font().pixelSize() == round(before * TextSize.LARGER.scale)
            choose(opened, "textSizeGroup", "Default")
            assert label.font().pixelSize() == before
            choose(opened, "textSizeGroup", "Small")
            opened.press("increaseContrast")
            assert opened.theme.colours.text3 == tokens.LIGHT.text2
            assert opened.theme.colours.line == tokens.LIGHT.line_ctl
            opened.press("reduceMotion")
            assert Motion.reduced
            opened.press("hoverPreview")
            assert not opened.workspace.library.delegate.previews_on_hover
            opened.press("doneButton")
        finally:
            Motion.reduced = False
    kept = opened.settings.load().preferences
    assert (kept.theme, kept.text_size) == (Theme.LIGHT, TextSize.SMALL)
    assert (kept.increase_contrast, kept.reduce_motion) == (True, True)
    assert not kept.preview_on_hover
