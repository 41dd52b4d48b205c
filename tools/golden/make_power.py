"""Make ir-metrics' expected smallest detectable differences with scipy's noncentral t.

Run in a Python environment with scipy 1.17.1 and numpy 2.4.6, from the repository's root:

    python tools/golden/make_power.py

Writes packages/ir-metrics/test/golden/power.json. The other files there (`ir_metrics.json`,
`st_ir_evaluator.json`, `stats.json`) name their own generators and oracles.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from scipy import optimize, stats

FILE = Path(__file__).resolve().parents[2] / "packages/ir-metrics/test/golden/power.json"


def power_of(effect: float, queries: int, alpha: float) -> float:
    """Chance that a two-sided paired t-test finds a true effect, in standard deviations."""
    freedom = queries - 1
    bound = stats.t.ppf(1 - alpha / 2, freedom)
    return float(stats.nct.sf(bound, freedom, effect * queries**0.5))


def smallest_effect(queries: int, power: float, alpha: float) -> float:
    """Effect found with this power; the other tail's share (below 1e-6 here) is left out."""
    high = 7 / queries**0.5
    return float(
        optimize.brentq(lambda effect: power_of(effect, queries, alpha) - power, 1e-6, high)
    )


def main() -> None:
    cases = [
        {
            "queryCount": queries,
            "power": power,
            "alpha": alpha,
            "effect": smallest_effect(queries, power, alpha),
        }
        for queries in (10, 20, 30, 50, 100, 300, 1000)
        for power, alpha in ((0.8, 0.05), (0.9, 0.05), (0.8, 0.01))
    ]
    golden = {
        "made_by": "tools/golden/make_power.py",
        "oracle": f"scipy {version('scipy')}, noncentral t",
        "cases": cases,
    }
    FILE.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
