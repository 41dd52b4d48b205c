"""The loss of a batch from its embeddings: candidates, row weights, sizes, teacher."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import normalize

from searchfit_trainer.contrastive_loss import contrastive_loss, same_text_mask
from searchfit_trainer.false_negative_guard import FalseNegativeGuard
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.teacher_loss import listwise_kl, margin_mse
from searchfit_trainer.teacher_targets import BatchTargets


class BatchLoss:
    """A function from embeddings to the loss.

    Args:
        options: Of the training.
        anchors: Text numbers of the queries, [batch].
        candidates: Text numbers of the positives, in the order of the queries, and of all negatives.
        weights: Of the rows, [batch].
        guard: Hides candidates that a guide finds closer than the positive; None for none.
        targets: What a teacher wants of these rows; None where it has no list for any of them.
    """

    def __init__(
        self,
        options: TrainOptions,
        anchors: Sequence[int],
        candidates: Sequence[int],
        weights: Sequence[float],
        guard: FalseNegativeGuard | None = None,
        targets: BatchTargets | None = None,
    ) -> None:
        self._options = options
        self._targets = targets
        self._size = len(anchors)
        self._end = len(anchors) + len(candidates)
        self._hidden = same_text_mask(list(candidates[: self._size]), list(candidates))
        if guard is not None:
            guarded = guard.hidden(anchors, candidates)
            self._hidden = guarded if self._hidden is None else guarded | self._hidden
        self._weights = None if len(set(weights)) == 1 else torch.tensor(weights)

    def __call__(self, embeddings: Tensor) -> Tensor:
        """The loss of embeddings [batch + candidates + the teacher's extra documents, dimensions].

        With sizes given, the sum over them. With a teacher, each is (1 − weight) · in-batch + weight · teacher.

        See Also:
            Kusupati et al. (2022), Matryoshka Representation Learning, arXiv:2205.13147.
        """
        sizes = self._options.matryoshka_dimensions or (embeddings.shape[1],)
        return torch.stack([self._at(embeddings[:, :size]) for size in sizes]).sum()

    def _at(self, embeddings: Tensor) -> Tensor:
        in_batch = self._in_batch(embeddings)
        if self._targets is None:
            return in_batch
        share = self._options.teacher_weight
        return (1 - share) * in_batch + share * self._of_teacher(embeddings, self._targets)

    def _of_teacher(self, embeddings: Tensor, targets: BatchTargets) -> Tensor:
        """The teacher's loss over the rows that have a list; the student's logits are scale · cosine."""
        device, scale = embeddings.device, self._options.scale
        rows = targets.rows.to(device)
        documents = normalize(embeddings[self._size :], dim=1)
        scores = normalize(embeddings[rows], dim=1) @ documents.T * scale  # [lists, candidates + extra]
        student = scores.gather(1, targets.columns.to(device))  # [lists, documents]
        weights = None if self._weights is None else self._weights.to(device)[rows]
        teacher, present = targets.logits.to(device), targets.present.to(device)
        if self._options.teacher_loss == "kl":
            return listwise_kl(student, teacher, present, weights)
        # Divided by the scale, so that a gradient is about as large as that of the divergence.
        return margin_mse(student, teacher, present, weights) / scale

    def _in_batch(self, embeddings: Tensor) -> Tensor:
        device = embeddings.device
        return contrastive_loss(
            embeddings[: self._size],
            embeddings[self._size : self._end],
            scale=self._options.scale,
            weights=None if self._weights is None else self._weights.to(device),
            hidden=None if self._hidden is None else self._hidden.to(device),
            symmetric=self._options.symmetric,
        )
