"""How many steps there are, and which rows each takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from searchfit_trainer.batch_sampler import epoch_batches
from searchfit_trainer.training_rows import TrainingRow


class TrainingPlan:
    """Batches of every epoch, made anew when asked for.

    Args:
        rows: All rows.
        batch_size: Most rows a step.
        seed: Of the batches.
        epochs: Passes over the rows.
    """

    def __init__(self, rows: Sequence[TrainingRow], batch_size: int, seed: int, epochs: int) -> None:
        self._rows = rows
        self._batch_size = batch_size
        self._seed = seed
        self.epochs = epochs
        self._batches = lru_cache(maxsize=1)(self._make_batches)
        self.ends = [0]  # steps done at the end of epoch 0 (the base model), 1, 2, …
        for epoch in range(epochs):
            self.ends.append(self.ends[-1] + len(self._batches(epoch)))
        self.total_steps = self.ends[-1]

    def batch(self, step: int) -> list[int]:
        """Rows of a step (from 0)."""
        epoch = self.epoch_of(step)
        return self._batches(epoch)[step - self.ends[epoch]]

    def epoch_of(self, step: int) -> int:
        """Epoch (from 0) that a step (from 0) belongs to."""
        return bisect_right(self.ends, step) - 1

    def rows_left(self, step: int) -> float:
        """Rows still to be trained on after so many steps."""
        return (self.total_steps - step) * len(self._rows) / max(1, self.ends[1])

    def _make_batches(self, epoch: int) -> list[list[int]]:
        return epoch_batches(self._rows, self._batch_size, self._seed, epoch)
