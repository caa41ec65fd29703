"""What a command says about a clip with a trouble: never that a paid one is to be made again."""

import pytest

from omniflash_desktop.cli.output import record_of
from omniflash_desktop.cli.sentences import sentence_for, sentence_for_clip
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.problems import Problem, ProblemKind
from tests.builders import a_generation

EVERY_TROUBLE = [Problem(kind=kind) for kind in ProblemKind]


def at_the_service(problem: Problem) -> list[Generation]:
    made = a_generation().with_facts(problem=problem)
    return [made.waiting(), made.downloading()]


@pytest.mark.parametrize("problem", EVERY_TROUBLE, ids=lambda problem: problem.kind.value)
def test_a_clip_at_the_service_is_waited_for_and_not_made_again(problem: Problem):
    for clip in at_the_service(problem):
        said = sentence_for_clip(clip)
        assert "Nothing was billed" not in said
        assert "ry again" not in said or "omniflash resume" in said
        assert record_of(clip)["message"] == said


def test_a_service_that_went_away_has_the_clip_still():
    clip = a_generation().with_facts(problem=Problem(kind=ProblemKind.UNREACHABLE)).waiting()
    assert sentence_for_clip(clip) == (
        "The service cannot be reached. It is billed. The clip is not lost. "
        "Go on later with: omniflash resume"
    )


def test_a_clip_that_failed_says_what_its_problem_says():
    problem = Problem(kind=ProblemKind.AT_CAPACITY)
    assert sentence_for_clip(a_generation().failed(problem)) == sentence_for(problem)
    assert sentence_for_clip(a_generation().ready()) == ""
