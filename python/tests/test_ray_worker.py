from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from searchfit_ray.guarded_program import ProgramStart, run_guarded
from searchfit_ray.job_error import JobError, WorkerDiedError
from searchfit_ray.job_settings import JobSettings
from searchfit_ray.shard_worker import shard_worker

PROGRAM = (sys.executable, str(Path(__file__).parent / "ray_worker.py"))
PATIENCE_SECONDS = 100
CONNECTION = {"DATABASE_URL": "postgresql://shop:geheim@db/shop", "DB_PASSWORD": "andere"}


def settings(*flags: str, **changes: Any) -> JobSettings:
    given = {"workers": 1, "cpus": 1.0, "retries": 0, "program": PROGRAM, "flags": flags, "folder": "/nowhere"}
    return JobSettings(**{**given, "connection": CONNECTION, **changes})


def work(*flags: str, **changes: Any) -> dict[str, Any]:
    return shard_worker(settings(*flags, **changes))({"worker": 3})


def failure(*flags: str, **changes: Any) -> JobError:
    with pytest.raises(JobError) as raised:
        work(*flags, **changes)
    return raised.value


def until(what: str, condition: Callable[[], bool]) -> None:
    """Wait for what has happened, however slow the machine is."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < PATIENCE_SECONDS, what
        time.sleep(0.01)


def is_running(process: int) -> bool:
    """Whether it is there and no zombie."""
    shown = subprocess.run(["/bin/ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()[:1] not in ("", "Z")


def test_a_worker_gives_its_result_as_a_row(tmp_path: Path) -> None:
    row = work("--model", "m", folder=str(tmp_path))
    assert (row["worker"], row["written"], row["total"]) == (3, 64, 128)
    assert row["arguments"] == ["work", "--yes", "--json", "--threads", "1", "--model", "m"]
    assert row["cwd"] == str(tmp_path)
    assert row["machine"]


def test_it_learns_from_its_environment_alone_where_the_database_is() -> None:
    row = work()
    assert row["variables"] == CONNECTION
    assert not any("geheim" in argument or "andere" in argument for argument in row["arguments"])


def test_a_folder_that_the_machine_lacks_does_no_harm() -> None:
    assert work(folder="/nowhere")["cwd"] == str(Path.cwd())


def test_progress_is_forwarded_with_the_workers_number(capfd: pytest.CaptureFixture[str]) -> None:
    work()
    assert "[worker 3] process " in (err := capfd.readouterr().err)
    assert "[worker 3] Re-embedded batch 64/128 (50.0%)\n" in err


def test_passwords_are_neither_shown_nor_raised(capfd: pytest.CaptureFixture[str]) -> None:
    error = failure("--leak", "--code", "1")
    shown = capfd.readouterr().err + str(error)
    assert "connected to postgresql://***@db/shop with ***" in str(error)
    assert "geheim" not in shown
    assert "andere" not in shown


def test_a_worker_that_fails_is_told_with_its_exit_code_and_last_line() -> None:
    error = failure("--code", "9")
    assert type(error) is JobError
    assert (error.code, error.exit_code) == ("WORKER_FAILED", 1)
    assert "Worker 3 on " in error.message
    assert 'ended with exit code 9; its last line: "Re-embedded batch 64/128 (50.0%)".' in error.message


def test_a_workers_own_error_is_the_jobs() -> None:
    told = {
        "code": "MODEL_FOLDER_MISSING",
        "message": "Expected a folder.",
        "hint": "Give --model.",
        "details": {"a": 1},
    }
    error = failure("--error", json.dumps(told))
    assert type(error) is JobError
    assert (error.code, error.hint, error.details) == ("MODEL_FOLDER_MISSING", "Give --model.", {"a": 1})
    assert error.message.endswith(": Expected a folder.")


@pytest.mark.parametrize("code", ["NO_CONNECTION", "TIMEOUT", "INTERRUPTED"])
def test_a_worker_that_lost_its_database_is_started_again(code: str) -> None:
    assert type(failure("--error", json.dumps({"code": code, "message": "gone"}))) is WorkerDiedError


def test_a_worker_that_died_is_started_again() -> None:
    error = failure("--kill")
    assert type(error) is WorkerDiedError
    assert 'was ended by SIGKILL; its last line: "Re-embedded' in error.message
    assert type(failure("--code", "137")) is WorkerDiedError  # what a shell says of it


def test_a_program_that_is_not_there_is_named() -> None:
    error = failure(program=("no-such-reembed", "x"))
    assert type(error) is JobError
    assert 'could not start "no-such-reembed x": No such file or directory.' in error.message


def test_a_program_without_a_result_is_another_program() -> None:
    assert 'expected one JSON document on stdout, got "no document' in failure("--text").message


GUARDED = """
import os, sys
from searchfit_ray.guarded_program import ProgramStart, run_guarded
start = ProgramStart(sys.argv[2:], dict(os.environ), grace_seconds=float(sys.argv[1]))
run_guarded(start, on_start=lambda pid: print("pid", pid, flush=True), on_line=lambda line: print(line, flush=True))
"""


def start_guarded(*flags: str, grace_seconds: float) -> tuple[subprocess.Popen[str], list[int]]:
    """A process with a guarded worker, and the ids of the worker and of its child."""
    process = subprocess.Popen(
        [sys.executable, "-c", GUARDED, str(grace_seconds), *PROGRAM, "--wait", *flags],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    ids = []
    for line in process.stdout:
        ids += [int(line.split()[1])] if line.startswith(("pid ", "child ")) else []
        if len(ids) == 2:
            return process, ids
    raise AssertionError(f"it ended with {process.wait()}")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_worker_and_its_children_end_with_the_process_that_asked(name: str) -> None:
    process, ids = start_guarded(grace_seconds=500)
    process.send_signal(signal.Signals[name])
    until("both are gone", lambda: not any(is_running(one) for one in ids))
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_worker_that_does_not_obey_is_killed() -> None:
    process, ids = start_guarded("--obstinate", grace_seconds=0.3)
    process.kill()
    until("both are gone", lambda: not any(is_running(one) for one in ids))
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_children_that_a_worker_leaves_behind_end_with_it() -> None:
    leaving = "import subprocess, sys; print(subprocess.Popen(['sleep', '600']).pid, file=sys.stderr)"
    lines: list[str] = []
    start = ProgramStart([sys.executable, "-c", leaving], dict(os.environ))
    end = run_guarded(start, on_start=lambda _: None, on_line=lines.append)
    assert end.code == 0
    until("the child is gone", lambda: not is_running(int(lines[0])))
