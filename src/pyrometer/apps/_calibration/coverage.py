"""Coverage and false alarms by simulation: does a 95% interval hold the truth, does a 5% test cry wolf in 5%?"""

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from pyrometer.apps._calibration import SEED, Check
from pyrometer.model.interval import Estimate, Interval, NotEnough

HOW = "simulated here, seeded"
Rng = np.random.Generator
BAND = 0.02  # 93% to 97% is what is asked of a 95% interval, 4% to 6% (plus chance) of a 5% test


def checks(runs: int) -> list[Check]:
    """Intervals first, then false alarms; `runs` simulations each, more where one is quick, fewer where it is slow."""
    found = [_covers(*case[:4], runs=max(int(runs * case[4]), 50)) for case in COVERED]
    return [*found, *(_alarms(*case[:4], runs=max(int(runs * case[4]), 50)) for case in ALARMS)]


def _noise(share: float, runs: int) -> float:
    """Three standard errors of a simulated share."""
    return 3 * float(np.sqrt(share * (1 - share) / runs))


def _covers(method: str, what: str, truth: float, draw: Callable[[Rng], Interval | None], *, runs: int) -> Check:
    rng = np.random.default_rng(SEED)
    found = [interval for interval in (draw(rng) for _ in range(runs)) if interval is not None]
    held = float(np.mean([i.low <= truth <= i.high for i in found])) if found else float("nan")
    return Check("coverage", method, what, 0.95, held, BAND + _noise(0.95, runs), f"{HOW}, {len(found)} runs")


def _alarms(method: str, what: str, level: float, draw: Callable[[Rng], bool | None], *, runs: int) -> Check:
    rng = np.random.default_rng(SEED)
    found = [hit for hit in (draw(rng) for _ in range(runs)) if hit is not None]
    share = float(np.mean(found)) if found else float("nan")
    return Check(
        "false alarms", method, what, level, share, 0.2 * level + _noise(level, runs), f"{HOW}, {len(found)} runs"
    )


def _interval(found: Any) -> Interval | None:
    return found.interval if isinstance(found, Estimate) or hasattr(found, "interval") else None


def _wilson(rng: Rng) -> Interval:
    from pyrometer.statistics.intervals import wilson

    true = rng.uniform(0.1, 0.9)  # at a single share coverage jumps with the counts that are possible
    found = wilson(int(rng.binomial(60, true)), 60)
    return Interval(found.low - true, found.high - true)


def _poisson(rng: Rng) -> Interval:
    from pyrometer.statistics.intervals import poisson_exact

    return poisson_exact(int(rng.poisson(40)))


def _yield(rng: Rng) -> Interval | None:
    """Who goes on within 30 days: 60% ever do, after 20 days on average; watched for 10 to 60 days."""
    from pyrometer.statistics import survival

    n = 300
    goes, watched = rng.random(n) < 0.6, rng.uniform(10, 60, n)
    leaves = np.where(goes, rng.exponential(20, n), rng.exponential(30, n))
    seen = leaves <= watched
    how = [None if not s else "on" if g else "stopped" for s, g in zip(seen, goes, strict=True)]
    return _interval(survival.at(survival.from_cases(np.minimum(leaves, watched), how), "on", 30.0))


YIELD = 0.6 * float(-np.expm1(-1.5))


def _change(rng: Rng) -> Interval | None:
    from pyrometer.statistics import changepoint

    found = changepoint.of_level(rng.normal(0, 1, 60) + 0.75 * (np.arange(60) >= 30))
    return None if isinstance(found, NotEnough) else Interval(found.low, found.high)


def _agreed(rng: Rng) -> Interval | None:
    """Two raters who each call 90% rightly; 40% of cases are yes: chance-corrected agreement .64 on the whole."""
    from pyrometer.statistics import agreement

    truth = rng.random(120) < 0.4
    calls = [truth ^ (rng.random(120) > 0.9) for _ in range(2)]
    return _interval(agreement.cohen(agreement.ratings(np.column_stack(calls).astype(int).tolist())))


def _kappa() -> float:
    yes = 0.4 * 0.9 + 0.6 * 0.1
    by_chance = yes**2 + (1 - yes) ** 2
    return (0.82 - by_chance) / (1 - by_chance)


def _group(rng: Rng) -> Interval:
    """The first of eight groups whose true shares differ (standard deviation .06 around 30%)."""
    from pyrometer.statistics import compare

    true = np.clip(rng.normal(0.3, 0.06, 8), 0.05, 0.95)
    made = compare.shrink(rng.binomial(60, true), np.full(8, 60))
    return Interval(float(made.low[0] - true[0]), float(made.high[0] - true[0]))


COVERED: tuple[tuple[str, str, float, Callable[[Rng], Interval | None], float], ...] = (
    ("Wilson interval", "shares of 10% to 90%, 60 cases", 0.0, _wilson, 10),
    ("Poisson interval", "a count of 40", 40.0, _poisson, 10),
    ("Cumulative incidence", "yield at 30 days, open cases and a rival exit", YIELD, _yield, 1),
    ("Cohen's kappa", "two raters, 120 cases", _kappa(), _agreed, 1),
    ("Beta-binomial shrinkage", "a group of 60 among 8 that differ", 0.0, _group, 0.25),
    ("Change of level", "the date of a shift of .75 sigma, 60 points", 29.0, _change, 2),
)


def _anom(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    made = compare.anom_binomial(rng.binomial(100, 0.25, 8), np.full(8, 100))
    return bool(np.abs(made.outside).any())


def _no_change(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    found = changepoint.of_level(rng.normal(0, 1, 60))
    return None if isinstance(found, NotEnough) else found.is_found


def _same_pace(rng: Rng) -> bool:
    from pyrometer.statistics import survival

    groups: dict[Hashable, survival.Incidence] = {
        g: survival.from_cases(np.ceil(rng.exponential(20, 100)), ["on"] * 100) for g in ("a", "b")
    }
    return survival.logrank(groups).p < 0.05


def _new_point(rng: Rng) -> bool:
    """The 21st point beyond XmR limits from 20."""
    from pyrometer.statistics.charts import Chart, xmr

    made = xmr.chart(rng.normal(0, 1, 21), baseline=20)
    return isinstance(made, Chart) and bool(made.values[-1] > made.upper[-1] or made.values[-1] < made.lower[-1])


def _runs(rng: Rng) -> bool:
    """A run too long or crossings too few in 24 points round their known centre."""
    from pyrometer.statistics.rules.anhoej import crossings_needed, longest_allowed, runs

    lengths, crossings, useful = runs(np.sign(rng.normal(0, 1, 24)).astype(np.int64))
    return bool(lengths.max() > longest_allowed(int(useful)) or crossings < crossings_needed(int(useful)))


def _runs_expected() -> float:
    from pyrometer.statistics.false_alarms import runs_alarm_share

    return runs_alarm_share(24)


ALARMS: tuple[tuple[str, str, float, Callable[[Rng], bool | None], float], ...] = (
    ("ANOM", "any of 8 equal groups outside, 100 cases each", 0.05, _anom, 2),
    ("Change of level", "a change where there is none, 60 points", 0.05, _no_change, 2),
    ("Log-rank test", "two groups of one pace", 0.05, _same_pace, 1),
    ("XmR chart", "a new point beyond limits of 20 points", 0.0114, _new_point, 20),
    ("Anhoej rules", "runs and crossings, 24 points", _runs_expected(), _runs, 10),
)
