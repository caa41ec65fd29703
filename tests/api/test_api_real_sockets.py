"""What networks do to a submit, a poll and an upload, over real connections."""

import asyncio
import json
import tracemalloc
from pathlib import Path

import pytest

from omniflash_desktop.api import links, video_api
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.network import Network, ProxyWay
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    SubmitOutcome,
    Submitted,
    TaskReport,
    Unconfirmed,
    UploadedImage,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.api.certificates import certificate_of_nobody
from tests.api.exchanges import TOKEN
from tests.api.raw_server import (
    Behaviour,
    cuts,
    drips,
    raw_server,
    resets,
    says,
    says_and_stays,
    stays_silent,
    unused_port,
)

BODY = b'{"model":"Omni-Flash-Ext","prompt":"kite"}'
ACCEPTED = b'{"code":200,"data":[{"status":"submitted","task_id":"task_1"}]}'
RUNNING = b'{"code":200,"data":{"id":"task_1","status":"processing"}}'


async def submitted_to(base_url: str, *, proxy: str | None = None) -> SubmitOutcome:
    async with Transport(proxy=proxy) as transport:
        return await HttpVideoApi(transport, base_url, TOKEN).submit(BODY, idempotency_key="k")


# Submits ------------------------------------------------------------------------------------


async def test_a_submit_goes_out_byte_for_byte_on_a_connection_of_its_own() -> None:
    answers = [says_and_stays(200, body) for body in (RUNNING, ACCEPTED, RUNNING)]
    async with raw_server(*answers) as server, Transport() as transport:
        api = HttpVideoApi(transport, server.url, TOKEN)
        await api.task("task_1")
        outcome = await api.submit(BODY, idempotency_key="one-click")
        await api.task("task_1")

    assert outcome == Submitted(task_ids=("task_1",))
    assert server.requests[1].endswith(b"\r\n\r\n" + BODY)
    assert server.header_of(1, "Idempotency-Key") == "one-click"
    # The two polls share one, the submit has the other.
    assert server.connections == 2


async def test_a_submit_is_one_plain_request_whose_length_is_announced(tmp_path: Path) -> None:
    certificate, tls = certificate_of_nobody(tmp_path)
    tls.set_alpn_protocols(["h2", "http/1.1"])
    async with (
        raw_server(says(200, ACCEPTED), tls=tls) as server,
        Transport(ca_file=certificate) as transport,
    ):
        api = HttpVideoApi(transport, f"https://localhost:{server.port}", TOKEN)
        outcome = await api.submit(BODY, idempotency_key="k")

    # Over HTTP/2 the server could take several on one connection, and refuse some of them unseen.
    assert isinstance(outcome, Submitted)
    assert server.requests[0].startswith(b"POST /v1/videos/generations HTTP/1.1\r\n")
    assert server.header_of(0, "Content-Length") == str(len(BODY))
    assert server.header_of(0, "Transfer-Encoding") is None
    assert server.header_of(0, "Expect") is None
    assert server.header_of(0, "Cookie") is None


@pytest.mark.parametrize(
    "behaviour",
    [
        resets,
        cuts(200, 500, ACCEPTED),
        cuts(200, 500, b""),
        says(200, b"<html><body>Log in to Hotel Wi-Fi</body></html>", Content_Type="text/html"),
        says(302, b"", Location="https://portal.example.test/login"),
        says(408, b""),
        says(504, b"<html>Gateway Time-out</html>"),
    ],
    ids=["reset", "cut answer", "cut head", "portal page", "portal redirect", "408", "504"],
)
async def test_a_lost_answer_is_unconfirmed_and_asked_only_once(behaviour: Behaviour) -> None:
    async with raw_server(behaviour) as server:
        outcome = await submitted_to(server.url)

    assert isinstance(outcome, Unconfirmed)
    assert outcome.problem.kind is ProblemKind.OUTCOME_UNKNOWN
    assert outcome.problem.charged is Charged.UNKNOWN
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "behaviour", [stays_silent, drips(200, b" ", every=0.01)], ids=["silent", "dripping"]
)
async def test_a_submit_without_an_end_is_unconfirmed(
    behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(video_api, "SUBMIT_SECONDS", 0.3)
    async with raw_server(behaviour) as server:
        outcome = await submitted_to(server.url)

    assert isinstance(outcome, Unconfirmed)
    assert len(server.requests) == 1


async def test_a_refused_connection_is_free_to_repeat() -> None:
    outcome = await submitted_to(f"http://127.0.0.1:{unused_port()}")

    assert isinstance(outcome, NotExecuted)
    assert outcome.problem.kind is ProblemKind.UNREACHABLE
    assert outcome.problem.charged is Charged.NO
    assert outcome.problem.subject == "127.0.0.1"


@pytest.mark.parametrize(
    "base_url",
    ["https://no-such-host.invalid", f"https://{'a' * 70}.test", "http://[", "http://h:99999"],
)
async def test_a_host_that_cannot_be_found_is_free_to_repeat(base_url: str) -> None:
    assert isinstance(await submitted_to(base_url), NotExecuted)


async def test_a_proxy_that_fails_before_the_tunnel_stands_is_free_to_repeat() -> None:
    for behaviour in (resets, says(502, b"no route"), says(403, b"not from here")):
        async with raw_server(behaviour) as proxy:
            outcome = await submitted_to("https://service.example.test", proxy=proxy.url)

        assert isinstance(outcome, NotExecuted)
        assert proxy.requests[0].startswith(b"CONNECT service.example.test:443 ")
        assert TOKEN.encode() not in proxy.requests[0]


@pytest.mark.parametrize("proxy", ["http://user@127.0.0.1:1", "ftp://127.0.0.1:1"])
async def test_a_proxy_that_cannot_be_used_ends_the_submit_without_a_charge(proxy: str) -> None:
    async with raw_server(says(407, b"password?")) as server:
        is_http = proxy.startswith("http")
        outcome = await submitted_to(
            "https://service.example.test", proxy=server.url if is_http else proxy
        )

    assert isinstance(outcome, Refused)
    assert outcome.problem.kind is ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS
    assert outcome.problem.charged is Charged.NO


async def test_a_proxy_of_the_system_is_not_asked_for_the_sandbox(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    async with raw_server(says(200, ACCEPTED)) as server:
        outcome = await submitted_to(server.url)

    assert isinstance(outcome, Submitted)


async def test_an_untrusted_certificate_stops_the_submit_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    certificate, tls = certificate_of_nobody(tmp_path)
    async with raw_server(says(200, ACCEPTED), says(200, ACCEPTED), tls=tls) as server:
        base_url = f"https://localhost:{server.port}"
        refused = await submitted_to(base_url)
        async with Transport(ca_file=certificate) as transport:
            api = HttpVideoApi(transport, base_url, TOKEN)
            accepted = await api.submit(BODY, idempotency_key="k")

    assert isinstance(refused, Refused)
    assert refused.problem.kind is ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS
    assert refused.problem.charged is Charged.NO
    assert isinstance(accepted, Submitted)
    assert len(server.requests) == 1


async def test_a_missing_certificate_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    async with Transport(ca_file=tmp_path / "gone.pem") as transport:
        outcome = await HttpVideoApi(transport, "https://h.test", TOKEN).key_balance()

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS


async def test_changed_settings_count_for_new_connections_and_leave_the_old_ones_alone(
    tmp_path: Path,
) -> None:
    certificate, tls = certificate_of_nobody(tmp_path)
    async with (
        raw_server(says(200, RUNNING)) as plain,
        raw_server(says(200, RUNNING), says(200, RUNNING), tls=tls) as server,
        Transport() as transport,
    ):
        base_url = f"https://localhost:{server.port}"
        async with transport.open_link(plain.url, headers={}, stall=5.0) as answer:
            refused = await HttpVideoApi(transport, base_url, TOKEN).task("task_1")
            transport.use(Network(certificate_file=certificate))
            accepted = await HttpVideoApi(transport, base_url, TOKEN).task("task_1")
            body = b"".join([chunk async for chunk in answer.chunks()])

    assert isinstance(refused, Problem)
    assert isinstance(accepted, TaskReport)
    assert body == RUNNING


async def test_a_named_proxy_is_asked_and_none_is_when_none_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with raw_server(says(200, RUNNING), says(200, RUNNING)) as proxy, Transport() as way:
        api = HttpVideoApi(way, "http://service.example.test", TOKEN)
        way.use(Network(proxy_way=ProxyWay.MANUAL, proxy_address=proxy.url))
        through = await api.task("task_1")
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        way.use(Network(proxy_way=ProxyWay.NONE))
        past_it = await api.task("task_1")

    assert isinstance(through, TaskReport)
    assert isinstance(past_it, Problem)
    assert len(proxy.requests) == 1
    assert b"http://service.example.test/v1/tasks/task_1" in proxy.requests[0]


# Other calls --------------------------------------------------------------------------------


async def test_a_huge_error_is_cut_and_its_status_still_read() -> None:
    sent = 0

    async def ten_megabytes(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        body = b'{"error":{"message":"' + b"x" * 10_000_000
        await cuts(400, len(body) + 100, body)(writer)
        sent = len(body)

    async with raw_server(ten_megabytes) as server:
        tracemalloc.start()
        outcome = await submitted_to(server.url)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert isinstance(outcome, Refused)
    assert outcome.problem.kind is ProblemKind.INVALID_REQUEST
    assert len(outcome.problem.service_message) <= 500
    # The server, in this very process, holds the ten megabytes twice.
    assert peak < 40_000_000


async def test_a_dripping_answer_does_not_hold_a_poll_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(video_api, "READ_SECONDS", 0.2)
    monkeypatch.setattr(video_api, "CONNECT_SECONDS", 0.1)
    async with (
        raw_server(drips(200, b" ", every=0.01)) as server,
        Transport() as transport,
    ):
        outcome = await HttpVideoApi(transport, server.url, TOKEN).task("task_1")

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.SERVICE_TROUBLE


async def test_a_redirected_submit_is_not_sent_a_second_time_elsewhere() -> None:
    async with (
        raw_server(says(200, ACCEPTED)) as elsewhere,
        raw_server(says(307, b"", Location=elsewhere.url + "/v1/videos/generations")) as server,
    ):
        outcome = await submitted_to(server.url)

    assert isinstance(outcome, Unconfirmed)
    assert elsewhere.requests == []


async def test_a_redirected_poll_does_not_carry_the_token_elsewhere() -> None:
    async with (
        raw_server() as elsewhere,
        raw_server(says(307, b"", Location=elsewhere.url + "/v1/tasks/1")) as server,
        Transport() as transport,
    ):
        outcome = await HttpVideoApi(transport, server.url, TOKEN).task("task_1")

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.SERVICE_TROUBLE
    assert elsewhere.requests == []


async def test_an_upload_tells_its_progress_and_waits_for_its_link(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(3_000_000))
    told: list[tuple[int, int | None]] = []
    waited: list[float] = []

    async def no_waiting(seconds: float) -> None:
        waited.append(seconds)

    async with raw_server(says(404), says(404), says(206, b"\x89PNG")) as store:
        answer = json.dumps({"data": {"url": store.url + "/f/image/1.png"}}).encode()
        async with raw_server(says(200, answer)) as server, Transport() as transport:
            api = HttpVideoApi(transport, server.url, TOKEN, sleep=no_waiting)
            outcome = await api.upload_image(
                picture, content_type="image/png", on_bytes=lambda d, t: told.append((d, t))
            )

    assert outcome == UploadedImage(url=store.url + "/f/image/1.png")
    assert waited == list(links.FRESH_LINK_PAUSES[:2])
    assert told[-1] == (3_000_008, 3_000_008)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert picture.read_bytes() in server.requests[0]
    assert all(TOKEN.encode() not in request for request in store.requests)


async def test_a_file_that_vanished_is_a_missing_reference(tmp_path: Path) -> None:
    async with raw_server() as server, Transport() as transport:
        api = HttpVideoApi(transport, server.url, TOKEN)
        outcome = await api.upload_image(tmp_path / "gone.png", content_type="image/png")

    assert outcome == Problem(kind=ProblemKind.REFERENCE_MISSING, subject="gone.png")


async def test_an_early_413_is_read_although_the_picture_is_still_going_out(
    tmp_path: Path,
) -> None:
    picture = tmp_path / "big.png"
    picture.write_bytes(bytes(8_000_000))
    refusal = b'{"error":{"message":"file size 8000000 exceeds maximum","type":"x"}}'

    async with raw_server(says(413, refusal)) as server, Transport() as transport:
        api = HttpVideoApi(transport, server.url, TOKEN)
        outcome = await api.upload_image(picture, content_type="image/png")

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.TOO_LARGE


async def test_a_task_is_asked_for_by_its_quoted_id() -> None:
    async with raw_server(says(200, RUNNING)) as server, Transport() as transport:
        outcome = await HttpVideoApi(transport, server.url, TOKEN, language="ja").task("a/../b?c")

    assert isinstance(outcome, TaskReport)
    assert server.requests[0].startswith(b"GET /v1/tasks/a%2F..%2Fb%3Fc?language=ja HTTP/1.1")
