"""Weights between the base model's and the tuned ones: the cheapest guard against forgetting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

SHARES = (0.25, 0.5, 0.75)

Weights = Mapping[str, Tensor]


def copy_weights(model: Any) -> dict[str, Tensor]:
    """The model's weights as they are now, on the CPU."""
    return {name: tensor.detach().cpu().clone() for name, tensor in model.state_dict().items()}


def set_mixture(model: Any, base: Weights, tuned: Weights, share: float) -> None:
    """Give a model the weights base + share · (tuned − base).

    See Also:
        Wortsman et al. (2022), Robust fine-tuning of zero-shot models, arXiv:2109.01903.
    """
    mixed = {}
    for name, tensor in tuned.items():
        floating = torch.is_floating_point(tensor)
        mixed[name] = torch.lerp(base[name], tensor, share) if floating else tensor
    model.load_state_dict(mixed)


def choose_share(
    model: Any, base: Weights, best: float, score: Callable[[float], float], shares: tuple[float, ...] = SHARES
) -> float:
    """The share of the tuned weights that is best on dev; the model is left with that mixture.

    Args:
        model: With the tuned weights.
        base: The base model's weights.
        best: Dev score of the tuned weights; a mixture must be better.
        score: Of the model as it is now; told the share.
        shares: To try, between 0 and 1.

    Returns:
        The share, or 1 when no mixture is better.
    """
    tuned = copy_weights(model)
    chosen = 1.0
    for share in shares:
        set_mixture(model, base, tuned, share)
        found = score(share)
        if found > best:
            best, chosen = found, share
    set_mixture(model, base, tuned, chosen)
    return chosen
