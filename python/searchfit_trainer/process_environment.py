"""Environment variables that must be set before torch and the Hugging Face libraries are imported."""

from __future__ import annotations

import os
import platform
import warnings
from importlib.metadata import PackageNotFoundError, version

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
ALWAYS = {
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_WAIT_POLICY": "PASSIVE",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "TQDM_DISABLE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


def prepare_environment(*, online: bool) -> None:
    """Set what is not set yet; `online` leaves the hub reachable (one job only)."""
    for name, value in ALWAYS.items():
        os.environ.setdefault(name, value)
    for name, value in OFFLINE.items():
        if online:
            os.environ.pop(name, None)
        else:
            os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore", category=FutureWarning)


def installed_version(package: str) -> str | None:
    """Version of an installed package without importing it, or None when it is absent."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def versions() -> dict[str, str | None]:
    """Versions for `hello` and `metadata.json`, read in milliseconds; torch's without its build (`+cpu`)."""
    torch = installed_version("torch")
    return {
        "python": platform.python_version(),
        "torch": torch and torch.partition("+")[0],
        "sentenceTransformers": installed_version("sentence-transformers"),
    }
