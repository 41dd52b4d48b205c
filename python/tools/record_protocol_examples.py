"""Record the golden conversations of packages/trainer-bridge/protocol/examples with a tiny random model.

    python tools/record_protocol_examples.py

Paths, hardware, times and tracebacks are replaced by fixed ones; all else is what the trainer said.
Two are written by hand, as they need a signal or a hub: train-canceled.jsonl, resolve-hub-model.jsonl.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import build_tiny_model, run_job, train_options, write_lines

EXAMPLES = ROOT.parent / "packages" / "trainer-bridge" / "protocol" / "examples"
HARDWARE = {"cpu": "Example CPU", "cores": 2, "memoryGiB": 8.0}


def main() -> None:
    """Run every job once, and what goes wrong most."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = build_tiny_model(folder / "base")
        options = train_options(folder / "data", model, outputFolder=str(folder / "model"), epochs=2)
        texts = write_lines(folder / "texts.jsonl", [{"text": "a red lamp"}, {"text": "a tent"}])
        encode = {"modelFolder": str(model), "textsFile": str(texts), "outputFile": str(folder / "vectors.f32")}
        hub = {"modelId": "sentence-transformers/all-MiniLM-L6-v2", "cacheFolder": str(folder / "hub")}
        jobs: list[tuple[str, str, dict[str, Any]]] = [
            ("train", "train", options),
            ("train-again", "train", options),
            ("train-invalid-options", "train", {**options, "epoch": 3, "batchSize": 0}),
            ("train-nothing", "train", {**options, "trainFile": str(write_lines(folder / "empty.jsonl", [""]))}),
            ("export-onnx", "export-onnx", {"modelFolder": str(model), "checkTexts": ["a red lamp", "a tent"]}),
            ("encode", "encode", encode),
            ("describe", "describe", {}),
            ("copy-packaged-model", "copy-packaged-model", {"outputFolder": str(folder / "packaged")}),
            ("resolve-hub-model-unreachable", "resolve-hub-model", {**hub, "timeoutSeconds": 2}),
        ]
        for example, job, job_options in jobs:
            _, events, _ = run_job(job, job_options, folder)
            _write(example, events, folder)


def _write(name: str, events: list[dict[str, Any]], folder: Path) -> None:
    lines = [json.dumps(_normalised(event), ensure_ascii=False) for event in events]
    text = "\n".join(lines).replace(str(folder), "/experiments/demo").replace(str(ROOT), "/searchfit/python")
    (EXAMPLES / f"{name}.jsonl").write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {len(events)} events, last {events[-1]['type']} {events[-1].get('code', '')}")


def _normalised(value: Any) -> Any:
    if isinstance(value, list):
        return [_normalised(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    fixed: dict[str, Any] = {"hardware": HARDWARE, "pairsPerSecond": 25.0, "etaSeconds": 1.5, "seconds": 3.2}
    fixed |= {"peakMemoryMiB": 512, "traceback": "Traceback (most recent call last):\n  …\n", "python": "3.11.7"}
    return {key: fixed[key] if key in fixed else _normalised(entry) for key, entry in value.items()}


if __name__ == "__main__":
    main()
