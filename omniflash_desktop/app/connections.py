"""Finds the way to a service: the sandbox's present address, or a host with its token."""

from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.app.sandbox_process import SandboxProcess
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.token_id import token_id as token_id_of
from omniflash_desktop.services.former_token import FormerTokenApi
from omniflash_desktop.services.ports import TokenStore, VideoApi


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
        self._former: dict[tuple[str, str, str | None], FormerTokenApi] = {}

    async def connection_to(self, service: str, token_id: str | None = None) -> VideoApi | Problem:
        """The API of `service`, with the token of this fingerprint or with the present one."""
        if service == SANDBOX:
            address = await self._sandbox.address()
            if isinstance(address, Problem):
                return address
            return self._kept(address.base_url, address.token)
        token = await self._tokens.read(service)
        if token_id is not None and not (isinstance(token, str) and token_id_of(token) == token_id):
            return await self._connection_with_former(service, token_id, token)
        if isinstance(token, Problem):
            return token
        if token is None:
            return Problem(kind=ProblemKind.NO_TOKEN)
        return self._kept(service, token)

    def connection_with(self, service: str, token: str) -> HttpVideoApi:
        """The API of `service` with a token that is not kept yet."""
        return HttpVideoApi(self._transport, service, token, language=self._language)

    async def _connection_with_former(
        self, service: str, token_id: str, present: str | Problem | None
    ) -> VideoApi | Problem:
        former = await self._tokens.former(service, token_id)
        if former is None and not isinstance(present, str):
            return present or Problem(kind=ProblemKind.NO_TOKEN)
        present = present if isinstance(present, str) else None
        # Kept, as it remembers whether the former one was rejected.
        key = (service, token_id, present)
        api = self._former.get(key)
        if api is None:
            api = FormerTokenApi(
                None if former is None else self._kept(service, former),
                None if present is None else self._kept(service, present),
                token_id=token_id,
            )
            self._former[key] = api
        return api

    def _kept(self, base_url: str, token: str) -> HttpVideoApi:
        api = self._open.get((base_url, token))
        if api is None:
            api = self.connection_with(base_url, token)
            self._open[base_url, token] = api
        return api
