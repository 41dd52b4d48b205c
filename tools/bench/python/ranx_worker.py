"""Do with ranx what score-and-compare.ts does, one piece of work a line from standard input.

    python ranx_worker.py QUERIES RANKS RESAMPLES

Reads lines `evaluate` and `compare`, answers each with a JSON line: the seconds it took and what
came out. Building the Run objects is not part of any time, nor is the first call, which compiles.
Written for ranx 0.3.21.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from ranx import Qrels, Run, compare, evaluate

METRICS = [
    "ndcg@10", "ndcg@100", "mrr@10", "map", "map@100",
    "precision@10", "recall@10", "recall@100", "hit_rate@1", "r-precision",
]  # fmt: skip
DOCUMENTS = 100_003
JUDGED = 10


def document(query: int, rank: int, system: int) -> int:
    """The document that a system ranks there; the same formula as in score-and-compare.ts."""
    return (query * 7919 + (rank + system * (rank % 7)) * 104_729) % DOCUMENTS


def qrels_of(queries: int) -> Qrels:
    """Ten judged documents a query, grades 0 to 3."""
    return Qrels(
        {
            f"q{query}": {
                f"d{document(query, (3 * at * at + query) % 300, 0)}": 1 + (query + at) % 3
                for at in range(JUDGED)
            }
            for query in range(queries)
        }
    )


def run_of(queries: int, ranks: int, system: int) -> Run:
    """A thousand documents a query with falling scores."""
    scores = {}
    for query in range(queries):
        ofQuery: dict[str, float] = {}
        for rank in range(ranks):
            ofQuery.setdefault(f"d{document(query, rank, system)}", 1 - rank / (2 * ranks))
        scores[f"q{query}"] = ofQuery
    return Run(scores, name=f"system {system}")


def main() -> None:
    queries, ranks, resamples = map(int, sys.argv[1:4])
    few = min(queries, 20)
    warm = [run_of(few, ranks, system) for system in (0, 1)]
    compare(qrels_of(few), warm, METRICS, stat_test="fisher", n_permutations=10)
    qrels = qrels_of(queries)
    runs = [run_of(queries, ranks, system) for system in (0, 1)]
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        if line.strip() == "evaluate":
            means = [evaluate(qrels, run, METRICS, save_results_in_run=False) for run in runs]
        else:
            report = compare(
                qrels, runs, METRICS, stat_test=line.strip(), n_permutations=resamples
            )
            means = [report.results[run.name] for run in runs]
        seconds = time.perf_counter() - start
        values = [[float(np.float64(of[name])) for name in METRICS] for of in means]
        print(json.dumps({"seconds": seconds, "means": values}), flush=True)


if __name__ == "__main__":
    main()
