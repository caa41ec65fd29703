"""What can be typed after `omniflash`."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from omniflash_desktop.cli.frames import moment
from omniflash_desktop.domain.hosting import DEFAULT_LINK_HOURS, LINK_HOURS, BucketKind
from omniflash_desktop.domain.ledger import Period
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.request import AspectRatio, Resolution
from omniflash_desktop.domain.service_facts import DURATIONS_SECONDS


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Reads the command line; on wrong input it says so and exits with status 2."""
    return _parser().parse_args(arguments)


def sandbox_options(arguments: Sequence[str]) -> list[str] | None:
    """What follows the command `sandbox`, for the sandbox itself; `None` for other commands."""
    words = iter(enumerate(arguments))
    for position, word in words:
        if word == "sandbox":
            return list(arguments[position + 1 :])
        if word in ("--profile", "--base-url"):
            next(words, None)
        elif not word.startswith("--"):
            return None
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="omniflash",
        description="Short videos with the Omni-Flash-Ext service, from the command line.",
        epilog="Exit status: 0 done, 1 failed, 2 wrong input, 3 environment, 4 unconfirmed.",
        parents=[_common_options(is_default=True)],
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = _common_options(is_default=False)

    generate = commands.add_parser(
        "generate", parents=[common], help="make one clip and save it (this is charged)"
    )
    generate.add_argument(
        "prompt",
        metavar="PROMPT",
        nargs="?",
        help="what the clip shows; may be left out with --from",
    )
    generate.add_argument(
        "--from",
        type=Path,
        metavar="FILE",
        dest="recipe_file",
        help="take what is not given from the recipe in a clip",
    )
    generate.add_argument(
        "--image",
        action="append",
        default=[],
        dest="images",
        metavar="FILE|URL",
        help="a reference image; give one, or three to combine",
    )
    generate.add_argument(
        "--fit",
        choices=[fit.value for fit in Fit],
        help="how images get the clip's shape: cut, filled up, or sent as they are (default)",
    )
    generate.add_argument("--video", metavar="FILE|URL", help="a motion reference")
    generate.add_argument(
        "--trim",
        metavar="START-END",
        help="send this part of the video alone: 1.5-4 (seconds) or 0:01.12-0:04.00 (mm:ss.frames)",
    )
    generate.add_argument(
        "--duration",
        type=int,
        choices=DURATIONS_SECONDS,
        help="seconds (default 6; the reference video decides where there is one)",
    )
    generate.add_argument(
        "--resolution",
        type=str.lower,
        choices=[resolution.value for resolution in Resolution],
        help="size of the picture (default 720p)",
    )
    generate.add_argument(
        "--aspect-ratio",
        choices=[ratio.value for ratio in AspectRatio],
        help="shape of the picture (default 16:9)",
    )
    generate.add_argument("--out", type=Path, metavar="FILE", help="also copy the clip to FILE")
    generate.add_argument(
        "--no-wait", action="store_true", help="end once the service has taken the request"
    )
    generate.add_argument(
        "--project", metavar="NAME", help="the project that it is billed to (default: as set)"
    )
    generate.add_argument(
        "--again",
        action="store_true",
        help="do not ask when the same clip was made within the last ten minutes",
    )
    generate.add_argument(
        "--dry-run",
        action="store_true",
        help="only show what would be sent, and to whom; nothing is sent or charged",
    )
    _add_json(generate)

    retry = commands.add_parser(
        "retry", parents=[common], help="make all again that failed without a charge (charged)"
    )
    retry.add_argument(
        "--dry-run", action="store_true", help="only show what would be made, and for how much"
    )
    _add_json(retry)

    _add_json(commands.add_parser("list", parents=[common], help="show all generations"))

    status = commands.add_parser("status", parents=[common], help="show one generation")
    status.add_argument("id", metavar="ID", help="our id, its beginning, or the task id")
    _add_json(status)

    _add_json(
        commands.add_parser(
            "resume", parents=[common], help="carry on everything that is unfinished"
        )
    )

    receipt = commands.add_parser(
        "receipt", parents=[common], help="show what was sent for a clip, and to whom"
    )
    receipt.add_argument("id", metavar="ID", help="our id, its beginning, or the task id")
    _add_json(receipt)

    fetch = commands.add_parser(
        "fetch", parents=[common], help="save the clip of a task, made here or elsewhere"
    )
    fetch.add_argument("task_id", metavar="TASK_ID")
    fetch.add_argument("--out", type=Path, metavar="FILE", help="also copy the clip to FILE")
    _add_json(fetch)

    recipe = commands.add_parser("recipe", parents=[common], help="show what a clip was made from")
    recipe.add_argument("file", type=Path, metavar="FILE", help="a clip, or a recipe beside one")
    _add_json(recipe)

    _add_frame(commands.add_parser("frame", parents=[common], help="save a frame of a clip"))

    _add_json(commands.add_parser("balance", parents=[common], help="show what is left"))

    _add_ledger(commands.add_parser("ledger", parents=[common], help="show what was spent"))

    token = commands.add_parser("token", parents=[common], help="keep or remove the API token")
    token.add_argument(
        "action",
        choices=("set", "forget", "where"),
        help="set reads the token from standard input, never from the command line",
    )

    _add_storage(
        commands.add_parser("storage", parents=[common], help="say where local reference videos go")
    )

    _add_json(
        commands.add_parser("doctor", parents=[common], help="check what the app needs to work")
    )

    # Its options are its own, see `sandbox_options`; here it is only named.
    commands.add_parser(
        "sandbox", help="run the sandbox by itself; `omniflash sandbox --help` tells more"
    )
    return parser


def _add_frame(frame: argparse.ArgumentParser) -> None:
    frame.add_argument(
        "clip", type=Path, metavar="CLIP", help="a video of any kind, or a clip by its id"
    )
    which = frame.add_mutually_exclusive_group()
    which.add_argument("--at", type=moment, metavar="TIME", help="what is shown then: 9.5, 0:09.5")
    which.add_argument("--frame", type=int, metavar="N", dest="number", help="by number, from 0")
    which.add_argument(
        "--last",
        action="store_true",
        help="the last one that is neither black nor blurred (default)",
    )
    frame.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the PNG; otherwise it lies here, named after clip and moment",
    )
    _add_json(frame)


def _add_ledger(ledger: argparse.ArgumentParser) -> None:
    ledger.add_argument(
        "--by",
        choices=[period.value for period in Period],
        default=Period.DAY.value,
        help="by what it is added up (default day)",
    )
    ledger.add_argument("--since", type=_day, metavar="DATE", help="from this day on: 2026-11-22")
    ledger.add_argument("--until", type=_day, metavar="DATE", help="up to the end of this day")
    ledger.add_argument(
        "--csv", type=Path, metavar="FILE", help="also write every clip to FILE, for a spreadsheet"
    )
    _add_json(ledger)


def _add_storage(storage: argparse.ArgumentParser) -> None:
    storage.add_argument(
        "action",
        choices=("show", "set", "test", "forget"),
        help="set reads the secret key from standard input, never from the command line",
    )
    choice = storage.add_argument_group("what `set` keeps")
    choice.add_argument(
        "--own-links", action="store_true", help="upload nothing: you give links to your videos"
    )
    choice.add_argument(
        "--kind",
        choices=[kind.value for kind in BucketKind],
        help="s3 for Amazon and all that are compatible (default), google or azure",
    )
    choice.add_argument("--bucket", metavar="NAME", help="the bucket; at Azure the container")
    choice.add_argument(
        "--endpoint", metavar="URL", help="the store's address, where it is not the usual one"
    )
    choice.add_argument("--region", metavar="NAME", help="the bucket's region")
    choice.add_argument("--folder", metavar="NAME", help="the folder in it (default omniflash)")
    choice.add_argument(
        "--access-key", metavar="ID", help="the access key's id; at Azure the account's name"
    )
    choice.add_argument(
        "--expires",
        type=int,
        choices=LINK_HOURS,
        help=f"hours after which a link dies (default {DEFAULT_LINK_HOURS})",
    )
    choice.add_argument(
        "--delete-after-use",
        action=argparse.BooleanOptionalAction,
        help="whether a video is deleted once no clip needs it any more (it is)",
    )
    _add_json(storage)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date. Write it as 2026-11-22") from None


def _common_options(*, is_default: bool) -> argparse.ArgumentParser:
    """Options that may stand before or after the command's name.

    Args:
        is_default: Whether this copy sets the defaults; the other one must not undo what was
            given before the command's name.
    """
    common = argparse.ArgumentParser(add_help=False)
    group = common.add_argument_group("common options")
    unset = None if is_default else argparse.SUPPRESS
    group.add_argument(
        "--profile",
        type=Path,
        metavar="DIR",
        default=unset,
        help="keep everything the app keeps below DIR",
    )
    where = group.add_mutually_exclusive_group()
    where.add_argument(
        "--base-url", metavar="URL", default=unset, help="the service's address for this run"
    )
    where.add_argument(
        "--sandbox",
        action="store_true",
        default=False if is_default else argparse.SUPPRESS,
        help="use the built-in sandbox for this run: free, and nothing leaves this computer",
    )
    return common


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object a line")
