"""Control charts: one kind a file; each gives points, an average and the limits of routine variation.

>>> from pyrometer.statistics.charts import xmr
>>> chart = xmr.chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
>>> round(float(chart.centre[0]), 2), round(float(chart.upper[0]), 4)
(50.81, 55.8041)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough

if TYPE_CHECKING:
    from pyrometer.statistics._checked import Bools, Floats, Ints

POINTS_FOR_LIMITS = 12  # with fewer, limits are noise: a run chart and "too early for limits"
POINTS_FOR_FIRM_LIMITS = 20  # with fewer, limits are provisional (Wheeler & Chambers 1992, p. 60: 15 to 20)

Takes = Literal[
    "values", "counts", "shares", "rates", "averages", "subgroups", "gaps", "times", "cases", "vectors",
    "vector-subgroups",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A control chart as arrays of one length, one entry a point, in time order.

    `values`, `centre`, `lower`, `upper`, `sigma` are in the unit plotted; `lower`, `upper` and `sigma` are NaN where
    there is no limit (run chart). `sigma` is one standard error of that point as the kind estimates it. `used` tells
    which points the limits rest on, `phase` numbers the stretches with limits of their own (0, 1, ...), `n` holds the
    denominators. `score` is set where distances are not simply (value - centre) / sigma: exact limits, transformed
    values. `facts` are the numbers behind the limits (say mean_range, sigma_z); `paths` further lines of the same
    length (say the raw line under residuals); `companion` the chart drawn beneath (ranges, the other arm of a CUSUM).
    `strict`: a point signals only beyond a limit; else it also signals on it. `limits_only`: of the rules only that of
    the limits applies, since the points remember each other (EWMA, CUSUM) or are no distances from a centre (T2).
    """

    kind: str
    values: "Floats"
    centre: "Floats"
    lower: "Floats"
    upper: "Floats"
    sigma: "Floats"
    used: "Bools"
    phase: "Ints"
    convention: str
    method: Method
    n: "Floats | None" = None
    score: "Floats | None" = None
    facts: Mapping[str, float] = field(default_factory=dict)
    paths: Mapping[str, "Floats"] = field(default_factory=dict)
    companion: "Chart | None" = None
    strict: bool = True
    limits_only: bool = False

    def __len__(self) -> int:
        """How many points."""
        return len(self.values)

    @property
    def n_used(self) -> int:
        """How many points the limits rest on."""
        return int(self.used.sum())


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A kind of control chart: what it plots in words, what it takes, and how its limits come about.

    `chart(...)` gives a Chart, or NotEnough where a limit cannot be computed at all; `conventions` are the ways in
    which published tools differ, the default first.
    """

    says: str
    takes: Takes
    chart: Callable[..., Chart | NotEnough]
    conventions: tuple[str, ...]
    method: Method


def draw(kind: str, *data: Any, **settings: Any) -> Chart | NotEnough:
    """The chart of that public name ('xmr', 'laney-p', ...) from `data`.

    Raises UnknownName with the nearest one where there is no such kind, and what the kind raises.
    Source: that of the kind (`Chart.method`).
    """
    from pyrometer.registry import find

    made: Chart | NotEnough = find(__name__, kind).chart(*data, **settings)
    return made
