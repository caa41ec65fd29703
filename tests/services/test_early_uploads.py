"""Images that go up while a request is still being written."""

from pathlib import Path

import msgspec

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import UploadedImage
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.early_uploads import EarlyUploads
from tests.builders import a_request
from tests.services.fakes import Held, Script
from tests.services.house import House, a_house

BOAT, MOON = (ImageReference(path=Path(f"/pictures/{name}.png")) for name in ("boat", "moon"))
OF_A_BOAT = a_request(images=(BOAT,))


def early_in(house: House) -> EarlyUploads:
    return EarlyUploads(house.uploader, house.connections, house.tasks, house.clock)


async def test_what_went_up_early_is_there_when_the_clip_is_sent() -> None:
    async with a_house() as house:
        told: list[int | None] = []
        early_in(house).follow(
            OF_A_BOAT, DEFAULT_BASE_URL, lambda _path, percent: told.append(percent)
        )
        await house.clock.pass_time(5)
        assert len(house.api.uploaded) == 1
        assert told[0] == 0
        assert told[-2:] == [100, None]

        kite = await house.until(house.start(OF_A_BOAT), State.READY)

        assert len(house.api.uploaded) == 1
        assert [one.was_there for one in kite.sent_references] == [True]
        assert len(house.api.posts) == 1


async def test_nothing_but_images_goes_up_and_nothing_is_sent() -> None:
    async with a_house() as house:
        request = a_request(
            images=(BOAT, ImageReference(url="https://p.example.com/a.png"), MOON),
            video=VideoReference(path=Path("/videos/dance.mp4")),
        )
        early_in(house).follow(request, DEFAULT_BASE_URL, lambda _path, _percent: None)
        await house.clock.pass_time(5)

        assert {path for path, _ in house.api.uploaded} == {BOAT.path, MOON.path}
        assert house.api.posts == []
        assert house.api.checked == []


async def test_every_word_that_is_typed_uploads_nothing_again() -> None:
    async with a_house() as house:
        early = early_in(house)
        for prompt in ("a", "a kite", "a kite over the sea"):
            request = msgspec.structs.replace(OF_A_BOAT, prompt=prompt)
            early.follow(request, DEFAULT_BASE_URL, lambda _path, _percent: None)
            await house.clock.pass_time(5)

        assert len(house.api.uploaded) == 1


async def test_what_leaves_the_tray_stops_at_once() -> None:
    async with a_house() as house:
        house.api.uploads = Script(Held(UploadedImage(url="https://u.example.test/never.png")))
        told: list[int | None] = []
        early = early_in(house)
        early.follow(OF_A_BOAT, DEFAULT_BASE_URL, lambda _path, percent: told.append(percent))
        await house.clock.pass_time(5)
        assert house.tasks.names() == ["upload while it is written"]

        early.follow(a_request(), DEFAULT_BASE_URL, lambda _path, percent: told.append(percent))
        await house.clock.settle()

        assert house.tasks.names() == []
        assert told[-1] is None
