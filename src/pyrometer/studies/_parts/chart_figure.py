"""Chart figure: the control chart of one measure as data - phases, causes, notes - and its tables."""

from typing import Any

import numpy as np

from pyrometer.model.figure import Figure
from pyrometer.model.table import Column, Table, Value
from pyrometer.statistics.charts import Chart
from pyrometer.studies._parts import say
from pyrometer.studies._parts.chart_words import headline
from pyrometer.studies._parts.charted import Charted, Shown, marks, shown
from pyrometer.studies._parts.written import NOTES, Note, notes

POINTS = (
    Column("starts_on", "", "first day of the period, or the date given"),
    Column("value", "", "what is plotted: a count, a share, or the value given"),
    Column("n", "count", "its denominator, where it has one"),
    Column("centre", "", "the average (or median) to compare it with"),
    Column("lower", "", "lower limit of routine variation; empty where there is none"),
    Column("upper", "", "upper limit of routine variation"),
    Column("signal", "", "beyond a limit, run (part of a pattern), or nothing"),
    Column("phase", "", "the cause from which on the limits are anew; empty in the first phase"),
    Column("cause", "", "what people found to be behind it"),
    Column("set_aside", "", "why no limit rests on it"),
)
SIGNALS = (
    Column("from_on", "", "first day of the first period of the signal"),
    Column("to_on", "", "first day of its last period"),
    Column("n_points", "count", "periods that make it up"),
    Column("side", "", "high, low or both"),
    Column("rule", "", "the rule that it meets"),
    Column("is_explained", "", "whether a cause stands at one of its points"),
)


def points(made: Charted) -> Table:
    """Every point with its limits, its signal and what is written there."""
    seen, words, n = shown(made), marks(made), made.chart.n
    causes = {s.at: s.cause for s in made.put.plan.starts}
    rows, phase = list[tuple[Value, ...]](), ""
    for i, start in enumerate(made.track.starts_on):
        phase = causes.get(i, phase)
        given = made.track.n if n is None else n
        size = None if given is None or made.track.beside else _number(given, i)
        numbers = (_number(v, i) for v in (seen.centre, seen.lower, seen.upper))
        noted = (words[i], phase, made.known.get(i, ""), made.aside.get(i, ""))
        rows.append((start, _number(seen.values, i), size, *numbers, *noted))
    return Table(POINTS, tuple(rows))


def signals(made: Charted) -> Table:
    """Every signal, explained or not."""
    at, open_ = made.track.starts_on, set(made.unexplained)
    rows = []
    for s in made.signals:
        ends = at[s.points[0]], at[s.points[-1]]
        rows.append((*ends, len(s.points), s.side, s.says, s not in open_))
    return Table(SIGNALS, tuple(rows))


def written(made: Charted) -> Table:
    """What people wrote on it, numbered as on the chart, with who signed."""
    return Table(NOTES, tuple(note.row for note in notes(made)))


def figures(made: Charted) -> tuple[Figure, ...]:
    """The control chart (a run chart while it is too early for limits); of a CUSUM both arms."""
    drawn = figure(made, shown(made), made.track.label)
    if made.chart.kind != "cusum" or made.chart.companion is None:
        return (drawn,)
    low = made.chart.companion
    beneath = Shown(low.values, low.centre, low.lower, low.upper)
    return (drawn, figure(made, beneath, f"{made.track.label}: the lower arm"))


def figure(made: Charted, seen: Shown, title: str) -> Figure:
    """One panel as data."""
    has_limits = bool(np.isfinite(seen.upper).any() or np.isfinite(seen.lower).any())
    data: dict[str, Any] = {
        "unit": "count" if made.chart.kind == "np" else made.track.unit,
        "better": made.track.better if made.chart.kind not in ("cusum",) else "",
        "every": made.track.every,
        "points": _points(made, seen),
        "phases": _phases(made, seen),
        "centre_name": "Median" if made.chart.kind == "run" else "Average",
        "notes": [_note(note) for note in notes(made)],
    } | meta(made)
    if made.is_early:
        data["too_early"] = f"{len(made.chart)} points; limits need 12"
    return Figure("control_chart" if has_limits else "run", title, headline(made), data)


def meta(made: Charted) -> dict[str, Any]:
    """How many cases and points, which period, which definition and chart: the line under the title."""
    track = made.track
    counted = track.values if track.nature == "counts" or track.beside else None
    size = counted if track.n is None or track.beside else track.n
    points = say.plural(len(track), "point" if track.every == "case" else track.every)
    found: dict[str, Any] = {"note": f"{points}, {made.chart.kind} chart"}
    if size is not None:
        found |= {"n": float(np.sum(size)), "n_of": track.n_of or ("events" if track.n is None else "cases")}
    found |= {"since": track.starts_on[0].isoformat(), "until": track.until.isoformat()}
    return found | ({"definition": track.definition} if track.definition else {})


def _note(note: Note) -> dict[str, Any]:
    recorded = None if note.recorded_on is None else note.recorded_on.isoformat()
    said = {"number": note.number, "on": note.on.isoformat(), "kind": note.kind, "says": note.says}
    return said | {"at": note.at, "recorded_on": recorded, "by": note.by}


def _bounds(made: Charted) -> list[tuple[int, int]]:
    edges = [*made.put.bounds, len(made.chart)]
    return list(zip(edges[:-1], edges[1:], strict=True))


def _varies(values: Any) -> bool:
    known = values[np.isfinite(values)]
    return len(known) > 0 and float(np.ptp(known)) > 1e-12 * max(1.0, float(np.abs(known).max()))


def _steps(made: Charted, seen: Shown) -> bool:
    """Whether a limit or average changes from point to point within a phase."""
    sides = (seen.centre, seen.lower, seen.upper)
    return any(_varies(v[first:last]) for first, last in _bounds(made) for v in sides)


def _phases(made: Charted, seen: Shown) -> list[dict[str, Any]]:
    causes = {s.at: s.cause for s in made.put.plan.starts}
    ranges = [_ranges(p) for p in made.parts]
    found = []
    for (first, last), spread in zip(_bounds(made), ranges, strict=True):
        centre = seen.centre[first:last]
        middle = float(np.nanmean(seen.values[first:last])) if _varies(centre) else _number(centre, 0)
        phase: dict[str, Any] = {"starts_on": made.track.starts_on[first].isoformat(), "label": causes.get(first, "")}
        sides = {
            side: None if _varies(v[first:last]) else _number(v, first)
            for side, v in (("lower", seen.lower), ("upper", seen.upper))
        }
        found.append(phase | {"centre": middle} | sides | spread)
    return found


def _ranges(part: Chart) -> dict[str, Any]:
    """Average and limit of the moving ranges of a phase, where its chart has them."""
    beneath = part.companion
    if part.kind != "xmr" or beneath is None or not np.isfinite(beneath.upper[-1]):
        return {}
    return {"spread_centre": float(beneath.centre[-1]), "spread_upper": float(beneath.upper[-1])}


def _points(made: Charted, seen: Shown) -> list[dict[str, Any]]:
    words, steps = marks(made), _steps(made, seen)
    spread = [_spread(p) for p in made.parts]
    flat = [s for part in spread for s in part]
    found = []
    for i, start in enumerate(made.track.starts_on):
        point: dict[str, Any] = {"starts_on": start.isoformat(), "value": _number(seen.values, i), "signal": words[i]}
        if steps:
            sides = (("lower", seen.lower), ("centre", seen.centre), ("upper", seen.upper))
            point |= {side: _number(v, i) for side, v in sides}
        note = made.known.get(i) or made.aside.get(i)
        if note:
            point["note"] = note
        if i in made.aside:
            point["is_aside"] = True
        if made.chart.n is not None and not made.track.beside:
            point["n"] = _number(made.chart.n, i)
        found.append(point | flat[i])
    return found


def _spread(part: Chart) -> list[dict[str, Any]]:
    """The moving ranges of an XmR chart, point by point."""
    beneath = part.companion
    if part.kind != "xmr" or beneath is None:
        return [{}] * len(part)
    loud = beneath.values > beneath.upper
    return [{"spread": _number(beneath.values, i), "spread_signal": bool(loud[i])} for i in range(len(part))]


def _number(values: Any, i: int) -> float | None:
    value = float(values[i])
    return value if np.isfinite(value) else None
