"""Pairs a second with one and with several length-sorted forwards a column, interleaved on the same batches.

python tools/bench_sub_forwards.py MODEL_FOLDER TRAIN.jsonl [--parts 1 2 4 8] [--steps 5]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from searchfit_trainer.process_environment import prepare_environment

prepare_environment(online=False)


def main() -> None:
    """Print the median and the spread of each setting."""
    arguments = _arguments()
    from searchfit_trainer.batch_sampler import epoch_batches
    from searchfit_trainer.job_options import DevOptions, TrainOptions
    from searchfit_trainer.model_folder import load_model, max_tokens_of, prompts_of
    from searchfit_trainer.precision import use_threads
    from searchfit_trainer.token_store import TokenStore
    from searchfit_trainer.training_rows import read_training_rows
    from searchfit_trainer.training_step import TrainingStep

    rows = read_training_rows(arguments.train_file)
    print(f"{use_threads(None)} threads, {len(rows)} pairs, batch size {arguments.batch_size}")
    nowhere = Path("unused")
    dev = DevOptions(nowhere, nowhere, nowhere)
    steps = {}
    for parts in arguments.parts:
        options = TrainOptions(arguments.model_folder, arguments.train_file, dev, nowhere, nowhere, sub_forwards=parts)
        model = load_model(arguments.model_folder)
        model.train()
        store = TokenStore(model.tokenizer, max_tokens_of(model))
        steps[parts] = TrainingStep(model, rows, store, options, "cpu", prompts_of(model))
    speeds: dict[int, list[float]] = {parts: [] for parts in steps}
    for batch in epoch_batches(rows, arguments.batch_size, 42, 0)[: arguments.steps + 1]:
        for parts, step in steps.items():
            start = time.perf_counter()
            step.run(batch, 2e-5)
            speeds[parts].append(len(batch) / (time.perf_counter() - start))
    for parts, (_, *measured) in speeds.items():  # the first step warms up
        print(f"{parts} forwards: {median(measured):.1f} pairs/s ({min(measured):.1f}–{max(measured):.1f})")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_folder", type=Path)
    parser.add_argument("train_file", type=Path)
    parser.add_argument("--parts", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--batch-size", type=int, default=32)
    return parser.parse_args()


if __name__ == "__main__":
    main()
