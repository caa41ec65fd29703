"""What leaves this computer: told before a clip is sent, and afterwards."""

import argparse
from typing import TYPE_CHECKING

from omniflash_desktop.cli.commands import found_by_id
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.outcome_status import status_of_problem
from omniflash_desktop.cli.output import print_json, print_line, say
from omniflash_desktop.cli.receipt_words import receipt_lines, receipt_record
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.upload_receipt import UploadReceipt, receipt_of
from omniflash_desktop.services.ports import GenerationLibrary, Prices

if TYPE_CHECKING:
    # `omniflash receipt` only reads, and is quick for that.
    from omniflash_desktop.services.receipts import Receipts


async def dry_run(
    arguments: argparse.Namespace,
    request: GenerationRequest,
    service: str,
    receipts: "Receipts",
    prices: Prices,
) -> ExitStatus:
    """`omniflash generate --dry-run`: the receipt of a clip that is not made."""
    made = await receipts.before(request, service)
    if isinstance(made, Problem):
        say(sentence_for(made))
        return status_of_problem(made)
    _print(made.receipt, as_json=arguments.json)
    price = prices.price_for(request, service=service).amount
    if service == SANDBOX:
        say("Nothing was sent. In the sandbox it would be free.")
    elif price is None:
        say("Nothing was sent, and nothing was billed.")
    else:
        say(f"Nothing was sent, and nothing was billed. It would cost about ${price:.2f}.")
    return ExitStatus.DONE


def receipt(arguments: argparse.Namespace, library: GenerationLibrary) -> ExitStatus:
    """`omniflash receipt`: what was sent for a clip."""
    kept = receipt_of(found_by_id(arguments.id, library))
    if kept is None:
        say("Nothing was sent for it from this computer.")
        return ExitStatus.FAILED
    _print(kept, as_json=arguments.json)
    if kept.is_second_try and not arguments.json:
        say("It was sent once more by itself: the service could not fetch a reference at first.")
    return ExitStatus.DONE


def _print(made: UploadReceipt, *, as_json: bool) -> None:
    if as_json:
        print_json(receipt_record(made))
        return
    for line in receipt_lines(made):
        print_line(line)
