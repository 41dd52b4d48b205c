from __future__ import annotations

import json
import os
import pickle
import socket
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from searchfit_ray.command_line import parse_command_line
from searchfit_ray.connection_variables import connection_variables, with_connection
from searchfit_ray.entry import main
from searchfit_ray.hidden_passwords import hide_passwords
from searchfit_ray.job_error import JobError


def command(*arguments: str) -> list[str]:
    return parse_command_line(arguments).command()


def test_workers_get_the_flags_after_the_dashes_and_need_nobody_to_answer() -> None:
    expected = ["reembed", "work", "--yes", "--json", "--threads", "1", "--model", "m"]
    assert command("--workers", "2", "--", "--model", "m") == expected
    assert command("--workers", "2") == expected[:6]


def test_a_worker_computes_with_the_cpus_that_ray_keeps_for_it() -> None:
    assert command("--workers", "1", "--cpus", "4")[-2:] == ["--threads", "4"]
    assert command("--workers", "1", "--cpus", "0.5")[-2:] == ["--threads", "1"]
    assert command("--workers", "1", "--cpus", "4", "--", "--threads=2")[2:] == ["--yes", "--json", "--threads=2"]
    assert command("--workers", "1", "--", "--json", "--yes", "--threads", "3")[2:] == [
        *("--json", "--yes", "--threads", "3"),
    ]


def test_the_program_is_taken_as_a_shell_takes_it() -> None:
    given = command("--workers", "1", "--program", "npx --no 'my reembed'")
    assert given[:4] == ["npx", "--no", "my reembed", "work"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--workers", "0"],
        ["--workers", "1.5"],
        ["--workers", "1", "--cpus", "0"],
        ["--workers", "1", "--cpus", "nan"],
        ["--workers", "1", "--retries", "-1"],
        ["--workers", "1", "--program", ""],
        ["--workers", "1", "--program", "'open"],
        ["--workers", "1", "--model", "m"],
        ["--work", "1"],
    ],
)
def test_mistakes_on_the_command_line_end_with_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--json"]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["code"] == "USAGE"
    assert "Hint: See python -m searchfit_ray --help." in printed.err


@pytest.mark.parametrize("flag", ["--database-url", "--database-url=postgresql://u:geheim@h/d", "--database-folder"])
def test_a_database_among_the_flags_is_refused(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workers", "1", "--", flag, "x"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"Expected no {flag.partition('=')[0]} for workers" in printed.err
    assert "geheim" not in printed.err


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    assert "RAY_ADDRESS=" in capsys.readouterr().out


def test_without_ray_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    assert main(["--workers", "1", "--json"]) == 1
    error: dict[str, Any] = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "MISSING_PACKAGE"
    assert "ray.lock" in error["hint"]


def test_a_cluster_that_does_not_answer_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for address in (f"127.0.0.1:{port}", f"ray://127.0.0.1:{port}", "127.0.0.1:99999"):
        monkeypatch.setattr(os, "environ", {"RAY_ADDRESS": address})
        assert main(["--workers", "1", "--json"]) == 1
        error: dict[str, Any] = json.loads(capsys.readouterr().out)["error"]
        assert error["code"] == "UNREACHABLE"
        assert f"Expected a Ray cluster at {address}, got " in error["message"]


def test_ray_reports_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setattr(os, "environ", {"RAY_USAGE_STATS_ENABLED": "1"})
    assert main(["--workers", "1"]) == 1
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert os.environ["RAY_AUTH_MODE"] == "token"


def test_the_jobs_database_takes_the_place_of_the_machines_as_a_whole() -> None:
    machine = {"PATH": "/bin", "DATABASE_URL": "postgresql://other", "PGSSLMODE": "disable"}
    job = connection_variables({"DB_HOST": "db", "DB_PASSWORD": "geheim", "DB_PORT": "", "HOME": "/root"})
    assert job == {"DB_HOST": "db", "DB_PASSWORD": "geheim"}
    assert with_connection(machine, job) == {"PATH": "/bin", "DB_HOST": "db", "DB_PASSWORD": "geheim"}


def test_without_a_database_of_the_job_the_machines_is_taken() -> None:
    machine = {"PATH": "/bin", "DATABASE_URL": "postgresql://other"}
    assert connection_variables({"PGSSLMODE": "require", "PGDATA": "/var/lib"}) == {}
    assert with_connection(machine, {}) == machine


def test_settings_do_not_show_their_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"DATABASE_URL": "postgresql://u:geheim@h/d"})
    settings = parse_command_line(["--workers", "1"])
    assert settings.connection == {"DATABASE_URL": "postgresql://u:geheim@h/d"}
    assert "geheim" not in repr(settings)


def test_passwords_are_hidden_as_they_are_and_in_percent_form() -> None:
    variables = {"DATABASE_URL": "postgresql://shop:ge%23heim@db/shop", "PGPASSWORD": "andere"}
    shown = hide_passwords("ge#heim ge%23heim andere postgres://a:b@c/d password", variables)
    assert shown == "*** *** *** postgres://***@c/d password"
    assert hide_passwords("abc", {"DB_PASSWORD": "abc", "DATABASE_URL": "postgresql://[broken"}) == "abc"


def test_an_error_keeps_its_fields_on_the_way_between_machines() -> None:
    error = JobError("NO_CONNECTION", "Expected a server.", hint="Start it.", exit_code=3, details={"a": 1})
    error.args = (*error.args, "added by others")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (again.code, again.hint, again.exit_code, again.details) == ("NO_CONNECTION", "Start it.", 3, {"a": 1})
    assert str(again) == "Expected a server."


def test_the_extra_is_locked_with_hashes_and_apart_from_the_trainer() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "searchfit_ray" / "ray.lock").read_text()
    entries = [line for line in lock.splitlines() if line and line[0] not in "# "]
    version = project["optional-dependencies"]["ray"][0].partition("==")[2]
    assert f"\nray=={version} \\\n    --hash=sha256:" in lock
    assert all(entry.endswith(" \\") for entry in entries)  # a hash follows
    assert not any(entry.startswith(("torch", "transformers")) for entry in entries)
    for other in ROOT.glob("*.lock"):
        assert "\nray==" not in other.read_text(), other


def test_the_folder_of_the_job_goes_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_command_line(["--workers", "1"]).folder == str(tmp_path)
