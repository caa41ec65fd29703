"""Stores that people have by name: what each needs to be told, what follows from its address."""

import re
from enum import StrEnum
from typing import Final, assert_never
from urllib.parse import urlsplit

from omniflash_desktop.domain.hosting import BucketKind

_AMAZON_HOST: Final = re.compile(r"(?:^|\.)s3[.-]([a-z0-9-]+)\.amazonaws\.com$")
_B2_HOST: Final = re.compile(r"(?:^|\.)s3\.([a-z0-9-]+)\.backblazeb2\.com$")
_R2_ENDING: Final = ".r2.cloudflarestorage.com"
_MINIO_PORT: Final = 9000


class BucketPreset(StrEnum):
    """Whose store it is."""

    AMAZON = "amazon"
    R2 = "r2"
    B2 = "b2"
    MINIO = "minio"
    OTHER = "other"
    """Any other that speaks S3."""
    GOOGLE = "google"
    AZURE = "azure"

    @property
    def kind(self) -> BucketKind:
        """The language it speaks."""
        match self:
            case BucketPreset.GOOGLE:
                return BucketKind.GOOGLE
            case BucketPreset.AZURE:
                return BucketKind.AZURE
            case (
                BucketPreset.AMAZON
                | BucketPreset.R2
                | BucketPreset.B2
                | BucketPreset.MINIO
                | BucketPreset.OTHER
            ):
                return BucketKind.S3
            case _:
                assert_never(self)

    @property
    def needs_endpoint(self) -> bool:
        """Whether its address has to be given: without one, Amazon's would be used."""
        return self in _WITHOUT_A_USUAL_ADDRESS


_WITHOUT_A_USUAL_ADDRESS: Final = frozenset(
    {BucketPreset.R2, BucketPreset.B2, BucketPreset.MINIO, BucketPreset.OTHER}
)


def preset_of(kind: BucketKind, endpoint: str) -> BucketPreset:
    """The store that an address belongs to."""
    match kind:
        case BucketKind.GOOGLE:
            return BucketPreset.GOOGLE
        case BucketKind.AZURE:
            return BucketPreset.AZURE
        case BucketKind.S3:
            return _preset_of_s3(endpoint)
        case _:
            assert_never(kind)


def region_in(endpoint: str) -> str:
    """The region that an S3 address tells; empty where it tells none."""
    host, _ = _host_and_port(endpoint)
    if host.endswith(_R2_ENDING):
        return "auto"
    found = _AMAZON_HOST.search(host) or _B2_HOST.search(host)
    return "" if found is None else found[1]


def example_endpoint(preset: BucketPreset, *, region: str = "", account: str = "") -> str:
    """What an address of this store looks like; empty for one that has no address of its own."""
    match preset:
        case BucketPreset.AMAZON:
            return f"https://s3.{region or 'us-east-1'}.amazonaws.com"
        case BucketPreset.R2:
            return f"https://ACCOUNT-ID{_R2_ENDING}"
        case BucketPreset.B2:
            return f"https://s3.{region or 'us-west-004'}.backblazeb2.com"
        case BucketPreset.MINIO:
            return f"https://minio.example.com:{_MINIO_PORT}"
        case BucketPreset.OTHER:
            return "https://s3.example.com"
        case BucketPreset.AZURE:
            return f"https://{account or 'ACCOUNT'}.blob.core.windows.net"
        case BucketPreset.GOOGLE:
            return ""
        case _:
            assert_never(preset)


def _preset_of_s3(endpoint: str) -> BucketPreset:
    host, port = _host_and_port(endpoint)
    if not host or host.endswith(".amazonaws.com"):
        return BucketPreset.AMAZON
    if host.endswith(_R2_ENDING):
        return BucketPreset.R2
    if host.endswith(".backblazeb2.com"):
        return BucketPreset.B2
    return BucketPreset.MINIO if port == _MINIO_PORT or "minio" in host else BucketPreset.OTHER


def _host_and_port(endpoint: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(endpoint.strip())
        return parts.hostname or "", parts.port
    except ValueError:
        return "", None
