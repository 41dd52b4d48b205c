"""Change how much a model drops while it is trained."""

from __future__ import annotations

from typing import Any

from torch import nn

FLOATS = ("attention_dropout", "dropout_prob", "dropout_p", "attention_dropout_prob")
"""Where architectures keep the share as a plain number (of attention weights, mostly)."""


def set_dropout(model: Any, share: float) -> None:
    """Set every dropout of a model; its saved configuration stays as it is.

    Args:
        model: A SentenceTransformer.
        share: 0 for none, below 1.
    """
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = share
        for name in FLOATS:
            if isinstance(getattr(module, name, None), float):
                setattr(module, name, share)
