"""A link is looked at as the service would: by its first bytes, and wherever it leads."""

import httpx
import pytest

from omniflash_desktop.api.links import PublicLinks
from omniflash_desktop.api.transport import MAX_REDIRECTS, Transport
from omniflash_desktop.domain.outcomes import ReachableLink
from omniflash_desktop.domain.problems import Problem, ProblemKind

MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(1000)
LINK = "https://videos.example.com/walk.mp4"


class Web:
    """Hosts that answer with a place to go to, or with a video."""

    def __init__(self, **moved: str) -> None:
        self.asked: list[str] = []
        self._moved = moved

    async def checked(self, url: str, *, local_allowed: bool = False) -> ReachableLink | Problem:
        async with Transport(wire=httpx.MockTransport(self._answer)) as transport:
            return await PublicLinks(transport, local_allowed=local_allowed).check_link(url)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        assert request.headers["Range"] == "bytes=0-1023"
        target = self._moved.get(request.url.host.partition(".")[0])
        if target is not None:
            return httpx.Response(302, headers={"Location": target})
        body = httpx.ByteStream(MP4)
        return httpx.Response(206, headers={"Content-Range": "bytes 0-1023/9000"}, stream=body)


async def test_a_link_that_moved_is_followed_to_its_video() -> None:
    web = Web(videos="https://cdn.example.com/walk.mp4")

    seen = await web.checked(LINK)

    assert seen == ReachableLink(size_bytes=9000, content_type="video/mp4")
    assert web.asked == [LINK, "https://cdn.example.com/walk.mp4"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://192.168.1.7/walk.mp4", "not_public"),
        ("http://127.0.0.1:9000/walk.mp4", "not_public"),
        ("http://[::1]/walk.mp4", "not_public"),
        ("http://nas.local/walk.mp4", "not_public"),
        ("https://me:secret@cdn.example.com/walk.mp4", "has_credentials"),
        ("ftp://cdn.example.com/walk.mp4", "not_http"),
    ],
)
async def test_a_redirect_may_lead_nowhere_that_a_link_may_not(target: str, reason: str) -> None:
    web = Web(videos=target)

    refused = await web.checked(LINK)

    assert isinstance(refused, Problem)
    assert (refused.kind, refused.detail) == (ProblemKind.LINK_NOT_PUBLIC, reason)
    assert "secret" not in repr(refused)
    assert web.asked == [LINK], "nobody of this network was asked"


async def test_for_the_sandbox_a_link_may_stay_in_this_network() -> None:
    web = Web(videos="http://192.168.1.7/walk.mp4")

    assert isinstance(await web.checked(LINK, local_allowed=True), ReachableLink)


async def test_a_link_that_leads_in_a_circle_is_left() -> None:
    web = Web(videos=LINK)

    refused = await web.checked(LINK)

    assert refused == Problem(kind=ProblemKind.LINK_UNREACHABLE, subject="videos.example.com")
    assert len(web.asked) == MAX_REDIRECTS + 1
