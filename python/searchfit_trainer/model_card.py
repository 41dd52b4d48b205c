"""README.md and metadata.json of a trained model; no training text is quoted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from searchfit_trainer import __version__
from searchfit_trainer.checkpoint import TrainingState
from searchfit_trainer.final_weights import FinalWeights
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.options import to_wire
from searchfit_trainer.process_environment import installed_version, versions
from searchfit_trainer.training_rows import TrainingRow

NOT_CONFIG = frozenset(
    [
        *("baseModel", "trainFile", "dev", "outputFolder", "checkpointFolder", "logFile", "metricsFile"),
        *("teacherListsFile", "teacherCorpusFile", "teacherModel"),
        *("threads", "checkpointEverySteps", "keepCheckpoints"),
    ]
)
"""Options that name places on one machine, or change nothing about the model."""

METRICS = ("ndcg@10", "mrr@10", "accuracy@1", "accuracy@10", "recall@10", "map@10")


def dev_figures(state: TrainingState, epochs: Sequence[float]) -> dict[str, Any]:
    """Metrics on dev.

    Args:
        state: At the end of the training.
        epochs: Trained at each evaluation; whole numbers at the end of one.

    Returns:
        `{base, epochs, evaluations}`: of the base model, after each epoch, and at every evaluation of trained
        weights as `{step, epoch, metrics}`.
    """
    rows = [{name: row[name] for name in METRICS} for row in state.evaluations]
    steps = [int(row["step"]) for row in state.evaluations]
    evaluations = [
        {"step": step, "epoch": epoch, "metrics": row} for step, epoch, row in zip(steps, epochs, rows, strict=True)
    ]
    after_epochs = [row for row, epoch in zip(rows, epochs, strict=True) if epoch > 0 and epoch == int(epoch)]
    return {"base": rows[0], "epochs": after_epochs, "evaluations": evaluations[1:]}


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """What is told of a training's result.

    Attributes:
        options: Of the training.
        state: At its end.
        rows: It learnt from.
        base_sha256: Fingerprint of the base model.
        epochs: Trained at each evaluation.
        final: Which weights are written.
    """

    options: TrainOptions
    state: TrainingState
    rows: Sequence[TrainingRow]
    base_sha256: str
    epochs: Sequence[float]
    final: FinalWeights

    @property
    def best_epoch(self) -> int:
        """Epoch, from 1, that the best evaluation lies in or ends."""
        return ceil(self.epochs[self.state.best or 0])

    @property
    def best_step(self) -> int:
        """Steps done at the best evaluation."""
        return int(self.state.evaluations[self.state.best or 0]["step"])

    @property
    def beats_base(self) -> bool:
        """Whether the weights' dev NDCG@10 is above the base model's."""
        return self.final.score > self.state.evaluations[0]["ndcg@10"]

    @property
    def kept(self) -> str:
        """The weights in words: "epoch 2", "step 120 (epoch 1.5)" or "the mean of 3 evaluations"."""
        if self.final.averaged:
            return f"the mean of {self.final.average_count} evaluations"
        epoch = self.epochs[self.state.best or 0]
        return f"epoch {epoch}" if epoch == int(epoch) else f"step {self.best_step} (epoch {epoch})"

    @property
    def average(self) -> dict[str, Any] | None:
        """`{evaluations, kept, ndcg@10}` of the mean of the weights; None when it was not tried."""
        final = self.final
        if final.average_score is None:
            return None
        return {"evaluations": final.average_count, "kept": final.averaged, "ndcg@10": final.average_score}

    def metadata(self) -> str:
        """Text of `metadata.json`; the same training gives the same bytes wherever it runs."""
        options, rows = self.options, self.rows
        config = {key: value for key, value in to_wire(options).items() if key not in NOT_CONFIG}
        if options.teacher_lists_file is not None:
            config["teacher"] = "lists" if options.teacher_model is None else options.teacher_model.name
        trained_at = config.pop("trainedAt")
        name, licence = config.pop("baseModelName"), config.pop("license")
        content: dict[str, Any] = {
            "format": "searchfit-model/1",
            "baseModel": {"name": name or options.base_model.name, "license": licence, "sha256": self.base_sha256},
            "config": config,
            "versions": {"trainer": __version__, **versions(), "transformers": installed_version("transformers")},
            "data": {"pairs": len(rows), "kinds": dict(sorted(Counter(row.kind for row in rows).items()))},
            "bestEpoch": self.best_epoch,
            "bestStep": self.best_step,
            "beatsBase": self.beats_base,
            "tunedShare": self.final.share,
            "average": self.average,
            "precision": self.state.precision,
            "device": self.state.device,
            "dev": dev_figures(self.state, self.epochs),
        }
        if trained_at is not None:
            content["trainedAt"] = trained_at
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"

    def card(self, dimensions: int) -> str:
        """Text of `README.md`."""
        options, rows = self.options, self.rows
        base = options.base_model_name or options.base_model.name
        front = ["---", "library_name: sentence-transformers", "pipeline_tag: sentence-similarity"]
        if options.license:
            front.append(f"license: {json.dumps(options.license)}")
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(row.kind for row in rows).items()))
        groups = len({row.group for row in rows})
        lines = [
            *front,
            "---",
            "",
            "# Product search model",
            "",
            f"A sentence-transformers model, {dimensions} dimensions, fine-tuned from {base} to find products of "
            "one catalogue. Trained by searchfit.",
            "",
            "## Data",
            "",
            f"{len(rows)} pairs ({kinds}) of {groups} products; {sum(len(row.negatives) for row in rows)} explicit "
            "negatives. No training text is part of this card.",
            "",
            "## Training",
            "",
            *self._training_lines(),
            "",
            "## Dev figures",
            "",
            "Exact search over the dev corpus. The dev set picked the weights: judge the model on other queries.",
            "",
            *self._figures_table(),
            "",
            *([] if self.beats_base else ["**No epoch was better than the base model on dev.**", ""]),
            "## Use",
            "",
            "```python",
            "from sentence_transformers import SentenceTransformer",
            "",
            'model = SentenceTransformer("path/to/this/folder")',
            'queries, products = model.encode_query(["a query"]), model.encode_document(["a product text"])',
            "```",
            "",
            "## Limits and licence",
            "",
            "Meant for the catalogue it was trained on, in its language; other texts may be served better by the base "
            f"model. {_licence(options.license, base)}",
            "",
        ]
        return "\n".join(lines)

    def _training_lines(self) -> list[str]:
        options, final = self.options, self.final
        kept = self.kept[0].upper() + self.kept[1:]
        lines = [
            f"{options.epochs} epochs, batch size {options.batch_size}, learning rate {options.learning_rate:g} "
            f"({options.schedule}, warm-up {options.warmup_ratio:g}), multiple negatives ranking loss with scale "
            f"{options.scale:g}, seed {options.seed}, {self.state.precision}. {kept} was kept: the best on dev.",
        ]
        if final.share < 1:
            lines.append(f"The weights lie {final.share:g} of the way from the base model to that: better on dev.")
        if options.lora is not None:
            lines.append(
                f"Adapters of rank {options.lora.rank} were trained (LoRA, alpha {options.lora.alpha:g}) "
                "and merged into the weights."
            )
        if options.teacher_lists_file is not None:
            lines.append(f"A teacher's rankings were distilled ({options.teacher_loss}, {options.teacher_weight:g}).")
        if options.matryoshka_dimensions:
            sizes = ", ".join(map(str, options.matryoshka_dimensions))
            lines.append(f"Trained at exactly these numbers of leading dimensions: {sizes}.")
        if options.trained_at:
            lines.append(f"Trained at {options.trained_at}.")
        return lines

    def _figures_table(self) -> list[str]:
        rows = ["| model | " + " | ".join(METRICS) + " |", "|---|" + "---:|" * len(METRICS)]
        for number, (epoch, metrics) in enumerate(zip(self.epochs, self.state.evaluations, strict=True)):
            name = "base" if epoch == 0 else f"epoch {epoch}"
            name += " (kept)" if number == self.state.best and not self.final.averaged else ""
            rows.append(f"| {name} | " + " | ".join(f"{metrics[key]:.4f}" for key in METRICS) + " |")
        if self.final.average_score is not None:
            name = "mean of the weights" + (" (kept)" if self.final.averaged else "")
            rows.append(f"| {name} | {self.final.average_score:.4f} |" + " |" * (len(METRICS) - 1))
        return rows


def _licence(licence: str | None, base: str) -> str:
    if licence is None:
        return f"The licence of {base} applies to these weights; look it up before you pass them on."
    return f"{base} is published under {licence}, which applies to these weights too."
