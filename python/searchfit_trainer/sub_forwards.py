"""Encode a column of texts in length-sorted parts: the same embeddings with less padding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from searchfit_trainer.token_store import TokenStore


def embed_column(model: Any, store: TokenStore, numbers: Sequence[int], parts: int) -> Tensor:
    """Sentence embeddings of one column of a batch, with gradients.

    The texts are sorted by length, encoded in `parts` forwards of about equal size, concatenated and put
    back in order. Pooling ignores padding, so embeddings and gradients are those of one forward (to
    float rounding; dropout draws other numbers).

    Args:
        model: A SentenceTransformer.
        store: Token ids.
        numbers: Texts of the column, by their numbers in the store.
        parts: Forwards to use; fewer when there are fewer texts.

    Returns:
        Embeddings [batch, dimensions], float32.
    """
    order = sorted(range(len(numbers)), key=lambda position: (-store.lengths[numbers[position]], position))
    parts = min(parts, len(order))
    bounds = [len(order) * part // parts for part in range(parts + 1)]
    embeddings = []
    for start, end in pairwise(bounds):
        features = store.batch([numbers[position] for position in order[start:end]])
        embeddings.append(model(features)["sentence_embedding"].float())  # [part, dimensions]
    inverse = torch.empty(len(order), dtype=torch.int64)
    inverse[torch.tensor(order)] = torch.arange(len(order))
    joined = torch.cat(embeddings)  # [batch, dimensions], longest first
    return joined[inverse.to(joined.device)]
