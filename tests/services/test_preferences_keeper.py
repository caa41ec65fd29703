"""Preferences are written soon, as a whole, and not at every step of a slider."""

from collections.abc import Callable  # noqa: TC003

from omniflash_desktop.domain.preferences import Preferences, Theme
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from tests.services.house import House, a_house

UNWRITABLE = Problem(kind=ProblemKind.FOLDER_UNWRITABLE)


class FakeSettingsFile:
    """Keeps what is written; something may happen while it writes."""

    def __init__(self) -> None:
        self.written: list[Preferences] = []
        self.problem: Problem | None = None
        self.meanwhile: Callable[[], None] = lambda: None

    def save(self, preferences: Preferences) -> Problem | None:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        if self.problem is None:
            self.written.append(preferences)
        return self.problem


def a_keeper(house: House) -> tuple[PreferencesKeeper, FakeSettingsFile]:
    file = FakeSettingsFile()
    return PreferencesKeeper(Preferences(), file, house.tasks, house.clock), file


async def test_many_changes_are_written_once() -> None:
    async with a_house() as house:
        keeper, file = a_keeper(house)
        for percent in range(50):
            keeper.change(volume=percent / 100)
            assert keeper.current.volume == percent / 100

        await house.clock.pass_time(60)

        assert file.written == [Preferences(volume=0.49)]


async def test_a_change_to_the_same_writes_nothing() -> None:
    async with a_house() as house:
        keeper, file = a_keeper(house)
        keeper.change(volume=Preferences().volume)
        keeper.change(muted=True)
        keeper.change(muted=False)

        await house.clock.pass_time(60)
        keeper.write_now()

        assert file.written == []


async def test_later_changes_are_written_as_well() -> None:
    async with a_house() as house:
        keeper, file = a_keeper(house)
        keeper.change(loop=False)
        await house.clock.pass_time(60)
        keeper.change(theme=Theme.DARK)
        await house.clock.pass_time(60)

        assert file.written == [
            Preferences(loop=False),
            Preferences(loop=False, theme=Theme.DARK),
        ]


async def test_a_change_that_comes_while_the_file_is_written_is_not_forgotten() -> None:
    async with a_house() as house:
        keeper, file = a_keeper(house)
        keeper.change(loop=False)
        file.meanwhile = lambda: keeper.change(muted=True)

        await house.clock.pass_time(60)

        assert file.written[-1] == Preferences(loop=False, muted=True)


async def test_at_the_end_what_is_not_written_yet_is_written_now_and_only_once() -> None:
    async with a_house() as house:
        keeper, file = a_keeper(house)
        keeper.change(loop=False)
        await house.tasks.close(within=5.0)
        assert file.written == []

        keeper.write_now()
        keeper.write_now()

        assert file.written == [Preferences(loop=False)]


async def test_a_file_that_cannot_be_written_is_tried_again_with_the_next_change() -> None:
    async with a_house() as house:
        keeper, file = a_keeper(house)
        file.problem = UNWRITABLE
        keeper.change(loop=False)
        await house.clock.pass_time(60)
        assert keeper.current.loop is False

        file.problem = None
        keeper.change(muted=True)
        await house.clock.pass_time(60)

        assert file.written == [Preferences(loop=False, muted=True)]
