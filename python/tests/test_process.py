from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, run_job, start_job, train_options
from event_schema import PROTOCOL_FOLDER, check_conversation

from searchfit_trainer import __version__

EXAMPLES = sorted((PROTOCOL_FOLDER / "examples").glob("*.jsonl"))
LOCKS = sorted(ROOT.glob("*.lock"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_golden_conversations_fit_the_schema(example: Path) -> None:
    events = [json.loads(line) for line in example.read_text().splitlines()]
    code = events[-1].get("code")
    check_conversation(events, {"BUG": 70, "CANCELED": 130, None: 0}.get(code, 1))


def test_there_is_a_golden_conversation_of_every_job() -> None:
    jobs = {json.loads(path.read_text().splitlines()[0])["job"] for path in EXAMPLES}
    assert jobs >= {"train", "export-onnx", "encode", "resolve-hub-model", "copy-packaged-model", "describe"}


def test_a_job_says_hello_before_anything_and_prints_nothing_but_events(tmp_path: Path, tiny_model: Path) -> None:
    options = {"modelFolder": str(tiny_model), "outputFolder": str(tmp_path / "onnx"), "checkTexts": ["a"]}
    code, events, stderr = run_job("export-onnx", options, tmp_path)
    check_conversation(events, code)
    assert code == 0
    assert events[0]["trainer"] == __version__
    assert stderr == ""


def test_invalid_options_end_with_code_1_in_a_second(tmp_path: Path) -> None:
    code, events, _ = run_job("encode", {"texts": 1}, tmp_path)
    check_conversation(events, code)
    assert events[-1]["code"] == "INVALID_OPTIONS"
    assert len(events[-1]["details"]) == 4


@pytest.mark.parametrize(("content", "code"), [("{", "INVALID_OPTIONS"), ("[]", "INVALID_OPTIONS")])
def test_an_options_file_that_is_no_object_is_an_error(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "o.json").write_text(content)
    command = [sys.executable, "-m", "searchfit_trainer", "describe", str(tmp_path / "o.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    check_conversation(events, done.returncode)
    assert events[-1]["code"] == code


def test_an_unknown_job_is_an_error(tmp_path: Path) -> None:
    code, events, _ = run_job("fly", {}, tmp_path)
    check_conversation(events, code)
    assert events[-1]["code"] == "UNKNOWN_JOB"


def test_a_trainer_whose_reader_has_gone_stops_and_can_go_on(tmp_path: Path, tiny_model: Path) -> None:
    options = train_options(tmp_path, tiny_model, epochs=400)
    process = start_job("train", options, tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    for line in process.stdout:
        if json.loads(line)["type"] == "step-end":
            break
    process.stdout.close()
    process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=600) == 130
    assert list((tmp_path / "checkpoints").glob("step-*"))


def test_prints_of_libraries_do_not_reach_stdout() -> None:
    script = (
        "import os, sys; from searchfit_trainer.event_channel import take_stdout; channel = take_stdout(); "
        "print('library'); os.write(1, b'C code\\n'); os.system('echo child'); channel.note('hello')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ)
    )
    assert done.stdout == '{"type": "note", "message": "hello"}\n'
    assert sorted(done.stderr.split()) == ["C", "child", "code", "library"]


@pytest.mark.parametrize("lock", LOCKS, ids=[path.stem for path in LOCKS])
def test_a_lock_names_versions_and_hashes_and_no_host(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    entries = [block for block in text.split("\n") if "==" in block and not block.startswith((" ", "#"))]
    assert entries
    assert text.count("--hash=sha256:") >= len(entries)
    if lock.name == "requirements.lock":
        assert not [entry for entry in entries if entry.startswith(("torch", "nvidia", "triton"))]


def test_the_pins_of_the_project_are_in_the_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = "\n".join(lock.read_text() for lock in LOCKS)
    assert project["version"] == __version__
    for pin in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        assert f"\n{pin}" in locked, pin
    version = (ROOT / "PYTHON_VERSION").read_text().strip()
    assert project["requires-python"].startswith(f">={version}")
