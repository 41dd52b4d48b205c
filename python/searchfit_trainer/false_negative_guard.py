"""Leave out in-batch negatives that the untrained model finds closer to the query than its own positive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from searchfit_trainer.dev_evaluation import embed_texts
from searchfit_trainer.token_store import TokenStore


class FalseNegativeGuard:
    """Embeddings of all texts by a guide, made once.

    Args:
        guide: A SentenceTransformer: the base model before training.
        store: Token ids.
        numbers: Texts of the training.
        margin: A candidate is hidden from cos(query, positive) + margin on; 0 as in the paper, more hides less.
        progress: Called with texts done and all texts.

    See Also:
        Solatorio (2024), GISTEmbed, arXiv:2402.16829.
    """

    def __init__(
        self,
        guide: Any,
        store: TokenStore,
        numbers: Sequence[int],
        margin: float,
        progress: Callable[[int, int], None],
    ) -> None:
        unique = sorted(set(numbers))
        with torch.inference_mode():
            self._vectors = torch.from_numpy(embed_texts(guide, store, unique, progress))  # [texts, dimensions]
        self._rows = {number: row for row, number in enumerate(unique)}
        self._margin = margin

    def hidden(self, anchors: Sequence[int], candidates: Sequence[int]) -> Tensor:
        """Candidates that are no negatives, boolean [batch, candidates]; never a query's own positive.

        Args:
            anchors: Text numbers of the queries, [batch].
            candidates: Text numbers; the first `batch` are the positives, in order.
        """
        scores = self._of(anchors) @ self._of(candidates).T  # [batch, candidates]
        hidden = scores > scores.diagonal()[:, None] + self._margin
        hidden.fill_diagonal_(False)
        return hidden

    def _of(self, numbers: Sequence[int]) -> Tensor:
        return self._vectors[[self._rows[number] for number in numbers]]
