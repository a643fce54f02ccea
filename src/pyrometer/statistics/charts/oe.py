"""Observed/expected chart: what customers did beside what customers of that age do, so that young ones fake no fall."""

from typing import Literal, get_args

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Baseline, Numbers, flat, level, mask, one_of
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._exact import poisson_limits, poisson_scores
from pyrometer.statistics.charts._limits import three
from pyrometer.statistics.charts._ranges import D2, moving_ranges

Convention = Literal["normal", "exact", "laney"]
METHOD = Method(
    "observed over expected from the baseline's hazard by age",
    "Breslow & Day 1987, Statistical Methods in Cancer Research II, sec. 2.3; Brenner & Gefeller 1996, Cancer 78:2004",
)


def chart(
    events: Numbers, at_risk: Numbers, *, baseline: Baseline = None, convention: Convention = "normal"
) -> Chart | NotEnough:
    """A chart of O_t / E_t, period by period, round 1.

    `events` and `at_risk`: shape (periods, ages), the events in period t at age a, and the cases under observation
    there. The baseline periods give the hazard of each age h_a = sum events / sum at risk; E_t = sum_a at_risk h_a.
    `convention`: 'normal' (variance sum at_risk h (1 - h)), 'exact' (Poisson limits of O_t) or 'laney' (times sigma_z,
    for periods that differ by more than chance). `paths`: observed, expected; `facts['sigma_z']`.
    NotEnough where the baseline holds no event, or a period no expected one.
    Raises StatisticsError for shapes that differ, negative numbers, NaN, more events than cases.
    Source: Breslow & Day 1987, sec. 2.3; hazards of a period: Brenner & Gefeller 1996, Cancer 78:2004-2010.
    """
    o, n = _tables(events, at_risk)
    one_of(convention, get_args(Convention), what="convention")
    used = mask(baseline, len(o))
    h = hazard(o, n, used)
    expected, observed = n @ h, o.sum(axis=1)
    if not o[used].any():
        return NotEnough("events in the baseline", "none")
    if not expected.all():
        return NotEnough("an expected event in each period", f"none in period {int(np.argmin(expected)) + 1}")
    centre, sigma = level(1.0, len(o)), np.sqrt(n @ (h * (1 - h))) / expected
    ranges, kept = moving_ranges((observed / expected - 1) / np.maximum(sigma, 1e-300), used)
    sigma_z = float(ranges[kept].mean()) / D2 if kept.any() else 1.0
    sigma = sigma * (sigma_z if convention == "laney" else 1.0)
    lower, upper = three(centre, sigma, low=0.0)
    score = None
    if convention == "exact":
        lower, upper = (edge / expected for edge in poisson_limits(expected))
        score = poisson_scores(observed, expected)
    return Chart(
        kind="oe",
        values=observed / expected,
        centre=centre,
        lower=lower,
        upper=upper,
        sigma=sigma,
        used=used,
        phase=flat(len(o)),
        convention=convention,
        method=METHOD,
        n=expected,
        score=score,
        facts={"sigma_z": sigma_z},
        paths={"observed": observed, "expected": expected},
    )


def hazard(events: Floats, at_risk: Floats, used: Bools) -> Floats:
    """Chance of the event at each age (0-1) in the baseline periods; 0 where nobody was under observation.

    Raises nothing: the tables are checked by `chart`. Source: Brenner & Gefeller 1996, Cancer 78:2004.
    """
    seen, total = events[used].sum(axis=0), at_risk[used].sum(axis=0)
    return np.asarray(np.divide(seen, total, out=np.zeros(len(total)), where=total > 0))


def _tables(events: Numbers, at_risk: Numbers) -> tuple[Floats, Floats]:
    try:
        o, n = np.asarray(events, dtype=np.float64), np.asarray(at_risk, dtype=np.float64)
    except (TypeError, ValueError):
        raise StatisticsError("Events and cases at risk must be tables of numbers, a row a period.") from None
    if o.ndim != 2 or o.shape != n.shape or not o.size:
        raise StatisticsError(
            f"Events {o.shape} and cases at risk {n.shape} must be tables of one shape: periods by ages."
        )
    if not (np.isfinite(o).all() and np.isfinite(n).all()) or (o < 0).any() or (n < 0).any():
        raise StatisticsError("Events and cases at risk must be counts of at least 0, without NaN.")
    if (o > n).any():
        t, a = (int(i) for i in np.argwhere(o > n)[0])
        raise StatisticsError(f"Period {t + 1} has {o[t, a]:g} events among {n[t, a]:g} cases of age {a}: too many.")
    return o, n


CHART = ChartKind(
    says="what customers did beside what customers of that age do",
    takes="rates",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
