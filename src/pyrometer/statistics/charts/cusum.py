"""CUSUM chart: deviations from a target pile up, so that a small change that lasts shows and can be dated."""

from dataclasses import dataclass

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._points import Baseline, Numbers, mask
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._cusum import Arms, arm, arms_chart
from pyrometer.statistics.charts._reference import Reference, reference

METHOD = Method("tabular CUSUM", "Montgomery 2013, Introduction to SQC, eq. 9.2 and 9.3; FIR: Lucas & Crosier 1982")


@dataclass(frozen=True, slots=True)
class Design:
    """`k` (half the change to be found) and `h` (limit) in sigma; `head_start` as a share of h (0.5 = FIR).

    k = .5 and h = 5 have an average run length of 465 in control and 10.4 at one sigma (Montgomery 2013, table 9.3).
    """

    k: float = 0.5
    h: float = 5.0
    head_start: float = 0.0


STANDARD = Design()


def chart(
    values: Numbers, *, design: Design = STANDARD, from_: Reference | None = None, baseline: Baseline = None
) -> Chart | NotEnough:
    """A two-sided tabular CUSUM of `values`, in their unit; `from_` gives target and sigma, else the baseline does.

    The chart is the upper arm C+ (limit h sigma), its `companion` the lower arm drawn downward. `facts['first_signal']`
    is 0-based (NaN for none), `paths['rounds']` counts the points since the arm left 0: a signal at i dates the change
    after point i - rounds[i]. NotEnough without a spread to measure in. Raises StatisticsError for a negative k, an h
    of 0 or less, a head start outside 0 to 1, NaN. Source: Montgomery 2013, eq. 9.2 and 9.3.
    """
    raw = checked(values)
    if design.k < 0 or not design.h > 0 or not 0 <= design.head_start < 1:
        raise StatisticsError("A CUSUM needs k of at least 0, h above 0 and a head start of 0 to below 1 (share of h).")
    used = mask(baseline, len(raw))
    ref = reference(raw, used, from_)
    if isinstance(ref, NotEnough):
        return ref
    slack, limit = design.k * ref.sigma, design.h * ref.sigma
    away, start = raw - ref.centre, design.head_start * limit
    facts = {"centre": ref.centre, "sigma": ref.sigma, "k": design.k, "h": design.h, "head_start": design.head_start}
    found = Arms(arm(away - slack, start=start), arm(-away - slack, start=start), limit, used, raw, facts, strict=True)
    return arms_chart("cusum", found, "tabular", METHOD)


CHART = ChartKind(
    says="piled-up deviations from a target, for small lasting changes",
    takes="values",
    chart=chart,
    conventions=("tabular",),
    method=METHOD,
)
