"""What every job is given besides its options."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.event_channel import EventChannel


@dataclass(frozen=True, slots=True)
class JobContext:
    """The way out (events) and the way to be stopped (cancellation)."""

    job: str
    events: EventChannel
    cancellation: Cancellation


@dataclass(slots=True)
class Ticker:
    """Says yes at most once an interval, so that events stay few.

    Attributes:
        interval_seconds: Least time between two yeses.
    """

    interval_seconds: float = 1.0
    _last: float = field(default=float("-inf"))

    def due(self) -> bool:
        """Whether the interval has passed since the last yes."""
        now = monotonic()
        if now - self._last < self.interval_seconds:
            return False
        self._last = now
        return True
