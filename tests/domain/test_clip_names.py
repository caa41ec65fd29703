"""Names of clip files: safe on all three systems, whatever the prompt says."""

import re
import unicodedata
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniflash_desktop.domain.file_names import MAX_TITLE_BYTES, clip_file_name, safe_title

MOMENT = datetime(2026, 11, 22, 18, 40, 5)
DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in "0123456789"}

moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31))
prompts = st.text(max_size=400) | st.text(alphabet=' ./\\:*?"<>|-\x00\n\u202econ1é字', max_size=60)


def a_name(prompt: str, made_at: datetime = MOMENT, taken: frozenset[str] = frozenset()) -> str:
    return clip_file_name(
        prompt=prompt, made_at=made_at, exists=lambda name: name.casefold() in taken
    )


@settings(max_examples=60, deadline=None)
@given(prompts, moments)
def test_any_prompt_makes_a_name_that_every_system_takes(prompt: str, made_at: datetime) -> None:
    name = a_name(prompt, made_at)

    assert name.endswith(".mp4")
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(c).startswith("C") or c.isspace() for c in name)
    assert len(name.encode("utf-8")) <= 255
    stem = name.removesuffix(".mp4")
    assert stem.strip(". ") == stem
    assert stem.casefold() not in DEVICES
    assert unicodedata.normalize("NFC", name) == name


@settings(max_examples=60, deadline=None)
@given(prompts)
def test_a_title_is_never_empty_reserved_or_long(prompt: str) -> None:
    title = safe_title(prompt)

    assert title
    assert len(title.encode("utf-8")) <= MAX_TITLE_BYTES
    assert title.casefold() not in DEVICES
    assert title.strip("-. ") == title


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(prompts, moments), min_size=2, max_size=6))
def test_names_sort_by_the_moment_of_the_click(clips: list[tuple[str, datetime]]) -> None:
    whole_seconds = [(prompt, made_at.replace(microsecond=0)) for prompt, made_at in clips]
    names = {a_name(prompt, made_at): made_at for prompt, made_at in whole_seconds}

    assert [names[name] for name in sorted(names)] == sorted(names.values())


@settings(max_examples=60, deadline=None)
@given(prompts, st.integers(min_value=1, max_value=30))
def test_a_name_that_is_taken_is_never_given_again(prompt: str, clips: int) -> None:
    taken: set[str] = set()
    for _ in range(clips):
        name = a_name(prompt, taken=frozenset(taken))
        assert name.casefold() not in taken
        taken.add(name.casefold())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("a red paper boat", "a-red-paper-boat"),
        ("風箏 над морем", "風箏-над-морем"),
        ("", "clip"),
        (" ... ", "clip"),
        ("///", "clip"),
        ("CON", "clip"),
        ("com1", "clip"),
        ("LPT²", "clip"),
        ("console", "console"),
        ("../../etc/passwd", "etc-passwd"),
        ("ends in dots...", "ends-in-dots"),
        ("\ud800half", "half"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert safe_title(text) == title


def test_a_long_word_is_cut_between_letters() -> None:
    assert safe_title("字" * 100) == "字" * (MAX_TITLE_BYTES // 3)


def test_the_name_tells_the_moment_and_the_first_eight_words() -> None:
    name = a_name("one two three four five six seven eight nine ten")

    assert name == "2026-11-22_184005_one-two-three-four-five-six-seven-eight.mp4"


def test_clips_of_one_second_are_numbered() -> None:
    first = a_name("kite")
    second = a_name("kite", taken=frozenset({first.casefold()}))

    assert re.fullmatch(r".*_kite_2\.mp4", second)
    assert a_name("kite", MOMENT + timedelta(seconds=1)) > second
