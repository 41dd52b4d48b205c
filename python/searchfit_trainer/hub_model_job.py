"""`resolve-hub-model`: fetch a model from the Hugging Face hub; the only job that uses the network."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import HubModelOptions
from searchfit_trainer.options import read_options
from searchfit_trainer.trainer_error import TrainerError

ALLOWED = ["*.json", "*.safetensors", "*.txt", "*.model", "README.md"]
IGNORED = ["onnx/*", "openvino/*", "*/openvino/*", "flax/*", "coreml/*", "training_args*"]


def run(given: Mapping[str, Any], context: JobContext) -> dict[str, Any]:
    """Download, or take what the cache holds where the hub is out of reach.

    Returns:
        `{folder, modelId, revision, license, fromCache}`.

    Raises:
        TrainerError: `HUB_UNREACHABLE`, `MODEL_NOT_FOUND`, `PICKLE_ONLY`.
    """
    options = read_options(HubModelOptions, given)
    seconds = str(max(1, round(options.timeout_seconds)))
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", seconds)
    os.environ.setdefault("HF_HUB_DOWNLOAD_TIMEOUT", seconds)
    from huggingface_hub import HfApi, errors

    try:
        info = HfApi().model_info(options.model_id, revision=options.revision, timeout=options.timeout_seconds)
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.HFValidationError) as error:
        raise _not_found(options, error) from error
    except Exception as error:  # noqa: BLE001 - whatever the network throws: the cache may still serve
        return _from_cache(options, context, error)
    files = [sibling.rfilename for sibling in info.siblings or []]
    if not any(name.endswith(".safetensors") and not name.startswith(("onnx/", "openvino/")) for name in files):
        raise TrainerError(
            "PICKLE_ONLY",
            f"{options.model_id} has no safetensors weights; pickled weights are never loaded.",
            hint="Take a model published as safetensors, or convert it on a machine you trust.",
        )
    licence = info.card_data.get("license") if info.card_data else None
    folder = _download(options, info.sha)
    return _result(options, folder, info.sha, licence, from_cache=False)


def _download(options: HubModelOptions, revision: str | None) -> str:
    from huggingface_hub import snapshot_download

    try:
        folder: str = snapshot_download(
            options.model_id,
            revision=revision,
            cache_dir=options.cache_folder,
            allow_patterns=ALLOWED,
            ignore_patterns=IGNORED,
        )
    except Exception as error:
        raise _unreachable(options, error) from error
    return folder


def _from_cache(options: HubModelOptions, context: JobContext, cause: Exception) -> dict[str, Any]:
    from pathlib import Path

    from huggingface_hub import snapshot_download

    try:
        folder = snapshot_download(
            options.model_id,
            revision=options.revision,
            cache_dir=options.cache_folder,
            allow_patterns=ALLOWED,
            ignore_patterns=IGNORED,
            local_files_only=True,
        )
    except Exception as error:
        raise _unreachable(options, cause) from error
    if not any(Path(folder).rglob("*.safetensors")):
        raise _unreachable(options, cause)
    context.events.note(f"The hub cannot be reached; {options.model_id} is taken from the cache.")
    return _result(options, folder, Path(folder).name, None, from_cache=True)


def _result(
    options: HubModelOptions, folder: str, revision: str | None, licence: object, *, from_cache: bool
) -> dict[str, Any]:
    return {
        "folder": folder,
        "modelId": options.model_id,
        "revision": revision,
        "license": licence if isinstance(licence, str) else None,
        "fromCache": from_cache,
    }


def _not_found(options: HubModelOptions, error: Exception) -> TrainerError:
    return TrainerError(
        "MODEL_NOT_FOUND",
        f"The hub has no model {options.model_id!r}: {type(error).__name__}.",
        hint="Check the id (owner/name); a private model needs a token in HF_TOKEN.",
    )


def _unreachable(options: HubModelOptions, error: Exception) -> TrainerError:
    return TrainerError(
        "HUB_UNREACHABLE",
        f"{options.model_id} could not be fetched from the hub: {type(error).__name__}.",
        hint="Give a local model folder, or use the packaged base model.",
        details={"cause": str(error)[:500]},
    )
