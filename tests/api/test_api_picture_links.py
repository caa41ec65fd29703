"""Pictures behind links, fetched over real connections from hosts of every manner."""

import os
from pathlib import Path

import pytest

from omniflash_desktop.api import picture_links
from omniflash_desktop.api.picture_links import PictureLinks
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.domain.outcomes import FetchedPicture, VideoBehindLink
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.api.raw_server import Behaviour, cuts, drips, raw_server, resets, says, unused_port

PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
MP4 = b"\0\0\0\x18ftypisom" + bytes(2000)
PAGE = b"<!doctype html><title>Kites</title>" + b" " * 2000


async def fetched(
    url: str, folder: Path, *, local_allowed: bool = True
) -> FetchedPicture | VideoBehindLink | Problem:
    async with Transport() as transport:
        return await PictureLinks(transport).fetch_picture(url, folder, local_allowed=local_allowed)


async def told(behaviour: Behaviour, folder: Path, path: str = "/kite.png") -> Problem:
    async with raw_server(behaviour) as server:
        answer = await fetched(server.url + path, folder)
    assert isinstance(answer, Problem)
    assert answer.charged is Charged.NO
    assert os.listdir(folder) == []
    return answer


async def test_a_picture_becomes_a_file_with_the_links_name_and_its_own_ending(
    tmp_path: Path,
) -> None:
    async with raw_server(says(200, PNG, Content_Type="text/plain")) as server:
        answer = await fetched(f"{server.url}/a%20kite.jpg?w=1", tmp_path)
        assert isinstance(answer, FetchedPicture)
        assert answer.path.name == "a-kite.png"
        assert answer.path.read_bytes() == PNG
        assert server.header_of(0, "authorization") is None


async def test_a_host_does_not_know_its_visitor_again(tmp_path: Path) -> None:
    hands_out = says(200, PNG, Set_Cookie="who=you; Path=/")
    async with raw_server(hands_out, hands_out) as server, Transport() as transport:
        for _ in range(2):
            answer = await PictureLinks(transport).fetch_picture(
                f"{server.url}/kite", tmp_path, local_allowed=True
            )
            assert isinstance(answer, FetchedPicture)
        assert server.header_of(1, "cookie") is None


async def test_a_video_stays_where_it_is(tmp_path: Path) -> None:
    async with raw_server(says(200, MP4)) as server:
        url = f"{server.url}/watch"
        assert await fetched(url, tmp_path) == VideoBehindLink(url=url)


@pytest.mark.parametrize(
    ("behaviour", "kind", "detail"),
    [
        (says(200, PAGE), "IMAGE_UNUSABLE", "the link leads to a web page, not to a picture"),
        (says(200, b""), "IMAGE_UNUSABLE", "there is nothing behind the link"),
        (says(200, b"kites fly"), "IMAGE_UNUSABLE", "the link leads neither to a picture"),
        (says(401), "LINK_UNREACHABLE", "it does not open without signing in"),
        (says(404, PAGE), "LINK_UNREACHABLE", "there is nothing at this address any more"),
        (says(503), "LINK_UNREACHABLE", "the host answered with error 503"),
        (cuts(200, 9000, PNG), "LINK_UNREACHABLE", "the connection failed"),
        (resets, "LINK_UNREACHABLE", "the connection failed"),
    ],
)
async def test_what_is_no_picture_is_refused_with_the_reason(
    behaviour: Behaviour, kind: str, detail: str, tmp_path: Path
) -> None:
    problem = await told(behaviour, tmp_path)
    assert (problem.kind, problem.subject) == (ProblemKind[kind], "127.0.0.1")
    assert problem.detail.startswith(detail)


async def test_a_picture_that_is_too_large_is_not_fetched_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_links, "MAX_LINKED_PICTURE_BYTES", 1500)
    announced = await told(cuts(200, 10**9, PNG), tmp_path)
    silent = await told(says(200, PNG), tmp_path)
    for problem in (announced, silent):
        assert problem.kind is ProblemKind.IMAGE_UNUSABLE
        assert problem.detail.startswith("it is larger than")


async def test_a_host_that_trickles_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_links, "TOTAL_SECONDS", 0.3)
    problem = await told(drips(200, PNG, every=0.01), tmp_path)
    assert problem.detail == "it took too long"


async def test_redirects_are_followed_and_end(tmp_path: Path) -> None:
    there = says(302, Location="/there.png")
    async with raw_server(there, says(200, PNG)) as server:
        assert isinstance(await fetched(f"{server.url}/here", tmp_path), FetchedPicture)
    async with raw_server(*[there] * 30) as server:
        answer = await fetched(f"{server.url}/here", tmp_path)
        assert isinstance(answer, Problem)
        assert answer.detail == "it leads in a circle"


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://a.example/x.png", "http://[", ""])
async def test_a_redirect_leads_nowhere_but_to_the_web(place: str, tmp_path: Path) -> None:
    problem = await told(says(302, Location=place), tmp_path)
    assert problem.kind in (ProblemKind.LINK_NOT_PUBLIC, ProblemKind.LINK_UNREACHABLE)


async def test_this_computer_and_its_network_are_never_asked_for_a_real_service(
    tmp_path: Path,
) -> None:
    async with raw_server(says(200, PNG)) as server:
        for url in (server.url, "http://192.168.1.1/a.png", "http://printer.local/a.png"):
            answer = await fetched(url, tmp_path, local_allowed=False)
            assert isinstance(answer, Problem)
            assert (answer.kind, answer.detail) == (ProblemKind.LINK_NOT_PUBLIC, "not_public")
        assert server.requests == []


async def test_a_host_that_is_not_there_is_told(tmp_path: Path) -> None:
    answer = await fetched(f"http://127.0.0.1:{unused_port()}/a.png", tmp_path)
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.LINK_UNREACHABLE


async def test_a_full_or_shut_folder_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "pasted"
    in_the_way.write_text("a file where the folder should be")
    async with raw_server(says(200, PNG)) as server:
        answer = await fetched(f"{server.url}/kite.png", in_the_way)
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.FOLDER_UNWRITABLE
