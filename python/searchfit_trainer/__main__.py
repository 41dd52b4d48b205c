"""`python -m searchfit_trainer JOB OPTIONS.json`, or `python -m searchfit_trainer FOLDER`."""

from __future__ import annotations

import sys

from searchfit_trainer.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
