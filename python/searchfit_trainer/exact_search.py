"""Ranks of judged documents in an exact cosine search, without sorting the corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

QUERY_BLOCK = 256


def relevant_ranks(
    queries: NDArray[np.float32],
    vectors: NDArray[np.float32],
    document_vector: NDArray[np.int64],
    relevant: Sequence[Sequence[int]],
) -> list[list[int]]:
    """Ranks of the relevant documents of each query.

    A document's rank is 1 + the documents with a higher score + those with an equal score that stand
    before it in the corpus order (the tie rule). Equal texts share one vector, so they tie exactly.

    Args:
        queries: [queries, dimensions], unit length.
        vectors: [unique texts, dimensions], unit length.
        document_vector: [documents]: the vector of each document.
        relevant: For each query, positions of its relevant documents in the corpus.

    Returns:
        Ranks from 1, in the shape of `relevant`.
    """
    ranks: list[list[int]] = []
    for start in range(0, len(queries), QUERY_BLOCK):
        scores = queries[start : start + QUERY_BLOCK] @ vectors.T  # [block, unique texts]
        for row, positions in zip(scores, relevant[start : start + QUERY_BLOCK], strict=True):
            documents = row[document_vector]  # [documents]
            ranks.append([_rank(documents, position) for position in positions])
    return ranks


def _rank(scores: NDArray[np.float32], position: int) -> int:
    own = scores[position]
    higher = np.count_nonzero(scores > own)
    ties_before = np.count_nonzero(scores[:position] == own)
    return int(1 + higher + ties_before)
