"""Which links may be references, and for how long an uploaded one may be used again."""

from datetime import timedelta

import pytest

from omniflash_desktop.domain.references import LinkObjection, UploadedLink, objection_to_link
from tests.builders import CLICK


@pytest.mark.parametrize(
    "link",
    [
        "https://media.example.com/motion.mp4",
        "http://media.example.com:8080/a%20b.mp4?sign=x#t",
        "HTTPS://MEDIA.EXAMPLE.COM/a.png",
        "  https://media.example.com/pasted-with-spaces.png\n",
        "https://8.8.8.8/a.png",
        "https://[2606:4700::1111]/a.png",
        "https://медиа.example.com/картинка.png",
        "https://1.example.com/a.png",
    ],
)
def test_a_public_link_is_fine(link: str) -> None:
    assert objection_to_link(link) is None


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("", "not_a_link"),
        ("media.example.com/a.png", "not_a_link"),
        ("https://", "not_a_link"),
        ("https:///a.png", "not_a_link"),
        ("https://example.com:port/a.png", "not_a_link"),
        ("https://[::1/a.png", "not_a_link"),
        ("https://example.com/two links.png", "not_a_link"),
        ("https://exam\nple.com/a.png", "not_a_link"),
        ("https://example.com/\x00a.png", "not_a_link"),
        ("file:///etc/passwd", "not_http"),
        ("ftp://example.com/a.png", "not_http"),
        ("javascript:alert(1)", "not_http"),
        ("data:image/png;base64,AAAA", "not_http"),
        ("C:\\pictures\\a.png", "not_http"),
        ("https://user@example.com/a.png", "has_credentials"),
        ("https://user:secret@example.com/a.png", "has_credentials"),
        ("https://good.com\\@evil.example.com/a.png", "has_credentials"),
        ("http://localhost/a.png", "not_public"),
        ("http://localhost.:8000/a.png", "not_public"),
        ("http://printer/a.png", "not_public"),
        ("http://nas.local/a.png", "not_public"),
        ("http://app.localhost/a.png", "not_public"),
        ("http://box.lan/a.png", "not_public"),
        ("http://box.home.arpa/a.png", "not_public"),
        ("http://metadata.google.internal/a.png", "not_public"),
        ("http://127.0.0.1:9/a.png", "not_public"),
        ("http://127.1/a.png", "not_public"),
        ("http://0x7f.1/a.png", "not_public"),
        ("http://2130706433/a.png", "not_public"),
        ("http://0.0.0.0/a.png", "not_public"),
        ("http://10.0.0.7/a.png", "not_public"),
        ("http://172.16.5.5/a.png", "not_public"),
        ("http://192.168.1.20/a.png", "not_public"),
        ("http://169.254.169.254/latest/meta-data", "not_public"),
        ("http://100.64.0.1/a.png", "not_public"),
        ("http://[::1]/a.png", "not_public"),
        ("http://[fe80::1]/a.png", "not_public"),
        ("http://[fd00::1]/a.png", "not_public"),
        ("http://[::ffff:127.0.0.1]/a.png", "not_public"),
    ],
)
def test_any_other_link_is_refused_with_a_reason(link: str, reason: str) -> None:
    assert objection_to_link(link) == LinkObjection(reason)


@pytest.mark.parametrize("link", ["http://localhost:8000/a.png", "http://192.168.1.20/a.png"])
def test_the_sandbox_may_fetch_from_this_network(link: str) -> None:
    assert objection_to_link(link, local_allowed=True) is None


def test_not_even_the_sandbox_takes_a_password_in_a_link() -> None:
    objection = objection_to_link("http://user:secret@localhost/a.png", local_allowed=True)

    assert objection == LinkObjection("has_credentials")


@pytest.mark.parametrize(
    ("hours", "is_live"),
    [(0, True), (69.9, True), (70, False), (72, False), (-0.1, False)],
)
def test_an_uploaded_link_is_used_again_for_70_hours(hours: float, is_live: bool) -> None:
    link = UploadedLink(sha256="ab", service="s", url="https://u.test/1", uploaded_at=CLICK)

    assert link.is_live(CLICK + timedelta(hours=hours)) is is_live
