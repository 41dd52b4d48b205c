"""What a CPU need not do for the same result: fused attention that falls apart, gradients that are mostly zero."""

from __future__ import annotations

import contextlib
from typing import Any

from torch import nn


def use_plain_attention(model: Any) -> None:
    """Attention as three operations. With dropout, torch's fused one falls back to more of them on a CPU."""
    encoder = model[0].auto_model
    with contextlib.suppress(AttributeError, ValueError, ImportError):
        encoder.set_attn_implementation("eager")


def collect_token_gradients(model: Any) -> None:
    """Let token embeddings collect the gradients of the tokens seen instead of a full table a forward."""
    embedding = model[0].auto_model.get_input_embeddings()
    if isinstance(embedding, nn.Embedding) and embedding.weight.requires_grad:
        embedding.sparse = True


def spread_token_gradients(model: Any) -> None:
    """Make the full gradient table that clipping and AdamW want, once a step."""
    embedding = model[0].auto_model.get_input_embeddings()
    gradient = getattr(getattr(embedding, "weight", None), "grad", None)
    if gradient is not None and gradient.is_sparse:
        embedding.weight.grad = gradient.to_dense()
