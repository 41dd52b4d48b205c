"""One worker of the job: `reembed work`, run to its end."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from searchfit_ray.connection_variables import with_connection
from searchfit_ray.guarded_program import ProgramStart, run_guarded
from searchfit_ray.hidden_passwords import hide_passwords
from searchfit_ray.job_settings import JobSettings
from searchfit_ray.worker_failure import worker_failure

Row = dict[str, Any]


def shard_worker(settings: JobSettings) -> Callable[[Row], Row]:
    """A function for Ray Data: `{"worker": 3}` in, the same with `machine` and the fields of the result out.

    It runs the worker program until no shard is left, and forwards its stderr, each line with the worker's
    number. Where the database is, the program learns from its environment alone.

    Args:
        settings: What the job is asked to do.

    Returns:
        The function. It raises `WorkerDiedError` when the worker died or lost its database, and another
        `JobError` when it cannot work.
    """

    def reembed(row: Row) -> Row:
        number, machine = int(row["worker"]), socket.gethostname()
        environment = with_connection(os.environ, settings.connection)
        say = _speaker(number, environment)
        folder = settings.folder if Path(settings.folder).is_dir() else None
        end = run_guarded(
            ProgramStart(settings.command(), environment, folder),
            on_start=lambda process: say(f"process {process} on {machine}"),
            on_line=say,
        )
        document = _document_of(end.stdout)
        if end.code == 0 and document is not None:
            return {"worker": number, "machine": machine, **document}
        failure = worker_failure(end, document, f"Worker {number} on {machine}", settings.program)
        failure.message = hide_passwords(failure.message, environment)
        say(failure.message)
        raise failure

    return reembed


def _speaker(number: int, environment: Mapping[str, str]) -> Callable[[str], None]:
    def say(line: str) -> None:
        sys.stderr.write(f"[worker {number}] {hide_passwords(line, environment)}\n")
        sys.stderr.flush()

    return say


def _document_of(output: str) -> Row | None:
    try:
        document = json.loads(output)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None
