"""A worker for tests of the Ray job: does what its arguments say, and tells what it was given."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

arguments = sys.argv[1:]
print("Re-embedded batch 64/128 (50.0%)", file=sys.stderr)
if "--leak" in arguments:
    print(f"connected to {os.environ['DATABASE_URL']} with {os.environ['DB_PASSWORD']}", file=sys.stderr)
if "--code" in arguments:
    sys.exit(int(arguments[arguments.index("--code") + 1]))
if "--error" in arguments:
    error = json.loads(arguments[arguments.index("--error") + 1])
    print(json.dumps({"error": error}, indent=2))
    sys.exit(1)
if "--kill" in arguments:
    os.kill(os.getpid(), signal.SIGKILL)
if "--text" in arguments:
    print("no document")
    sys.exit(0)
if "--wait" in arguments:
    if "--obstinate" in arguments:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(f"child {child.pid}", file=sys.stderr, flush=True)
    time.sleep(600)
variables = {name: value for name, value in os.environ.items() if name.startswith(("DATABASE", "DB_", "PG"))}
print(json.dumps({"written": 64, "total": 128, "arguments": arguments, "variables": variables, "cwd": str(Path.cwd())}))
