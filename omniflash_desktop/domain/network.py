"""The way to the internet, as the user has set it: a proxy, and certificates of one's own."""

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import msgspec


class ProxyWay(StrEnum):
    """Which proxy is used."""

    SYSTEM = "system"
    """The environment's or the system's, where there is one."""
    NONE = "none"
    MANUAL = "manual"


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """What new connections go by.

    Attributes:
        proxy_way: Which proxy.
        proxy_address: Its URL, for `ProxyWay.MANUAL`.
        certificate_file: Further trusted certificates (PEM), such as a company's own.
    """

    proxy_way: ProxyWay = ProxyWay.SYSTEM
    proxy_address: str = ""
    certificate_file: Path | None = None

    @property
    def proxy_url(self) -> str | None:
        """The proxy to use; `None` for the system's, or for none."""
        if self.proxy_way is not ProxyWay.MANUAL:
            return None
        return self.proxy_address.strip() or None

    @property
    def asks_the_system(self) -> bool:
        """Whether the environment's proxy counts."""
        return self.proxy_way is ProxyWay.SYSTEM


def is_proxy_address(text: str) -> bool:
    """Whether `text` can be a proxy's URL. A password in it would be written into a file."""
    try:
        parts = urlsplit(text.strip())
        _ = parts.port
    except ValueError:
        return False
    is_clean = parts.username is None and parts.password is None
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_clean
