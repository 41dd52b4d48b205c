"""Notice that the program which started this one is gone, however it ended."""

from __future__ import annotations

import os
import signal
import threading
import time

WATCH = "SEARCHFIT_WATCH_STDIN"
"""Environment variable that says: stdin is a pipe that nobody writes to; it closes with the parent."""

GRACE_SECONDS = 30.0
"""Time for the step under way and its checkpoint."""


def watch_parent(grace_seconds: float = GRACE_SECONDS) -> threading.Thread | None:
    """End this process when its stdin closes: SIGTERM to itself, and after a while for good.

    Args:
        grace_seconds: Time between the two.

    Returns:
        The watching thread; None when the parent did not ask for it.
    """
    if os.environ.get(WATCH) != "1":
        return None
    thread = threading.Thread(target=_watch, args=(grace_seconds,), name="parent-watch", daemon=True)
    thread.start()
    return thread


def _watch(grace_seconds: float) -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    os._exit(130)
