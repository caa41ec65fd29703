"""What one exchange over HTTP comes to, in our own words: only `transport` knows httpx."""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol, TypeAlias

from omniflash_desktop.api.wire_values import parsed

OnBytes: TypeAlias = Callable[[int, int | None], None]
"""Called with the bytes done and the bytes in all, where they are known."""


class Silence(StrEnum):
    """Why no answer came."""

    UNREACHABLE = "unreachable"
    """Name, address or port could not be reached, or a proxy would not pass us on."""
    TLS = "tls"
    """The server's certificate is not trusted, or ours cannot be read. A repeat changes nothing."""
    PROXY = "proxy"
    """The proxy wants a password or is of a kind that we cannot use. A repeat changes nothing."""
    BROKEN = "broken"
    """A connection stood; then time ran out, it was cut, or it spoke nonsense."""


class NoAnswerError(Exception):
    """No usable answer came back. It stays inside this package, where it becomes a problem.

    Attributes:
        silence: Why.
        may_have_left: Whether any byte of the request itself may have reached the other side.
        host: Who was asked.
    """

    def __init__(self, silence: Silence, *, may_have_left: bool, host: str, cause: str) -> None:
        # The cause is a class name: the texts of HTTP libraries quote headers, and with them keys.
        super().__init__(f"no answer from {host}: {silence} ({cause})")
        self.silence = silence
        self.may_have_left = may_have_left
        self.host = host


class SourceUnreadableError(Exception):
    """The file being uploaded vanished, shrank or may not be read.

    Attributes:
        name: The file's name, without its folder.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"cannot read {name}")
        self.name = name


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A whole answer to an API call.

    Attributes:
        status: The HTTP status.
        headers: By lower-case name.
        body: At most `MAX_ANSWER_BYTES`, for an error `transport.MAX_ERROR_BYTES`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def is_success(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status <= 299

    @cached_property
    def value(self) -> object:
        """What the body says as JSON; `None` where it is not JSON. Read once: it may be huge."""
        return parsed(self.body)

    @property
    def text(self) -> str:
        """The body as text, whatever it is."""
        return self.body.decode("utf-8", errors="replace")


class LinkAnswer(Protocol):
    """An answer to the GET of a link, whose body is still to come."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """By lower-case name."""
        ...

    def chunks(self) -> AsyncGenerator[bytes]:
        """The body as it is sent.

        Raises:
            NoAnswerError: The connection broke.
        """
        ...
