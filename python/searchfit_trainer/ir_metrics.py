"""Retrieval metrics of one query from the ranks of its judged documents; equal to trec_eval's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

CUTOFF = 10


def query_metrics(ranks: Sequence[int], grades: Sequence[int], judged: Sequence[int]) -> dict[str, float]:
    """Metrics of one query.

    NDCG has linear gain and discount log2(rank + 1); its ideal takes every judged document, found or not.
    Relevant means grade ≥ 1. Recall and MAP divide by all relevant documents (trec_eval's `ndcg_cut_10`,
    `recall_10`, `map_cut_10`; MRR is `recip_rank` of the first 10).

    Args:
        ranks: Ranks (from 1) of the relevant documents in the corpus.
        grades: Their grades, ≥ 1.
        judged: Grades of all judged documents; one at least is ≥ 1.

    Returns:
        `ndcg@10`, `mrr@10`, `accuracy@1`, `accuracy@10`, `recall@10`, `map@10`, each in [0, 1].
    """
    relevant = sum(1 for grade in judged if grade >= 1)
    found = sorted((rank, grade) for rank, grade in zip(ranks, grades, strict=True) if rank <= CUTOFF)
    ideal = sorted((grade for grade in judged if grade >= 1), reverse=True)[:CUTOFF]
    first = found[0][0] if found else math.inf
    gain = math.fsum(grade / math.log2(rank + 1) for rank, grade in found)
    best = math.fsum(grade / math.log2(rank + 1) for rank, grade in enumerate(ideal, start=1))
    return {
        "ndcg@10": gain / best,
        "mrr@10": 1 / first,
        "accuracy@1": float(first == 1),
        "accuracy@10": float(bool(found)),
        "recall@10": len(found) / relevant,
        "map@10": math.fsum(number / rank for number, (rank, _) in enumerate(found, start=1)) / relevant,
    }


def mean_metrics(per_query: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Mean of each metric over the queries."""
    rows = list(per_query.values())
    return {name: math.fsum(row[name] for row in rows) / len(rows) for name in rows[0]}
