"""A teacher's lists in the form that a step needs: text numbers and target logits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from searchfit_trainer.teacher_lists import TeacherList, target_logits
from searchfit_trainer.token_store import TokenStore


@dataclass(frozen=True, slots=True)
class BatchTargets:
    """What a teacher wants of the rows of a batch that have a list.

    Attributes:
        extra: Text numbers of documents that are not among the batch's candidates; to be embedded after them.
        rows: Positions of those rows in the batch, [lists].
        columns: Positions of the documents among candidates and extra ones, [lists, documents].
        logits: The teacher's, [lists, documents].
        present: False where a list is shorter than the longest, [lists, documents].
    """

    extra: list[int]
    rows: Tensor
    columns: Tensor
    logits: Tensor
    present: Tensor


class Teacher:
    """The lists of all rows.

    Args:
        lists: For each row its list, scored, or None.
        store: Where the documents are tokenized.
        prompt: Prefix of documents.
        temperature: Of the teacher's softmax over its normalised scores.
    """

    def __init__(self, lists: Sequence[TeacherList | None], store: TokenStore, prompt: str, temperature: float) -> None:
        self._documents: list[list[int]] = []
        self._logits: list[list[float]] = []
        for entry in lists:
            logits = None if entry is None else target_logits(entry.scores, temperature)
            texts = [] if entry is None or logits is None else [prompt + text for text in entry.documents]
            self._documents.append(store.add(texts))
            self._logits.append(logits or [])

    def of_batch(self, batch: Sequence[int], candidates: Sequence[int]) -> BatchTargets | None:
        """The lists of a batch; None when no row has one.

        Args:
            batch: Rows.
            candidates: Text numbers of the batch's positives and negatives.
        """
        rows = [position for position, row in enumerate(batch) if self._documents[row]]
        if not rows:
            return None
        lists = [self._documents[batch[position]] for position in rows]
        places = {number: place for place, number in reversed(list(enumerate(candidates)))}
        known = len(places)
        for number in (number for documents in lists for number in documents):
            places.setdefault(number, len(candidates) + len(places) - known)
        longest = max(map(len, lists))
        return BatchTargets(
            extra=list(places)[known:],
            rows=torch.tensor(rows),
            columns=_padded([[places[number] for number in documents] for documents in lists], longest, 0),
            logits=_padded([self._logits[batch[position]] for position in rows], longest, 0.0),
            present=_padded([[True] * len(documents) for documents in lists], longest, False),
        )


def _padded(rows: Sequence[Sequence[float]], length: int, filler: float) -> Tensor:
    return torch.tensor([[*row, *[filler] * (length - len(row))] for row in rows])
