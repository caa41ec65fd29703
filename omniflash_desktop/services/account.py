"""The token and what it may still spend."""

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.changes import BalanceRead, Changes, ServiceReached
from omniflash_desktop.services.ports import ServiceConnections, TokenStore, VideoApi
from omniflash_desktop.services.tokens_in_use import TokensInUse


class Account:
    """Reads balances, and checks a token before it is kept."""

    def __init__(
        self,
        connections: ServiceConnections,
        tokens: TokenStore,
        tokens_in_use: TokensInUse,
        changes: Changes,
    ) -> None:
        self._connections = connections
        self._tokens = tokens
        self._tokens_in_use = tokens_in_use
        self._changes = changes

    async def read_balance(self, service: str) -> Balance | Problem:
        """What is left, for the key or, where the key is unlimited, for the account."""
        api = await self._connections.connection_to(service)
        balance = api if isinstance(api, Problem) else await _balance_from(api)
        if isinstance(balance, Problem):
            self._changes.publish(ServiceReached(service=service, problem=balance))
        else:
            self._changes.publish(ServiceReached(service=service))
            self._changes.publish(BalanceRead(service=service, balance=balance))
        return balance

    async def refresh_balance(self, service: str) -> None:
        """Reads a balance that may have moved; where that fails, the last one stands."""
        api = await self._connections.connection_to(service)
        balance = api if isinstance(api, Problem) else await _balance_from(api)
        if isinstance(balance, Balance):
            self._changes.publish(BalanceRead(service=service, balance=balance))

    async def balances(self, service: str) -> tuple[Balance, Balance] | Problem:
        """What is left of this key, and of the whole account."""
        of_key = await self.read_balance(service)
        api = await self._connections.connection_to(service)
        if isinstance(of_key, Problem):
            return of_key
        of_account = api if isinstance(api, Problem) else await api.account_balance()
        return of_account if isinstance(of_account, Problem) else (of_key, of_account)

    async def where_token(self, service: str) -> str:
        """Where the token comes from: `keyring`, `environment`, `session` or `nowhere`."""
        return await self._tokens.where(service)

    async def connect(self, service: str, token: str) -> Problem | None:
        """Tries a token and keeps it when the service takes it.

        Returns:
            Why it is not connected, or not kept in the keyring. The latter still connects: the
            token lives for this session then, and the problem's kind is `KEYRING_UNAVAILABLE`.
        """
        api = self._connections.connection_with(service, token)
        balance = await _balance_from(api)
        if isinstance(balance, Problem):
            return balance
        not_kept = await self._tokens.write(service, token, in_use=self._tokens_in_use.now())
        self._changes.publish(ServiceReached(service=service))
        self._changes.publish(BalanceRead(service=service, balance=balance))
        return not_kept

    async def has_token(self, service: str) -> bool:
        """Whether there is a token for `service`, wherever it comes from."""
        return await self._tokens.where(service) != "nowhere"

    async def forget(self, service: str) -> Problem | None:
        """Removes the token, and those that it replaced: running tasks wait for another one."""
        return await self._tokens.forget(service)


async def _balance_from(api: VideoApi) -> Balance | Problem:
    balance = await api.key_balance()
    if isinstance(balance, Balance) and balance.unlimited:
        of_account = await api.account_balance()
        if isinstance(of_account, Balance):
            return Balance(remaining=of_account.remaining, used=of_account.used, unlimited=True)
    return balance
