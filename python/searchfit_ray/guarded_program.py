"""A program that ends when this process does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from searchfit_ray import guard

GUARD = Path(guard.__file__).read_text(encoding="utf-8")
"""As text: it goes along to machines that have no file of ours."""

KEPT_OUTPUT = 1_000_000


@dataclass(frozen=True)
class ProgramEnd:
    """How a program ended.

    Args:
        code: Exit code, -N for the signal N; None when it could not be started, or its guard is gone.
        stdout: What it printed, the last million characters.
        last_line: Its last line on stderr that is not empty.
        problem: Why it could not be started.
    """

    code: int | None
    stdout: str
    last_line: str
    problem: str | None


@dataclass(frozen=True)
class ProgramStart:
    """What is run.

    Args:
        command: Program and arguments.
        environment: All of its variables.
        folder: Where it runs; None for this process's folder.
        grace_seconds: Time between SIGTERM and SIGKILL, for the batch under way.
    """

    command: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    folder: str | None = None
    grace_seconds: float = 20.0


def run_guarded(start: ProgramStart, on_start: Callable[[int], None], on_line: Callable[[str], None]) -> ProgramEnd:
    """Run a program to its end; when this process ends before, in whatever way, so does the program.

    Args:
        start: What is run.
        on_start: Called with the process id.
        on_line: Called with each line of stderr.

    Returns:
        How it ended. An interrupt (Ctrl-C, a cancelled task) ends the program, waits for that, and goes on
        upwards.
    """
    process, status = _start(start)
    output: list[str] = []
    told: dict[str, Any] = {}
    readers = [
        threading.Thread(target=_read_all, args=(process.stdout, output), daemon=True),
        threading.Thread(target=_read_status, args=(status, told, on_start), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        last_line = _read_lines(process.stderr, on_line)
    finally:
        _close(process.stdin)
        for reader in readers:
            reader.join()
        _close(process.stdout)
        _close(process.stderr)
        process.wait()
    return ProgramEnd(told.get("code"), "".join(output), last_line, told.get("error"))


def _start(start: ProgramStart) -> tuple[subprocess.Popen[bytes], int]:
    """The guard with pipes, of which the program gets stdout and stderr; and where the guard tells how it goes."""
    status, told = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", GUARD, str(told), str(start.grace_seconds), *start.command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(start.environment),
        cwd=start.folder,
        pass_fds=(told,),
    )
    os.close(told)
    return process, status


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        stream.close()


def _read_all(stream: IO[bytes] | None, output: list[str]) -> None:
    if stream is None:
        return
    kept = b""
    for part in iter(lambda: stream.read(65_536), b""):
        kept = (kept + part)[-KEPT_OUTPUT:]
    output.append(kept.decode("utf-8", errors="replace"))


def _read_status(status: int, told: dict[str, Any], on_start: Callable[[int], None]) -> None:
    with os.fdopen(status, encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            told.update(fields)
            if "pid" in fields:
                on_start(fields["pid"])


def _read_lines(stream: IO[bytes] | None, on_line: Callable[[str], None]) -> str:
    last = ""
    for raw in stream or ():
        line = raw.decode("utf-8", errors="replace").rstrip()
        if line:
            last = line
            on_line(line)
    return last
