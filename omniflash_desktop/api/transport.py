"""The way to the network: the one file that imports httpx.

It imposes limits of time and size and tells apart "never sent" from "may have left", on which the
user's money depends (contract, section 7). It knows nothing of what is said.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, Final, Self

import httpcore
import httpx

from omniflash_desktop import __version__
from omniflash_desktop.api.exchange import Answer, LinkAnswer, NoAnswerError, Silence
from omniflash_desktop.domain.network import Network
from omniflash_desktop.domain.service_facts import CONNECT_SECONDS, MAX_ANSWER_BYTES, MIB

MAX_ERROR_BYTES: Final = MIB
"""More of an error's body is not read: nobody could show it (contract, section 11, row 31)."""

MAX_REDIRECTS: Final = 10
_IDLE_SECONDS: Final = 30.0  # longer than the pause between two polls, so that they share
_READ_SIZE: Final = "READ_NUM_BYTES"  # httpx passes no wish on; a test sees that it is heard
_READ_BYTES: Final = 256 * 1024

_USER_AGENT: Final = f"OmniflashDesktop/{__version__}"
# The sandbox lives on this computer, where no proxy can find it.
_NEVER_THROUGH_A_PROXY: Final = ("all://localhost", "all://127.0.0.1", "all://[::1]")
# A host that hands one out would know its visitor again, and need not.
_NO_COOKIES: Final = DefaultCookiePolicy(allowed_domains=())
_NEVER_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    UnicodeError,
)
_LOST_IN_HANDSHAKE: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


class Transport:
    """Connections to the service and to the hosts of its links.

    Proxies come from the environment or the system, certificates from the system and from
    httpx's own bundle, unless `use` says otherwise. Belongs to one event loop; `aclose` ends it.

    Args:
        proxy: A proxy's URL, in place of the system's.
        ca_file: Further trusted certificates (PEM), such as a company's own.
        wire: Takes the place of the network, for tests.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        ca_file: Path | None = None,
        wire: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._proxy = proxy
        self._ca_file = ca_file
        self._wire = wire
        self._asks_the_system = True
        self._former: list[httpx.AsyncClient] = []
        self._tls: ssl.SSLContext | None = None
        self._for_calls: httpx.AsyncClient | None = None
        self._for_links: httpx.AsyncClient | None = None
        self._building = asyncio.Lock()
        # As much as asyncio hands over at once: less would cut, and copy, each piece of a clip.
        setattr(httpcore.AsyncHTTP11Connection, _READ_SIZE, _READ_BYTES)
        # httpx writes every URL to the log, and links are signed.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def use(self, network: Network) -> None:
        """Goes by other settings with every new connection; what is under way ends as it began."""
        self._proxy = network.proxy_url
        self._asks_the_system = network.asks_the_system
        self._ca_file = network.certificate_file
        self._tls = None
        self._retire_clients()

    async def aclose(self) -> None:
        """Closes every connection."""
        self._retire_clients()
        former, self._former = self._former, []
        for client in former:
            await client.aclose()

    def _retire_clients(self) -> None:
        # Closing one here would cut what others are sending or fetching.
        self._former += [one for one in (self._for_calls, self._for_links) if one is not None]
        self._for_calls = self._for_links = None

    async def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | AsyncIterator[bytes] | None = None,
        stall: float,
        total: float | None = None,
        alone: bool = False,
    ) -> Answer:
        """One call of the API. Redirects are not followed: they would carry the token elsewhere.

        Args:
            method: `GET` or `POST`.
            url: The whole address, with its query.
            headers: Beside the ones that every request has.
            content: The body; an iterator needs a `Content-Length` among the headers.
            stall: Seconds without a byte in either direction.
            total: Seconds for everything.
            alone: Whether to use a connection that no other call has used or will use.

        Raises:
            NoAnswerError: There is no whole answer.
            SourceUnreadableError: `content` could not be read to its end.
        """
        host = _host_of(url)
        sent = _SentWatch()
        lone_client = await self._new_client(host, follow=False) if alone else None
        client = lone_client or await self._shared_client_for_calls(host)
        try:
            async with (
                asyncio.timeout(total),
                client.stream(
                    method,
                    url,
                    headers={"Accept": "application/json", **headers},
                    content=content,
                    timeout=httpx.Timeout(stall, connect=CONNECT_SECONDS),
                    extensions={"trace": sent},
                ) as response,
            ):
                return Answer(
                    status=response.status_code,
                    headers=dict(response.headers),
                    body=await _capped_body(response),
                )
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            raise _no_answer(error, sent, host) from None
        finally:
            if lone_client is not None:
                await lone_client.aclose()

    @asynccontextmanager
    async def open_link(
        self, url: str, *, headers: Mapping[str, str], stall: float, follow: bool = True
    ) -> AsyncGenerator[LinkAnswer]:
        """GETs a link of any host, without a token.

        Args:
            url: An http(s) link.
            headers: Beside the ones that every request has.
            stall: Seconds without a byte; there is no limit in all.
            follow: Whether redirects are followed; else they are the answer.

        Raises:
            NoAnswerError: There is no answer.
        """
        host = _host_of(url)
        sent = _SentWatch()
        client = await self._shared_client_for_links(host)
        timeout = httpx.Timeout(stall, connect=CONNECT_SECONDS)
        request = client.build_request(
            "GET", url, headers=dict(headers), timeout=timeout, extensions={"trace": sent}
        )
        try:
            response = await client.send(request, stream=True, follow_redirects=follow)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            raise _no_answer(error, sent, host) from None
        try:
            yield _OpenLink(response, host)
        finally:
            await response.aclose()

    async def _shared_client_for_calls(self, host: str) -> httpx.AsyncClient:
        async with self._building:
            if self._for_calls is None:
                self._for_calls = await self._new_client(host, follow=False)
            return self._for_calls

    async def _shared_client_for_links(self, host: str) -> httpx.AsyncClient:
        async with self._building:
            if self._for_links is None:
                self._for_links = await self._new_client(host, follow=True)
            return self._for_links

    async def _new_client(self, host: str, *, follow: bool) -> httpx.AsyncClient:
        try:
            # Reading some hundred certificates takes long enough to be seen in the window.
            if self._tls is None and self._wire is None:
                self._tls = await asyncio.to_thread(_tls_context, self._ca_file)
        except (OSError, ValueError) as error:
            raise _unusable(Silence.TLS, host, error) from None
        try:
            return httpx.AsyncClient(
                headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "identity"},
                verify=self._tls or True,
                proxy=self._proxy,
                trust_env=self._asks_the_system,
                mounts=dict.fromkeys(_NEVER_THROUGH_A_PROXY),
                limits=httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
                cookies=CookieJar(_NO_COOKIES),
                follow_redirects=follow,
                max_redirects=MAX_REDIRECTS,
                transport=self._wire,
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            # A SOCKS proxy without its library, or a proxy setting that is no address.
            raise _unusable(Silence.PROXY, host, error) from None


class _OpenLink:
    def __init__(self, response: httpx.Response, host: str) -> None:
        self._response = response
        self._host = host
        self.status = response.status_code
        self.headers: Mapping[str, str] = dict(response.headers)

    async def chunks(self) -> AsyncGenerator[bytes]:
        raw = self._response.aiter_raw()
        try:
            async for chunk in raw:
                yield chunk
        except (httpx.HTTPError, OSError) as error:
            raise NoAnswerError(
                Silence.BROKEN, may_have_left=True, host=self._host, cause=type(error).__name__
            ) from None
        finally:
            await _leave(self._response, raw)


class _SentWatch:
    """Learns from the connection itself whether a byte of the request went out."""

    def __init__(self) -> None:
        self.saw_the_connection = False
        self.request_began = False

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        self.saw_the_connection = True
        if event.endswith("send_request_headers.started"):
            # To a proxy, CONNECT goes first; the request itself only follows through the tunnel.
            is_tunnelling = info["request"].method == b"CONNECT"
            self.request_began = self.request_began or not is_tunnelling


def _no_answer(error: Exception, sent: _SentWatch, host: str) -> NoAnswerError:
    never_sent = isinstance(error, _NEVER_SENT) or sent.saw_the_connection
    may_have_left = sent.request_began or not never_sent
    silence = Silence.BROKEN if may_have_left else _why_never_sent(error)
    return NoAnswerError(
        silence, may_have_left=may_have_left, host=host, cause=type(error).__name__
    )


def _why_never_sent(error: Exception) -> Silence:
    if isinstance(error, httpx.ProxyError) and str(error).startswith("407"):
        return Silence.PROXY
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, _LOST_IN_HANDSHAKE):
            return Silence.TLS
        cause = cause.__cause__ or cause.__context__
    return Silence.UNREACHABLE


def _unusable(silence: Silence, host: str, error: Exception) -> NoAnswerError:
    return NoAnswerError(silence, may_have_left=False, host=host, cause=type(error).__name__)


def _tls_context(ca_file: Path | None) -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    # Companies put the certificates of their own proxies into the system's store.
    context.load_default_certs()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


async def _capped_body(response: httpx.Response) -> bytes:
    limit = MAX_ANSWER_BYTES if response.is_success else MAX_ERROR_BYTES
    body = bytearray()
    chunks = response.aiter_bytes()
    try:
        async for chunk in chunks:
            body += chunk[: limit - len(body)]
            if len(body) >= limit:
                break
    finally:
        await _leave(response, chunks)
    return bytes(body)


async def _leave(response: httpx.Response, chunks: AsyncIterator[bytes]) -> None:
    """Closes the connection, then lets the generators of httpx run into that.

    Dropped half-way, they would end in tasks that nobody owns.
    """
    await response.aclose()
    with suppress(httpx.HTTPError, OSError):
        async for _ in chunks:
            pass


def _host_of(url: str) -> str:
    try:
        return httpx.URL(url).host
    except httpx.InvalidURL:
        return ""
