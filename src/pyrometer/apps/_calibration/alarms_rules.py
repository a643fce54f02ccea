"""False alarms of rule sets and run lengths of charts with a memory, simulated against what is calculated."""

from dataclasses import replace
from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Draw, Rng, World, at_most, false_alarm
from pyrometer.statistics.charts import Chart

POINTS = 50
SETS = ("limits", "western-electric", "nelson", "nhs", "westgard", "wheeler", "anhoej")


def _known(values: Any) -> Chart:
    """A chart about a known centre of 0 with a known sigma of 1."""
    from pyrometer.statistics.charts import xmr

    made = xmr.chart(values)
    assert isinstance(made, Chart)
    one = np.ones(len(values))
    return replace(made, centre=0 * one, sigma=one, lower=-3 * one, upper=3 * one)


def _cries(name: str) -> Draw:
    def draw(rng: Rng) -> bool:
        from pyrometer.statistics.rules import signals

        return bool(signals(_known(rng.normal(0, 1, POINTS)), name))

    return draw


def _expected(name: str) -> float:
    from pyrometer.statistics.false_alarms import false_alarms

    return false_alarms(name, POINTS).any_share


def _discoveries(rng: Rng) -> bool:
    """Forty charts in control: does any stand after Benjamini and Hochberg?"""
    from pyrometer.statistics.false_discovery import over_charts

    return any(over_charts([_known(x) for x in rng.normal(0, 1, (40, 30))]).stands)


def _chosen(rng: Rng) -> bool | None:
    """Sixty weeks of a quiet process, chart and rules left to the chooser."""
    from pyrometer.statistics.choose import Choice, choose

    found = choose(rng.normal(50, 4, 60))
    return bool(found.signals) if isinstance(found, Choice) else None


WORLDS: tuple[World, ...] = (
    *(false_alarm("Run rules", f"{name}, any signal in {POINTS} points", _cries(name), share=_expected(name), pace=4)
      for name in SETS),
    at_most("False discovery rate", "40 quiet charts: any that stands", _discoveries, share=0.05),
    World("Chooser", "a quiet process of 60 weeks: any signal", _chosen, _expected("anhoej"), 0.08),
)  # fmt: skip
