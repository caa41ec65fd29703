"""Finds the way to a service: the sandbox's present address, or a host with its token."""

from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.app.sandbox_process import SandboxProcess
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.ports import TokenStore


class Connections:
    """Implements `services.ports.ServiceConnections`. A token goes to its own host only."""

    def __init__(
        self, transport: Transport, tokens: TokenStore, sandbox: SandboxProcess, *, language: str
    ) -> None:
        self._transport = transport
        self._tokens = tokens
        self._sandbox = sandbox
        self._language = language
        self._open: dict[tuple[str, str], HttpVideoApi] = {}

    async def connection_to(self, service: str) -> HttpVideoApi | Problem:
        """The API of `service`."""
        if service == SANDBOX:
            address = await self._sandbox.address()
            if isinstance(address, Problem):
                return address
            return self._kept(address.base_url, address.token)
        token = await self._tokens.read(service)
        if isinstance(token, Problem):
            return token
        if token is None:
            return Problem(kind=ProblemKind.NO_TOKEN)
        return self._kept(service, token)

    def connection_with(self, service: str, token: str) -> HttpVideoApi:
        """The API of `service` with a token that is not kept yet."""
        return HttpVideoApi(self._transport, service, token, language=self._language)

    def _kept(self, base_url: str, token: str) -> HttpVideoApi:
        api = self._open.get((base_url, token))
        if api is None:
            api = self.connection_with(base_url, token)
            self._open[base_url, token] = api
        return api
