"""Pairs a second of this trainer against sentence-transformers' own, on the same batches, in turns.

python tools/bench_training.py MODEL_FOLDER TRAIN.jsonl [--steps 10] [--rounds 3]

Both use batches of 32, AdamW, 2e-5 and MultipleNegativesRankingLoss; sentence-transformers' trainer has its
defaults otherwise, this one its own. It needs two packages that the environment lacks: tools/bench/README.md.
Loading, tokenizing of the data set and checkpoints are not timed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from searchfit_trainer.process_environment import prepare_environment
from searchfit_trainer.process_memory import keep_freed_memory

Batches = list[list[int]]


def main() -> None:
    """Print each round, and the median of the ratios with their spread."""
    arguments = _arguments()
    prepare_environment(online=False)
    if arguments.keep_memory:
        keep_freed_memory()
    from searchfit_trainer.batch_sampler import epoch_batches
    from searchfit_trainer.precision import use_threads
    from searchfit_trainer.training_rows import read_training_rows

    rows = [row for row in read_training_rows(arguments.train_file) if not row.negatives]
    batches = [batch for batch in epoch_batches(rows, 32, 42, 0) if len(batch) == 32]
    print(f"{use_threads(None)} threads, {len(rows)} pairs, {arguments.steps} steps a round")
    ours, stock = _our_trainer(arguments.model_folder, rows), _stock_trainer(arguments.model_folder, rows)
    ratios = []
    for number in range(arguments.rounds + 1):
        chosen = [batches[(number * arguments.steps + step) % len(batches)] for step in range(arguments.steps)]
        fast, slow = ours(chosen), stock(chosen)
        if number == 0:
            continue  # warms up
        ratios.append(fast / slow)
        print(f"searchfit {fast:.1f} pairs/s, sentence-transformers {slow:.1f} pairs/s: {ratios[-1]:.2f}×", flush=True)
    print(f"median {median(ratios):.2f}× ({min(ratios):.2f}–{max(ratios):.2f})")


def _our_trainer(folder: Path, rows: list[Any]) -> Callable[[Batches], float]:
    from searchfit_trainer.job_options import DevOptions, TrainOptions
    from searchfit_trainer.model_folder import load_model, max_tokens_of, prompts_of
    from searchfit_trainer.precision import choose_precision
    from searchfit_trainer.token_store import TokenStore
    from searchfit_trainer.training_step import TrainingStep

    nowhere = Path("unused")
    options = TrainOptions(folder, nowhere, DevOptions(nowhere, nowhere, nowhere), nowhere, nowhere)
    model = load_model(folder).train()
    store = TokenStore(model.tokenizer, max_tokens_of(model))
    step = TrainingStep(model, rows, store, options, "cpu", prompts_of(model))
    probe = list(range(32))
    step.use_precision(choose_precision("auto", "cpu", lambda precision: step.probe(probe, precision)))
    print(f"searchfit trains in {step.precision}")

    def train(batches: Batches) -> float:
        start = time.perf_counter()
        for batch in batches:
            step.run(batch, 2e-5)
        return sum(map(len, batches)) / (time.perf_counter() - start)

    return train


def _stock_trainer(folder: Path, rows: list[Any]) -> Callable[[Batches], float]:
    from datasets import Dataset
    from pyarrow import table
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.base.sampler import DefaultBatchSampler
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from torch.utils.data import SequentialSampler
    from transformers import TrainerCallback

    class Clock(TrainerCallback):  # type: ignore[misc]
        seconds = 0.0

        def on_train_begin(self, *_: Any, **__: Any) -> None:
            self.seconds = -time.perf_counter()

        def on_train_end(self, *_: Any, **__: Any) -> None:
            self.seconds += time.perf_counter()

    def in_order(dataset: Any, batch_size: int, drop_last: bool, **_: Any) -> Any:
        return DefaultBatchSampler(SequentialSampler(dataset), batch_size=batch_size, drop_last=drop_last)

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    clock = Clock()

    def train(batches: Batches) -> float:
        chosen = [rows[index] for batch in batches for index in batch]
        columns = {"anchor": [row.anchor for row in chosen], "positive": [row.positive for row in chosen]}
        with tempfile.TemporaryDirectory() as scratch:
            settings = SentenceTransformerTrainingArguments(
                scratch, num_train_epochs=1, per_device_train_batch_size=32, learning_rate=2e-5, use_cpu=True,
                save_strategy="no", logging_strategy="no", report_to="none", disable_tqdm=True, batch_sampler=in_order,
            )  # fmt: skip
            data, loss = Dataset(table(columns), fingerprint="bench"), MultipleNegativesRankingLoss(model)
            SentenceTransformerTrainer(model, settings, data, loss=loss, callbacks=[clock]).train()
        return len(chosen) / clock.seconds

    return train


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_folder", type=Path)
    parser.add_argument("train_file", type=Path)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    keeping = "keep freed memory, as the trainer's own process does (it helps both sides)"
    parser.add_argument("--keep-memory", action=argparse.BooleanOptionalAction, default=True, help=keeping)
    return parser.parse_args()


if __name__ == "__main__":
    main()
