"""Honoured: a judged line with what people wrote about its chart - its phases, and its signals without a cause."""

from dataclasses import replace
from typing import TYPE_CHECKING

from pyrometer.model.chart_plan import NO_PLAN, ChartPlan
from pyrometer.model.figure import Figure
from pyrometer.model.interval import NotEnough
from pyrometer.studies._parts import chart_figure, charted, tracks

if TYPE_CHECKING:
    from pyrometer.studies._parts.control import Judged


def honoured(judged: "Judged", plan: ChartPlan | None) -> "Judged":
    """The same line in its phases; signals that have their cause written down are left out. As it was without a plan.

    Raises what the plan itself raises: StatisticsError, BadSetting.
    """
    made = None if plan is None or plan == NO_PLAN else _charted(judged, plan)
    if made is None:
        return judged
    chart = made.chart
    if chart.kind == "residual":
        chart = replace(chart, facts={**chart.facts, "phi": made.parts[-1].facts["phi"]})
    rows = tuple(i for i in range(len(judged.line.starts_on)))
    choice = replace(
        judged.choice, kind=chart.kind, reasons=made.reasons, chart=chart, signals=made.unexplained, rows=rows
    )
    return replace(judged, choice=choice)


def figure(judged: "Judged", plan: ChartPlan | None) -> Figure | None:
    """The control chart with change lines and causes, or None where nothing is written about it."""
    made = None if plan is None or plan == NO_PLAN else _charted(judged, plan)
    return None if made is None else chart_figure.figures(made)[0]


def _charted(judged: "Judged", plan: ChartPlan) -> charted.Charted | None:
    line = judged.line
    nature = "counts" if line.n is None else "shares"
    track = tracks.Track("", line.label, line.every, line.better, line.unit, nature, line.starts_on, line.k, line.n)
    made = charted.charted(track, plan)
    return None if isinstance(made, NotEnough) else made
