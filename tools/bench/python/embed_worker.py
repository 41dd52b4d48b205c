"""Embed with sentence-transformers what embed-texts.ts embeds, once for each line of standard input.

    OMP_WAIT_POLICY=PASSIVE python embed_worker.py MODEL_FOLDER TEXTS.json VECTORS.f32 THREADS

TEXTS.json holds two lists. Lines: `whole BATCH` (the list `whole` in one call of `encode`),
`chunks BATCH` (the list `chunks`, 64 texts a call in its order) and `sgemm` (float32 products of
1024 x 1024, the faster of torch and numpy). The answer is a JSON line: seconds on the clock, seconds
of CPU and, for sgemm, GFLOP a second of CPU. `whole` writes the vectors. Written for
sentence-transformers 6.2.0 on torch 2.13.0.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

CHUNK = 64
SIDE = 1024


def timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """What some work cost, and what came of it."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    return {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}, made


def sgemm_limit() -> float:
    """GFLOP of a second of CPU: the best of eight products by either library."""
    with torch.inference_mode():
        square = torch.rand(SIDE, SIDE)
        array = square.numpy()
        costs = [
            timed(work)[0]["cpu"]
            for _ in range(8)
            for work in (lambda: torch.mm(square, square), lambda: array @ array)
        ]
    return 2 * SIDE**3 / min(costs) / 1e9


def main() -> None:
    folder, texts_file, vectors_file, threads = sys.argv[1:5]
    torch.set_num_threads(int(threads))
    model = SentenceTransformer(folder, device="cpu")
    lists = json.loads(Path(texts_file).read_text(encoding="utf-8"))
    texts, in_order = lists["whole"], lists["chunks"]

    def encode(some: list[str], batch: int) -> Any:
        return model.encode_document(some, batch_size=batch, show_progress_bar=False)

    def chunks(batch: int) -> None:
        for start in range(0, len(in_order), CHUNK):
            encode(in_order[start : start + CHUNK], batch)

    encode(texts[:CHUNK], 32)
    print(json.dumps({"threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        task, _, batch = line.strip().partition(" ")
        if task == "sgemm":
            cost, gflop = timed(sgemm_limit)
            print(json.dumps({**cost, "gflop": gflop}), flush=True)
            continue
        whole = task == "whole"
        cost, vectors = timed(
            partial(encode, texts, int(batch)) if whole else partial(chunks, int(batch))
        )
        if vectors is not None:
            Path(vectors_file).write_bytes(np.asarray(vectors, dtype="<f4").tobytes())
        print(json.dumps(cost), flush=True)


if __name__ == "__main__":
    main()
