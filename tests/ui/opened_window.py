"""The whole window over fake services: as `app.window_parts` joins it, and hands to use it with."""

import argparse
import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMenu, QWidget

from omniflash_desktop.app.core import Core
from omniflash_desktop.app.window_parts import WindowParts
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.network import Network
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.clips_found_again import ClipsFoundAgain
from omniflash_desktop.services.early_uploads import EarlyUploads
from omniflash_desktop.services.found_files import FoundFiles
from omniflash_desktop.services.ledger import Ledger
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.receipts import Receipts
from omniflash_desktop.services.recipe_restore import RecipeRestore
from omniflash_desktop.services.tokens_in_use import TokensInUse
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.ledger_books import LedgerBooks
from omniflash_desktop.storage.settings_file import SettingsFile
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from omniflash_desktop.ui.notices.actions import OFFERED
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.theme.theme import Theme
from omniflash_desktop.ui.workspace import Workspace
from tests.services.fakes import FakeListing, FakeTokens, InlineThreads
from tests.services.house import House

_Widget = TypeVar("_Widget", bound=QWidget)


class Closing:
    """Something that is closed at the end; it notes when."""

    def __init__(self, name: str, closed: list[str]) -> None:
        self._name = name
        self._closed = closed

    async def close(self) -> None:
        self._closed.append(self._name)

    aclose = close

    def close_at_once(self) -> None:
        self._closed.append(self._name)


class IdleTransport(Closing):
    """Notes what the network settings are."""

    network: Network | None = None

    def use(self, network: Network) -> None:
        self.network = network


class OpenedWindow:
    """A window in which nothing is real but the window.

    Attributes:
        house: The services and the world that they see.
        tokens: The keyring.
        closed: What was closed, in its order.
    """

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        held: Sequence[Generation],
        preferences: Preferences,
        sandbox: bool,
        media: Any,
    ) -> None:
        self.house = House(None, None, Patience())
        self.house.clock.sleep = self._sleep_for_a_blink
        self.house.library.kept = {generation.id: generation for generation in held}
        self.tokens = FakeTokens()
        self.closed: list[str] = []
        self.theme = Theme()
        dark = preferences.theme is ThemeChoice.SYSTEM
        self.theme.set_choice(ThemeChoice.DARK if dark else preferences.theme)
        self.theme.set_text_size(preferences.text_size)
        self.theme.apply(app)
        self.folders = ProfileFolders.under(folder / "profile")
        assert self.folders.create() is None
        self.settings = SettingsFile(self.folders.settings_file)
        self.window = MainWindow(self.theme)
        thumbnails = MediaThumbnails(self.folders.cache_folder / "thumbnails")
        self.workspace = Workspace(
            self.theme,
            self.window,
            thumbnails=thumbnails,
            pasted_folder=self.folders.references_folder / "pasted",
            actions=OFFERED,
        )
        self.window.fill(self.workspace)
        self.parts = WindowParts(
            self.window,
            self.workspace,
            thumbnails,
            argparse.Namespace(sandbox=sandbox, base_url=None, files=[]),
            self.folders,
            self._core(media),
            self.settings,
            preferences,
            DEFAULT_BASE_URL,
        )

    # What is seen.

    @property
    def stage(self) -> Any:
        return self.workspace.stage

    @property
    def composer(self) -> Any:
        return self.workspace.composer

    @property
    def header(self) -> Any:
        return self.workspace.header

    @property
    def toasts(self) -> list[str]:
        """What the messages over the stage say."""
        return [toast.accessibleDescription() for toast in self.stage.toasts.shown]

    def part(self, object_name: str, kind: type[_Widget] = QWidget) -> _Widget:
        """The widget of that name that is shown, or the only one there is."""
        found = self.window.findChildren(kind, object_name)
        shown = [widget for widget in found if widget.isVisible()]
        assert len(shown or found) == 1, f"{object_name}: {len(found)}"
        return (shown or found)[0]

    def button(self, words: str, *, within: QWidget | None = None) -> QAbstractButton:
        """The shown button with these words."""
        buttons = (within or self.window).findChildren(QAbstractButton)
        (found,) = [one for one in buttons if one.isVisible() and one.text() == words]
        return found

    def says(self, words: str, *, within: QWidget | None = None) -> bool:
        """Whether a shown label holds these words."""
        labels = (within or self.window).findChildren(QLabel)
        return any(label.isVisible() and words in label.text() for label in labels)

    def question(self) -> QuestionDialog | None:
        """The question that waits for an answer."""
        boxes = [box for box in self.window.findChildren(QuestionDialog) if box.isVisible()]
        assert len(boxes) <= 1
        return boxes[0] if boxes else None

    def menu_entries(self) -> dict[str, QAction]:
        """What the app's menu and its sub-menus hold just now, by their words."""
        menu = self.parts._menu.menu
        menu.aboutToShow.emit()
        return {entry.text(): entry for entry in entries_below(menu)}

    def menu_entry(self, words: str) -> QAction:
        """The only entry that begins with these words."""
        (found,) = [one for text, one in self.menu_entries().items() if text.startswith(words)]
        return found

    # What is done.

    def press(self, target: str | QWidget) -> None:
        """Presses a widget, or the one with this object name, with the mouse."""
        widget = self.part(target) if isinstance(target, str) else target
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def write(self, prompt: str) -> None:
        """Types a prompt."""
        QTest.keyClicks(self.composer.prompt.editor, prompt)

    async def asked(self) -> QuestionDialog:
        """The question, once it is on the screen."""
        await until(self.question)
        box = self.question()
        assert box is not None
        return box

    async def answer(self, words: str) -> None:
        """Answers the question with the button of these words."""
        box = await self.asked()
        QTest.mouseClick(self.button(words, within=box), Qt.MouseButton.LeftButton)
        await until(lambda: self.question() is None)

    async def dialog(self, kind: type[_Widget]) -> _Widget:
        """A dialog of this kind, once it is on the screen."""
        await until(lambda: [one for one in self.window.findChildren(kind) if one.isVisible()])
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    async def settle(self) -> None:
        """Everything that is on its way through the event loop has arrived."""
        for _ in range(4):
            await asyncio.sleep(0.002)

    async def generate(self, prompt: str = "kite") -> Generation:
        """Types a prompt, presses Generate, and gives back what was started."""
        before = set(self.house.library.kept)
        self.write(prompt)
        self.press("generateButton")
        (started,) = set(self.house.library.kept) - before
        await self.settle()
        return self.house.library.kept[started]

    async def connect(self, token: str = "sk-good-token") -> None:
        """Gives a token on the first run's page."""
        self.stage.welcome.token.setText(token)
        self.press("connectButton")
        await until(lambda: self.parts.choice.service == DEFAULT_BASE_URL)
        await self.settle()

    async def _sleep_for_a_blink(self, seconds: float) -> None:
        # Answers that are held back by the test keep time from running away.
        self.house.clock.elapsed += seconds
        await asyncio.sleep(0.001)

    def _core(self, media: Any) -> Core:
        house, closed = self.house, self.closed
        files: Any = house.files
        listing: Any = FakeListing(house.library)
        library: Any = house.library
        library.close = Closing("library", closed).close_at_once
        library.has_unread_clips = False
        tokens: Any = self.tokens
        tokens.close = Closing("tokens", closed).close_at_once
        bucket_keys: Any = house.bucket_keys
        bucket_keys.close = Closing("bucket keys", closed).close_at_once
        links: Any = house.api
        if media is None:
            media = house.media
            media.close = Closing("media", closed).close
        in_use = TokensInUse(house.library, self.tokens, house.tasks, house.clock)
        return Core(
            changes=house.changes,
            tasks=house.tasks,
            library=library,
            listing=listing,
            queue=house.queue,
            watcher=house.watcher,
            account=Account(house.connections, self.tokens, in_use, house.changes),
            receipts=Receipts(house.uploader, house.uploads, house.hosted, media),
            early_uploads=EarlyUploads(house.uploader, house.connections, house.tasks, house.clock),
            charges=house.charges,
            prices=house.prices,
            time_bands=house.time_bands,
            ledger=Ledger(LedgerBooks(self.folders.library_file)),
            tokens=tokens,
            bucket_keys=bucket_keys,
            hosted=house.hosted,
            links=links,
            picture_links=links,
            media=media,
            pictures=PicturePreparation(media),
            connections=house.connections,
            transport=IdleTransport("transport", closed),
            sandbox=Closing("sandbox", closed),
            files=files,
            downloader=house.downloader,
            retrieval=house.retrieval,
            restore=RecipeRestore(media, house.library),
            found_again=ClipsFoundAgain(files, media, house.journal, house.library, house.clock),
            found_files=FoundFiles(house.journal),
        )


def entries_below(menu: QMenu) -> Iterator[QAction]:
    """The entries of a menu and of the menus inside it."""
    for entry in menu.actions():
        if isinstance(inner := entry.menu(), QMenu):
            yield from entries_below(inner)
        elif not entry.isSeparator():
            yield entry


@asynccontextmanager
async def an_opened_window(
    app: QApplication,
    folder: Path,
    *,
    held: Sequence[Generation] = (),
    token: str | None = None,
    preferences: Preferences | None = None,
    sandbox: bool = False,
    holds: bool = False,
    media: Any = None,
    size: tuple[int, int] = (1600, 1000),
    prepare: Callable[[House], None] | None = None,
) -> AsyncGenerator[OpenedWindow]:
    """One run of the window, from its first picture to its end.

    Args:
        app: The application.
        folder: The profile is kept there.
        held: What the library holds at the start.
        token: What the keyring holds for the service.
        preferences: As the settings file has them.
        sandbox: Whether it is started with `--sandbox`.
        holds: Whether a click can be undone before it is sent, whatever `preferences` say.
        media: Real media workers, where the story needs them.
        size: Of the window, in logical pixels.
        prepare: Sets what the world will answer, before anything is asked.
    """
    asyncio.get_running_loop().set_default_executor(InlineThreads(max_workers=1))
    opened = OpenedWindow(
        app,
        folder,
        held=held,
        preferences=msgspec.structs.replace(preferences or Preferences(), undo_send=holds),
        sandbox=sandbox,
        media=media,
    )
    if prepare is not None:
        prepare(opened.house)
    if token is not None:
        opened.tokens.kept[DEFAULT_BASE_URL] = token
    opened.window.resize(*size)
    opened.window.show()
    opened.window.activateWindow()
    try:
        opened.parts.start()
        await until(lambda: opened.parts.choice.service or opened.stage.welcome)
        await opened.settle()
        yield opened
    finally:
        await opened.parts.close()
        opened.window.deleteLater()
        app.setStyleSheet("")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert opened.house.exceptions == []


async def until(condition: Callable[[], object], *, within: float = 30.0) -> None:
    """Lets the window work until something holds; fails after so many seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.002)


def open_dialogs(opened: OpenedWindow) -> list[QDialog]:
    return [one for one in opened.window.findChildren(QDialog) if one.isVisible()]
