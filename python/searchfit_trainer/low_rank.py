"""LoRA: train two thin matrices beside each large one, and add their product to it before the model is saved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from searchfit_trainer.freezing import encoder_layers
from searchfit_trainer.job_options import LoraOptions
from searchfit_trainer.trainer_error import TrainerError


class LowRankLinear(nn.Module):
    """A linear layer that stays as it is, with a trained addition of low rank.

    The output is base(x) + alpha / rank · B(A(dropout(x))). B starts at zero, and so the model as the base.

    Args:
        base: The layer.
        options: Rank, alpha and dropout.

    See Also:
        Hu et al. (2022), LoRA: Low-Rank Adaptation of Large Language Models, arXiv:2106.09685.
    """

    def __init__(self, base: nn.Linear, options: LoraOptions) -> None:
        super().__init__()
        place: dict[str, Any] = {"device": base.weight.device, "dtype": base.weight.dtype}
        self.base = base.requires_grad_(False)
        self.a = nn.Parameter(torch.empty(options.rank, base.in_features, **place))
        self.b = nn.Parameter(torch.zeros(base.out_features, options.rank, **place))
        self.dropout = nn.Dropout(options.dropout)
        self._scale = options.alpha / options.rank
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, inputs: Tensor) -> Tensor:
        """Inputs [..., in], outputs [..., out]."""
        thin = nn.functional.linear(self.dropout(inputs), self.a)  # [..., rank]
        base: Tensor = self.base(inputs)
        return base + self._scale * nn.functional.linear(thin, self.b)

    def merged_weight(self) -> Tensor:
        """The weight of one linear layer that gives the same, [out, in]."""
        return self.base.weight.detach() + self._scale * (self.b.detach() @ self.a.detach())


def add_adapters(model: Any, options: LoraOptions) -> None:
    """Freeze a model and put adapters beside its linear layers; those that are frozen already get none.

    Args:
        model: A SentenceTransformer.
        options: Rank, alpha, dropout, and which layers.

    Raises:
        TrainerError: `INVALID_OPTIONS` when no layer that may be trained has one of the names.
    """
    targets = _targets(model, options.target_modules)
    model.requires_grad_(False)
    for name, layer in targets:
        parent, _, last = name.rpartition(".")
        setattr(model.get_submodule(parent), last, LowRankLinear(layer, options))


def plain_weights(model: Any) -> dict[str, Tensor]:
    """The weights of a model as it would be without adapters, by the base model's names."""
    weights = dict(model.state_dict())
    for name, layer in _adapters(model):
        merged = {"weight": layer.merged_weight(), "bias": layer.base.bias}
        for key in [key for key in weights if key.startswith(f"{name}.")]:
            del weights[key]
        weights.update({f"{name}.{key}": value for key, value in merged.items() if value is not None})
    return weights


def merge_adapters(model: Any) -> None:
    """Add every adapter to its layer and take it out: the model has its base's form again."""
    for name, layer in _adapters(model):
        parent, _, last = name.rpartition(".")
        layer.base.weight.data = layer.merged_weight()
        setattr(model.get_submodule(parent), last, layer.base)


def _adapters(model: Any) -> list[tuple[str, LowRankLinear]]:
    return [(name, module) for name, module in model.named_modules() if isinstance(module, LowRankLinear)]


def _targets(model: Any, names: Sequence[str] | None) -> list[tuple[str, nn.Linear]]:
    """Linear layers that may be trained: all of the encoder's stack, or those with one of the names."""
    stack = {id(module) for layer in encoder_layers(model[0].auto_model) for module in layer.modules()}
    linear = [
        (name, module)
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear) and module.weight.requires_grad
    ]
    found = [
        (name, module)
        for name, module in linear
        if (id(module) in stack if names is None else any(f".{name}".endswith(f".{wanted}") for wanted in names))
    ]
    if not found:
        known = sorted({name.rpartition(".")[2] for name, _ in linear})
        raise TrainerError(
            "INVALID_OPTIONS",
            f'Expected "lora.targetModules" to name linear layers that are not frozen, got {names}: '
            f"there {'are ' + ', '.join(known) if known else 'is none'}.",
            hint="Leave it out for all linear layers of the encoder, and freeze fewer layers.",
        )
    return found
