"""Leave the lowest layers or the token embeddings of an encoder as they are."""

from __future__ import annotations

from typing import Any

from torch import nn

from searchfit_trainer.trainer_error import TrainerError


def freeze(model: Any, layers: int, *, embeddings: bool) -> None:
    """Switch gradients off.

    Args:
        model: A SentenceTransformer.
        layers: Lowest encoder layers to freeze.
        embeddings: Also freeze the embedding module.

    Raises:
        TrainerError: `TOO_MANY_FROZEN_LAYERS` when the encoder has fewer layers.
    """
    encoder = model[0].auto_model
    stack = encoder_layers(encoder)
    if layers > len(stack):
        raise TrainerError(
            "TOO_MANY_FROZEN_LAYERS", f'Expected "freezeLayers" to be at most {len(stack)}, got {layers}.'
        )
    frozen = list(stack[:layers])
    if embeddings:
        frozen.append(getattr(encoder, "embeddings", None) or encoder.get_input_embeddings())
    for module in frozen:
        module.requires_grad_(False)


def encoder_layers(encoder: nn.Module) -> list[nn.Module]:
    """The encoder's stack of layers: its first module list as long as the config says."""
    expected = getattr(encoder.config, "num_hidden_layers", None)
    for module in encoder.modules():
        if isinstance(module, nn.ModuleList) and len(module) == expected:
            return list(module)
    return []
