"""False alarms: does a test at 5% cry wolf in 5 worlds of 100, where nothing is the matter?"""

from importlib import import_module

from pyrometer.apps._calibration import Check
from pyrometer.apps._calibration.simulated import of_worlds

OF = ("alarms_charts", "alarms_rules", "alarms_series", "alarms_groups", "alarms_trials", "alarms_effects")


def checks(runs: int) -> list[Check]:
    """Charts, rules, series, groups, trials, effects; `runs` simulations each, more where one is quick."""
    here = __name__.rpartition(".")[0]
    return [check for name in OF for check in of_worlds("false alarms", import_module(f"{here}.{name}").WORLDS, runs)]
