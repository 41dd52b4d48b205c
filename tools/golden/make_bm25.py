"""Make hybrid-retrieval's expected BM25 scores with bm25s, on tokens of a seeded random corpus.

Run in a Python environment of its own (`pip install bm25s==0.3.16 numpy==2.4.6`), from the
repository's root:

    python tools/golden/make_bm25.py

Writes packages/hybrid-retrieval/test/golden/bm25.json.
"""

from __future__ import annotations

import json
import random
from importlib.metadata import version
from pathlib import Path

import bm25s

FILE = Path(__file__).resolve().parents[2] / "packages/hybrid-retrieval/test/golden/bm25.json"
PARAMETERS = [(1.2, 0.75), (0.9, 0.4), (2.0, 1.0), (1.5, 0.0), (0.0, 0.75)]


def main() -> None:
    generator = random.Random(20260101)
    words = [f"w{index}" for index in range(60)]
    weights = [1 / (index + 1) for index in range(60)]
    documents = [
        generator.choices(words, weights, k=generator.randint(1, 40)) for _ in range(120)
    ]
    queries = [generator.choices(words, weights, k=generator.randint(1, 6)) for _ in range(25)]
    cases = []
    for k1, b in PARAMETERS:
        index = bm25s.BM25(method="lucene", k1=k1, b=b, dtype="float64")
        index.index(documents, show_progress=False)
        scores = [[float(score) for score in index.get_scores(query)] for query in queries]
        cases.append({"k1": k1, "b": b, "scores": scores})
    golden = {
        "made_by": "tools/golden/make_bm25.py",
        "oracle": f"bm25s {version('bm25s')}, method lucene, float64",
        "documents": documents,
        "queries": queries,
        "cases": cases,
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(golden, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
