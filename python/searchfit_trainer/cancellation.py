"""SIGINT and SIGTERM: at once where nothing can be lost, at the next safe point while training."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from searchfit_trainer.trainer_error import JobCanceledError


class Cancellation:
    """Whether the job was asked to stop, and when it may."""

    def __init__(self) -> None:
        self.reason: str | None = None
        self._deferrals = 0

    def install(self) -> None:
        """Take over SIGINT and SIGTERM."""
        signal.signal(signal.SIGINT, self._on_signal)
        signal.signal(signal.SIGTERM, self._on_signal)

    def request(self, reason: str) -> None:
        """Ask the job to stop at its next check."""
        self.reason = self.reason or reason

    def check(self) -> None:
        """Raise when a stop was asked for.

        Raises:
            JobCanceledError: If so.
        """
        if self.reason is not None:
            raise JobCanceledError(self.reason)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Within this, a signal is only remembered; `check` raises for it."""
        self._deferrals += 1
        try:
            yield
        finally:
            self._deferrals -= 1

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.request(signal.Signals(number).name)
        if self._deferrals == 0:
            self.check()
