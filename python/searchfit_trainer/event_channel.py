"""JSON lines on the real stdout; everything else that prints goes to stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO


def _ignore() -> None:
    return


class EventChannel:
    """Writes one event a line.

    When the reader has gone (a broken pipe) events are dropped and `on_closed` is called once.

    Args:
        stream: Where the lines go.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._closed = False
        self.on_closed: Callable[[], None] = _ignore

    def emit(self, event_type: str, **fields: Any) -> None:
        """Write `{"type": event_type, ...fields}`; keys are sent as they are (camelCase on the wire)."""
        if self._closed:
            return
        line = json.dumps({"type": event_type, **fields}, ensure_ascii=False, allow_nan=False)
        try:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except (BrokenPipeError, ValueError):
            self._closed = True
            self.on_closed()

    def note(self, message: str) -> None:
        """Tell the user something that is neither progress nor an error."""
        self.emit("note", message=message)


def take_stdout() -> EventChannel:
    """Keep the real stdout for events and point file descriptor 1 and `sys.stdout` at stderr.

    Libraries that print, in Python or in C, then cannot break the conversation.
    """
    real = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return EventChannel(real)
