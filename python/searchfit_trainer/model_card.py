"""README.md and metadata.json of a trained model; no training text is quoted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from searchfit_trainer import __version__
from searchfit_trainer.checkpoint import TrainingState
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.options import to_wire
from searchfit_trainer.process_environment import installed_version, versions
from searchfit_trainer.training_rows import TrainingRow

NOT_CONFIG = frozenset(
    [
        *("baseModel", "trainFile", "dev", "outputFolder", "checkpointFolder", "logFile", "metricsFile"),
        *("threads", "checkpointEverySteps", "keepCheckpoints"),
    ]
)
"""Options that name places on one machine, or change nothing about the model."""

METRICS = ("ndcg@10", "mrr@10", "accuracy@1", "accuracy@10", "recall@10", "map@10")


def dev_figures(state: TrainingState) -> dict[str, Any]:
    """`{base, epochs}`: metrics of the base model and after each epoch."""
    rows = [{name: row[name] for name in METRICS} for row in state.evaluations]
    return {"base": rows[0], "epochs": rows[1:]}


def beats_base(state: TrainingState) -> bool:
    """Whether the best epoch's dev NDCG@10 is above the base model's."""
    best = state.best_epoch or 0
    return state.evaluations[best]["ndcg@10"] > state.evaluations[0]["ndcg@10"]


def metadata(
    options: TrainOptions, state: TrainingState, rows: Sequence[TrainingRow], base_sha256: str, share: float
) -> str:
    """Text of `metadata.json`; the same training gives the same bytes wherever it runs."""
    config = {key: value for key, value in to_wire(options).items() if key not in NOT_CONFIG}
    trained_at = config.pop("trainedAt")
    name, licence = config.pop("baseModelName"), config.pop("license")
    content: dict[str, Any] = {
        "format": "searchfit-model/1",
        "baseModel": {"name": name or options.base_model.name, "license": licence, "sha256": base_sha256},
        "config": config,
        "versions": {"trainer": __version__, **versions(), "transformers": installed_version("transformers")},
        "data": {"pairs": len(rows), "kinds": dict(sorted(Counter(row.kind for row in rows).items()))},
        "bestEpoch": state.best_epoch,
        "beatsBase": beats_base(state),
        "tunedShare": share,
        "precision": state.precision,
        "device": state.device,
        "dev": dev_figures(state),
    }
    if trained_at is not None:
        content["trainedAt"] = trained_at
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def model_card(
    options: TrainOptions, state: TrainingState, rows: Sequence[TrainingRow], dimensions: int, share: float
) -> str:
    """Text of `README.md`; `share` of the weights' way from the base model was kept."""
    base = options.base_model_name or options.base_model.name
    best = state.best_epoch or 0
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
        f"{options.epochs} epochs, batch size {options.batch_size}, learning rate {options.learning_rate:g} "
        f"({options.schedule}, warm-up {options.warmup_ratio:g}), multiple negatives ranking loss with scale "
        f"{options.scale:g}, seed {options.seed}, {state.precision}. Epoch {best} was kept: the best on dev.",
        *(
            [f"The weights lie {share:g} of the way from the base model to that epoch: better on dev."]
            if share < 1
            else []
        ),
        *([f"Trained for {_sizes(options)} dimensions too."] if options.matryoshka_dimensions else []),
        *([f"Trained at {options.trained_at}."] if options.trained_at else []),
        "",
        "## Dev figures",
        "",
        "Exact search over the dev corpus. The dev set picked the epoch: judge the model on other queries.",
        "",
        *_figures_table(state),
        "",
        *([] if beats_base(state) else ["**No epoch was better than the base model on dev.**", ""]),
        "## Use",
        "",
        "```python",
        "from sentence_transformers import SentenceTransformer",
        "",
        'model = SentenceTransformer("path/to/this/folder")',
        'vectors = model.encode(["a query", "a product text"])',
        "```",
        "",
        "## Limits and licence",
        "",
        "Meant for the catalogue it was trained on, in its language; other texts may be served better by the base "
        f"model. {_licence(options.license, base)}",
        "",
    ]
    return "\n".join(lines)


def _sizes(options: TrainOptions) -> str:
    return ", ".join(map(str, options.matryoshka_dimensions or ()))


def _figures_table(state: TrainingState) -> list[str]:
    rows = ["| model | " + " | ".join(METRICS) + " |", "|---|" + "---:|" * len(METRICS)]
    for epoch, metrics in enumerate(state.evaluations):
        name = "base" if epoch == 0 else f"epoch {epoch}"
        name += " (kept)" if epoch == state.best_epoch else ""
        rows.append(f"| {name} | " + " | ".join(f"{metrics[key]:.4f}" for key in METRICS) + " |")
    return rows


def _licence(licence: str | None, base: str) -> str:
    if licence is None:
        return f"The licence of {base} applies to these weights; look it up before you pass them on."
    return f"{base} is published under {licence}, which applies to these weights too."
