"""Names of clip files: safe on all three systems, whatever the prompt says."""

import re
import unicodedata
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniflash_desktop.domain.file_names import (
    DEFAULT_PATTERN,
    FIELDS,
    MAX_NAME_BYTES,
    MAX_TITLE_BYTES,
    NameFacts,
    PatternProblems,
    clip_file_name,
    example_name,
    problems_of_pattern,
    safe_title,
)

MOMENT = datetime(2026, 11, 22, 18, 40, 5)
DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in "0123456789"}

moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31))
prompts = st.text(max_size=400) | st.text(alphabet=' ./\\:*?"<>|-\x00\n\u202econ1é字', max_size=60)


fields = st.sampled_from([f"{{{field}}}" for field in (*FIELDS, "colour", "", "a/b", "Date")])
patterns = st.lists(fields | prompts, max_size=6).map("".join)
facts = st.builds(
    NameFacts,
    made_at=moments,
    title=prompts,
    prompt=prompts,
    take=st.integers(1, 8),
    takes=st.integers(1, 8),
    resolution=st.sampled_from(["720p", "1080p", "4k"]),
    seconds=st.integers(0, 3600),
    ratio=st.sampled_from(["16:9", "9:16"]),
    mode=st.sampled_from(["text_to_video", "image_fusion"]),
    task=prompts,
    project=prompts,
    id=st.just("3f9c1a7be204"),
)


def a_name(prompt: str, made_at: datetime = MOMENT, taken: frozenset[str] = frozenset()) -> str:
    return clip_file_name(
        NameFacts(prompt=prompt, made_at=made_at), exists=lambda name: name.casefold() in taken
    )


def named(pattern: str, **given: object) -> str:
    told = {"made_at": MOMENT, "prompt": "a kite", **given}
    return clip_file_name(NameFacts(**told), exists=lambda _name: False, pattern=pattern)


@settings(max_examples=300, deadline=None)
@given(patterns, facts)
def test_any_pattern_makes_a_name_that_every_system_takes(pattern: str, facts: NameFacts) -> None:
    name = clip_file_name(facts, exists=lambda _name: False, pattern=pattern)

    assert name.endswith(".mp4")
    assert not set(name) & set('<>:"/\\|?*')
    joiners = "\u200c\u200d"
    hidden = [c for c in name if unicodedata.category(c)[0] == "C" and c not in joiners]
    assert not hidden
    assert not any(c.isspace() for c in name)
    assert len(name.encode("utf-8")) <= MAX_NAME_BYTES
    stem = name.removesuffix(".mp4")
    assert stem.strip(". ") == stem
    assert stem.partition(".")[0].casefold() not in DEVICES
    assert unicodedata.normalize("NFC", name) == name


@settings(max_examples=100, deadline=None)
@given(patterns, facts)
def test_takes_of_one_click_never_meet_whatever_the_pattern(pattern: str, facts: NameFacts) -> None:
    taken: set[str] = set()
    for take in range(1, 9):
        one = msgspec.structs.replace(facts, take=take, takes=8)
        name = clip_file_name(one, exists=lambda n: n.casefold() in taken, pattern=pattern)
        assert name.casefold() not in taken
        taken.add(name.casefold())


def test_takes_have_the_names_that_they_have_whichever_is_home_first() -> None:
    assert named(DEFAULT_PATTERN, take=3, takes=4) == "2026-11-22_184005_a-kite_take3.mp4"
    assert named("{title} {take} of {takes}", take=3, takes=4) == "a-kite-3-of-4.mp4"
    assert named("{id}", take=3, takes=4, id="0123456789ab") == "0123456789ab.mp4"


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{title}", "a-kite.mp4"),
        ("{resolution} {seconds}s {ratio} {mode}", "720p-6s-16x9-text-to-video.mp4"),
        ("{project}/{date}/{title}", "Spring-2026-11-22-a-kite.mp4"),
        ("..\\..\\{title}", "a-kite.mp4"),
        ("{colour} {title}", "colour-a-kite.mp4"),
        ("{title", "{title.mp4"),
        ("CON", "clip.mp4"),
        ("con.{title}", "clip.mp4"),
        ("", "clip.mp4"),
        ("... ", "clip.mp4"),
        ("{title}. ", "a-kite.mp4"),
        ("עפיפון {title}", "עפיפון-a-kite.mp4"),
        ("👩\u200d🚀 {title}", "👩\u200d🚀-a-kite.mp4"),
        ("{task}", "task_01.mp4"),
    ],
)
def test_patterns(pattern: str, name: str) -> None:
    facts = {
        "resolution": "720p",
        "seconds": 6,
        "ratio": "16:9",
        "mode": "text_to_video",
        "project": "Spring",
        "task": "task_01",
    }
    assert named(pattern, **facts) == name


def test_the_user_s_own_title_comes_before_the_prompt_s_words() -> None:
    assert named("{title}", title="My kite") == "My-kite.mp4"


@pytest.mark.parametrize(
    ("pattern", "problems"),
    [
        (DEFAULT_PATTERN, PatternProblems()),
        ("{colour} {title} {colour} {size}", PatternProblems(unknown_fields=("colour", "size"))),
        ("{project}/{title}", PatternProblems(makes_folders=True)),
        ("  ", PatternProblems(is_empty=True)),
        ("...", PatternProblems(is_empty=True)),
    ],
)
def test_what_is_odd_about_a_pattern_is_told(pattern: str, problems: PatternProblems) -> None:
    assert problems_of_pattern(pattern) == problems
    assert problems.none == (problems == PatternProblems())


def test_an_example_shows_what_a_pattern_makes() -> None:
    assert example_name(DEFAULT_PATTERN) == (
        "2026-03-14_184005_A-red-paper-boat-drifts-on-a-pond.mp4"
    )
    assert example_name("{project} {mode} {seconds}s") == "Spring-text-to-video-6s.mp4"


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
