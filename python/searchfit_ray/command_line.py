"""The job's command line."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Sequence
from typing import NoReturn

from searchfit_ray.connection_variables import connection_variables
from searchfit_ray.job_error import EXIT_USAGE, JobError
from searchfit_ray.job_settings import JobSettings

EXAMPLES = """examples:
  python -m searchfit_ray --workers 8 --cpus 4 -- --model /models/tuned
  RAY_ADDRESS=ray-head:6379 python -m searchfit_ray --workers 64 -- --model /models/tuned --table items
  python -m searchfit_ray --workers 2 --program "npx --no reembed" -- --model experiments/default/model

After "--" come the flags of "reembed work" (reembed work --help).
The database comes from DATABASE_URL, or DB_HOST DB_PORT DB_NAME DB_USERNAME DB_PASSWORD, or PG*.
Without RAY_ADDRESS, Ray is started on this machine for the time of the job.
Exit codes: 0 done, 1 something to fix, 2 usage, 70 a bug, 130 interrupted."""

REFUSED = {
    "--database-url": "the list of processes would show its password; set DATABASE_URL instead",
    "--database-folder": "an embedded database has one process; take a server",
}
"""Flags of `reembed work` that workers of a job cannot have, and why."""


def parse_command_line(arguments: Sequence[str]) -> JobSettings:
    """Read the arguments, and from the environment where the database is.

    Args:
        arguments: What follows the module's name.

    Returns:
        The settings.

    Raises:
        JobError: `USAGE` with exit code 2; `INVALID_SETTING` for a flag that workers cannot have.
        SystemExit: With code 0 after `--help`.

    Example:
        >>> parse_command_line(["--workers", "2", "--", "--model", "models/tuned"]).command()
        ['reembed', 'work', '--yes', '--json', '--threads', '1', '--model', 'models/tuned']
    """
    own, flags = split_arguments(arguments)
    given = _parser().parse_args(own)
    _refuse(flags)
    return JobSettings(
        workers=given.workers,
        cpus=given.cpus,
        retries=given.retries,
        program=tuple(given.program),
        flags=flags,
        folder=os.getcwd(),  # noqa: PTH109 - a plain text, for machines of any kind
        connection=connection_variables(os.environ),
    )


def split_arguments(arguments: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The job's own arguments, and the flags of `reembed work` after the first `--`."""
    if "--" not in arguments:
        return list(arguments), ()
    at = list(arguments).index("--")
    return list(arguments[:at]), tuple(arguments[at + 1 :])


def _refuse(flags: Sequence[str]) -> None:
    for flag in flags:
        reason = REFUSED.get(flag.partition("=")[0])
        if reason is not None:
            name = flag.partition("=")[0]
            raise JobError("INVALID_SETTING", f"Expected no {name} for workers: {reason}.", hint=f"Leave {name} out.")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobError("USAGE", f"{message}.", hint="See python -m searchfit_ray --help.", exit_code=EXIT_USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m searchfit_ray",
        usage="%(prog)s --workers N [--cpus N] [--retries N] [--program COMMAND] [--json] -- FLAGS OF REEMBED WORK",
        description="Make new vectors with many workers, each a `reembed work`, as a Ray Data job.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--workers", type=_workers, required=True, metavar="N", help="workers at the same time")
    add("--cpus", type=_cpus, default=1.0, metavar="N", help="CPUs of each, its --threads as well (default: 1)")
    add("--retries", type=_retries, default=5, metavar="N", help="restarts of a worker that dies (default: 5)")
    add("--program", type=_program, default=("reembed",), metavar="COMMAND", help="on every machine (default: reembed)")
    add("--json", action="store_true", help="one JSON document on stdout, errors too")
    return parser


def _workers(text: str) -> int:
    return _whole(text, 1, 10_000)


def _retries(text: str) -> int:
    return _whole(text, 0, 1000)


def _whole(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"expected an integer from {least} to {most}, got {text[:200]!r}")
    return int(text)


def _cpus(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 < value <= 1024:
        raise argparse.ArgumentTypeError(f"expected a number above 0, at most 1024, got {text[:200]!r}")
    return value


def _program(text: str) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a command as a shell takes it: {error}") from error
    if not words:
        raise argparse.ArgumentTypeError("expected a command, got nothing")
    return words
