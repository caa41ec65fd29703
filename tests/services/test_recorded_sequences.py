"""Recorded exchanges that only make sense over time: the real client, the real services.

The network is played from `cases.json`, and time passes as the test says.
"""

import json
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import Downloaded, SubmitOutcome, TaskReport, UploadedImage
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.service_facts import SUBMIT_BACK_OFF
from tests.api.exchanges import TASK_ID, Exchange, PlayedService, exchange_named
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import FakeClock, gaps
from tests.services.house import House, a_house

_T = TypeVar("_T")
CLIP_ANSWER = {"status": 200, "headers": {"Content-Type": "video/mp4"}, "body_text": "<mp4>"}
UPLOADED = {"status": 200, "body": {"url": "https://upload.example.test/f/image/ref.png"}}
TAKEN = exchange_named("submit_text_to_video").answers[0]


class RealApi:
    """The real client over a played service. Time stands still while it is at work."""

    def __init__(self, service: PlayedService) -> None:
        self.service = service
        self.clock: FakeClock
        self.asked: list[float] = []
        self._api = service.api()

    @property
    def base_url(self) -> str:
        return self._api.base_url

    @property
    def token_id(self) -> str:
        return self._api.token_id

    async def key_balance(self) -> Problem:
        """The recordings hold no balance beside other calls."""
        return Problem(kind=ProblemKind.SERVICE_TROUBLE)

    async def submit(self, body: bytes, *, idempotency_key: str) -> SubmitOutcome:
        return await self._timed(self._api.submit(body, idempotency_key=idempotency_key))

    async def task(self, task_id: str) -> TaskReport | Problem:
        self.asked.append(self.clock.elapsed)
        return await self._timed(self._api.task(task_id))

    async def upload_image(self, path: Path, **how: Any) -> UploadedImage | Problem:
        return await self._timed(self._api.upload_image(path, **how))

    async def download(self, url: str, part: Path, **how: Any) -> Downloaded | Problem:
        return await self._timed(self._api.download(url, part, **how))

    async def _timed(self, call: Awaitable[_T]) -> _T:
        with self.clock.waiting_for_real_work():
            return await call

    def requests_for(self, path: str) -> list[httpx.Request]:
        return [request for request in self.service.requests if request.url.path == path]


def a_real_api(exchange: Exchange, *then: dict[str, Any]) -> RealApi:
    service = PlayedService.of(exchange)
    service.answers.extend(then)
    return RealApi(service)


def join(house: House, api: RealApi, tmp_path: Path) -> None:
    api.clock = house.clock
    house.files.part_file = lambda generation_id: tmp_path / f".{generation_id}.part"


def a_sent_clip(house: House) -> Generation:
    """Only the saved id of its task is known, as after a restart."""
    kept = a_generation().with_task(TASK_ID).waiting()
    house.library.kept[kept.id] = kept
    house.queue.resume_unfinished()
    return kept


POLLS_TO_THE_CLIP = [
    "poll_stuck_then_done",
    "poll_429_then_ok",
    "poll_502_html_then_ok",
    "poll_transport_errors_then_ok",
    "poll_resume_after_restart",
]


@pytest.mark.parametrize("name", POLLS_TO_THE_CLIP)
async def test_a_sent_clip_comes_home_whatever_the_polls_meet(name: str, tmp_path: Path) -> None:
    exchange = exchange_named(name)
    api = a_real_api(exchange, CLIP_ANSWER)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        kite = a_sent_clip(house)

        ready = await house.until(kite, State.READY, State.FAILED)

        assert ready.state is State.READY
        assert ready.result_url == exchange.expect["video_url"]
        assert (
            len(api.asked)
            == len(exchange.answers)
            == exchange.expect.get("polls", len(exchange.answers))
        )
        assert State.FAILED not in house.states_of(kite)
        assert {request.method for request in api.service.requests} == {"GET"}
        if "waited_s" in exchange.expect:
            assert gaps(api.asked) == pytest.approx([exchange.expect["waited_s"]])


async def test_the_bar_shows_what_was_recorded(tmp_path: Path) -> None:
    exchange = exchange_named("poll_progress_odd_values")
    api = a_real_api(exchange)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        shown: list[int | None] = []
        kite = a_sent_clip(house)

        for answered in range(1, len(exchange.answers) + 1):
            await house.clock.pass_until(lambda polls=answered: len(api.asked) == polls)
            progress = house.journal.progress_of(kite.id)
            shown.append(progress.percent if progress is not None else None)

        assert shown == exchange.expect["displayed"]
        assert house.is_in(kite, State.WAITING)


async def test_a_task_that_is_not_known_yet_is_asked_about_again(tmp_path: Path) -> None:
    exchange = exchange_named("poll_404_soon_after_submit")
    api = a_real_api(exchange)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        assert exchange.seconds_since_submit == 5
        house.clock.elapsed = exchange.seconds_since_submit
        kite = a_sent_clip(house)

        await house.clock.pass_until(lambda: len(api.asked) == 2)

        assert (house.now(kite).state, house.now(kite).problem) == (State.WAITING, None)


async def test_a_task_that_runs_longer_than_anybody_planned_is_never_failed(
    tmp_path: Path,
) -> None:
    exchange = exchange_named("poll_budget_exhausted")
    api = a_real_api(exchange)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        kite = a_sent_clip(house)
        await house.clock.pass_time(exchange.for_minutes * 60)
        asked = len(api.asked)
        await house.clock.pass_time(300)
        assert 4 <= len(api.asked) - asked <= 6
        assert house.is_in(kite, State.WAITING)

        done = exchange_named("poll_resume_after_restart").answers[0]
        api.service.repeat_last = False
        api.service.answers = [done, CLIP_ANSWER]
        await house.until(kite, State.READY)

        assert {request.method for request in api.service.requests} == {"GET"}


async def test_a_completed_task_without_a_clip_is_asked_again_and_then_told(
    tmp_path: Path,
) -> None:
    exchange = exchange_named("poll_completed_without_video")
    api = a_real_api(exchange)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        api.service.repeat_last = True
        kite = a_sent_clip(house)

        failed = await house.until(kite, State.FAILED)

        assert len(api.asked) == 1 + exchange.expect["repolls"]
        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.RESULT_MISSING
        assert failed.problem.task_id == TASK_ID


async def test_a_dead_link_is_asked_for_anew_once_and_the_clip_saved(tmp_path: Path) -> None:
    exchange = exchange_named("download_expired_403_requery")
    api = a_real_api(exchange)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        kept = a_generation().with_task(TASK_ID).with_facts(result_url=exchange.request["path"])
        kite = kept.downloading()
        house.library.kept[kite.id] = kite
        house.queue.resume_unfinished()

        ready = await house.until(kite, State.READY, State.FAILED)

        assert ready.state is State.READY
        assert len(api.asked) == 1
        last = api.service.requests[-1]
        assert str(last.url) == ready.result_url == "https://upload.example.test/f/video/fresh.mp4"
        assert "Authorization" not in last.headers


def a_picture(tmp_path: Path) -> Path:
    picture = tmp_path / "ref.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(4491))
    return picture


async def test_an_upload_that_met_trouble_is_tried_once_more_by_itself(tmp_path: Path) -> None:
    exchange = exchange_named("upload_500")
    assert exchange.expect["retry"] == "auto_once"
    api = a_real_api(exchange)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        api.service.repeat_last = True
        kite = house.start(a_request(images=(ImageReference(path=a_picture(tmp_path)),)))

        failed = await house.until(kite, State.FAILED)

        assert len(api.requests_for("/v1/uploads/images")) == 2
        assert len(api.service.requests) == 2
        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.SERVICE_TROUBLE
        assert failed.charged.value == "no"


@pytest.mark.parametrize("name", ["upload_500", "upload_429"])
async def test_an_upload_that_worked_the_second_time_is_sent(name: str, tmp_path: Path) -> None:
    exchange = exchange_named(name)
    api = a_real_api(exchange, UPLOADED, TAKEN)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        kite = house.start(a_request(images=(ImageReference(path=a_picture(tmp_path)),)))

        waiting = await house.until(kite, State.WAITING)

        assert house.clock.elapsed == pytest.approx(
            exchange.expect.get("wait_s", SUBMIT_BACK_OFF[0])
        )
        assert len(api.requests_for("/v1/uploads/images")) == 2
        (submit,) = api.requests_for("/v1/videos/generations")
        assert json.loads(submit.content)["image_urls"] == [UPLOADED["body"]["url"]]
        assert submit.headers["Idempotency-Key"] == kite.idempotency_key
        assert waiting.task_id == TASK_ID
        assert waiting.submitted_at is not None
        assert waiting.submitted_at > CLICK


ONE_POST = [
    ("submit_http200_empty_list", State.UNCONFIRMED),
    ("submit_http200_broken_json", State.UNCONFIRMED),
    ("submit_500_server_error", State.UNCONFIRMED),
    ("submit_502_html", State.UNCONFIRMED),
    ("submit_read_timeout", State.UNCONFIRMED),
    ("submit_connection_reset_after_send", State.UNCONFIRMED),
    ("submit_two_tasks_returned", State.WAITING),
    ("submit_versioned_202", State.WAITING),
    ("submit_http200_code400_error", State.FAILED),
    ("submit_http200_code402", State.QUEUED),
    ("submit_nsfw_blocked", State.FAILED),
    ("submit_401_recorded_empty_code", State.QUEUED),
    ("submit_409_key_reused", State.FAILED),
    ("submit_500_build_request_failed", State.FAILED),
]


@pytest.mark.parametrize(("name", "state"), ONE_POST)
async def test_what_was_answered_once_is_posted_once(
    name: str, state: State, tmp_path: Path
) -> None:
    api = a_real_api(exchange_named(name))
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        kite = house.start()

        # Before the first poll; whatever is sent again by itself would go out after 5 s at most.
        await house.clock.pass_time(4.4 if state is State.WAITING else 3600)

        assert house.is_in(kite, state)
        (request,) = api.service.requests
        assert request.method == "POST"


FREE = [
    ("submit_409_in_progress", 2.0),
    ("submit_429_retry_after_seconds", 7.0),
    ("submit_429_no_header", 5.0),
    ("submit_503_idempotency_unavailable", 5.0),
    ("submit_connect_timeout", 5.0),
]


@pytest.mark.parametrize(("name", "seconds"), FREE)
async def test_what_was_not_executed_goes_out_again_unchanged(
    name: str, seconds: float, tmp_path: Path
) -> None:
    api = a_real_api(exchange_named(name), TAKEN)
    async with a_house(api=api) as house:
        join(house, api, tmp_path)
        kite = house.start()

        await house.until(kite, State.WAITING)

        first, second = api.requests_for("/v1/videos/generations")
        assert first.content == second.content
        assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
        assert house.clock.elapsed == pytest.approx(seconds)
