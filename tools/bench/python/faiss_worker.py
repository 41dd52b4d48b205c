"""Search with faiss' flat index what rank-counting.ts evaluates, once for each line of standard input.

    python faiss_worker.py VECTORS.f32 DOCUMENTS QUERIES DIMENSIONS

The file holds the documents' vectors, then the queries'. Each line is how many documents to find;
the answer is a JSON line: the seconds that the search took and the first ten documents of each query.
Filling the index is not part of the time. Written for faiss-cpu 1.15.1.
"""

from __future__ import annotations

import json
import sys
import time

import faiss
import numpy as np


def main() -> None:
    documents, queries, dimensions = map(int, sys.argv[2:5])
    vectors = np.fromfile(sys.argv[1], dtype=np.float32).reshape(-1, dimensions)
    index = faiss.IndexFlatIP(dimensions)
    index.add(vectors[:documents])
    asked = vectors[documents : documents + queries]
    print(json.dumps({"threads": faiss.omp_get_max_threads()}), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        _, found = index.search(asked, int(line))
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "found": found[:, :10].tolist()}), flush=True)


if __name__ == "__main__":
    main()
