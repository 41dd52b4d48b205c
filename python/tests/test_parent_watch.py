"""A trainer whose parent is gone ends by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import signal, sys, time
from searchfit_trainer.parent_watch import watch_parent
def stop(*_):
    if sys.argv[1] == "obey":
        sys.exit(7)
signal.signal(signal.SIGTERM, stop)
assert watch_parent(grace_seconds=float(sys.argv[2])) is not None
print("ready", flush=True)
for _ in range(12_000):
    time.sleep(0.05)
"""


def run(manner: str, grace_seconds: float) -> int:
    """Start the script, close its stdin as a dying parent does, and wait for its end."""
    environment = {**os.environ, "SEARCHFIT_WATCH_STDIN": "1", "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, manner, str(grace_seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.stdin.close()
    code = process.wait(timeout=300)
    process.stdout.close()
    return code


def test_it_gets_sigterm_when_stdin_closes() -> None:
    assert run("obey", grace_seconds=500) == 7


def test_it_ends_for_good_when_it_does_not_obey() -> None:
    assert run("ignore", grace_seconds=0.3) == 130


def test_it_watches_only_when_asked() -> None:
    code = "from searchfit_trainer.parent_watch import watch_parent; assert watch_parent() is None"
    environment = {key: value for key, value in os.environ.items() if key != "SEARCHFIT_WATCH_STDIN"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, env=environment, check=True)
