"""One run of `omniflash`: opens the profile, does what was asked, and ends in order."""

import argparse
import asyncio
import io
import logging
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from omniflash_desktop.app.logs import start_log
from omniflash_desktop.cli import commands
from omniflash_desktop.cli.again import is_wanted_again
from omniflash_desktop.cli.arguments import parse, sandbox_options
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.cli.ledger import ledger
from omniflash_desktop.cli.outcome_status import status_of_problem
from omniflash_desktop.cli.output import say
from omniflash_desktop.cli.receipt import dry_run, receipt
from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.cli.sentences import rescue_sentence, sentence_for
from omniflash_desktop.cli.storage import storage
from omniflash_desktop.cli.token import token
from omniflash_desktop.domain.generation import SANDBOX, State
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import service_address
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.rescued_library import RescuedLibrary
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.ledger import Ledger
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.storage.engine_lock import EngineLock
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.ledger_books import LedgerBooks
from omniflash_desktop.storage.library_connection import LibraryTroubleError
from omniflash_desktop.storage.library_rescue import rescue_library
from omniflash_desktop.storage.settings_file import SettingsFile

_log = logging.getLogger(__name__)

_PATIENCE = Patience(waits_for_the_user=False, seconds_for_the_world=20.0)
_READS_ONLY = frozenset({"list", "status", "receipt", "ledger", "recipe", "frame"})
_SHOWS = {"list": commands.list_all, "status": commands.status, "receipt": receipt}
_RUNS_GENERATIONS = frozenset({"generate", "retry", "resume", "fetch"})


def run_command(arguments: Sequence[str]) -> int:
    """Runs one command.

    Returns:
        Its exit status.
    """
    for stream in (sys.stdout, sys.stderr):
        # A prompt may hold letters that the terminal's encoding lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = sandbox_options(arguments)
    if options is not None:
        return _run_sandbox(options)
    try:
        return _run(parse(arguments))
    except WrongInputError as wrong:
        say(str(wrong))
        return ExitStatus.WRONG_INPUT
    except LibraryTroubleError as trouble:
        return _say_problem(trouble.problem)
    except BrokenPipeError:
        # The reader of a pipe has seen enough.
        sys.stderr.close()
        return ExitStatus.DONE
    except OSError as error:
        say(f"The system refused: {error.strerror or error}. Mend that, then try again.")
        return ExitStatus.ENVIRONMENT


def _run(arguments: argparse.Namespace) -> int:
    folders = ProfileFolders.chosen(arguments.profile)
    reads_only = arguments.command in _READS_ONLY
    trouble = None if reads_only else folders.create()
    if trouble is not None:
        return _say_problem(trouble)
    start_log(folders.logs_folder)
    if arguments.command == "doctor":
        from omniflash_desktop.app.doctor import doctor

        return asyncio.run(doctor(arguments, folders))
    if arguments.command == "ledger":
        return asyncio.run(ledger(arguments, Ledger(LedgerBooks(folders.library_file))))
    if arguments.command in ("recipe", "frame"):
        return asyncio.run(_read_clip(arguments, folders))
    preferences = SettingsFile(folders.settings_file).load().preferences
    lock = EngineLock(folders.lock_file)
    is_dry = arguments.command == "generate" and arguments.dry_run
    is_engine = arguments.command in _RUNS_GENERATIONS and not is_dry
    taken_by_another = lock.take() if is_engine else None
    if taken_by_another is not None:
        return _say_problem(taken_by_another)
    library = (
        _opened_library(folders)
        if is_engine
        else open_library(folders.library_file, read_only=True)
    )
    if isinstance(library, Problem):
        lock.release()
        return _say_problem(library)
    began = datetime.now(UTC)
    try:
        if reads_only:
            return _SHOWS[arguments.command](arguments, library)
        service = chosen_service(arguments, preferences)
        request = None
        if arguments.command == "generate":
            request = _request_of(arguments, folders, library, preferences)
            if not is_dry and not is_wanted_again(
                arguments, request, service, library, SystemClock()
            ):
                say("Nothing was sent.")
                return ExitStatus.FAILED
        return asyncio.run(_run_in_loop(arguments, folders, library, preferences, service, request))
    except KeyboardInterrupt:
        return _stopped(folders, since=began)
    finally:
        library.close()
        lock.release()


def _request_of(
    arguments: argparse.Namespace,
    folders: ProfileFolders,
    library: SqliteLibrary,
    preferences: Preferences,
) -> GenerationRequest:
    recipe = None
    if arguments.recipe_file is not None:
        recipe = asyncio.run(_restored_request(arguments, folders, library))
    request = commands.request_from(arguments, preferences, recipe)
    return asyncio.run(_with_looked_at_video(request, arguments.trim, folders))


async def _with_looked_at_video(
    request: GenerationRequest, trim: str | None, folders: ProfileFolders
) -> GenerationRequest:
    from omniflash_desktop.cli.videos import with_looked_at_video
    from omniflash_desktop.media.workers import MediaWorkers

    media = MediaWorkers(pictures_folder=folders.pictures_folder, workers=1)
    try:
        return await with_looked_at_video(request, trim, media)
    finally:
        await media.close()


def _opened_library(folders: ProfileFolders) -> SqliteLibrary | Problem:
    """The library, mended if need be; what was lost and found is told."""
    library = open_library(folders.library_file, mend=rescue_library)
    if isinstance(library, Problem) and library.kind is ProblemKind.LIBRARY_DAMAGED:
        rescued = rescue_library(folders.library_file)
        if isinstance(rescued, Problem):
            return rescued
        _tell_of_rescue(rescued)
        library = open_library(folders.library_file)
    if not isinstance(library, Problem):
        library.on_rescue = _tell_of_rescue
    return library


def _tell_of_rescue(rescued: RescuedLibrary) -> None:
    say(rescue_sentence(rescued))


def _stopped(folders: ProfileFolders, *, since: datetime) -> int:
    """Tells what Ctrl+C leaves behind."""
    library = open_library(folders.library_file, read_only=True)
    if isinstance(library, Problem):
        return _say_problem(library)
    touched = [one for one in library.unfinished() if one.changed_at >= since]
    library.close()
    if any(one.state in (State.SUBMITTING, State.UNCONFIRMED) for one in touched):
        say(
            "Stopped before the answer came. It may be billed, and is not sent again by itself. "
            "Look at it with: omniflash list"
        )
        return ExitStatus.UNCONFIRMED
    if touched:
        say("Stopped. What was sent goes on at the service. Go on here with: omniflash resume")
    else:
        say("Stopped. Nothing was sent.")
    return ExitStatus.FAILED


async def _run_in_loop(
    arguments: argparse.Namespace,
    folders: ProfileFolders,
    library: SqliteLibrary,
    preferences: Preferences,
    service: str,
    request: GenerationRequest | None,
) -> int:
    # The network's libraries are slow to load, and `list` and `status` need none of them.
    from omniflash_desktop.app.core import build_core

    core = build_core(
        folders,
        library,
        preferences,
        base_url=preferences.base_url if service == SANDBOX else service,
        language=preferences.language,
        patience=_PATIENCE,
        report_exception=_report_exception,
    )
    try:
        if arguments.command == "generate" and arguments.dry_run:
            assert request is not None, "it is read before the loop begins"
            return await dry_run(arguments, request, service, core.receipts, core.prices)
        if arguments.command in _RUNS_GENERATIONS:
            await core.tidy_up()
        match arguments.command:
            case "generate":
                assert request is not None, "it is read before the loop begins"
                return await commands.generate(
                    arguments, request, preferences, service, core.queue, core.charges, core.changes
                )
            case "retry":
                return await commands.retry(arguments, service, core.queue, core.changes)
            case "fetch":
                return await commands.fetch(
                    arguments, service, core.queue, core.connections, core.changes
                )
            case "resume":
                status = await commands.resume(arguments, core.queue, core.charges, core.changes)
                # After what is paid for and not home yet.
                found = await core.find_clips_again()
                if found is not None:
                    _tell_of_rescue(found)
                return status
            case "balance":
                return await commands.balance(arguments, service, core.account)
            case "storage":
                return await storage(
                    arguments,
                    preferences,
                    SettingsFile(folders.settings_file),
                    core.hosted,
                    core.bucket_keys,
                    core.links,
                )
            case _:
                return await token(arguments, service, core.tokens, core.account)
    finally:
        await core.close()


async def _restored_request(
    arguments: argparse.Namespace, folders: ProfileFolders, library: SqliteLibrary
) -> GenerationRequest:
    from omniflash_desktop.cli.recipes import restored_request
    from omniflash_desktop.media.workers import MediaWorkers
    from omniflash_desktop.services.recipe_restore import RecipeRestore

    media = MediaWorkers(pictures_folder=folders.pictures_folder, workers=1)
    try:
        return await restored_request(arguments, RecipeRestore(media, library))
    finally:
        await media.close()


async def _read_clip(arguments: argparse.Namespace, folders: ProfileFolders) -> int:
    from omniflash_desktop.cli.frames import frame
    from omniflash_desktop.cli.recipes import recipe
    from omniflash_desktop.media.workers import MediaWorkers

    media = MediaWorkers(pictures_folder=folders.pictures_folder, workers=1)
    try:
        if arguments.command != "frame":
            return await recipe(arguments, media)
        arguments.clip = _file_of_clip(arguments.clip, folders)
        return await frame(arguments, media)
    finally:
        await media.close()


def _file_of_clip(wanted: Path, folders: ProfileFolders) -> Path:
    """A file as it is named, or that of a clip by an id that the other commands take."""
    if wanted.exists():
        return wanted
    library = open_library(folders.library_file, read_only=True)
    if isinstance(library, Problem):
        return wanted
    try:
        clip = commands.found_by_id(str(wanted), library).clip
    except WrongInputError:
        return wanted
    finally:
        library.close()
    return wanted if clip is None else clip.path


def chosen_service(arguments: argparse.Namespace, preferences: Preferences) -> str:
    """Where new clips are made: as the options say, else as the preferences say.

    Raises:
        WrongInputError: The address is none.
    """
    is_about_the_token = arguments.command == "token"
    if is_about_the_token and arguments.sandbox:
        raise WrongInputError("The sandbox needs no token. Leave --sandbox out.")
    if arguments.sandbox:
        return SANDBOX
    if arguments.base_url is not None:
        base_url = service_address(arguments.base_url)
        if base_url is None:
            raise WrongInputError(
                f"{arguments.base_url} is no address of a service. Give one like "
                f"{preferences.base_url}"
            )
        return base_url
    prefers_sandbox = preferences.use_sandbox and not is_about_the_token
    return SANDBOX if prefers_sandbox else preferences.base_url


def _report_exception(exception: BaseException, task: str) -> None:
    _log.error("%s failed", task, exc_info=exception)
    if isinstance(exception, LibraryTroubleError):
        say(sentence_for(exception.problem))
        return
    say(f"Something went wrong inside the app ({type(exception).__name__}); the log has more.")


def _say_problem(problem: Problem) -> int:
    say(sentence_for(problem))
    return status_of_problem(problem)


def _run_sandbox(options: Sequence[str]) -> int:
    command = [sys.executable, "-m", "omniflash_desktop.sandbox", *options]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return ExitStatus.DONE
