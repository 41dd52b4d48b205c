"""What a training works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from searchfit_trainer.checkpoint import CheckpointFolder
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.training_journal import TrainingJournal
from searchfit_trainer.training_rows import TrainingRow


@dataclass(frozen=True, slots=True)
class TrainingSetup:
    """Options, data and model of a training, and where it writes.

    Args:
        options: What is asked for.
        context: Events and cancellation of the job.
        rows: Pairs or triplets.
        model: The loaded `SentenceTransformer`.
        max_tokens: Tokens of a text at most.
        base_sha256: Hash of the base model's weights.
        journal: `training.log` and `metrics.jsonl`.
        checkpoints: Where states are kept.
    """

    options: TrainOptions
    context: JobContext
    rows: list[TrainingRow]
    model: Any
    max_tokens: int
    base_sha256: str
    journal: TrainingJournal
    checkpoints: CheckpointFolder
