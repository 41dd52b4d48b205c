"""`describe`: what this environment is, for a doctor command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchfit_trainer import PROTOCOL, __version__
from searchfit_trainer.hardware import cpu_flags, describe_hardware
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import DescribeOptions
from searchfit_trainer.options import read_options
from searchfit_trainer.process_environment import installed_version, versions

PACKAGES = ("transformers", "tokenizers", "safetensors", "huggingface-hub", "onnx", "onnxruntime", "numpy")


def run(given: Mapping[str, Any], _context: JobContext) -> dict[str, Any]:
    """Import torch and say what it sees.

    Returns:
        `{protocol, trainer, versions, device, precision, threads, hardware}`.
    """
    read_options(DescribeOptions, given)
    import torch

    from searchfit_trainer.precision import NATIVE_BF16_FLAGS, choose_device

    packages = {name: installed_version(name) for name in PACKAGES}
    return {
        "protocol": PROTOCOL,
        "trainer": __version__,
        "versions": {**versions(), "torchBuild": torch.__version__, **packages},
        "device": choose_device("auto"),
        "nativeBf16": bool(cpu_flags() & NATIVE_BF16_FLAGS),
        "threads": torch.get_num_threads(),
        "hardware": describe_hardware(),
    }
