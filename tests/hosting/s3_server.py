"""A real S3 endpoint in a process of its own, and proxies before it that do what networks do."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from omniflash_desktop.domain.hosting import BucketKey, VideoHosting, VideoWay

BUCKET = "studio-refs"
REGION = "eu-central-1"
ANY_KEY = BucketKey(key_id="AKIAANYBODY", secret="anything")
_PATIENCE = 60.0
_CALLS_BEFORE_KEYS_COUNT = "4"
_ALL_OF_S3 = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}
_SKEWED = (
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>RequestTimeTooSkewed</Code>'
    "<Message>The difference between the request time and the server's time is too large."
    "</Message></Error>"
)


@dataclass(frozen=True)
class S3Server:
    """A store with one bucket.

    Attributes:
        url: Its address.
        key: A key that opens it.
    """

    url: str
    key: BucketKey

    def hosting(self, **facts: Any) -> VideoHosting:
        facts = {"endpoint": self.url, "bucket": BUCKET, "region": REGION, **facts}
        return VideoHosting(way=VideoWay.BUCKET, folder="omniflash", **facts)

    def client(self) -> Any:
        return _client("s3", self.url, self.key)

    def objects(self) -> dict[str, int]:
        """Names and sizes of what lies in the bucket."""
        found = self.client().list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {one["Key"]: one["Size"] for one in found}

    def unfinished_uploads(self) -> list[str]:
        found = self.client().list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        return [one["Key"] for one in found]


def _client(service: str, url: str, key: BucketKey) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=key.key_id,
        aws_secret_access_key=key.secret,
    )


@contextmanager
def _moto(**variables: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_listens(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the store ended before it was ready"
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
            return
        time.sleep(0.05)
    raise AssertionError("the store did not begin to listen")


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """A store that takes any key. What nobody has signed for stays closed."""
    with _moto() as url:
        _make_bucket(url, ANY_KEY)
        yield S3Server(url, ANY_KEY)


@contextmanager
def guarded_s3_server() -> Iterator[S3Server]:
    """A store that knows one key, and checks every signature against it.

    The store's program cannot check the signatures of links, so that links are tested elsewhere.
    """
    with _moto(INITIAL_NO_AUTH_ACTION_COUNT=_CALLS_BEFORE_KEYS_COUNT) as url:
        # Exactly so many calls as go before keys count.
        iam = _client("iam", url, ANY_KEY)
        iam.create_user(UserName="studio")
        made = iam.create_access_key(UserName="studio")["AccessKey"]
        iam.put_user_policy(
            UserName="studio", PolicyName="videos", PolicyDocument=json.dumps(_ALL_OF_S3)
        )
        _make_bucket(url, ANY_KEY)
        yield S3Server(url, BucketKey(key_id=made["AccessKeyId"], secret=made["SecretAccessKey"]))


def _make_bucket(url: str, key: BucketKey) -> None:
    _client("s3", url, key).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
    )


@dataclass
class Proxy:
    """Stands before a store and passes on what comes.

    Attributes:
        url: Its own address.
        received: Bytes that clients have sent.
        cuts: How many connections are still to be cut in the middle of what a client sends.
        clock_is_ahead_by: How far the store's clock is from this computer's. A request whose date
            differs by more than 15 minutes is refused, as S3 does; moto has no clock.
    """

    url: str = ""
    received: int = 0
    cuts: int = 0
    clock_is_ahead_by: timedelta = timedelta(0)
    cut_after: int = 1_000_000
    serving: set[asyncio.Task[None]] = field(default_factory=set)


@asynccontextmanager
async def proxy_before(store: S3Server, **how: Any) -> AsyncGenerator[Proxy]:
    """A small TCP proxy before `store`."""
    port = int(store.url.rpartition(":")[2])
    proxy = Proxy(**how)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        proxy.serving.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            if proxy.clock_is_ahead_by and _is_skewed(head, proxy.clock_is_ahead_by):
                writer.write(_forbidden(_SKEWED))
                await writer.drain()
                return
            await _pass_on(proxy, head, reader, writer, port)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            # The task of a connection is asyncio's own, which reports one that is cancelled.
            pass
        finally:
            writer.close()
            proxy.serving.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        for task in list(proxy.serving):
            task.cancel()
        await asyncio.gather(*proxy.serving)


async def _pass_on(
    proxy: Proxy,
    head: bytes,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
) -> None:
    from_store, to_store = await asyncio.open_connection("127.0.0.1", port)
    answering = asyncio.ensure_future(_answers(from_store, writer))
    sent = 0
    try:
        chunk = head
        while chunk:
            sent += len(chunk)
            proxy.received += len(chunk)
            if proxy.cuts and sent > proxy.cut_after:
                proxy.cuts -= 1
                writer.transport.abort()
                return
            to_store.write(chunk)
            await to_store.drain()
            chunk = await reader.read(1 << 16)
    finally:
        to_store.close()
        answering.cancel()
        await asyncio.wait({answering})


async def _answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(1 << 16):
            writer.write(chunk)
            await writer.drain()
        writer.close()


def _is_skewed(head: bytes, ahead: timedelta) -> bool:
    for line in head.decode("latin-1").splitlines():
        name, _, value = line.partition(":")
        if name.lower() == "x-amz-date":
            said = datetime.strptime(value.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            return abs(datetime.now(UTC) + ahead - said) > timedelta(minutes=15)
    return False


def _forbidden(body: str) -> bytes:
    head = f"HTTP/1.1 403 Forbidden\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return (head + body).encode()
