from __future__ import annotations

import json
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Recorder, start_job, train_options
from event_schema import check_conversation

from searchfit_trainer import train_job
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.checkpoint import CheckpointFolder
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.trainer_error import JobCanceledError, TrainerError


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    folder = tmp_path_factory.mktemp("uninterrupted")
    train_job.run(options_in(folder, tiny_model), context())
    return folder


def options_in(folder: Path, tiny_model: Path, **changes: Any) -> dict[str, Any]:
    return train_options(folder, tiny_model, checkpointEverySteps=3, keepCheckpoints=3, **changes)


def context() -> JobContext:
    return JobContext("train", Recorder(), Cancellation())  # type: ignore[arg-type]


def events_of(given: JobContext) -> Recorder:
    assert isinstance(given.events, Recorder)
    return given.events


def assert_same_artefacts(folder: Path, expected: Path) -> None:
    """Model folder and metrics are equal byte by byte."""
    files = sorted(path.relative_to(expected) for path in (expected / "model").rglob("*") if path.is_file())
    assert files
    for name in [*files, Path("metrics.jsonl")]:
        assert (folder / name).read_bytes() == (expected / name).read_bytes(), name
    evaluations = [line for line in (folder / "training.log").read_text().splitlines() if " Dev, " in line]
    assert len(evaluations) == 4


WAITING_TRAINER = """
import os, runpy, sys, time
from searchfit_trainer.event_channel import EventChannel
event_type, step, go = sys.argv[1:4]
del sys.argv[1:4]
emit = EventChannel.emit
def emit_and_wait(self, kind, **fields):
    emit(self, kind, **fields)
    while kind == event_type and fields["step"] >= int(step) and not os.path.exists(go):
        time.sleep(0.01)
EventChannel.emit = emit_and_wait
runpy.run_module("searchfit_trainer", run_name="__main__", alter_sys=True)
"""


def start_waiting(options: dict[str, Any], folder: Path, event_type: str, step: int) -> subprocess.Popen[str]:
    """Start a training that waits after an event of that step until the file "go" is there.

    Without it a training of milliseconds may be over before a busy machine has let us stop it.
    """
    program = ("-c", WAITING_TRAINER, event_type, str(step), str(folder / "go"))
    return start_job("train", options, folder, program)


class StoppingRecorder(Recorder):
    """Asks for a stop when a step is reached, or raises as a crash would."""

    def __init__(self, event_type: str, number: int, stop: Any) -> None:
        super().__init__()
        self._when = (event_type, number)
        self._stop = stop

    def emit(self, event_type: str, **fields: Any) -> None:
        super().emit(event_type, **fields)
        if (event_type, fields.get("step")) == self._when:
            self._stop()


def crash() -> None:
    raise RuntimeError("crash")


def test_a_training_killed_in_the_middle_ends_as_if_it_had_not_been(
    tmp_path: Path, tiny_model: Path, uninterrupted: Path
) -> None:
    options = options_in(tmp_path, tiny_model)
    process = start_waiting(options, tmp_path, "checkpoint-saved", 18)
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["type"] == "checkpoint-saved" and event["step"] >= 18:
            break
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    resumed = context()
    train_job.run(options, resumed)
    assert events_of(resumed).of_type("training-start")[0]["resumedFromStep"] >= 18
    assert_same_artefacts(tmp_path, uninterrupted)


def test_sigterm_leaves_a_checkpoint_of_the_last_step_and_exit_code_130(
    tmp_path: Path, tiny_model: Path, uninterrupted: Path
) -> None:
    options = options_in(tmp_path, tiny_model)
    process = start_waiting(options, tmp_path, "step-end", 1)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if json.loads(line)["type"] == "step-end":
            process.send_signal(signal.SIGTERM)
            (tmp_path / "go").touch()
            break
    rest, _ = process.communicate(timeout=600)
    events = [json.loads(line) for line in [*lines, *rest.splitlines()]]
    check_conversation(events, process.returncode)
    assert events[-1]["code"] == "CANCELED"
    resumed = context()
    train_job.run(options, resumed)
    assert events_of(resumed).of_type("training-start")[0]["resumedFromStep"] >= 1
    assert_same_artefacts(tmp_path, uninterrupted)


@pytest.mark.parametrize("event", [("checkpoint-saved", 0), ("evaluation-start", 16), ("checkpoint-saved", 33)])
def test_a_crash_anywhere_ends_as_if_it_had_not_been(
    tmp_path: Path, tiny_model: Path, uninterrupted: Path, event: tuple[str, int]
) -> None:
    options = options_in(tmp_path, tiny_model)
    recorder = StoppingRecorder(*event, crash)
    with pytest.raises(RuntimeError, match="crash"):
        train_job.run(options, JobContext("train", recorder, Cancellation()))  # type: ignore[arg-type]
    train_job.run(options, context())
    assert_same_artefacts(tmp_path, uninterrupted)


def test_a_stop_in_an_evaluation_is_taken_at_once(tmp_path: Path, tiny_model: Path, uninterrupted: Path) -> None:
    options = options_in(tmp_path, tiny_model)
    cancellation = Cancellation()
    recorder = StoppingRecorder("evaluation-start", 16, lambda: cancellation.request("SIGINT"))
    with pytest.raises(JobCanceledError):
        train_job.run(options, JobContext("train", recorder, cancellation))  # type: ignore[arg-type]
    assert not [event for event in recorder.of_type("evaluation-end") if event["epoch"] == 1]
    train_job.run(options, context())
    assert_same_artefacts(tmp_path, uninterrupted)


def interrupted_at(step: int, folder: Path, tiny_model: Path) -> dict[str, Any]:
    options = options_in(folder, tiny_model)
    recorder = StoppingRecorder("checkpoint-saved", step, crash)
    with pytest.raises(RuntimeError, match="crash"):
        train_job.run(options, JobContext("train", recorder, Cancellation()))  # type: ignore[arg-type]
    return options


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    folder = tmp_path_factory.mktemp("interrupted")
    interrupted_at(21, folder, tiny_model)
    return folder


def break_file(file: Path) -> None:
    """Flip a byte; best.safetensors may be a second name of the file, so it is written anew."""
    content = bytearray(file.read_bytes())
    file.unlink()
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def test_a_broken_checkpoint_is_passed_over(
    tmp_path: Path, tiny_model: Path, interrupted: Path, uninterrupted: Path
) -> None:
    shutil.copytree(interrupted, tmp_path, dirs_exist_ok=True)
    break_file(tmp_path / "checkpoints" / "step-00000021" / "model.safetensors")
    resumed = context()
    train_job.run(options_in(tmp_path, tiny_model), resumed)
    assert "step-00000021 is passed over" in events_of(resumed).of_type("note")[0]["message"]
    assert events_of(resumed).of_type("training-start")[0]["resumedFromStep"] == 18
    assert_same_artefacts(tmp_path, uninterrupted)


@pytest.mark.parametrize("broken", ["best.safetensors", "optimizer.pt", "state.json", "checksums.json"])
def test_whichever_file_is_broken_the_one_before_is_taken(tmp_path: Path, interrupted: Path, broken: str) -> None:
    shutil.copytree(interrupted / "checkpoints", tmp_path, dirs_exist_ok=True)
    fingerprint = json.loads((tmp_path / "step-00000021" / "state.json").read_text())["fingerprint"]
    break_file(tmp_path / "step-00000021" / broken)
    notes: list[str] = []
    found = CheckpointFolder(tmp_path, fingerprint, keep=2).last_valid(notes.append)
    assert found is not None
    assert found[1].step == 18
    assert len(notes) == 1


def test_a_half_written_checkpoint_is_ignored_and_removed(
    tmp_path: Path, tiny_model: Path, interrupted: Path, uninterrupted: Path
) -> None:
    shutil.copytree(interrupted, tmp_path, dirs_exist_ok=True)
    options = options_in(tmp_path, tiny_model)
    checkpoints = tmp_path / "checkpoints"
    half = checkpoints / ".step-00000024.new-999"
    shutil.copytree(checkpoints / "step-00000021", half)
    (checkpoints / "step-00000021" / "optimizer.pt").unlink()
    train_job.run(options, context())
    assert not half.exists()
    assert_same_artefacts(tmp_path, uninterrupted)


def test_checkpoints_of_other_options_are_not_taken(tmp_path: Path, tiny_model: Path, interrupted: Path) -> None:
    shutil.copytree(interrupted, tmp_path, dirs_exist_ok=True)
    options = options_in(tmp_path, tiny_model)
    other = context()
    train_job.run({**options, "seed": 7, "epochs": 1}, other)
    assert "resumedFromStep" not in events_of(other).of_type("training-start")[0]
    assert "other inputs or options" in events_of(other).of_type("note")[0]["message"]
    assert sorted(path.name for path in (tmp_path / "checkpoints").iterdir()) == [
        ".lock",
        "step-00000012",
        "step-00000015",
        "step-00000016-evaluated",
    ]


def test_a_finished_training_gives_its_result_again_without_training(tmp_path: Path, tiny_model: Path) -> None:
    options = options_in(tmp_path, tiny_model, epochs=1)
    first = train_job.run(options, context())
    again = context()
    second = train_job.run(options, again)
    assert second["dev"] == first["dev"]
    assert not events_of(again).of_type("step-end")


def test_two_trainings_do_not_share_a_checkpoint_folder(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searchfit_trainer.checkpoint.LOCK_WAIT_SECONDS", 0.3)
    options = options_in(tmp_path, tiny_model, epochs=1)
    caught: list[TrainerError] = []

    def second_training() -> None:
        with pytest.raises(TrainerError) as error:
            train_job.run(options, context())
        caught.append(error.value)

    recorder = StoppingRecorder("checkpoint-saved", 0, second_training)
    train_job.run(options, JobContext("train", recorder, Cancellation()))  # type: ignore[arg-type]
    assert [error.code for error in caught] == ["CHECKPOINTS_IN_USE"]


def test_a_full_disk_is_named_and_leaves_the_last_checkpoint(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = options_in(tmp_path, tiny_model, epochs=1)

    def save(*_: object) -> None:
        raise RuntimeError("[enforce fail at inline_container.cc:672] . unexpected pos 78144 vs 78032")

    with monkeypatch.context() as full:
        full.setattr("searchfit_trainer.training_step.torch.save", save)
        full.setattr("searchfit_trainer.training_step.LEAST_FREE_BYTES", float("inf"))
        with pytest.raises(OSError, match="No space left on device"):
            train_job.run(options, context())
    assert not list((tmp_path / "checkpoints").glob("*step-*"))
    assert train_job.run(options, context())["steps"] == 16
