"""A job as a folder that can be copied to another machine, run there, and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from searchfit_trainer import PROTOCOL, __version__
from searchfit_trainer.durable_files import files_under, sha256_of, staged_file, write_json
from searchfit_trainer.process_environment import installed_version, versions
from searchfit_trainer.trainer_error import TrainerError, cut, problems_error

FORMAT = "searchfit-job/1"
RESULT_FORMAT = "searchfit-job-result/1"
JOB_FILE, RESULT_FILE = "job.json", "result.json"

PATHS = frozenset(
    [
        *("baseModel", "trainFile", "outputFolder", "checkpointFolder", "logFile", "metricsFile"),
        *("corpusFile", "queriesFile", "qrelsFile"),
        *("teacherListsFile", "teacherCorpusFile", "teacherModel"),
    ]
)
"""Options that hold a path; in a job's file they are relative to its folder."""


@dataclass(frozen=True, slots=True)
class JobFolder:
    """A job that was read and found whole.

    Attributes:
        folder: Where it lies.
        options: Of `train`, with absolute paths.
        packages: Versions that it was made for.
    """

    folder: Path
    options: dict[str, Any]
    packages: Mapping[str, str | None]


def present_versions() -> dict[str, str | None]:
    """Versions of this trainer and of the packages that decide what a training gives."""
    return {"trainer": __version__, **versions(), "transformers": installed_version("transformers")}


def read_job_folder(folder: Path) -> JobFolder:
    """Read `job.json` and check every file that it names.

    Args:
        folder: Holds `{"format", "protocol", "versions", "options", "files"}` as `job.json`; `options` are those
            of `train` with paths relative to the folder, `files` the SHA-256 of every input by its path.

    Raises:
        TrainerError: `INVALID_JOB` with every file that is missing or differs.
    """
    job = _read(folder / JOB_FILE)
    if job.get("format") != FORMAT or job.get("protocol") != PROTOCOL:
        raise TrainerError(
            "INVALID_JOB",
            f"Expected a job of format {FORMAT} and protocol {PROTOCOL} in {folder}, got "
            f"{cut(job.get('format'))} and {cut(job.get('protocol'))}.",
            hint="Make the job again with the version of searchfit that this trainer belongs to.",
        )
    problems = [problem for name, expected in job["files"].items() if (problem := _problem_of(folder, name, expected))]
    if problems:
        hint = "Copy the job again, with all of its files."
        raise problems_error("INVALID_JOB", f"{folder} is not the job that was made.", problems, hint=hint)
    return JobFolder(folder, _absolute(job["options"], folder.absolute()), job.get("versions") or {})


def tell_versions(job: JobFolder, note: Callable[[str], None]) -> None:
    """Say which packages differ from those that the job was made for."""
    here = present_versions()
    differing = [
        f"{name} {here.get(name)} (made for {wanted})"
        for name, wanted in sorted(job.packages.items())
        if wanted is not None and here.get(name) != wanted
    ]
    if differing:
        note(f"Other versions here: {', '.join(differing)}. The result is told to come from these.")


def write_job_result(job: JobFolder, result: Mapping[str, Any]) -> Path:
    """Write `result.json` beside `job.json`: the result, the versions, and the SHA-256 of what was made."""
    root = job.folder.absolute()
    made = [*files_under(Path(job.options["outputFolder"]))]
    made += [path for key in ("logFile", "metricsFile") if (path := Path(job.options.get(key) or root)).is_file()]
    content = {
        "format": RESULT_FORMAT,
        "job": sha256_of(job.folder / JOB_FILE),
        "versions": present_versions(),
        "result": {**result, "modelFolder": _relative(Path(job.options["outputFolder"]), root)},
        "files": {_relative(path, root): sha256_of(path) for path in made},
    }
    target = job.folder / RESULT_FILE
    with staged_file(target) as staging:
        write_json(staging, content)
    return target


def _read(path: Path) -> dict[str, Any]:
    try:
        job = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(job["options"], dict) or not isinstance(job["files"], dict):
            raise TypeError("options and files have to be objects")
    except FileNotFoundError as error:
        raise TrainerError("INVALID_JOB", f"Expected {path.name} in {path.parent}, which holds none.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise TrainerError("INVALID_JOB", f"{path} is not a job: {type(error).__name__} {error}.") from error
    return dict(job)


def _problem_of(folder: Path, name: str, expected: str) -> str | None:
    path = folder / name
    if not path.is_file():
        return f"{name} is missing."
    return None if sha256_of(path) == expected else f"{name} differs from what it was."


def _absolute(options: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """Options with the paths that they hold inside the folder made absolute."""
    absolute: dict[str, Any] = {}
    for key, value in options.items():
        if isinstance(value, dict):
            absolute[key] = _absolute(value, root)
        elif key in PATHS and isinstance(value, str):
            if PurePosixPath(value).is_absolute() or ".." in PurePosixPath(value).parts:
                raise TrainerError("INVALID_JOB", f'Expected "{key}" to lie in the job\'s folder, got {cut(value)}.')
            absolute[key] = str(root / value)
        else:
            absolute[key] = value
    return absolute


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
