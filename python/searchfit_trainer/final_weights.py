"""What is done with the best evaluation's weights before they are written: average, mix, score their parts."""

from __future__ import annotations

from dataclasses import dataclass

from searchfit_trainer.model_folder import load_model
from searchfit_trainer.precision import autocast
from searchfit_trainer.training_loop import SELECTED_BY, TrainingLoop
from searchfit_trainer.weight_mixing import choose_share, copy_weights


@dataclass(frozen=True, slots=True)
class FinalWeights:
    """Which weights are written.

    Attributes:
        score: Their dev NDCG@10.
        share: How far they lie on the way from the base model, in (0, 1]; 1 unless mixed.
        averaged: Whether they start from the mean of all evaluations' weights, not from the best one's.
        average_score: Dev NDCG@10 of that mean; None when it was not tried.
        average_count: Evaluations in the mean.
    """

    score: float
    share: float = 1.0
    averaged: bool = False
    average_score: float | None = None
    average_count: int = 0


def choose_final_weights(loop: TrainingLoop) -> FinalWeights:
    """Let dev choose between the best evaluation, the mean of all, and mixtures with the base model.

    Args:
        loop: At its end, its model with the best evaluation's weights; left with the chosen ones.
    """
    best = loop.state.evaluations[loop.state.best or 0][SELECTED_BY]
    average, count = _try_average(loop, best), 0 if loop.average is None else loop.average.count
    averaged = average is not None and average > best
    before = average if average is not None and averaged else best
    share, score = _mix_with_base(loop, before)
    return FinalWeights(score, share, averaged, average, count)


def _try_average(loop: TrainingLoop, best: float) -> float | None:
    """Dev NDCG@10 of the mean, which the model keeps where it is better; None when there is nothing to average."""
    if loop.average is None or loop.average.count < 2:
        return None
    single = copy_weights(loop.step.model)
    loop.average.give_to(loop.step.model)
    found = _score(loop)
    loop.journal.log(f"Dev, mean of {loop.average.count} evaluations' weights: {SELECTED_BY} {found:.4f}")
    if found > best:
        loop.context.events.note(
            f"The mean of the weights at {loop.average.count} evaluations is best on dev, and is kept."
        )
    else:
        loop.step.model.load_state_dict(single)
    return found


def _mix_with_base(loop: TrainingLoop, best: float) -> tuple[float, float]:
    """Share of the tuned weights that dev finds best, and its score; the model gets that mixture."""
    if not loop.options.mix_with_base:
        return 1.0, best
    scores = {1.0: best}

    def score(share: float) -> float:
        scores[share] = _score(loop)
        loop.journal.log(f"Dev, {share:g} of the way from the base model: {SELECTED_BY} {scores[share]:.4f}")
        return scores[share]

    base = copy_weights(load_model(loop.options.base_model))
    share = choose_share(loop.step.model, base, best, score)
    if share < 1:
        loop.context.events.note(f"Weights {share:g} of the way from the base model are best on dev, and are kept.")
    return share, scores[share]


def score_dimensions(loop: TrainingLoop) -> dict[str, float]:
    """Dev NDCG@10 of the leading dimensions that were trained; empty without Matryoshka."""
    sizes = loop.options.matryoshka_dimensions or ()
    return {str(size): _score(loop, size) for size in sorted(sizes, reverse=True)}


def _score(loop: TrainingLoop, dimensions: int | None = None) -> float:
    check = loop.context.cancellation.check
    precision = autocast(loop.state.precision, loop.state.device)
    metrics = loop.evaluation.score(loop.step.model, precision, lambda _done, _texts: check(), dimensions)
    return metrics[SELECTED_BY]
