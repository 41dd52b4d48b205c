from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from searchfit_trainer.exact_search import relevant_ranks
from searchfit_trainer.ir_metrics import mean_metrics, query_metrics

NAMES = {
    "ndcg@10": "ndcg_cut_10",
    "mrr@10": "recip_rank_cut_10",
    "accuracy@1": "success_1",
    "accuracy@10": "success_10",
    "recall@10": "recall_10",
    "map@10": "map_cut_10",
}
CASES = json.loads((Path(__file__).parent / "data" / "ir_metrics.json").read_text())["cases"]


def test_ndcg_of_one_relevant_document_at_rank_two() -> None:
    metrics = query_metrics([2], [1], [1, 0])
    assert metrics["ndcg@10"] == pytest.approx(1 / math.log2(3))
    assert metrics["mrr@10"] == 0.5
    assert metrics["accuracy@1"] == 0
    assert metrics["accuracy@10"] == metrics["recall@10"] == 1
    assert metrics["map@10"] == 0.5


def test_grades_have_linear_gain_and_the_ideal_takes_all_judged() -> None:
    metrics = query_metrics([1, 3], [1, 3], [3, 1, 2, 0])
    expected = (1 / 1 + 3 / 2) / (3 / 1 + 2 / math.log2(3) + 1 / 2)
    assert metrics["ndcg@10"] == pytest.approx(expected)
    assert metrics["recall@10"] == pytest.approx(2 / 3)
    assert metrics["map@10"] == pytest.approx((1 / 1 + 2 / 3) / 3)


def test_nothing_in_the_first_ten_scores_zero() -> None:
    assert set(query_metrics([11], [1], [1]).values()) == {0.0}


def test_the_mean_is_over_queries() -> None:
    assert mean_metrics({"a": {"m": 1.0}, "b": {"m": 0.0}}) == {"m": 0.5}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_metrics_equal_trec_eval(case: dict[str, Any]) -> None:
    for query, expected in case["expected"].items():
        grades = case["qrels"][query]
        ranking = sorted(case["run"][query].items(), key=lambda item: (item[1], item[0].encode()), reverse=True)
        ranks = {doc: rank for rank, (doc, _) in enumerate(ranking, start=1)}
        found = [doc for doc, grade in grades.items() if grade >= 1 and doc in ranks]
        if not any(grade >= 1 for grade in grades.values()):
            continue
        metrics = query_metrics([ranks[doc] for doc in found], [grades[doc] for doc in found], list(grades.values()))
        for name, oracle in NAMES.items():
            assert metrics[name] == pytest.approx(expected[oracle], abs=1e-9), f"{query} {name}"


def test_ranks_equal_those_of_a_sorted_list_with_ties() -> None:
    generator = np.random.default_rng(5)
    vectors = generator.integers(-1, 2, (12, 4)).astype(np.float32)
    queries = generator.integers(-1, 2, (7, 4)).astype(np.float32)
    document_vector = generator.integers(0, 12, 40)  # documents with equal texts share a vector
    every_document = [list(range(40))] * len(queries)
    ranks = relevant_ranks(queries, vectors, document_vector, every_document)
    for query, found in zip(queries, ranks, strict=True):
        scores = (vectors @ query)[document_vector]
        order = sorted(range(40), key=lambda position: (-scores[position], position))
        assert [found[position] for position in order] == list(range(1, 41))
