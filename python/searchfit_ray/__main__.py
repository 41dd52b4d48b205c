"""`python -m searchfit_ray --workers N -- FLAGS OF REEMBED WORK`."""

from __future__ import annotations

import sys

from searchfit_ray.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
