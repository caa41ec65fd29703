"""Files that clients bring: pictures for 72 hours, and a bucket that stands for the user's own."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

from omniflash_desktop.sandbox import file_kinds, public_links, tariff
from omniflash_desktop.sandbox.incoming_files import (
    IncomingFile,
    received_multipart,
    received_raw,
)
from omniflash_desktop.sandbox.records import FileKind, FileRecord
from omniflash_desktop.sandbox.refusals import upload_refusal

if TYPE_CHECKING:
    from starlette.requests import Request

    from omniflash_desktop.sandbox.store import Store

MAX_BUCKET_BYTES: Final = 4 * 1024**3  # ours


async def uploaded_image(store: Store, request: Request, base_url: str) -> dict[str, Any]:
    """Take in a picture (contract, section 4).

    Args:
        store: Where it is kept.
        request: A multipart request with the field ``file``.
        base_url: The address to put in front of the link.

    Returns:
        The documented answer.

    Raises:
        RefusalError: 400 for a missing field, another type or a broken picture; 413 above
            `tariff.MAX_UPLOAD_BYTES`.
    """
    path = store.incoming_folder / secrets.token_hex(16)
    try:
        file = await received_multipart(request, path, tariff.MAX_UPLOAD_BYTES)
        media_type = await _checked_picture(file)
        expires = time.time() + tariff.UPLOAD_LINK_SECONDS
        record = _kept(store, file, FileKind.UPLOAD, media_type, expires)
    finally:
        path.unlink(missing_ok=True)
    return {
        "url": base_url + public_links.image_path(record.name),
        "filename": file.filename,
        "content_type": record.content_type,
        "bytes": record.bytes,
        "created_at": int(record.created),
    }


async def bucket_file(store: Store, request: Request, base_url: str) -> dict[str, Any]:
    """Take in any file and give a lasting link to it: the user's bucket in demos and tests.

    Args:
        store: Where it is kept.
        request: A multipart request with the field ``file``, or any other with the bytes as its
            body and the name in the query as ``filename``.
        base_url: The address to put in front of the link.

    Raises:
        RefusalError: 400 for a multipart body without the field, 413 above `MAX_BUCKET_BYTES`.
    """
    path = store.incoming_folder / secrets.token_hex(16)
    multipart = request.headers.get("content-type", "").startswith("multipart/")
    receive = received_multipart if multipart else received_raw
    try:
        file = await receive(request, path, MAX_BUCKET_BYTES)
        if file.too_large:
            raise _too_large(file)
        record = _kept(store, file, FileKind.BUCKET, file_kinds.content_type(file.head), None)
    finally:
        path.unlink(missing_ok=True)
    return {
        "url": base_url + public_links.bucket_path(record.name),
        "filename": file.filename,
        "content_type": record.content_type,
        "bytes": record.bytes,
        "sha256": file.sha256,
        "created_at": int(record.created),
    }


async def _checked_picture(file: IncomingFile) -> str:
    if file.too_large:
        raise _too_large(file)
    media_type = file_kinds.content_type(file.head)
    if media_type not in file_kinds.UPLOADABLE:
        raise upload_refusal(400, "invalid_request_error", f"unsupported image type: {media_type}")
    if not await asyncio.to_thread(file_kinds.is_sound_picture, file.path, media_type):
        raise upload_refusal(
            400, "invalid_request_error", "missing or invalid file field: broken image"
        )
    return media_type


def _too_large(file: IncomingFile) -> Exception:
    return upload_refusal(
        413,
        "invalid_request_error",
        f"file size {file.bytes} exceeds maximum {file.limit} bytes",
    )


def _kept(
    store: Store, file: IncomingFile, kind: FileKind, media_type: str, expires: float | None
) -> FileRecord:
    name = file.public_name(media_type)
    record = FileRecord(name, kind, media_type, file.bytes, time.time(), expires)
    os.replace(file.path, store.path_of(record))
    store.add_file(record)
    return record
