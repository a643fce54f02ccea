"""The chooser: from what the numbers are and how they behave to one chart and one rule set, with reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import _say as say
from pyrometer.statistics import autocorrelation, periodicity
from pyrometer.statistics._checked import Ints
from pyrometer.statistics._kind import Nature, Series, is_rare, plain, share_above
from pyrometer.statistics._points import Baseline, Numbers, mask, one_of
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import POINTS_FOR_FIRM_LIMITS, POINTS_FOR_LIMITS, Chart, g, residual, run, seasonal, t
from pyrometer.statistics.charts._series import deviations, levels
from pyrometer.statistics.false_alarms import false_alarms, runs_alarm_share
from pyrometer.statistics.periodicity import Periodicity
from pyrometer.statistics.rules import Signal, signals

MOST_ALARMS = 1.5  # times the false alarms that the rules promise: beyond it, other rules
NO_CALENDAR = NotEnough("periods of a calendar", "events in their order")


@dataclass(frozen=True, slots=True)
class Choice:
    """One chart and one rule set.

    `kind` and `rules` are public names; `reasons` are sentences in the order of the decisions; `is_early`: too few
    points for limits; `is_provisional`: limits from fewer than 20 points; `rows`: 0-based input positions of the points
    plotted (periods without a denominator are left out); `signals` index the plotted points. `periodicity` tells what
    the calendar explains, or why it could not be asked. `expected_false_alarms`: how many signals the rules would give
    on so many points if nothing had changed.
    """

    kind: str
    rules: str
    reasons: tuple[str, ...]
    chart: Chart
    signals: tuple[Signal, ...]
    periodicity: Periodicity | NotEnough
    rows: tuple[int, ...]
    is_early: bool
    is_provisional: bool
    expected_false_alarms: float


def choose(
    values: Numbers,
    *,
    n: Numbers | None = None,
    nature: Nature = "values",
    starts_on: Sequence[date] | None = None,
    baseline: Baseline = None,
) -> Choice | NotEnough:
    """The chart that the numbers call for, with its signals.

    `nature`: 'values' (single measurements, any unit), 'averages' (means of `n` cases), 'counts' (events in equal
    periods), 'shares' (k of `n` cases), 'rates' (k events in `n` units), 'gaps' (cases between events), 'times' (time
    between events), 'cases' (0 or 1, a case each). `starts_on`: first day of each period, for the calendar test.
    Fewer than 12 points: a run chart, too early for limits. Then the calendar; rare events; spread beyond chance;
    autocorrelation. NotEnough with fewer than two points.
    Raises StatisticsError for NaN, k > n, negative counts, wrong lengths, dates not rising.
    Source: the methods named in the records returned; order of the questions: Wheeler & Chambers 1992; Laney 2002.
    """
    series = _series(values, n, one_of(nature, get_args(Nature), what="nature"), starts_on, baseline)
    if len(series.values) < 2:
        return NotEnough("two points", f"{len(series.values)}")
    reasons = list[str]()
    left_out = np.asarray(values).size - len(series.values)
    if left_out:
        reasons.append(f"{left_out} periods without a single case are left out: no rate exists there.")
    if len(series.values) < POINTS_FOR_LIMITS:
        return _early(series, reasons)
    if nature in ("gaps", "times", "cases"):
        return _by_event(series, reasons)
    return _by_period(series, reasons)


def _series(
    values: Numbers, n: Numbers | None, nature: Nature, starts_on: Sequence[date] | None, baseline: Baseline
) -> Series:
    """The input, without the periods in which there was nothing to count."""
    given = checked(values)
    if nature in ("shares", "averages", "rates") and n is None:
        raise StatisticsError(f"Nature '{nature}' needs the denominators n: give both.")
    size = None if n is None else checked(np.atleast_1d(np.asarray(n)), what="denominators")
    if size is not None and len(size) not in (1, len(given)):
        raise StatisticsError(f"There are {len(given)} points but {len(size)} denominators: give one for each point.")
    size = None if size is None else np.broadcast_to(size, given.shape)
    if starts_on is not None and len(starts_on) != len(given):
        raise StatisticsError(f"There are {len(given)} points but {len(starts_on)} dates: give one for each point.")
    used = mask(baseline, len(given))
    kept = np.ones(len(given), dtype=np.bool_) if size is None else ~((size == 0) & (given == 0))
    dates = None if starts_on is None else [d for d, keep in zip(starts_on, kept, strict=True) if keep]
    rows = tuple(int(i) for i in np.flatnonzero(kept))
    return Series(given[kept], None if size is None else size[kept], nature, dates, used[kept], rows)


def _choice(
    series: Series, chart: Chart | NotEnough, reasons: list[str], asked: Periodicity | NotEnough = NO_CALENDAR
) -> Choice | NotEnough:
    """The finished choice; a refused chart is handed on as it is."""
    if isinstance(chart, NotEnough):
        return chart
    early = len(chart) < POINTS_FOR_LIMITS
    provisional = not early and chart.n_used < POINTS_FOR_FIRM_LIMITS
    if provisional:
        reasons.append(f"The limits rest on {chart.n_used} points and are provisional until there are 20.")
    swings = early and isinstance(asked, Periodicity) and asked.is_found
    rules = _rules(series, chart, reasons)
    found = () if swings else signals(chart, rules)
    alarms = runs_alarm_share(len(chart)) if early else false_alarms(rules, len(chart)).expected
    return Choice(chart.kind, rules, tuple(reasons), chart, found, asked, series.rows, early, provisional, alarms)


def _rules(series: Series, chart: Chart, reasons: list[str]) -> str:
    """Anhoej's rules, unless so few events a period lie on one side of the average that these cry wolf."""
    above = share_above(chart, series.n, series.level_nature)
    if above is None:
        return "anhoej"
    share, promised = (runs_alarm_share(len(chart), a) for a in (above, 0.5))
    if share <= MOST_ALARMS * promised:
        return "anhoej"
    reasons.append(say.lopsided(above, share, promised))
    return "wald-wolfowitz"


def _early(series: Series, reasons: list[str]) -> Choice | NotEnough:
    """Too few points for limits: a run chart, and what the calendar explains."""
    points = len(series.values)
    reasons.append(f"Too early for limits: {points} points, {POINTS_FOR_LIMITS} are needed. A run chart instead.")
    if series.nature in ("gaps", "times", "cases"):
        return _choice(series, run.chart(series.values), reasons)
    asked = _periodicity(series)
    if isinstance(asked, Periodicity) and asked.is_found:
        reasons.append(say.swings(asked) + " A swing with the calendar is no special cause.")
    n = None if series.nature == "averages" else series.n
    return _choice(series, run.chart(series.values, n=n), reasons, asked)


def _periodicity(series: Series) -> Periodicity | NotEnough:
    return periodicity.find(series.values, n=series.n, nature=series.level_nature, starts_on=series.starts_on)


def _by_event(series: Series, reasons: list[str]) -> Choice | NotEnough:
    """Gaps, times and single cases: charts from event to event."""
    if series.nature == "gaps":
        reasons.append("Cases between events: a g chart.")
        return _choice(series, g.chart(series.values, baseline=series.used, convention="percentile"), reasons)
    if series.nature == "times":
        reasons.append("Time between events: a t chart.")
        return _choice(series, t.chart(series.values, baseline=series.used), reasons)
    events = np.flatnonzero(series.values)
    if len(events) < POINTS_FOR_LIMITS + 1:
        return NotEnough(f"{POINTS_FOR_LIMITS + 1} events among the cases", f"{len(events)}")
    reasons.append(f"Single cases with {len(events)} events: the cases between events on a g chart.")
    between = replace(series, values=np.diff(events) - 1.0, rows=tuple(series.rows[i] for i in events[1:]))
    return _choice(between, g.chart(between.values, convention="percentile"), reasons)


def _by_period(series: Series, reasons: list[str]) -> Choice | NotEnough:
    """Numbers by period: the calendar first, then autocorrelation, then the kind that fits."""
    asked = _periodicity(series)
    found = asked if isinstance(asked, Periodicity) and asked.is_found else None
    positions = None if found is None else found.positions
    if found is not None:
        reasons.append(say.swings(found) + " Each period is compared with its own kind.")
    resembles = _autocorrelation(series, positions)
    if resembles.is_found and not is_rare(series):
        reasons.append(say.resembles(resembles))
        made = residual.chart(
            series.values, n=series.n, nature=series.level_nature, positions=positions, baseline=series.used
        )
        return _choice(series, made, reasons, asked)
    if resembles.shift_at is not None:
        reasons.append(say.shifted(resembles))
    elif resembles.is_beyond:
        reasons.append(say.too_rare(resembles))
    if positions is not None:
        made = seasonal.chart(series.values, positions, n=series.n, nature=series.level_nature, baseline=series.used)
        return _choice(series, made, reasons, asked)
    return _choice(series, plain(series, reasons), reasons, asked)


def _autocorrelation(series: Series, positions: Ints | None) -> autocorrelation.Autocorrelation:
    """Of what is left of the baseline after the calendar."""
    level, weight = levels(series.values, series.n, series.level_nature)
    places = np.zeros(len(level), dtype=np.int64) if positions is None else positions
    left = deviations(level, weight, series.level_nature, places, series.used)
    return autocorrelation.find(left[series.used] if series.used.sum() >= POINTS_FOR_LIMITS else left)
