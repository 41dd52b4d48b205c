"""The program: settings in, progress on stderr, the result on stdout."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Any

from searchfit_ray.command_line import parse_command_line, split_arguments
from searchfit_ray.job_error import EXIT_BUG, EXIT_DONE, EXIT_INTERRUPTED, EXIT_USAGE, JobError
from searchfit_ray.job_settings import JobSettings
from searchfit_ray.ray_job import run_workers
from searchfit_ray.ray_session import ray_session
from searchfit_ray.shard_worker import Row


def main(arguments: Sequence[str]) -> int:
    """Run the job.

    Args:
        arguments: What follows `python -m searchfit_ray`.

    Returns:
        Exit code: 0 done, 1 fixable, 2 usage, 70 a bug, 130 interrupted; of a worker that failed, its own.
    """
    wants_json = "--json" in split_arguments(arguments)[0]
    started = time.monotonic()
    try:
        rows = _run(parse_command_line(arguments))
    except SystemExit:
        raise  # of --help
    except BaseException as error:  # noqa: BLE001 - the boundary: every failure becomes a message and an exit code
        return _report(error, wants_json)
    _tell(rows, time.monotonic() - started, wants_json)
    return EXIT_DONE


def _run(settings: JobSettings) -> list[Row]:
    """What Ray prints goes to stderr: stdout has the result alone."""
    with contextlib.redirect_stdout(sys.stderr), ray_session(settings) as ray:
        signal.signal(signal.SIGTERM, _interrupt)  # Ray has one of its own, which says nothing
        return run_workers(ray, settings)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell(rows: list[Row], seconds: float, wants_json: bool) -> None:
    written = sum(int(row.get("written", 0)) for row in rows)
    total = max(int(row.get("total", 0)) for row in rows)
    if wants_json:
        print(json.dumps({"workers": rows, "written": written, "total": total, "seconds": seconds}, indent=2))
        return
    for row in rows:
        print(f"Worker {row['worker']} on {row['machine']}: {row.get('written')} products.")
    print(f"{len(rows)} workers embedded {written} of {total} products in {seconds:.0f} s; every shard is filled.")
    print("What to do next, once: reembed run --activate", file=sys.stderr)


def _report(error: BaseException, wants_json: bool) -> int:
    known = _as_job_error(error)
    if known is None:
        print("".join(traceback.format_exception(error)), file=sys.stderr)
        print("This is a bug of searchfit_ray; please report it with the lines above.", file=sys.stderr)
        known = JobError("BUG", f"{type(error).__name__}: {error}"[:2000], exit_code=EXIT_BUG)
    else:
        print(f"\nError: {known.message}", file=sys.stderr)
        if known.hint is not None:
            print(f"Hint: {known.hint}", file=sys.stderr)
        if known.exit_code != EXIT_USAGE:
            print(f"More: docs/troubleshooting.md, {known.code}", file=sys.stderr)
    if wants_json:
        print(json.dumps({"error": _fields(known)}, indent=2))
    return known.exit_code


def _as_job_error(error: BaseException) -> JobError | None:
    if isinstance(error, JobError):
        return error
    if isinstance(error, KeyboardInterrupt):
        hint = "Run it again: it goes on from here."
        return JobError("INTERRUPTED", "Interrupted.", hint=hint, exit_code=EXIT_INTERRUPTED)
    return None


def _fields(error: JobError) -> dict[str, Any]:
    fields = {"code": error.code, "message": error.message, "hint": error.hint, "details": error.details}
    return {name: value for name, value in fields.items() if value is not None}
