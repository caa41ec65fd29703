"""`omniflash ledger`: what was spent in a day, a month or a project, and a table of every clip."""

import argparse

from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.outcome_status import status_of_problem
from omniflash_desktop.cli.output import print_json, print_line, say
from omniflash_desktop.cli.references import WrongInputError, free_output_file
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.domain.ledger import LedgerTotal, LedgerTotals, Period
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.ledger import Ledger

_NO_NAME = {Period.PROJECT: "(no project)"}


async def ledger(arguments: argparse.Namespace, books: Ledger) -> ExitStatus:
    """Adds up what was spent, and writes the table where one is wanted."""
    since, until = arguments.since, arguments.until
    if since is not None and until is not None and until < since:
        raise WrongInputError(f"{until} lies before {since}. Give the earlier day as --since.")
    table = free_output_file(arguments.csv)
    period = Period(arguments.by)
    totals = await books.totals(period, since=since, until=until)
    if isinstance(totals, Problem):
        return _say(totals)
    problem = None if table is None else await books.write_csv(table, since=since, until=until)
    if problem is not None:
        return _say(problem)
    if arguments.json:
        _print_records(totals, period)
    else:
        _print_lines(totals, period)
    if table is not None:
        say(f"Every clip is in {table}.")
    return ExitStatus.DONE


def _print_records(totals: LedgerTotals, period: Period) -> None:
    for part in totals.parts:
        print_json(_record_of(part, period.value))
    print_json(_record_of(totals.total, "total"))
    print_json(_record_of(totals.play_money, "sandbox"))


def _record_of(total: LedgerTotal, by: str) -> dict[str, object]:
    """A total as scripts read it; the keys do not change."""
    return {
        "by": by,
        "key": total.key,
        "clips": total.clips,
        "spent": float(total.spent),
        "estimated": float(total.estimated),
        "unconfirmed": total.unconfirmed,
        "may_be_billed": float(total.may_be_billed),
        "unpriced": total.unpriced,
    }


def _print_lines(totals: LedgerTotals, period: Period) -> None:
    lines = [(part.key or _NO_NAME.get(period, ""), part) for part in totals.parts]
    if len(lines) > 1:
        lines.append(("total", totals.total))
    width = max((len(name) for name, _ in lines), default=0)
    for name, part in lines:
        print_line(f"{name:<{width}}  {_clips(part.clips):>10}  {_spent(part):>11}{_rest(part)}")
    if not lines:
        say("Nothing was spent.")
    if not totals.total.is_exact:
        say("≈ holds estimates: the service did not tell every cost.")
    played = totals.play_money
    if played.clips:
        say(
            f"The sandbox made {_clips(played.clips)} for ${played.spent:.2f} of play money. "
            "It bills nothing."
        )


def _spent(total: LedgerTotal) -> str:
    return f"{'' if total.is_exact else '≈ '}${total.spent:.2f}"


def _rest(total: LedgerTotal) -> str:
    words = ""
    if total.unconfirmed:
        words += f"  + ${total.may_be_billed:.2f} may be billed ({_clips(total.unconfirmed)})"
    if total.unpriced:
        words += f"  + {_clips(total.unpriced)} of unknown price"
    return words


def _clips(number: int) -> str:
    return "1 clip" if number == 1 else f"{number} clips"


def _say(problem: Problem) -> ExitStatus:
    say(sentence_for(problem))
    return status_of_problem(problem)
