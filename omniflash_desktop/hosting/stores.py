"""Opens the stores of the three kinds. Nothing is asked here: a wrong key shows with its first use.

What obstore would read from the environment is given in full, so that variables which belong to
other programs never lead a video into another bucket.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, assert_never
from urllib.parse import urlsplit

from obstore.store import AzureStore, GCSStore, S3Store

from omniflash_desktop.domain.hosting import BucketKey, BucketKind, VideoHosting
from omniflash_desktop.domain.service_facts import CONNECT_SECONDS

if TYPE_CHECKING:
    from obstore.store import AzureAccessKey, ClientConfig, RetryConfig, S3Credential

Store: TypeAlias = S3Store | GCSStore | AzureStore
_K = TypeVar("_K")

_DEFAULT_REGION: Final = "us-east-1"
_PART_SECONDS: Final = 240.0
"""For one part with its answer. Three at a time of 5 MiB each then need about 0.5 Mbit/s."""

_CUT_LINE_SECONDS: Final = 600.0
"""How long a part that a cut line has swallowed is tried again. What is signed is good for 15
minutes, and a repeated part is not signed anew."""

_REQUEST_SECONDS: Final = 30.0
_SHORT_CUT_SECONDS: Final = 20.0
"""For all but the parts of a video: whoever asks is waiting for the answer."""

_TRIES: Final = 10


def quick_store(hosting: VideoHosting, key: BucketKey) -> Store:
    """The store of `hosting`, for short requests.

    Raises:
        obstore.exceptions.BaseError: The key cannot be one.
        ValueError: The same.
    """
    return _opened_store(
        hosting, key, part_seconds=_REQUEST_SECONDS, cut_line_seconds=_SHORT_CUT_SECONDS
    )


def patient_store(hosting: VideoHosting, key: BucketKey) -> Store:
    """As `quick_store`, for uploads."""
    return _opened_store(
        hosting, key, part_seconds=_PART_SECONDS, cut_line_seconds=_CUT_LINE_SECONDS
    )


def _opened_store(
    hosting: VideoHosting, key: BucketKey, *, part_seconds: float, cut_line_seconds: float
) -> Store:
    endpoint = hosting.endpoint.rstrip("/")
    client: ClientConfig = {
        "allow_http": urlsplit(endpoint).scheme == "http",
        "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
        "timeout": timedelta(seconds=part_seconds),
    }
    retry: RetryConfig = {
        "max_retries": _TRIES,
        "retry_timeout": timedelta(seconds=cut_line_seconds),
    }
    match hosting.kind:
        case BucketKind.S3:
            region = hosting.region or _DEFAULT_REGION
            host = urlsplit(endpoint).hostname or ""
            return S3Store(
                hosting.bucket,
                endpoint=endpoint or f"https://s3.{region}.amazonaws.com",
                region=region,
                # Some stores want the bucket in the host's name, and people paste it so.
                virtual_hosted_style_request=host.startswith(f"{hosting.bucket.lower()}."),
                skip_signature=False,
                credential_provider=_given(_s3_credential(key)),
                client_options=client,
                retry_config=retry,
            )
        case BucketKind.GOOGLE:
            return GCSStore(
                hosting.bucket,
                service_account_key=key.secret,
                skip_signature=False,
                client_options=client,
                retry_config=retry,
            )
        case BucketKind.AZURE:
            credential: AzureAccessKey = {"access_key": key.secret, "expires_at": None}
            return AzureStore(
                hosting.bucket,
                account_name=key.key_id,
                endpoint=endpoint or f"https://{key.key_id}.blob.core.windows.net",
                skip_signature=False,
                credential_provider=_given(credential),
                client_options=client,
                retry_config=retry,
            )
        case _:
            assert_never(hosting.kind)


def _s3_credential(key: BucketKey) -> "S3Credential":
    return {
        "access_key_id": key.key_id,
        "secret_access_key": key.secret,
        "token": None,
        "expires_at": None,
    }


def _given(credential: _K) -> Callable[[], _K]:
    # By a provider and not as options: options are shown where a store is printed.
    def give() -> _K:
        return credential

    return give
