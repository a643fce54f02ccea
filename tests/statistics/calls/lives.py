"""Right calls about survival."""

from collections.abc import Callable
from functools import partial
from typing import Any

from pyrometer.statistics import (
    survival,
)
from pyrometer.statistics.survival import cox, hazard
from tests.statistics.calls.call import RNG, SCORE, TIMES, Call, Y, of

CURVE = survival.incidence([1, 2, 3, 4, 5], {"won": [3, 4, 3, 2, 1], "lost": [2, 2, 1, 1, 1]}, [0, 1, 2, 2, 6])
OTHER = survival.incidence([1, 2, 3, 4, 5], {"won": [1, 2, 3, 2, 1], "lost": [2, 1, 1, 2, 1]}, [0, 1, 2, 2, 9])
COX: dict[str, Any] = {"stop": TIMES, "event": Y, "x": SCORE[:, None]}
COX_SAID = {"together": "stop event x", "counts": "event"}
HAZARD = hazard.discrete_hazard([1, 2, 3] * 10, Y, {"x": SCORE})


def _fitted(read: Callable[..., Any], *columns: Any) -> Any:
    """What is read from a fitted model; a refusal is handed on."""
    rows = cox.cases(*columns)
    fit = cox.cox(rows)
    return read(rows, fit) if isinstance(fit, cox.Cox) else fit


LIVED: dict[str, Call] = {
    "survival.incidence.incidence": of(
        lambda age, won, open_, late, level: survival.incidence(age, {"won": won}, open_, late, level=level),
        {"age": [1.0, 2, 3], "won": [2.0, 3, 1], "open_": [1.0, 1, 4], "late": [0.0, 1, 0], "level": 0.9},
        together="age won open_ late",
        counts="won open_ late",
    ),  # fmt: skip
    "survival.incidence.from_cases": of(
        lambda time, entered: survival.from_cases(time, ["won", None, "lost"], entered=entered),
        {"time": [3.0, 4.0, 5.0], "entered": [0.0, 1.0, 0.0]},
        together="time entered",
        counts="time entered",
    ),  # fmt: skip
    "survival.incidence.at_risk": of(
        survival.at_risk,
        {"leaving": [3.0, 2.0, 1.0], "late": [0.0, 1.0, 0.0]},
        together="leaving late",
        counts="leaving late",
    ),  # fmt: skip
    "survival.incidence.censoring_gap": of(partial(survival.censoring_gap, CURVE), {}),
    "survival.kaplan_meier.survival_bounds": of(partial(survival.survival_bounds, CURVE), {}),
    "survival.kaplan_meier.nelson_aalen": of(partial(survival.nelson_aalen, CURVE), {}),
    "survival.kaplan_meier.survival_quantile": of(partial(survival.survival_quantile, CURVE), {"share_": 0.5}),
    "survival.readings.at": of(partial(survival.at, CURVE, "won"), {"horizon": 3.0, "width": 0.0}),
    "survival.readings.bounds": of(partial(survival.bounds, CURVE, "won"), {}),
    "survival.readings.quantile": of(partial(survival.quantile, CURVE, "won"), {"share_": 0.2, "width": 0.0}),
    "survival.readings.restricted_mean": of(partial(survival.restricted_mean, CURVE), {"horizon": 3.0, "width": 0.0}),
    "survival.logrank.logrank": of(partial(survival.logrank, {"a": CURVE, "b": OTHER}), {"rho": 1.0}),
    "survival.gray.gray": of(partial(survival.gray, {"a": CURVE, "b": OTHER}, cause="won"), {"rho": 0.0}),
    "survival.recurrent.mean_cumulative": of(
        survival.mean_cumulative,
        {"age": [1.0, 2, 3], "events": [4.0, 3, 2], "ended": [1.0, 2, 5], "level": 0.9},
        together="age events ended",
        counts="events ended",
    ),  # fmt: skip
    "survival.recurrent.mean_cumulative_of": of(
        lambda age, level: survival.mean_cumulative_of(["a", "a", "b"], age, {"a": 5.0, "b": 6.0}, level=level),
        {"age": [1.0, 2.0, 3.0], "level": 0.9},
        together="age",
    ),  # fmt: skip
    "survival.clusters.poisson_weights": of(partial(survival.poisson_weights, ["a", "b"]), {"replicates": 5}),
    "survival.clusters.clustered": of(
        lambda won, lost, open_: survival.clustered(CURVE, {"won": won, "lost": lost}, open_),
        {name: RNG.poisson(3, (60, 5)) + 1.0 for name in ("won", "lost", "open_")},
        together="won lost open_",
        counts="won lost open_",
    ),  # fmt: skip
    "survival.cox.cases": of(
        cox.cases, {"stop": TIMES, "event": Y, "x": SCORE[:, None]}, together="stop event x", counts="event"
    ),
    "survival.hazard.discrete_hazard": of(
        lambda period, event, x: hazard.discrete_hazard(period, event, {"x": x}),
        {"period": [1.0, 2, 3] * 10, "event": Y, "x": SCORE},
        together="period event x",
        counts="period event",
    ),  # fmt: skip
    "survival.hazard.case_periods": of(
        hazard.case_periods,
        {"period": [1.0, 2, 3], "event": [1.0, 0, 1]},
        together="period event",
        counts="period event",
    ),  # fmt: skip
}

MODELS: dict[str, Call] = {
    "survival.cox.cox": of(lambda stop, event, x: cox.cox(cox.cases(stop, event, x)), COX, **COX_SAID),
    "survival.cox.concordance": of(lambda stop, event, x: _fitted(cox.concordance, stop, event, x), COX, **COX_SAID),
    "survival.cox.proportionality": of(
        lambda stop, event, x: _fitted(cox.proportionality, stop, event, x), COX, **COX_SAID
    ),
    "survival.hazard.odds_ratio": of(partial(hazard.odds_ratio, HAZARD, "x"), {"level": 0.9}),
}
