"""Patterns: the search for runs, trends and clusters in points, many series at once along the last axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Bools, Floats, Ints
from pyrometer.statistics._points import Numbers
from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._limits import beyond, distance, past, scores, standing
from pyrometer.statistics.rules import Rule, RuleSet, SideOfCentre, Signal

SIDES: dict[int, SideOfCentre] = {1: "high", -1: "low", 2: "both"}


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """What rules look at, shape (..., points): value, score in sigma, side of the centre (-1 0 1), beyond a limit."""

    value: Floats
    score: Floats
    side: Ints
    beyond: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Where a pattern completes (1 high, -1 low, 2 either, 0 not), which points can belong to one (coded alike),
    and how many points it reaches back, itself included (one number, or one a point)."""

    completes: Ints
    members: Ints
    span: "int | Ints"


def points_of(chart: Chart) -> Points:
    """The points of one chart."""
    return Points(chart.values, scores(chart), _side(chart.values, chart.centre), beyond(chart))


def points_of_scores(score: Numbers) -> Points:
    """Points given only as scores (distance from the centre in sigma), limits at 3; shape (..., points)."""
    z = np.asarray(score, dtype=np.float64)
    if z.ndim == 0 or np.isnan(z).any():
        raise StatisticsError("Scores must be an array of numbers without NaN, the points along its last axis.")
    return Points(z, z, np.sign(z).astype(np.int64), (z > 3).astype(np.int64) - (z < -3).astype(np.int64))


def run_length(holds: Bools) -> Ints:
    """For each point how many points in a row, up to and with it, hold."""
    so_far = np.cumsum(holds, axis=-1)
    before = np.maximum.accumulate(np.where(holds, 0, so_far), axis=-1)
    return np.asarray(np.where(holds, so_far - before, 0), dtype=np.int64)


def last_of(holds: Bools, span: int) -> Ints:
    """For each point how many of the last `span` points, it included, hold."""
    so_far = np.cumsum(holds, axis=-1)
    past = np.zeros_like(so_far)
    past[..., span:] = so_far[..., :-span] if so_far.shape[-1] > span else 0
    return np.asarray(so_far - past, dtype=np.int64)


def coded(high: Bools, low: Bools) -> Ints:
    """1 where high, -1 where low, else 0."""
    return high.astype(np.int64) - low.astype(np.int64)


def _either(done: Bools, span: int) -> Found:
    return Found(2 * done.astype(np.int64), np.full(done.shape, 2), span)


def outside(p: Points) -> Found:
    """A point beyond a limit."""
    return Found(p.beyond, p.beyond, 1)


def in_a_row(p: Points, n: int) -> Found:
    """`n` points in a row on one side of the centre; a point on the centre breaks the row."""
    done = coded(run_length(p.side > 0) >= n, run_length(p.side < 0) >= n)
    return Found(done, p.side, n)


def cluster(p: Points, k: int, span: int, zone: float) -> Found:
    """`k` of `span` points beyond `zone` sigma on one side, the last one among them."""
    with np.errstate(invalid="ignore"):
        high, low = p.score > zone, p.score < -zone
    done = coded(high & (last_of(high, span) >= k), low & (last_of(low, span) >= k))
    return Found(done, coded(high, low), span)


def trend(p: Points, n: int) -> Found:
    """`n` points in a row each higher, or each lower, than the one before (n - 1 steps)."""
    step = np.diff(p.value, axis=-1, prepend=np.nan)
    with np.errstate(invalid="ignore"):
        done = coded(run_length(step > 0) >= n - 1, run_length(step < 0) >= n - 1)
    return Found(done, np.full(done.shape, 2), n)


def alternating(p: Points, n: int) -> Found:
    """`n` points in a row going up and down by turns."""
    step = np.sign(np.diff(p.value, axis=-1, prepend=np.nan))
    turns = np.zeros(step.shape, dtype=np.bool_)
    turns[..., 1:] = step[..., 1:] * step[..., :-1] < 0
    return _either(run_length(turns) >= n - 2, n)


def hugging(p: Points, n: int, zone: float) -> Found:
    """`n` points in a row within `zone` sigma of the centre, a point at exactly that distance included."""
    with np.errstate(invalid="ignore"):
        return _either(run_length(np.abs(p.score) <= zone) >= n, n)


def avoiding(p: Points, n: int, zone: float) -> Found:
    """`n` points in a row further than `zone` sigma from the centre, with some on both sides."""
    with np.errstate(invalid="ignore"):
        far, high, low = np.abs(p.score) > zone, p.score > zone, p.score < -zone
    return _either((run_length(far) >= n) & (last_of(high, n) > 0) & (last_of(low, n) > 0), n)


def apart(p: Points, zone: float) -> Found:
    """2 points in a row beyond `zone` sigma, one on each side."""
    with np.errstate(invalid="ignore"):
        far = coded(p.score > zone, p.score < -zone)
    done = np.zeros(far.shape, dtype=np.bool_)
    done[..., 1:] = far[..., 1:] * far[..., :-1] < 0
    return _either(done, 2)


def signals_of(charts: Sequence[Chart], rules: Sequence[RuleSet]) -> list[list[tuple[Signal, ...]]]:
    """For each rule set the signals of each chart, sorted by the completing point and then by precedence.

    Stretches of one length (charts, or their phases) are searched together: one pass a rule instead of one a chart.
    """
    found: list[list[list[tuple[int, int, Signal]]]] = [[[] for _ in charts] for _ in rules]
    for members in _alike(charts).values():
        together = _stacked([charts[number] for number, _ in members], [rows for _, rows in members])
        only_limits = charts[members[0][0]].limits_only
        for which, asked in enumerate(rules):
            for place, rule in enumerate(r for r in asked.rules if not only_limits or r.find is outside):
                seen = rule.find(together)
                for row in np.flatnonzero(seen.completes.any(axis=-1)).tolist():
                    number, rows = members[row]
                    found[which][number] += [(s.first, place, s) for s in _signals(rule, _row(seen, row), rows)]
    return [[tuple(s for _, _, s in sorted(each, key=lambda f: f[:2])) for each in one] for one in found]


def _alike(charts: Sequence[Chart]) -> dict[tuple[bool, bool, bool, int], list[tuple[int, Ints]]]:
    """Which chart and which of its points, for each phase of each, by what can be searched together."""
    found: dict[tuple[bool, bool, bool, int], list[tuple[int, Ints]]] = {}
    for number, chart in enumerate(charts):
        for phase in range(int(chart.phase.max()) + 1):
            rows = np.flatnonzero(chart.phase == phase)
            key = (chart.limits_only, chart.strict, chart.score is None, len(rows))
            found.setdefault(key, []).append((number, rows))
    return found


def _stacked(charts: Sequence[Chart], rows: Sequence[Ints]) -> Points:
    """The points of stretches of one length as one table, a row each."""

    def table(name: str) -> Floats:
        return np.stack([getattr(c, name)[at] for c, at in zip(charts, rows, strict=True)])

    value, centre = table("values"), table("centre")
    score = table("score") if charts[0].score is not None else standing(value, centre, table("sigma"))
    out = past(value, centre, (table("lower"), table("upper")), strict=charts[0].strict)
    return Points(value, score, _side(value, centre), out)


def _side(value: Floats, centre: Floats) -> Ints:
    return np.sign(np.nan_to_num(distance(value, centre))).astype(np.int64)


def _row(seen: Found, row: int) -> Found:
    span = seen.span if isinstance(seen.span, int) else seen.span[row]
    return Found(seen.completes[row], seen.members[row], span)


def _signals(rule: Rule, seen: Found, rows: Ints) -> Sequence[Signal]:
    """Completions next to each other and on one side are one signal."""
    at = np.flatnonzero(seen.completes)
    cuts = np.flatnonzero((np.diff(at) > 1) | (np.diff(seen.completes[at]) != 0)) + 1
    return [_signal(rule, seen, stretch, rows) for stretch in np.split(at, cuts)]


def _signal(rule: Rule, seen: Found, stretch: Ints, rows: Ints) -> Signal:
    code = int(seen.completes[stretch[0]])
    span = seen.span if isinstance(seen.span, int) else int(seen.span[stretch[0]])
    inside = np.arange(max(int(stretch[0]) - span + 1, 0), int(stretch[-1]) + 1)
    inside = inside[(seen.members[inside] == code) | (seen.members[inside] == 2)]
    return Signal(rule.code, rule.says, SIDES[code], int(rows[stretch[0]]), tuple(rows[inside].tolist()))


def longer(p: Points, length: Ints, most: Ints) -> Found:
    """Runs on one side of the centre, `length` long by then, that pass `most` points (one number a series)."""
    done = np.where((length > most[..., None]) & (p.side != 0), p.side, 0)
    place = np.arange(p.side.shape[-1])
    start = np.maximum.accumulate(np.where((length == 1) & (p.side != 0), place, 0), axis=-1)
    return Found(done, p.side, place - start + 1)


def fewer(p: Points, n_crossings: Ints, least: Ints) -> Found:
    """Series that cross the centre fewer than `least` times (one number a series); told at the last point."""
    done = np.zeros(p.side.shape, dtype=np.int64)
    done[..., -1] = np.where(n_crossings < least, 2, 0)
    return Found(done, np.full(p.side.shape, 2), p.side.shape[-1])
