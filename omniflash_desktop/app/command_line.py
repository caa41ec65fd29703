"""The start of `omniflash`: so small that even Ctrl+C during the first imports ends quietly."""

import sys
from collections.abc import Sequence
from typing import NoReturn


def run() -> NoReturn:
    """Runs the process's own command, and ends the process with its exit status."""
    status = main()

    from omniflash_desktop.app.process_end import end_process

    end_process(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: What was typed after `omniflash`; by default, the process's own.

    Returns:
        Its exit status, see `cli.exit_status.ExitStatus`.
    """
    try:
        from omniflash_desktop.app.command_run import run_command

        return run_command(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1
