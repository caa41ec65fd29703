"""`omniflash token`: keeps, removes and locates the API token."""

import argparse
import getpass
import sys

from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.outcome_status import status_of_problem
from omniflash_desktop.cli.output import print_line, say
from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.ports import TokenStore

_PLACES = {
    "keyring": "The token is kept in the system keyring.",
    "environment": "The token comes from the environment, for this run only.",
    "session": "The token lives in memory, for this run only.",
    "nowhere": "There is no token. Give one: omniflash token set",
}


async def token(
    arguments: argparse.Namespace, service: str, tokens: TokenStore, account: Account
) -> ExitStatus:
    """Does what was asked with the token."""
    match arguments.action:
        case "set":
            return await _keep(_typed_token(), service, account)
        case "forget":
            problem = await account.forget(service)
            say(sentence_for(problem) if problem else "The token is removed.")
            return status_of_problem(problem) if problem else ExitStatus.DONE
        case _:
            place = await tokens.where(service)
            print_line(place)
            say(_PLACES[place])
            return ExitStatus.ENVIRONMENT if place == "nowhere" else ExitStatus.DONE


async def _keep(typed: str, service: str, account: Account) -> ExitStatus:
    problem = await account.connect(service, typed)
    if problem is None:
        say("The service took the token. It is kept in the system keyring.")
        return ExitStatus.DONE
    say(sentence_for(problem))
    return status_of_problem(problem)


def _typed_token() -> str:
    if sys.stdin.isatty():
        typed = getpass.getpass("API token (it is not shown): ")
    else:
        typed = sys.stdin.readline()
    if not typed.strip():
        raise WrongInputError("No token came on standard input. Pipe it in, or type it.")
    return typed.strip()
