"""The schema of the events, which the vitest suite of trainer-bridge reads too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

PROTOCOL_FOLDER = Path(__file__).parents[2] / "packages" / "trainer-bridge" / "protocol"

VALIDATOR = Draft202012Validator(json.loads((PROTOCOL_FOLDER / "events.schema.json").read_text()))

EXIT_CODES = {"BUG": 70, "CANCELED": 130}


def check_events(events: list[dict[str, Any]]) -> None:
    """Every event fits the schema."""
    for event in events:
        errors = [error.message for error in VALIDATOR.iter_errors(event)]
        assert not errors, f"{event}: {errors}"


def check_conversation(events: list[dict[str, Any]], exit_code: int) -> None:
    """Hello first, one end line last, an exit code that agrees."""
    check_events(events)
    assert events[0]["type"] == "hello"
    ends = [event for event in events if event["type"] in ("training-end", "job-end", "error")]
    assert ends == [events[-1]]
    expected = EXIT_CODES.get(ends[0]["code"], 1) if ends[0]["type"] == "error" else 0
    assert exit_code == expected
