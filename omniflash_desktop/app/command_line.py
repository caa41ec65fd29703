"""The start of `omniflash`: opens the profile, runs one command, and ends in order."""

import argparse
import asyncio
import io
import logging
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from omniflash_desktop.cli.arguments import ExitStatus, parse
from omniflash_desktop.cli.output import say
from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.cli.sentences import sentence_for
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.settings_file import SettingsFile

_log = logging.getLogger(__name__)

_PATIENCE = Patience(waits_for_the_user=False, seconds_for_the_world=20.0)
_READS_ONLY = frozenset({"list", "status"})
_RUNS_GENERATIONS = frozenset({"generate", "resume", "fetch"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        Its exit status, see `ExitStatus`.
    """
    for stream in (sys.stdout, sys.stderr):
        # A prompt may hold letters that the terminal's encoding lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    parsed = parse(arguments)
    if parsed.command == "sandbox":
        return _run_sandbox(parsed.options)
    try:
        return _run(parsed)
    except WrongInputError as wrong:
        say(str(wrong))
        return ExitStatus.WRONG_INPUT
    except KeyboardInterrupt:
        say("Stopped. What was sent goes on at the service; go on here with: omniflash resume")
        return ExitStatus.FAILED
    except BrokenPipeError:
        # The reader of a pipe has seen enough.
        sys.stderr.close()
        return ExitStatus.DONE


def _run(arguments: argparse.Namespace) -> int:
    from omniflash_desktop.app.logs import start_log
    from omniflash_desktop.storage.engine_lock import EngineLock

    folders = ProfileFolders.chosen(arguments.profile)
    trouble = folders.create()
    if trouble is not None:
        return _say_problem(trouble)
    start_log(folders.logs_folder)
    if arguments.command == "doctor":
        from omniflash_desktop.app.doctor import doctor

        return asyncio.run(doctor(arguments, folders))
    preferences = SettingsFile(folders.settings_file).load().preferences
    lock = EngineLock(folders.lock_file)
    if arguments.command in _RUNS_GENERATIONS and not lock.take():
        say("Omniflash is at work on this profile already. Close it, or use its window.")
        return ExitStatus.ENVIRONMENT
    library = open_library(
        folders.library_file, read_only=arguments.command not in _RUNS_GENERATIONS
    )
    if isinstance(library, Problem):
        return _say_problem(library)
    try:
        if arguments.command in _READS_ONLY:
            from omniflash_desktop.cli import commands

            show = commands.list_all if arguments.command == "list" else commands.status
            return show(arguments, library)
        return asyncio.run(_run_command(arguments, folders, library, preferences))
    finally:
        library.close()
        lock.release()


async def _run_command(
    arguments: argparse.Namespace,
    folders: ProfileFolders,
    library: SqliteLibrary,
    preferences: Preferences,
) -> int:
    from omniflash_desktop.app.core import build_core
    from omniflash_desktop.cli import commands
    from omniflash_desktop.cli.token import token

    service = chosen_service(arguments, preferences)
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
        match arguments.command:
            case "generate":
                return await commands.generate(
                    arguments, preferences, service, core.queue, core.changes
                )
            case "fetch":
                return await commands.fetch(arguments, service, core.queue, core.changes)
            case "resume":
                return await commands.resume(arguments, core.queue, core.changes)
            case "balance":
                return await commands.balance(arguments, service, core.account)
            case _:
                return await token(arguments, service, core.tokens, core.account)
    finally:
        await core.close()


def chosen_service(arguments: argparse.Namespace, preferences: Preferences) -> str:
    """Where new clips are made: as the options say, else as the preferences say.

    Raises:
        WrongInputError: The address is none.
    """
    if arguments.sandbox:
        return SANDBOX
    if arguments.base_url is not None:
        base_url: str = arguments.base_url
        address = urlsplit(base_url)
        if address.scheme not in ("http", "https") or not address.hostname or address.username:
            raise WrongInputError(
                f"{base_url} is no address of a service. Give one like {preferences.base_url}"
            )
        return base_url.rstrip("/")
    return SANDBOX if preferences.use_sandbox else preferences.base_url


def _report_exception(exception: BaseException, task: str) -> None:
    _log.error("%s failed", task, exc_info=exception)
    say(f"Something went wrong inside the app ({type(exception).__name__}); the log has more.")


def _say_problem(problem: Problem) -> int:
    say(sentence_for(problem))
    return ExitStatus.ENVIRONMENT


def _run_sandbox(options: Sequence[str]) -> int:
    command = [sys.executable, "-m", "omniflash_desktop.sandbox", *options]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return ExitStatus.DONE
