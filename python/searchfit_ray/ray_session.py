"""A connection to Ray: a cluster's, or one that is started on this machine for the time of the job."""

from __future__ import annotations

import logging
import math
import os
import re
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from searchfit_ray.job_error import JobError
from searchfit_ray.job_settings import JobSettings

QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DEDUP_LOGS": "0", "RAY_COLOR_PREFIX": "0"}
"""Nothing is reported to anybody; lines of progress that differ in numbers alone are not taken for repeats."""

WITH_PORT = re.compile(r"(?:ray://)?\[?(?P<host>[^/\[\]]+)\]?:(?P<port>\d{1,5})")
PATIENCE_SECONDS = 10.0


@contextmanager
def ray_session(settings: JobSettings) -> Iterator[Any]:
    """Connect to Ray, and leave it however the work ends.

    `RAY_ADDRESS` names a cluster. Without it Ray is started here with as many CPUs as the workers take,
    without dashboard and usage statistics, and stopped at the end.

    Yields:
        The module `ray`.

    Raises:
        JobError: `MISSING_PACKAGE` without Ray; `UNREACHABLE` when the cluster does not answer, or Ray does
            not start.
    """
    address = os.environ.get("RAY_ADDRESS") or "local"
    _set_environment(address)
    _knock(address)
    ray = _import_ray()
    try:
        _connect(ray, address, settings)
    except Exception as error:
        raise _unreachable(address, error) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _set_environment(address: str) -> None:
    """Before Ray is imported, which reads it then."""
    os.environ.update(QUIET)
    if address == "local" and "RAY_AUTH_MODE" not in os.environ:
        # Ray's ports are open to other users of the machine, and to its network.
        os.environ.update({"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)})


def _import_ray() -> Any:
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise JobError(
            "MISSING_PACKAGE",
            f"The Python environment lacks {error.name}.",
            hint="pip install --no-deps --require-hashes -r searchfit_ray/ray.lock, in an environment of its own.",
        ) from error
    return ray


def _knock(address: str) -> None:
    """Whether anybody listens there: Ray itself would go on trying for a quarter of an hour."""
    found = WITH_PORT.fullmatch(address)
    if found is None:
        return
    try:
        socket.create_connection((found["host"], int(found["port"])), timeout=PATIENCE_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise _unreachable(address, error) from error


def _connect(ray: Any, address: str, settings: JobSettings) -> None:
    options: dict[str, Any] = {"address": address, "logging_level": logging.ERROR, "log_to_driver": True}
    if address == "local":
        _leave_out_dashboard()
        options["num_cpus"] = math.ceil(settings.workers * settings.cpus)
        options["include_dashboard"] = False
    ray.init(**options)


def _leave_out_dashboard() -> None:
    """Without a dashboard Ray starts its process all the same, for usage statistics.

    When these are off, too, it still asks the cloud's metadata addresses and looks up one of their names.
    """
    from ray._private.node import Node

    def start_nothing(node: Any, **_: object) -> None:
        node._webui_url = ""

    Node.start_api_server = start_nothing


def _unreachable(address: str, error: Exception) -> JobError:
    reason = f"{type(error).__name__}: {error}".strip().rstrip(".")[:500]
    if address == "local":
        return JobError("UNREACHABLE", f"Expected Ray to start on this machine, got {reason}.")
    return JobError(
        "UNREACHABLE",
        f"Expected a Ray cluster at {address[:200]}, got {reason}.",
        hint="Correct RAY_ADDRESS; without it, Ray is started on this machine.",
    )
