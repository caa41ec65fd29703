"""One vocabulary for money and file: the same words in the window and on the command line."""

from datetime import timedelta

import pytest

from omniflash_desktop.cli.output import record_of
from omniflash_desktop.cli.truth_sentences import truth_sentence
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.truth import Truth, truth_of
from omniflash_desktop.ui.notices.truth_words import truth_words
from tests.builders import CLICK, a_generation

pytestmark = pytest.mark.usefixtures("qapp")

GONE = Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES)
SOON = CLICK.replace(hour=11, minute=40)


def a_clip_that_is(truth: Truth, *, in_sandbox: bool = False) -> Generation:
    made = a_generation().in_sandbox() if in_sandbox else a_generation()
    match truth:
        case Truth.NOT_SENT:
            return made.queued()
        case Truth.BEING_SENT:
            return made.submitting()
        case Truth.CHARGED:
            return made.waiting()
        case Truth.CHARGED_UNTIL:
            return made.with_facts(result_expires_at=SOON).downloading()
        case Truth.SAFE:
            return made.ready()
        case Truth.NOT_CHARGED:
            return made.cancelled()
        case Truth.UNCONFIRMED:
            return made.unconfirmed()
        case Truth.CHARGED_AND_GONE:
            return made.failed(GONE)


@pytest.mark.parametrize("in_sandbox", [False, True])
@pytest.mark.parametrize("truth", list(Truth))
def test_both_edges_say_the_same_of_every_truth(truth: Truth, in_sandbox: bool):
    clip = a_clip_that_is(truth, in_sandbox=in_sandbox)
    assert truth_of(clip) is truth
    words = truth_words(clip, now=CLICK)
    assert words
    assert truth_sentence(clip, now=CLICK) == words
    assert record_of(clip)["truth"] == truth.value


def test_each_truth_has_words_of_its_own():
    said = {truth_words(a_clip_that_is(truth), now=CLICK) for truth in Truth}
    assert len(said) == len(Truth)


def test_play_money_is_never_called_charged():
    for truth in Truth:
        words = truth_words(a_clip_that_is(truth, in_sandbox=True), now=CLICK)
        assert not words.startswith("Charged")


def test_a_deadline_of_another_day_names_the_day():
    clip = a_clip_that_is(Truth.CHARGED_UNTIL)
    time = f"{SOON.astimezone():%H:%M}"
    assert truth_words(clip, now=CLICK) == f"Charged, link dies at {time}"
    the_day_before = CLICK - timedelta(days=1)
    assert truth_words(clip, now=the_day_before) == f"Charged, link dies at {time} tomorrow"
    assert truth_sentence(clip, now=the_day_before) == truth_words(clip, now=the_day_before)
    long_before = CLICK - timedelta(days=4)
    assert f"dies at {time} on " in truth_words(clip, now=long_before)
