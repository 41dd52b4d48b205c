"""The mean of a training's weights at its evaluations: one more candidate, steadier than a single one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

FILE = "average.safetensors"
COUNT = "searchfit.count"


class WeightAverage:
    """A running mean, kept with the checkpoints.

    Attributes:
        count: Weights averaged so far.

    See Also:
        Izmailov et al. (2018), Averaging Weights Leads to Wider Optima and Better Generalization,
        arXiv:1803.05407.
    """

    def __init__(self) -> None:
        self.count = 0
        self._mean: dict[str, Tensor] = {}

    def add(self, weights: Mapping[str, Tensor]) -> None:
        """Take weights into the mean."""
        self.count += 1
        for name, tensor in weights.items():
            now = tensor.detach().cpu()
            if self.count == 1 or not torch.is_floating_point(now):
                self._mean[name] = now.clone()
            else:
                self._mean[name] += (now - self._mean[name]) / self.count

    def give_to(self, model: Any) -> None:
        """Let a model have the mean."""
        model.load_state_dict(self._mean)

    def save(self, folder: Path) -> None:
        """Write the mean beside a checkpoint's other files; nothing before the first `add`."""
        if self.count:
            save_file({**self._mean, COUNT: torch.tensor(self.count)}, folder / FILE)

    def load(self, folder: Path) -> None:
        """Read what `save` wrote."""
        if (folder / FILE).is_file():
            self._mean = load_file(folder / FILE)
            self.count = int(self._mean.pop(COUNT))
