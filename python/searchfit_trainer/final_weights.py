"""What is done with the best epoch's weights before they are written: mix them, score their parts."""

from __future__ import annotations

from searchfit_trainer.model_folder import load_model
from searchfit_trainer.precision import autocast
from searchfit_trainer.training_loop import SELECTED_BY, TrainingLoop
from searchfit_trainer.weight_mixing import choose_share, copy_weights


def mix_with_base(loop: TrainingLoop) -> float:
    """Share of the tuned weights that dev finds best; the model gets that mixture.

    Args:
        loop: At its end, its model with the best epoch's weights.

    Returns:
        In (0, 1]; 1 when `mix_with_base` is off or no mixture is better.
    """
    options, state = loop.options, loop.state
    if not options.mix_with_base:
        return 1.0

    def score(share: float) -> float:
        found = _score(loop)
        loop.journal.log(f"Dev, {share:g} of the way from the base model: {SELECTED_BY} {found:.4f}")
        return found

    base = copy_weights(load_model(options.base_model))
    best = state.evaluations[state.best_epoch or 0][SELECTED_BY]
    share = choose_share(loop.step.model, base, best, score)
    if share < 1:
        loop.context.events.note(f"Weights {share:g} of the way from the base model are best on dev, and are kept.")
    return share


def score_dimensions(loop: TrainingLoop) -> dict[str, float]:
    """Dev NDCG@10 of the leading dimensions that were trained; empty without Matryoshka."""
    sizes = loop.options.matryoshka_dimensions or ()
    return {str(size): _score(loop, size) for size in sorted(sizes, reverse=True)}


def _score(loop: TrainingLoop, dimensions: int | None = None) -> float:
    check = loop.context.cancellation.check
    precision = autocast(loop.state.precision, loop.state.device)
    metrics = loop.evaluation.score(loop.step.model, precision, lambda _done, _texts: check(), dimensions)
    return metrics[SELECTED_BY]
