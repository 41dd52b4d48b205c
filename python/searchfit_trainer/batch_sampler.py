"""Batches of one kind, without a group or an anchor twice, the same for the same seed and epoch."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from searchfit_trainer.training_rows import TrainingRow

SEARCH_LIMIT = 64
"""Batches looked at for a row whose anchor stands in the emptiest ones; then a new batch is opened."""


def epoch_batches(rows: Sequence[TrainingRow], batch_size: int, seed: int, epoch: int) -> list[list[int]]:
    """The batches of one epoch, in training order.

    Every row is used once, except rows that would stand alone without negatives: they have nothing to
    contrast. Batches of a kind are filled evenly (sizes differ by one at most, unless one group has more
    rows than there are batches: its surplus goes into smaller batches of its own). O(n log n).

    Args:
        rows: All rows.
        batch_size: Most rows a batch.
        seed: Of the training.
        epoch: From 0; another epoch gives other batches.

    Returns:
        Indices into `rows`.
    """
    random = Random(f"{seed}:{epoch}")
    kinds: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        kinds[row.kind].append(index)
    batches: list[list[int]] = []
    for kind in sorted(kinds):
        left = kinds[kind]
        while left:
            placed, surplus = _fill_evenly(rows, left, batch_size, random, first=left is kinds[kind])
            batches.extend(placed)
            left = surplus
    useful = [batch for batch in batches if len(batch) > 1 or rows[batch[0]].negatives]
    for batch in useful:
        random.shuffle(batch)
    random.shuffle(useful)
    return useful


@dataclass(slots=True)
class _Batch:
    rows: list[int] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


def _fill_evenly(
    rows: Sequence[TrainingRow], left: Iterable[int], batch_size: int, random: Random, *, first: bool
) -> tuple[list[list[int]], list[int]]:
    """Deal the rows of each group, largest group first, to the emptiest batches, at random among equals.

    Returns:
        Batches, and on the `first` pass the rows of groups larger than the number of batches.
    """
    groups = _shuffled_groups(rows, left, random)
    total = sum(len(group) for group in groups)
    count = -(-total // batch_size)
    if not first:
        count = max(count, *(len(group) for group in groups))
    surplus = [index for group in groups for index in group[count:]]
    deal = _Deal(rows, batch_size, random, count)
    for group in groups:
        deal.add(group[:count])
    return [batch.rows for batch in deal.batches if batch.rows], surplus


def _shuffled_groups(rows: Sequence[TrainingRow], left: Iterable[int], random: Random) -> list[list[int]]:
    by_group: dict[str, list[int]] = defaultdict(list)
    for index in left:
        by_group[rows[index].group].append(index)
    groups = list(by_group.values())
    random.shuffle(groups)
    for group in groups:
        random.shuffle(group)
    anchors = Counter(rows[index].anchor for group in groups for index in group)
    # Large groups first, then anchors that many groups share: they have the fewest places left.
    groups.sort(key=lambda group: (-len(group), -max(anchors[rows[index].anchor] for index in group)))
    return groups


class _Deal:
    """Batches in a heap by (size, random): the emptiest on top."""

    def __init__(self, rows: Sequence[TrainingRow], batch_size: int, random: Random, count: int) -> None:
        self._rows = rows
        self._batch_size = batch_size
        self._random = random
        self.batches = [_Batch() for _ in range(count)]
        self._heap = [(0, random.random(), number) for number in range(count)]
        heapq.heapify(self._heap)

    def add(self, group: Sequence[int]) -> None:
        """Put rows of one group into different batches."""
        taken = []
        for index in group:
            number = self._place(self._rows[index].anchor)
            batch = self.batches[number]
            batch.rows.append(index)
            batch.anchors.add(self._rows[index].anchor)
            taken.append(number)
        for number in taken:
            heapq.heappush(self._heap, (len(self.batches[number].rows), self._random.random(), number))

    def _place(self, anchor: str) -> int:
        """Take the emptiest batch without the anchor off the heap; the caller puts it back."""
        passed: list[tuple[int, float, int]] = []
        found: int | None = None
        while self._heap and len(passed) < SEARCH_LIMIT and self._heap[0][0] < self._batch_size:
            entry = heapq.heappop(self._heap)
            if anchor not in self.batches[entry[2]].anchors:
                found = entry[2]
                break
            passed.append(entry)
        for entry in passed:
            heapq.heappush(self._heap, entry)
        if found is None:
            self.batches.append(_Batch())
            found = len(self.batches) - 1
        return found
