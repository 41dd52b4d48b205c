"""What a worker's end means for the job."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from typing import Any

from searchfit_ray.guarded_program import ProgramEnd
from searchfit_ray.job_error import EXIT_FIXABLE, JobError, WorkerDiedError

AGAIN = ("INTERRUPTED", "NO_CONNECTION", "TIMEOUT")
"""Codes of a worker that another try may help: the server is restarted, or the machine is going down."""

SHELL_SIGNALS = 128
"""A shell (or npx) says 128 + N for a program that the signal N has ended."""

LONGEST = 2000


def worker_failure(end: ProgramEnd, document: Mapping[str, Any] | None, who: str, program: Sequence[str]) -> JobError:
    """The error for a worker that did not give a result.

    Args:
        end: How the program ended.
        document: What it printed to stdout; with `error` where it said what was wrong.
        who: "Worker 2 on node-3".
        program: What was started.

    Returns:
        A `WorkerDiedError` for a signal, and for `NO_CONNECTION`, `TIMEOUT` and `INTERRUPTED`; with the
        worker's own code, hint and exit code where it gave them, else `WORKER_FAILED`. Passwords in it are
        not hidden yet.
    """
    told = document.get("error") if document is not None else None
    if end.problem is not None:
        return JobError(
            "WORKER_FAILED",
            f'{who} could not start "{" ".join(program)[:200]}": {end.problem}.',
            hint="npm install -g @searchfit/reembed-job on every machine, or give --program.",
        )
    if isinstance(told, dict):
        return _as_told(told, end, who)
    line = f'; its last line: "{end.last_line[:500]}"' if end.last_line else ", and said nothing"
    number = _signal_of(end.code)
    if end.code is None or number is not None:
        return WorkerDiedError(
            "WORKER_FAILED",
            f"{who} was ended by {number or 'its machine'}{line}.",
            hint="Mostly for want of memory: fewer workers for each machine (--cpus), or a smaller --batch-size.",
        )
    if end.code == 0:
        return JobError(
            "WORKER_FAILED",
            f'{who} ended without a result: expected one JSON document on stdout, got "{end.stdout[:200]}".',
            hint="--program must be reembed, of the version that this job comes with.",
        )
    return JobError(
        "WORKER_FAILED",
        f"{who} ended with exit code {end.code}{line}.",
        hint='Run the same "reembed work" there by hand.',
    )


def _as_told(told: Mapping[str, Any], end: ProgramEnd, who: str) -> JobError:
    code = str(told.get("code", "WORKER_FAILED"))
    kind = WorkerDiedError if code in AGAIN else JobError
    hint, details = told.get("hint"), told.get("details")
    return kind(
        code,
        f"{who}: {told.get('message', 'no reason was given')}"[:LONGEST],
        hint=hint if isinstance(hint, str) else None,
        exit_code=end.code if end.code is not None and end.code > 0 else EXIT_FIXABLE,
        details=details if isinstance(details, dict) else None,
    )


def _signal_of(code: int | None) -> str | None:
    if code is None:
        return None
    number = -code if code < 0 else code - SHELL_SIGNALS
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}" if code < 0 else None
