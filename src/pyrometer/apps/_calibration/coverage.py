"""Coverage: does a 95% interval hold the truth in 95 worlds of 100?"""

from importlib import import_module

from pyrometer.apps._calibration import Check
from pyrometer.apps._calibration.simulated import of_worlds

OF = (
    "coverage_shares",
    "coverage_groups",
    "coverage_survival",
    "coverage_series",
    "coverage_judges",
    "coverage_effects",
)


def checks(runs: int) -> list[Check]:
    """Shares, groups, times, series, judges, effects; `runs` simulations each, more where one is quick."""
    here = __name__.rpartition(".")[0]
    return [check for name in OF for check in of_worlds("coverage", import_module(f"{here}.{name}").WORLDS, runs)]
