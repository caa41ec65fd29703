"""One generation in a line: what a person reads in a list, and what a script does."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from omniflash_desktop.cli.output import print_generation
from tests.builders import a_generation

AN_HOUR = timedelta(hours=1)


def shown(capsys: pytest.CaptureFixture[str], *, held_for: timedelta | None, as_json: bool) -> str:
    held_until = None if held_for is None else datetime.now(UTC) + held_for
    kite = a_generation().with_facts(held_until=held_until, order=1.5).queued()
    print_generation(kite, as_json=as_json)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("held_for", "word"), [(AN_HOUR, "held"), (-AN_HOUR, "queued"), (None, "queued")]
)
def test_a_held_clip_is_called_so(
    capsys: pytest.CaptureFixture[str], held_for: timedelta | None, word: str
) -> None:
    assert word in shown(capsys, held_for=held_for, as_json=False).split()


def test_scripts_read_the_state_as_ever_and_the_order(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(shown(capsys, held_for=AN_HOUR, as_json=True))
    assert (record["state"], record["order"]) == ("queued", 1.5)
