"""The loss of a batch from its embeddings: which candidates count, how rows weigh, at which sizes."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from searchfit_trainer.contrastive_loss import contrastive_loss, same_text_mask
from searchfit_trainer.false_negative_guard import FalseNegativeGuard
from searchfit_trainer.job_options import TrainOptions


class BatchLoss:
    """A function from embeddings to the loss.

    Args:
        options: Of the training.
        anchors: Text numbers of the queries, [batch].
        candidates: Text numbers of the positives, in the order of the queries, and of all negatives.
        weights: Of the rows, [batch].
        guard: Hides candidates that a guide finds closer than the positive; None for none.
    """

    def __init__(
        self,
        options: TrainOptions,
        anchors: Sequence[int],
        candidates: Sequence[int],
        weights: Sequence[float],
        guard: FalseNegativeGuard | None = None,
    ) -> None:
        self._options = options
        self._size = len(anchors)
        self._hidden = same_text_mask(list(candidates[: self._size]), list(candidates))
        if guard is not None:
            guarded = guard.hidden(anchors, candidates)
            self._hidden = guarded if self._hidden is None else guarded | self._hidden
        self._weights = None if len(set(weights)) == 1 else torch.tensor(weights)

    def __call__(self, embeddings: Tensor) -> Tensor:
        """The loss of embeddings [batch + candidates, dimensions]; with sizes given, the sum over them.

        See Also:
            Kusupati et al. (2022), Matryoshka Representation Learning, arXiv:2205.13147.
        """
        sizes = self._options.matryoshka_dimensions or (embeddings.shape[1],)
        return torch.stack([self._at(embeddings[:, :size]) for size in sizes]).sum()

    def _at(self, embeddings: Tensor) -> Tensor:
        device = embeddings.device
        return contrastive_loss(
            embeddings[: self._size],
            embeddings[self._size :],
            scale=self._options.scale,
            weights=None if self._weights is None else self._weights.to(device),
            hidden=None if self._hidden is None else self._hidden.to(device),
            symmetric=self._options.symmetric,
        )
