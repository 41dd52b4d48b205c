"""A job's folder is run as it is, wherever it lies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, train_options
from event_schema import check_conversation

from searchfit_trainer.durable_files import files_under, sha256_of
from searchfit_trainer.job_folder import FORMAT, present_versions, read_job_folder
from searchfit_trainer.trainer_error import TrainerError


def make_job(folder: Path, tiny_model: Path, **changes: Any) -> Path:
    """As `writeTrainingJob` of the bridge does."""
    made = train_options(folder, tiny_model, epochs=1, **changes)
    shutil.copytree(tiny_model, folder / "base-model")
    data = {name: f"{name}.jsonl" for name in ("corpus", "queries")}
    options = {
        **made,
        "baseModel": "base-model",
        "trainFile": "train.jsonl",
        "dev": {"corpusFile": data["corpus"], "queriesFile": data["queries"], "qrelsFile": "qrels.tsv"},
        "outputFolder": "model",
        "checkpointFolder": "checkpoints",
        "logFile": "training.log",
        "metricsFile": "metrics.jsonl",
    }
    files = {path.relative_to(folder).as_posix(): sha256_of(path) for path in files_under(folder)}
    versions = {**present_versions(), "torch": "0.1.0"}
    job = {"format": FORMAT, "protocol": 1, "versions": versions, "options": options, "files": files}
    (folder / "job.json").write_text(json.dumps(job))
    return folder


def run_folder(folder: Path) -> tuple[int, list[dict[str, Any]]]:
    command = [sys.executable, "-m", "searchfit_trainer", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=environment)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    check_conversation(events, done.returncode)
    return done.returncode, events


def test_a_moved_job_runs_and_leaves_its_result_with_hashes(tmp_path: Path, tiny_model: Path) -> None:
    moved = tmp_path / "elsewhere"
    make_job(tmp_path / "job", tiny_model).rename(moved)
    code, events = run_folder(moved)
    assert code == 0
    assert any("torch" in event["message"] and "made for 0.1.0" in event["message"] for event in events[2:4])
    result = json.loads((moved / "result.json").read_text())
    assert result["job"] == sha256_of(moved / "job.json")
    assert result["result"]["modelFolder"] == "model"
    assert result["versions"] == present_versions()
    names = set(result["files"])
    assert names >= {"model/model.safetensors", "model/modules.json", "training.log", "metrics.jsonl"}
    assert all(sha256_of(moved / name) == expected for name, expected in result["files"].items())
    assert str(tmp_path) not in (moved / "result.json").read_text()


def test_a_job_that_is_not_whole_is_refused_with_every_file_named(tmp_path: Path, tiny_model: Path) -> None:
    folder = make_job(tmp_path, tiny_model)
    (folder / "qrels.tsv").unlink()
    (folder / "train.jsonl").write_text("{}")
    code, events = run_folder(folder)
    assert code == 1
    assert events[-1]["code"] == "INVALID_JOB"
    assert sorted(events[-1]["details"]) == ["qrels.tsv is missing.", "train.jsonl differs from what it was."]
    assert not (folder / "result.json").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "holds none"),
        ("{", "is not a job"),
        ("[]", "is not a job"),
        ('{"options": {}, "files": {}}', "Expected a job of format"),
        (json.dumps({"format": FORMAT, "protocol": 2, "options": {}, "files": {}}), "protocol 1"),
        (json.dumps({"format": FORMAT, "protocol": 1, "options": {"trainFile": "../x"}, "files": {}}), "to lie in"),
        (json.dumps({"format": FORMAT, "protocol": 1, "options": {"baseModel": "/x"}, "files": {}}), "to lie in"),
    ],
)
def test_what_is_no_job_is_said(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "job.json").write_text(content)
    with pytest.raises(TrainerError, match=message) as caught:
        read_job_folder(tmp_path)
    assert caught.value.code == "INVALID_JOB"
