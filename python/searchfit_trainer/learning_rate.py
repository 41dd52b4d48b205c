"""The learning rate of a step, without state to save."""

from __future__ import annotations

import math


def learning_rate_factor(step: int, total_steps: int, warmup_ratio: float, schedule: str, cycles: int = 1) -> float:
    """Share of the peak learning rate; equal to transformers' `get_scheduler`.

    Args:
        step: From 0.
        total_steps: Steps of the whole training.
        warmup_ratio: The first ceil(total_steps · warmup_ratio) steps rise linearly from 0.
        schedule: "linear" or "cosine" fall to 0 afterwards; "cosine-with-restarts" does so `cycles` times,
            "constant" stays.
        cycles: Of "cosine-with-restarts".

    Returns:
        A number in [0, 1].
    """
    warmup_steps = math.ceil(total_steps * warmup_ratio)
    if step < warmup_steps:
        return step / warmup_steps
    if schedule == "constant":
        return 1.0
    progress = (step - warmup_steps) / max(1, total_steps - warmup_steps)
    if schedule == "linear":
        return 1 - progress
    if schedule == "cosine-with-restarts":
        progress = progress * cycles % 1.0
    return 0.5 * (1 + math.cos(math.pi * progress))
