"""One clip from the click to the file, and the order in which things happen on the way."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Submitted
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.service_facts import RESULT_LINK_HOURS
from omniflash_desktop.services.changes import GenerationChanged
from omniflash_desktop.services.unsent_clips import IncompleteRequestError
from tests.builders import CLICK, CLIP_URL, a_request
from tests.services.fakes import Script, completed, running
from tests.services.house import a_house

A_PICTURE = a_request(images=(ImageReference(path=Path("/pictures/boat.png")),))


async def test_a_clip_goes_all_the_way() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(0, "queued"), running(40), completed(CLIP_URL))
        kite = house.start()

        ready = await house.until(kite, State.READY)

        assert house.states_of(kite) == [
            State.QUEUED,
            State.PREPARING,
            State.SUBMITTING,
            State.WAITING,
            State.DOWNLOADING,
            State.READY,
        ]
        assert len(house.api.posts) == 1
        assert len(house.api.asked) == 3
        assert house.api.downloaded == [(CLIP_URL, house.files.part_file(kite.id))]
        assert ready.clip is not None
        assert [ready.clip.path] == house.files.kept
        assert ready.clip.poster == house.files.poster_file(kite.id)
        assert (ready.cost, ready.elapsed_seconds) == (Decimal("0.30"), 63.0)
        assert ready.estimate == Decimal("0.30")
        assert ready.problem is None
        assert ready.finished_at == house.clock.now()


async def test_every_state_is_saved_before_it_is_acted_upon_and_before_it_is_told() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(40), completed())
        kite = house.start(A_PICTURE)
        await house.until(kite, State.READY)

        told_progress = [("save", "waiting"), ("tell", "waiting")]
        assert house.events == [
            ("save", "queued"),
            ("tell", "queued"),
            ("save", "preparing"),
            ("tell", "preparing"),
            ("save", "uploading"),
            ("tell", "uploading"),
            ("act", "upload"),
            ("save", "submitting"),
            ("tell", "submitting"),
            ("act", "submit"),
            ("save", "waiting"),
            ("tell", "waiting"),
            ("act", "poll"),
            *told_progress,
            ("act", "poll"),
            ("save", "downloading"),
            ("tell", "downloading"),
            ("act", "download"),
            # The name of its file, before the file gets it.
            ("save", "downloading"),
            ("save", "ready"),
            ("tell", "ready"),
        ]


async def test_what_money_hangs_on_is_on_the_disk_itself() -> None:
    async with a_house() as house:
        kite = house.start()
        await house.until(kite, State.READY)

        durable = {one.state for one, durably in house.library.saves if durably}
        assert durable >= {State.QUEUED, State.SUBMITTING, State.WAITING, State.READY}


async def test_the_exact_bytes_and_the_key_are_saved_before_they_are_sent() -> None:
    async with a_house() as house:
        kite = house.start()
        await house.until(kite, State.WAITING)

        before = next(one for one, _ in house.library.saves if one.state is State.SUBMITTING)
        assert house.api.posts == [(before.body, before.idempotency_key)]
        assert before.idempotency_key == kite.idempotency_key


async def test_the_answer_is_kept_as_it_came() -> None:
    async with a_house() as house:
        house.api.submits = Script(Submitted(task_ids=("task_a", "task_b")))
        kite = house.start()

        waiting = await house.until(kite, State.WAITING)

        assert (waiting.task_id, waiting.other_task_ids) == ("task_a", ("task_b",))
        assert waiting.submitted_at == house.clock.now()
        await house.until(kite, State.READY)
        assert {task for _, task in house.api.asked} == {"task_a"}


async def test_a_link_without_a_date_is_taken_to_live_for_a_day() -> None:
    async with a_house() as house:
        kite = house.start()
        ready = await house.until(kite, State.READY)
        assert ready.result_expires_at == house.clock.now() + timedelta(hours=RESULT_LINK_HOURS)

        house.api.polls = Script(completed(expires_at=CLICK + timedelta(hours=3)))
        second = house.start()
        ready = await house.until(second, State.READY)
        assert ready.result_expires_at == CLICK + timedelta(hours=3)


async def test_what_the_service_says_on_the_way_is_kept() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10, "in_progress"))
        kite = house.start()
        await house.until(kite, State.WAITING)

        await house.clock.pass_time(6)

        assert house.now(kite).service_status == "in_progress"


async def test_the_bar_never_falls() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(), running(40), running(20), running(), completed(None))
        kite = house.start()
        await house.until(kite, State.WAITING)

        await house.clock.pass_time(30)

        told = house.percents_told()
        assert told[0] is None
        shown = [percent for percent in told if percent is not None]
        assert shown == sorted(shown)
        assert shown[0] == 40
        assert shown[-1] == 100


async def test_progress_is_told_but_never_saved_by_itself() -> None:
    async with a_house() as house:
        house.api.polls = Script(*(running(percent) for percent in range(0, 100, 10)))
        kite = house.start()
        await house.until(kite, State.WAITING)
        await house.clock.pass_time(6)
        saved = len(house.library.saves)

        await house.clock.pass_time(30)

        assert len(house.library.saves) == saved
        assert house.percents_told()[-1] in (50, 60, 70)


async def test_the_download_has_a_bar_of_its_own() -> None:
    async with a_house() as house:
        kite = house.start()
        await house.until(kite, State.READY)

        of_download = [
            change.progress
            for change in house.changes_heard
            if isinstance(change, GenerationChanged)
            and change.generation.state is State.DOWNLOADING
            and change.progress is not None
        ]
        assert {(p.percent, p.done_bytes, p.total_bytes) for p in of_download} == {
            (25, 250_000, 1_000_000)
        }


async def test_an_incomplete_request_is_not_even_queued() -> None:
    async with a_house() as house:
        with pytest.raises(IncompleteRequestError):
            house.start(a_request(prompt=" "))

        assert house.library.kept == {}


async def test_a_prompt_with_half_characters_is_sent_all_the_same() -> None:
    async with a_house() as house:
        kite = house.start(a_request(prompt="kite \udcff"))
        await house.until(kite, State.READY)

        (sent,) = house.api.posts
        assert json.loads(sent[0])["prompt"] == "kite \ufffd"


async def test_stars_and_titles_do_not_disturb_a_clip_on_its_way() -> None:
    async with a_house() as house:
        kite = house.start()
        await house.until(kite, State.WAITING)
        house.queue.set_favourite(kite.id, True)
        house.queue.rename(kite.id, "  Sunday ")

        ready = await house.until(kite, State.READY)

        assert (ready.favourite, ready.name) == (True, "Sunday")


async def test_a_finished_clip_can_be_removed_and_a_running_one_cannot() -> None:
    async with a_house() as house:
        kite = house.start()
        house.queue.remove(kite.id)
        ready = await house.until(kite, State.READY)

        house.queue.remove(ready.id)

        assert house.library.kept == {}
        assert house.events[-1] == ("tell", f"removed {kite.id}")


async def test_whoever_waits_for_a_clip_gets_it() -> None:
    async with a_house() as house:
        kite = house.start()
        other = house.start()
        waits = house.tasks.start(house.queue.finished(kite.id), name="waits")
        idles = house.tasks.start(house.queue.idle(), name="idles")
        assert waits is not None
        assert idles is not None

        await house.clock.pass_until(lambda: waits.done() and idles.done())

        assert waits.result().state is State.READY
        assert house.is_in(other, State.READY)
        assert (await house.queue.finished(kite.id)).state is State.READY
