"""Joins the page about the network with the connections and the preferences."""

from typing import Any, Protocol

from PySide6.QtCore import QObject

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.network import Network
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import LinkChecker, ServiceConnections
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.services.service_test import ask_the_service
from omniflash_desktop.ui.asking import ask_for_existing_file
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.preferences.network_page import NetworkPage
from omniflash_desktop.ui.service_choice import ServiceChoice


class GoesByNetwork(Protocol):
    """What this needs of the connections."""

    def use(self, network: Network) -> None:
        """Goes by other settings with every new connection."""
        ...


class NetworkSettings(QObject):
    """Does what the page asks for."""

    def __init__(
        self,
        keeper: PreferencesKeeper,
        lines: GoesByNetwork,
        connections: ServiceConnections,
        links: LinkChecker,
        choice: ServiceChoice,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._lines = lines
        self._connections = connections
        self._links = links
        self._choice = choice
        self._tasks = tasks
        self._page: NetworkPage | None = None

    def serve(self, page: NetworkPage) -> None:
        """Serves a page until it is gone."""
        self._page = page
        page.changed.connect(self._change)
        page.choose_file_asked.connect(self._choose_file)
        page.test_asked.connect(self._begin_test)
        page.destroyed.connect(self._forget_page)

    def _forget_page(self) -> None:
        self._page = None

    def _change(self, facts: dict[str, Any]) -> None:
        before = self._keeper.current.network
        self._keeper.change(**facts)
        if self._keeper.current.network != before:
            self._lines.use(self._keeper.current.network)

    def _choose_file(self) -> None:
        self._tasks.start(self._ask_for_file(), name="choose a file of certificates")

    async def _ask_for_file(self) -> None:
        if self._page is None:
            return
        file = await ask_for_existing_file(
            self._page.window(),
            self.tr("Choose a file of certificates"),
            self.tr("Certificates (*.pem *.crt *.cer);;All files (*)"),
        )
        if file is not None and self._page is not None:
            self._page.show_certificates(file)
            self._change({"certificate_file": file})

    def _begin_test(self) -> None:
        if self._page is not None:
            self._page.show_testing()
            self._tasks.start(self._test(), name="test the connection")

    async def _test(self) -> None:
        in_use = self._choice.service
        service = self._choice.base_url if in_use in (None, SANDBOX) else in_use
        answer = await ask_the_service(
            service or self._choice.base_url, self._connections, self._links
        )
        if self._page is None:
            return
        if answer.was_reached or answer.problem is None:
            self._page.show_answer(answer.seconds)
        else:
            words = words_for(answer.problem)
            self._page.show_trouble(words.title, words.cause)
