"""Uploads of pictures and the bucket for any file (contract, section 4)."""

import io
import sqlite3
import time
from pathlib import Path

import httpx
import pytest
from PIL import Image
from running_sandbox import RunningSandbox, sandbox_running


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 80, 40)).save(out, kind)
    return out.getvalue()


def upload(sandbox: RunningSandbox, data: bytes, name: str = "photo.jpg") -> httpx.Response:
    return sandbox.client.post("/v1/uploads/images", files={"file": (name, data)})


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
    ],
)
def test_the_four_types_are_known_by_their_content(
    sandbox: RunningSandbox, kind: str, media_type: str
) -> None:
    data = picture(kind)
    answer = upload(sandbox, data, "wrong name.txt")
    assert answer.status_code == 200
    body = answer.json()
    assert body["content_type"] == media_type
    assert (body["filename"], body["bytes"]) == ("wrong name.txt", len(data))
    assert abs(body["created_at"] - time.time()) < 60
    assert body["url"].startswith(f"{sandbox.base_url}/f/image/")
    fetched = httpx.get(body["url"])
    assert (fetched.headers["content-type"], fetched.content) == (media_type, data)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"BM" + bytes(60), "image/bmp"),
        (b"II*\x00" + bytes(60), "image/tiff"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), "image/heic"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(60), "image/avif"),
        (b"\x00\x00\x00\x18ftypisom" + bytes(60), "video/mp4"),
        (b"just words", "text/plain"),
        (b"", "application/octet-stream"),
    ],
)
def test_other_types_are_refused_by_name(sandbox: RunningSandbox, data: bytes, named: str) -> None:
    answer = upload(sandbox, data)
    assert answer.status_code == 400
    assert answer.json() == {
        "error": {
            "message": f"unsupported image type: {named}",
            "type": "invalid_request_error",
        }
    }


def test_a_broken_picture_is_refused(sandbox: RunningSandbox) -> None:
    answer = upload(sandbox, picture("PNG")[:60])
    assert answer.status_code == 400
    assert "code" not in answer.json()["error"]


def test_a_missing_field_is_refused(sandbox: RunningSandbox) -> None:
    for request in (
        {"files": {"picture": ("a.jpg", picture("JPEG"))}},
        {"data": {"file": "text"}},
        {"content": b"raw bytes"},
        {"content": b"--x\r\nnonsense", "headers": {"Content-Type": "multipart/form-data"}},
        {
            "content": b"nonsense",
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
    ):
        answer = sandbox.client.post("/v1/uploads/images", **request)
        assert answer.status_code == 400, request
        assert answer.json()["error"]["type"] == "invalid_request_error"


def test_a_wrong_token_is_told_even_with_a_large_upload(sandbox: RunningSandbox) -> None:
    answer = httpx.post(
        f"{sandbox.base_url}/v1/uploads/images",
        headers={"Authorization": "Bearer wrong"},
        files={"file": ("a.jpg", bytes(15_000_000))},
    )
    assert answer.status_code == 401


def test_other_fields_beside_the_file_are_passed_over(sandbox: RunningSandbox) -> None:
    data = picture("PNG")
    answer = sandbox.client.post(
        "/v1/uploads/images", data={"purpose": "x" * 5000}, files={"file": ("a.png", data)}
    )
    assert answer.json()["bytes"] == len(data)


def test_the_limit_is_exact(sandbox: RunningSandbox) -> None:
    limit = 20_971_520
    data = picture("JPEG")
    assert upload(sandbox, data + bytes(limit - len(data))).status_code == 200
    answer = upload(sandbox, data + bytes(limit - len(data) + 1))
    assert answer.status_code == 413
    assert answer.json()["error"] == {
        "message": f"file size {limit + 1} exceeds maximum {limit} bytes",
        "type": "invalid_request_error",
    }


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a b/ü?#%.png", "写真.jpg", ".", "x" * 300, 'q"uote.jpg']
)
def test_odd_file_names_give_sound_links(sandbox: RunningSandbox, name: str) -> None:
    answer = upload(sandbox, picture("PNG"), name)
    assert answer.status_code == 200
    assert httpx.get(answer.json()["url"]).status_code == 200


def test_an_upload_expires_after_72_hours(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path) as sandbox:
        link = upload(sandbox, picture("PNG")).json()["url"]
        token = sandbox.token
    with sqlite3.connect(tmp_path / "sandbox.sqlite3") as db:
        (created, expires) = db.execute("SELECT created, expires FROM files").fetchone()
        assert expires - created == pytest.approx(72 * 3600, abs=5)
        db.execute("UPDATE files SET expires = ?", (time.time() - 1,))
    db.close()
    with sandbox_running("--state", tmp_path) as sandbox:
        assert sandbox.token == token
        path = httpx.URL(link).path
        assert httpx.get(sandbox.base_url + path).status_code == 410


def test_the_bucket_takes_any_file(sandbox: RunningSandbox) -> None:
    data = b"\x00\x00\x00\x18ftypisom" + bytes(100)
    raw = sandbox.client.post("/sandbox/files", params={"filename": "m.mp4"}, content=data)
    form = sandbox.client.post("/sandbox/files", files={"file": ("m.mp4", data)})
    for answer in (raw, form):
        body = answer.json()
        assert body["url"].endswith("-m.mp4")
        assert (body["content_type"], body["bytes"]) == ("video/mp4", len(data))
        fetched = httpx.get(body["url"], headers={"Range": "bytes=0-7"})
        assert (fetched.status_code, fetched.content) == (206, data[:8])


def test_paths_that_are_not_ours_are_not_found(sandbox: RunningSandbox) -> None:
    for path in ("/f/image/../../sandbox.sqlite3", "/f/image/%2e%2e%2fsandbox.sqlite3", "/f/x/y"):
        assert httpx.get(sandbox.base_url + path).status_code == 404
