"""Encode the texts of a batch in length-sorted parts: the same embeddings with less padding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from searchfit_trainer.token_store import TokenStore

FORWARD_COST = {"cpu": 300}
"""What starting one more forward costs, in tokens; measured (tools/bench_training.py)."""
OTHER_FORWARD_COST = 4096
ATTENTION_TOKENS = 600
"""Length at which attention costs as much as everything else of a layer."""


class TextParts:
    """The texts of a batch, sorted by length and cut into forwards.

    Pooling ignores padding, so embeddings and gradients are those of one forward (to float rounding;
    dropout draws other numbers).

    Args:
        store: Token ids.
        numbers: Texts, by their numbers in the store: queries, positives and negatives together.
        parts: Forwards of about equal size; None for those of the lowest estimated cost.
        device: "cpu", "cuda" or "mps"; a forward costs more where there is much to keep busy.
        most_texts: Texts that a forward may have; None for any number.
    """

    def __init__(
        self,
        store: TokenStore,
        numbers: Sequence[int],
        parts: int | None = None,
        device: str = "cpu",
        most_texts: int | None = None,
    ) -> None:
        self._store = store
        self._numbers = numbers
        order = sorted(range(len(numbers)), key=lambda position: (-store.lengths[numbers[position]], position))
        lengths = [store.lengths[numbers[position]] for position in order]
        cost = FORWARD_COST.get(device, OTHER_FORWARD_COST)
        bounds = cheapest_bounds(lengths, cost) if parts is None else _equal_bounds(len(order), parts)
        most = most_texts or len(order)
        self.positions = [
            order[first : min(first + most, end)]
            for start, end in pairwise(bounds)
            for first in range(start, end, most)
        ]
        self._inverse = torch.empty(len(order), dtype=torch.int64)
        self._inverse[torch.tensor(order)] = torch.arange(len(order))

    def embed(self, model: Any, part: int) -> Tensor:
        """Sentence embeddings [texts of the part, dimensions] of one part, float32, with gradients."""
        features = self._store.batch([self._numbers[position] for position in self.positions[part]])
        embeddings: Tensor = model(features)["sentence_embedding"]
        return embeddings.float()

    def in_order(self, joined: Tensor) -> Tensor:
        """Put the parts' concatenated embeddings into the order of the texts given."""
        return joined[self._inverse.to(joined.device)]


def embed_in_parts(model: Any, parts: TextParts) -> Tensor:
    """Sentence embeddings [texts, dimensions] of a batch, in the order given, with gradients."""
    return parts.in_order(torch.cat([parts.embed(model, part) for part in range(len(parts.positions))]))


def cheapest_bounds(lengths: Sequence[int], forward_cost: float) -> list[int]:
    """Where to cut texts sorted by length, so that padding and the number of forwards cost least.

    Dynamic programming over the places where the length changes: O(distinct lengths²).

    Args:
        lengths: Tokens of each text, longest first; at least one.
        forward_cost: Of one more forward, in tokens.

    Returns:
        Bounds of the parts, from 0 to `len(lengths)`; `cheapest_bounds([100, 100, 8, 8], 50)` is
        `[0, 2, 4]`, and with a cost of 500 `[0, 4]`.
    """
    places = [0, *(end for end in range(1, len(lengths)) if lengths[end] != lengths[end - 1]), len(lengths)]
    costs, came_from = [0.0], [0]
    for end in range(1, len(places)):
        options = [
            costs[start] + forward_cost + _part_cost(lengths[places[start]], places[end] - places[start])
            for start in range(end)
        ]
        costs.append(min(options))
        came_from.append(options.index(costs[-1]))
    bounds, place = [len(lengths)], len(places) - 1
    while place:
        place = came_from[place]
        bounds.append(places[place])
    return bounds[::-1]


def _part_cost(longest: int, texts: int) -> float:
    return texts * longest * (1 + longest / ATTENTION_TOKENS)


def _equal_bounds(texts: int, parts: int) -> list[int]:
    parts = min(parts, texts)
    return [texts * part // parts for part in range(parts + 1)]
