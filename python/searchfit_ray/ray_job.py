"""The job: a dataset of workers, each row of which is worked on by one of them."""

from __future__ import annotations

import logging
from typing import Any

import searchfit_ray
from searchfit_ray.job_error import JobError, WorkerDiedError
from searchfit_ray.job_settings import JobSettings
from searchfit_ray.shard_worker import Row, shard_worker


def run_workers(ray: Any, settings: JobSettings) -> list[Row]:
    """Run the workers as tasks of Ray Data until every shard is filled.

    A worker that dies is started again, `settings.retries` times at most; its shard is free for the others
    at once. When one fails otherwise, all are ended. A task whose machine is lost is Ray's matter: it runs
    elsewhere, as often as needed.

    Args:
        ray: The module, connected.
        settings: What the job is asked to do.

    Returns:
        A row for each worker, by number: `worker`, `machine` and the fields of its result (`written`, …).

    Raises:
        JobError: Of the first worker that failed.
    """
    _by_value(ray)
    _configure(ray, settings)
    workers = ray.data.from_items(
        [{"worker": number} for number in range(settings.workers)], override_num_blocks=settings.workers
    )
    rows = workers.map(
        shard_worker(settings), num_cpus=settings.cpus, compute=ray.data.TaskPoolStrategy(size=settings.workers)
    )
    try:
        found: list[Row] = rows.take_all()
    except ray.exceptions.RayTaskError as error:
        raise _job_error(error) from error
    return sorted(found, key=lambda row: int(row["worker"]))


def _by_value(ray: Any) -> None:
    """Our code goes along with the tasks: the cluster's machines need Ray and `reembed`, and no file of ours."""
    ray.cloudpickle.register_pickle_by_value(searchfit_ray)


def _configure(ray: Any, settings: JobSettings) -> None:
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_no_progress_timeout_s = -1  # a worker gives its one row at the end, after days
    context.raise_original_map_exception = True
    context.retried_map_errors = [WorkerDiedError.__name__]
    context.max_map_retries = settings.retries
    for handler in logging.getLogger("ray.data").handlers:
        if type(handler).__name__ != "SessionFileHandler":
            handler.setLevel(logging.CRITICAL)  # a failure is told once, by us; all of it is in Ray's log files


def _job_error(error: Any) -> BaseException:
    cause = error.cause
    return cause if isinstance(cause, JobError) else error
