"""The recorded uploads, downloads, link checks and balances, through the real client."""

from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.outcomes import (
    Downloaded,
    ReachableLink,
    TaskReport,
    UploadedImage,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import (
    objection_to_link,
)
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES, SUBMIT_BACK_OFF
from tests.api.exchanges import (
    CLIP,
    TOKEN,
    Exchange,
    PlayedService,
    exchanges_about,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(4491)
REFUSALS = {
    "auth": ProblemKind.TOKEN_REJECTED,
    "insufficient_balance": ProblemKind.BALANCE_TOO_LOW,
    "api_error": ProblemKind.REFUSED,
}


@pytest.mark.parametrize("exchange", exchanges_about("upload"), ids=str)
async def test_an_upload_ends_as_recorded(exchange: Exchange, tmp_path: Path) -> None:
    picture = tmp_path / "Aunt Mary's passport.png"
    picture.write_bytes(PNG)
    service = PlayedService.of(exchange)

    outcome = await service.api().upload_image(picture, content_type="image/png")

    sent = service.requests[0]
    assert sent.url.path == "/v1/uploads/images"
    assert sent.headers["Authorization"] == f"Bearer {TOKEN}"
    assert b'name="file"; filename="upload.png"\r\nContent-Type: image/png\r\n' in sent.content
    assert PNG in sent.content
    assert b"passport" not in sent.content
    if exchange.expect["class"] == "uploaded":
        assert isinstance(outcome, UploadedImage)
        assert outcome.url == exchange.expect["url"]
        look = service.requests[1]
        assert look.headers["Range"] == "bytes=0-1023"
        assert "Authorization" not in look.headers
        return
    assert isinstance(outcome, Problem)
    assert outcome.charged is Charged.NO
    match exchange.expect["class"]:
        case "protocol" | "server":
            assert outcome.kind is ProblemKind.SERVICE_TROUBLE
        case "invalid_request":
            assert outcome.kind is ProblemKind.INVALID_REQUEST
            assert outcome.field == "file"
        case "too_large":
            assert outcome.kind is ProblemKind.TOO_LARGE
            assert exchange.expect["limit_bytes"] == MAX_UPLOAD_BYTES
        case "rate_limited":
            assert outcome.kind is ProblemKind.RATE_LIMITED
            assert outcome.retry_after is None
            assert exchange.expect["wait_s"] == SUBMIT_BACK_OFF[0]
        case word:
            assert outcome.kind is REFUSALS[word]


@pytest.mark.parametrize("exchange", exchanges_about("balance"), ids=str)
async def test_a_balance_is_read_as_recorded(exchange: Exchange) -> None:
    service = PlayedService.of(exchange)
    api = service.api()
    is_account = exchange.request["path"] == "/v1/user/balance"

    outcome = await (api.account_balance() if is_account else api.key_balance())

    assert service.requests[0].url.path == exchange.request["path"]
    if exchange.expect["class"] == "balance":
        assert isinstance(outcome, Balance)
        assert outcome.used == Decimal("2.3")
        assert outcome.unlimited is exchange.expect.get("unlimited", False)
        usd = exchange.expect.get("usd")
        assert outcome.remaining == (None if usd is None else Decimal(str(usd)))
    else:
        assert isinstance(outcome, Problem)
        assert outcome.kind is REFUSALS[exchange.expect["class"]]


async def test_a_recorded_download_is_saved_whole_without_the_token(tmp_path: Path) -> None:
    (exchange,) = (e for e in exchanges_about("download") if e.name == "download_ok")
    service = PlayedService.of(exchange)

    outcome = await service.api().download(exchange.request["path"], tmp_path / "clip.part")

    assert outcome == Downloaded(size_bytes=1048576)
    assert (tmp_path / "clip.part").read_bytes() == CLIP.ljust(1048576, b"\0")[:1048576]
    assert not (tmp_path / "clip.part.validator").exists()
    _check_that_no_token_went_along(service)


async def test_a_recorded_cut_is_mended_with_a_range(tmp_path: Path) -> None:
    (exchange,) = (e for e in exchanges_about("download") if e.name == "download_truncated")
    whole = CLIP.ljust(1048576, b"\0")[:1048576]
    service = PlayedService.of(exchange)
    headers = {"Content-Range": "bytes 524288-1048575/1048576"}
    service.answers.append(httpx.Response(206, headers=headers, content=whole[524288:]))

    outcome = await service.api().download(exchange.request["path"], tmp_path / "clip.part")

    assert outcome == Downloaded(size_bytes=1048576)
    assert service.requests[1].headers["Range"] == "bytes=524288-"
    assert (tmp_path / "clip.part").read_bytes() == whole


async def test_a_recorded_dead_link_is_replaced_by_the_one_of_the_next_poll(tmp_path: Path) -> None:
    (exchange,) = (e for e in exchanges_about("download") if "requery" in e.name)
    service = PlayedService.of(exchange)
    api = service.api()
    part = tmp_path / "clip.part"

    expired = await api.download(exchange.request["path"], part)
    report = await api.task("task_01TESTTASK0000000000000001")

    assert isinstance(expired, Problem)
    assert expired.kind is ProblemKind.RESULT_EXPIRED
    assert expired.charged is Charged.YES
    assert isinstance(report, TaskReport)
    assert report.video_urls == ("https://upload.example.test/f/video/fresh.mp4",)
    assert await api.download(report.video_urls[0], part) == Downloaded(size_bytes=len(CLIP))


async def test_a_recorded_redirect_is_followed_without_the_token(tmp_path: Path) -> None:
    (exchange,) = (e for e in exchanges_about("download") if "redirect" in e.name)
    service = PlayedService.of(exchange)

    outcome = await service.api().download(exchange.request["path"], tmp_path / "clip.part")

    assert outcome == Downloaded(size_bytes=len(CLIP))
    assert [r.url.host for r in service.requests] == ["upload.example.test", "cdn.other.test"]
    _check_that_no_token_went_along(service)


def _check_that_no_token_went_along(service: PlayedService) -> None:
    for request in service.requests:
        assert "Authorization" not in request.headers
        assert TOKEN not in str(request.headers) + str(request.url)


@pytest.mark.parametrize("exchange", exchanges_about("reference_check"), ids=str)
async def test_a_reference_is_checked_as_recorded(exchange: Exchange) -> None:
    url = exchange.request["path"]
    match exchange.expect["class"]:
        case "reachable":
            service = PlayedService.of(exchange)
            outcome = await service.api().check_link(url)
            assert outcome == ReachableLink(
                size_bytes=exchange.expect["size"], content_type="video/mp4"
            )
            (request,) = service.requests
            assert request.method == "GET"
            assert request.headers["Range"] == exchange.request["headers"]["Range"]
            assert "Authorization" not in request.headers
        case "not_public":
            objection = objection_to_link(url)
            assert objection is not None
            assert objection.reason == "not_public"
        case "needs_public_url":
            objection = objection_to_link(url)
            assert objection is not None
            assert objection.reason == "not_http"
        case word:
            pytest.fail(f"nobody has said what {word} means")
