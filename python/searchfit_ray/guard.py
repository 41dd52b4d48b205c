"""Run a program that must not outlive whoever asked for it. A script of its own: it imports nothing of ours.

    python guard.py STATUS GRACE PROGRAM [ARGUMENT …]

The program gets stdout and stderr, a session of its own, and no stdin. The guard's stdin is a pipe that
nobody writes to: when it closes, because the asking process closed it or is gone in whatever way, the
program and all that it started get SIGTERM, and SIGKILL GRACE seconds later. JSON lines go to the file
descriptor STATUS: `{"pid": 7}` or `{"error": "…"}` first, `{"code": 0}` at the end; -9 is SIGKILL.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time


def main(status: int, grace_seconds: float, command: list[str]) -> None:
    """Run the command, in a process that is not a child of the asking one.

    A process of Ray kills its children when it ends, and not theirs: the guard would be gone before it
    has ended the program.
    """
    if os.fork() > 0:
        os._exit(0)
    os.setsid()
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        _tell(status, error=error.strerror or str(error))
        os._exit(0)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    _tell(status, pid=child.pid)
    threading.Thread(target=_watch, args=(child.pid, grace_seconds), daemon=True).start()
    code = child.wait()
    _signal(child.pid, signal.SIGKILL)
    _tell(status, code=code)
    os._exit(0)


def _watch(group: int, grace_seconds: float) -> None:
    while os.read(0, 4096):
        pass
    _signal(group, signal.SIGTERM)
    time.sleep(grace_seconds)
    _signal(group, signal.SIGKILL)


def _signal(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except OSError:
        return  # all of it is gone


def _tell(status: int, **fields: object) -> None:
    try:
        os.write(status, f"{json.dumps(fields)}\n".encode())
    except OSError:
        return  # nobody asks any more


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
