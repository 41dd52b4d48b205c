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
        evaluate_every: Steps between evaluations within an epoch; None for none.

    Attributes:
        ends: Steps done at the end of epoch 0 (the base model), 1, 2, …
        evaluations: Steps done at each evaluation on dev, 0 (the base model) first.
    """

    def __init__(
        self,
        rows: Sequence[TrainingRow],
        batch_size: int,
        seed: int,
        epochs: int,
        evaluate_every: int | None = None,
    ) -> None:
        self._rows = rows
        self._batch_size = batch_size
        self._seed = seed
        self.epochs = epochs
        self._batches = lru_cache(maxsize=1)(self._make_batches)
        self.ends = [0]
        for epoch in range(epochs):
            self.ends.append(self.ends[-1] + len(self._batches(epoch)))
        self.total_steps = self.ends[-1]
        between = range(0, self.total_steps, evaluate_every) if evaluate_every is not None else ()
        self.evaluations = sorted({*self.ends, *between})

    def batch(self, step: int) -> list[int]:
        """Rows of a step (from 0)."""
        epoch = self.epoch_of(step)
        return self._batches(epoch)[step - self.ends[epoch]]

    def epoch_of(self, step: int) -> int:
        """Epoch (from 0) that a step (from 0) belongs to."""
        return bisect_right(self.ends, step) - 1

    def epochs_done(self, step: int) -> float:
        """Epochs trained after so many steps, to two digits; whole at the end of one."""
        if step in self.ends:
            return self.ends.index(step)
        epoch = self.epoch_of(step)
        return round(epoch + (step - self.ends[epoch]) / (self.ends[epoch + 1] - self.ends[epoch]), 2)

    def rows_left(self, step: int) -> float:
        """Rows still to be trained on after so many steps."""
        return (self.total_steps - step) * len(self._rows) / max(1, self.ends[1])

    def _make_batches(self, epoch: int) -> list[list[int]]:
        return epoch_batches(self._rows, self._batch_size, self._seed, epoch)
