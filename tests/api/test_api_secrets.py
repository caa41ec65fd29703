"""The token is sent to one host and appears nowhere else."""

import logging
from pathlib import Path

import httpx
import pytest

from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.outcomes import Refused, UploadedImage
from omniflash_desktop.domain.problems import Problem, ProblemKind
from tests.api.exchanges import TASK_ID, TOKEN, PlayedService
from tests.api.raw_server import raw_server, resets, says

ECHOES = (
    f"invalid {TOKEN} Bearer {TOKEN}",
    "Incorrect API key: TESTKEYVALUE",
    "<p>sk-TEST<b></b>KEYVALUE</p> authorization=bearer:abcdefgh",
    "x" * 16_375 + TOKEN,
    "<i>" * 5_459 + TOKEN + " and more",
    "<i>" * 200_000 + TOKEN,
    "sk-&#84;ESTKEYVALUE",
)


@pytest.mark.parametrize("echo", ECHOES, ids=range(len(ECHOES)))
@pytest.mark.parametrize("status", [200, 401, 500])
async def test_an_echoed_token_is_redacted_in_problems_and_logs(
    echo: str, status: int, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    picture = tmp_path / "p.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    error = httpx.Response(
        status, json={"error": {"message": echo}, "request_id": TOKEN}, headers={"X-Echo": TOKEN}
    )
    api = PlayedService([error], repeat_last=True).api()

    problems = (
        await api.submit(b"{}", idempotency_key="k"),
        await api.task(TASK_ID),
        await api.key_balance(),
        await api.upload_image(picture, content_type="image/png"),
    )

    for text in (*map(repr, problems), caplog.text):
        assert "TESTKEYVALUE" not in text
        assert "abcdefgh" not in text


async def test_an_echoed_token_is_redacted_in_what_a_failed_task_says() -> None:
    task = {"id": TASK_ID, "status": f"bearer {TOKEN}", "error": f"key {TOKEN} is out of quota"}
    failed = {**task, "status": "failed"}
    answers = [httpx.Response(200, json={"data": data}) for data in (task, failed)]
    api = PlayedService(list(answers)).api()

    assert TOKEN not in repr(await api.task(TASK_ID))
    assert TOKEN not in repr(await api.task(TASK_ID))


async def test_a_real_connection_leaves_no_token_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        raw_server(says(200, b"{}", X_Echo=TOKEN), resets) as server,
        Transport() as transport,
    ):
        api = HttpVideoApi(transport, server.url, TOKEN)
        await api.submit(b"{}", idempotency_key="k")
        await api.task("t")

    assert TOKEN.encode() in server.requests[0]
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("token", ["sk-näh", "sk-a\r\nHost: evil.test", "sk-\x00", "ключ"])
async def test_a_token_that_fits_in_no_header_is_rejected_before_it_is_sent(token: str) -> None:
    service = PlayedService([])
    api = HttpVideoApi(service.transport(), "https://service.example.test", token)

    outcome = await api.submit(b"{}", idempotency_key="k")

    assert isinstance(outcome, Refused)
    assert outcome.problem.kind is ProblemKind.TOKEN_REJECTED
    assert token not in repr(outcome)
    assert service.requests == []


async def test_without_a_token_nothing_is_sent() -> None:
    service = PlayedService([])
    balance = await HttpVideoApi(service.transport(), "https://h.test", "  ").key_balance()

    assert isinstance(balance, Problem)
    assert balance.kind is ProblemKind.NO_TOKEN


async def test_a_private_file_is_not_offered_to_a_service_that_cannot_host_it(
    tmp_path: Path,
) -> None:
    video = tmp_path / "private.mov"
    video.write_bytes(b"\x00\x00\x00\x14ftypqt  ")
    service = PlayedService([])

    outcome = await service.api().host_file(video)

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.VIDEO_NEEDS_PUBLIC_LINK
    assert service.requests == []


async def test_the_sandbox_hosts_any_file(tmp_path: Path) -> None:
    video = tmp_path / "private.mov"
    video.write_bytes(b"\x00\x00\x00\x14ftypqt  ")
    answer = b'{"url":"http://127.0.0.1:1/f/1.mov"}'
    async with raw_server(says(200, answer)) as server, Transport() as transport:
        outcome = await HttpVideoApi(transport, server.url, TOKEN).host_file(video)

    assert outcome == UploadedImage(url="http://127.0.0.1:1/f/1.mov")
    assert b'filename="upload.mov"\r\nContent-Type: video/quicktime' in server.requests[0]


def test_ordinary_words_are_not_taken_for_keys() -> None:
    text = "the task-force was risk-averse; ask-me-anything about a bearer"

    assert Redactor(TOKEN).clean(text) == text


def test_half_a_token_is_not_left_where_a_long_text_is_cut() -> None:
    token = "abcdefghijklmnopqrst"
    for tags in range(5_440, 5_470):
        assert "abc" not in Redactor(token).clean("<i>" * tags + token + " and more")
