"""What the bar shows: never less than before, nothing invented, and nothing read to show it."""

from omniflash_desktop.domain.generation import Generation, Progress, State
from tests.builders import a_generation
from tests.services.fakes import Script, completed, running
from tests.services.house import House, a_house


def a_waiting_clip(house: House) -> Generation:
    kept = a_generation().waiting()
    house.library.kept[kept.id] = kept
    return kept


async def test_a_bar_that_stays_at_nothing_and_jumps_to_the_end_is_without_a_percent() -> None:
    async with a_house() as house:
        house.api.polls = Script(*[running(0)] * 6, completed())
        kite = a_waiting_clip(house)
        house.queue.resume_unfinished()

        await house.until(kite, State.READY)

        assert set(house.percents_told(State.WAITING)) == {None}


async def test_a_percent_never_falls_and_is_not_forgotten() -> None:
    async with a_house() as house:
        kite = a_waiting_clip(house)

        for percent in (None, 30, 20, None, 40):
            house.journal.show_progress(kite.id, Progress(percent=percent))

        assert house.percents_told() == [None, 30, 40]


async def test_the_next_state_begins_with_a_bar_of_its_own() -> None:
    async with a_house() as house:
        kite = a_waiting_clip(house)
        house.journal.show_progress(kite.id, Progress(percent=90))

        house.journal.move(kite.id, State.DOWNLOADING)
        house.journal.show_progress(kite.id, Progress(percent=10))

        assert house.percents_told()[-1] == 10


async def test_after_a_restart_a_bar_may_begin_anywhere() -> None:
    async with a_house() as before:
        kite = a_waiting_clip(before)
        before.journal.show_progress(kite.id, Progress(percent=90))
        async with a_house(library=before.library) as after:
            after.journal.show_progress(kite.id, Progress(percent=60))

            assert after.percents_told() == [60]


async def test_progress_is_told_with_the_newest_facts_and_read_only_once() -> None:
    async with a_house() as house:
        kite = a_waiting_clip(house)
        house.journal.show_progress(kite.id, Progress(percent=1))
        house.journal.note(kite.id, title="Kite")
        reads: list[str] = []
        house.library.find = reads.append

        for percent in range(2, 100):
            house.journal.show_progress(kite.id, Progress(percent=percent))

        assert reads == []
        assert house.changes_heard[-1].generation.title == "Kite"
