"""One process, one job: hello, the job's events, and an end line that agrees with the exit code."""

from __future__ import annotations

import errno
import importlib
import json
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from searchfit_trainer import PROTOCOL, __version__
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.event_channel import EventChannel, take_stdout
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_folder import read_job_folder, tell_versions, write_job_result
from searchfit_trainer.parent_watch import watch_parent
from searchfit_trainer.process_environment import prepare_environment, versions
from searchfit_trainer.process_memory import keep_freed_memory
from searchfit_trainer.trainer_error import JobCanceledError, TrainerError

JOBS = {
    "train": "train_job",
    "export-onnx": "export_job",
    "encode": "encode_job",
    "resolve-hub-model": "hub_model_job",
    "copy-packaged-model": "packaged_model_job",
    "describe": "describe_job",
}
"""Job name → module with `run(options: Mapping, context: JobContext) -> dict`."""

EXIT_DONE, EXIT_FIXABLE, EXIT_BUG, EXIT_CANCELED = 0, 1, 70, 130


def main(arguments: list[str]) -> int:
    """Run one job.

    Args:
        arguments: Job name and path of its options file; or a job's folder, for a training made elsewhere.

    Returns:
        Exit code: 0 done, 1 fixable, 70 a bug of ours, 130 cancelled.
    """
    keep_freed_memory()
    channel = take_stdout()
    folder = Path(arguments[0]) if len(arguments) == 1 and arguments[0] not in JOBS else None
    job = "train" if folder is not None else arguments[0] if arguments else ""
    channel.emit("hello", protocol=PROTOCOL, trainer=__version__, **versions(), job=job)
    cancellation = Cancellation()
    cancellation.install()
    watch_parent()
    channel.on_closed = lambda: cancellation.request("stdout was closed")
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    try:
        context = JobContext(job, channel, cancellation)
        result = _run_job(arguments, context) if folder is None else _run_folder(folder, context)
    except BaseException as error:  # noqa: BLE001 - the boundary: every failure becomes an `error` line
        with cancellation.deferred():
            return _report(error, channel)
    if job == "train":
        channel.emit("training-end", result=result)
    else:
        channel.emit("job-end", job=job, result=result)
    return EXIT_DONE


def _run_job(arguments: list[str], context: JobContext) -> dict[str, Any]:
    if len(arguments) != 2 or arguments[0] not in JOBS:
        raise TrainerError(
            "UNKNOWN_JOB",
            f"Expected a job ({', '.join(JOBS)}) and an options file, got {arguments!r}.",
            hint="python -m searchfit_trainer JOB OPTIONS.json, or python -m searchfit_trainer FOLDER",
        )
    prepare_environment(online=context.job == "resolve-hub-model")
    options = _read_json_object(Path(arguments[1]))
    context.events.emit("job-start", job=context.job)
    module = importlib.import_module(f"searchfit_trainer.{JOBS[context.job]}")
    result: dict[str, Any] = module.run(options, context)
    return result


def _run_folder(folder: Path, context: JobContext) -> dict[str, Any]:
    """Run the training of a job's folder, and leave its result there."""
    job = read_job_folder(folder)
    prepare_environment(online=False)
    context.events.emit("job-start", job=context.job)
    tell_versions(job, context.events.note)
    from searchfit_trainer import train_job

    result = train_job.run(job.options, context)
    with context.cancellation.deferred():
        write_job_result(job, result)
    return result


def _read_json_object(path: Path) -> dict[str, Any]:
    try:
        options = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainerError("INVALID_OPTIONS", f"Cannot read the options file {path}: {error.strerror}.") from error
    except ValueError as error:
        raise TrainerError("INVALID_OPTIONS", f"{path} is not valid JSON: {error}.") from error
    if not isinstance(options, dict):
        raise TrainerError("INVALID_OPTIONS", f"Expected {path} to hold a JSON object.")
    return options


def _report(error: BaseException, channel: EventChannel) -> int:
    known = _as_trainer_error(error)
    trace = "".join(traceback.format_exception(error))
    if known is None:
        print(trace, file=sys.stderr)
        channel.emit("error", code="BUG", message=f"{type(error).__name__}: {error}", traceback=trace)
        return EXIT_BUG
    fields: dict[str, Any] = {"code": known.code, "message": known.message}
    if known.hint is not None:
        fields["hint"] = known.hint
    if known.details is not None:
        fields["details"] = known.details
    channel.emit("error", **fields, traceback=trace)
    return EXIT_CANCELED if known.code == "CANCELED" else EXIT_FIXABLE


def _as_trainer_error(error: BaseException) -> TrainerError | None:
    """The world's failures by name; None for a bug."""
    if isinstance(error, TrainerError):
        return error
    if isinstance(error, JobCanceledError | KeyboardInterrupt):
        return TrainerError("CANCELED", f"The job was cancelled ({error}).", hint="Run it again: it goes on.")
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return TrainerError("OUT_OF_MEMORY", f"Memory ran out: {error}.", hint="Lower batchSize or maxTokens.")
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("searchfit_trainer"):
        return TrainerError(
            "MISSING_PACKAGE", f"The Python environment lacks {error.name}.", hint="Build the environment anew."
        )
    if (isinstance(error, OSError) and error.filename is not None) or _is_full(error):
        code = "DISK_FULL" if _is_full(error) else "FILE_ERROR"
        return TrainerError(
            code, f"{error}.", hint="Free some space, then run again: it goes on." if _is_full(error) else None
        )
    return None


def _is_full(error: BaseException) -> bool:
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return full or os.strerror(errno.ENOSPC) in str(error)
