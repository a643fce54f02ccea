"""Simulated selling whose truth is known: does the instrument find an effect, and stay quiet where there is none?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

from pyrometer.statistics._checked import Floats
from pyrometer.statistics.effects.judge import Evidence, effect, judge, told
from pyrometer.statistics.effects.panel import Panel
from pyrometer.statistics.effects.trials import Trials, started

Rng = np.random.Generator
WITHIN = 14.0  # days: the horizon of the simulated moments
ENGAGED, ENGAGED_MORE = 0.4, 0.9  # share of customers who are keen and known to be; log hazard that this adds
DAILY = {"activity": 0.06, "on": 0.03, "stop": 0.02}  # hazards a day of the others


@dataclass(frozen=True, slots=True)
class Moments:
    """Trials of an activity, by moments, with the placebos that go with them: name -> (trials,)."""

    trials: Trials
    placebos: dict[str, Floats]


def moments(rng: Rng, n: int, *, gain: float = 0.0, hidden: float = 0.0) -> Moments:
    """`n` customers who wait twice; at any moment of the second wait the activity may be done, for the first time.

    The keen (a field says so) get it sooner and go on sooner. `gain`: log hazard ratio of going on once it is done;
    `hidden`: standard deviation of a keenness that no field holds and that drives the activity and the customer alike.
    """
    engaged = (rng.random(n) < ENGAGED) * 1.0
    lean: Floats = np.exp(ENGAGED_MORE * engaged + hidden * rng.normal(size=n))
    took = rng.exponential(1 / (DAILY["on"] * lean))  # the wait before: the same customer, another activity
    had = rng.poisson(DAILY["activity"] * lean * 10.0)
    on, stop, done = (
        rng.exponential(1 / (DAILY[k] * f)) for k, f in (("on", lean), ("stop", np.ones(n)), ("activity", lean))
    )
    sooner = np.where(done < on, done + (on - done) * np.exp(-gain), on)  # from then on the hazard is another
    drawn = rng.choice(done[(done < np.minimum(on, stop))], (2, n)) if n else np.empty((2, 0))
    who, age, is_done = [np.arange(n)], [done], [np.ones(n)]
    for ages in drawn:
        free = ages < done
        who, age, is_done = [*who, np.flatnonzero(free)], [*age, ages[free]], [*is_done, np.zeros(int(free.sum()))]
    i, at, a = np.concatenate(who), np.concatenate(age), np.concatenate(is_done)
    open_ = at < np.minimum(np.where(a == 1, on[i], sooner[i]), stop[i])
    i, at, a = i[open_], at[open_], a[open_]
    y = (sooner[i] <= np.minimum(at + WITHIN, stop[i])) * 1.0
    known: dict[str, Any] = {"engaged": np.asarray(engaged[i]), "age": np.asarray(np.minimum(at, 60.0))}
    trials = started(a, y, known, cluster=i)
    before: dict[str, Any] = {"how long they had taken before": np.log(took[i]), "its own past": had[i] * 1.0}
    return Moments(trials, before)


def truth(gain: float, trials: Trials) -> float:
    """The true effect at those moments: going on within the horizon if it is done now, less if not (yet).

    Closed form of competing exponential times, without hidden keenness; the activity may still be done later.
    """
    keen = (trials.x[:, trials.names.index("engaged")] > 0).mean()
    others, engaged = (_gain(gain, float(np.exp(ENGAGED_MORE * k))) for k in (0.0, 1.0))
    return float(others + keen * (engaged - others))


def _gain(gain: float, lean: float) -> float:
    on, stop, done = DAILY["on"] * lean, DAILY["stop"], DAILY["activity"] * lean
    with_ = on * np.exp(gain)
    now = _share(with_, with_ + stop)
    rate, slow = on + stop + done, with_ + stop
    later = done * with_ / slow * (_share(1.0, rate) - np.exp(-slow * WITHIN) * _share(1.0, rate - slow))
    return float(now - _share(on, rate) - later)


def _share(rate: float, total: float) -> float:
    """rate / total of what leaves by the horizon."""
    return float(rate * WITHIN if abs(total) < 1e-12 else rate * -np.expm1(-total * WITHIN) / total)


def weekly(
    rng: Rng, n: int, *, weeks: int = 6, gain: float = 0.0, hidden: float = 0.0
) -> tuple[Panel, dict[str, Floats]]:
    """`n` deals week by week, with the placebo of the activity's own past: the engaged get more calls and act more.

    `gain` of a call (log odds of acting in its week); `hidden`: weight of a keenness that no field holds.
    """
    deal, keen = np.arange(n), rng.normal(size=n)
    engaged, last = (rng.random(n) < 0.3) * 1.0, np.full(n, np.nan)
    parts: list[tuple[Any, ...]] = []
    for week in range(weeks):
        m = len(deal)
        call = (rng.random(m) < expit(-1 + 1.2 * engaged + hidden * keen)) * 1.0
        act = (rng.random(m) < expit(-3 + 1.2 * engaged + gain * call + hidden * keen)) * 1.0
        lost = (rng.random(m) < 0.05) * (1 - act)
        gone = (rng.random(m) < 0.03) * (1 - act) * (1 - lost)
        parts.append((deal, np.full(m, float(week)), call, act, lost, gone, engaged, last))
        stay = (act + lost + gone) == 0
        deal, keen, last = deal[stay], keen[stay], call[stay]
        engaged = (rng.random(len(deal)) < expit(-1 + 1.5 * engaged[stay])) * 1.0
    deal, period, call, act, lost, gone, known, before = (np.concatenate(c) for c in zip(*parts, strict=True))
    panel = Panel(deal, period, call, act, lost, gone, {"engaged": known})
    return panel, {"its own past": before}


def says(rng: Rng, n: int, *, gain: float = 0.0, hidden: float = 0.0) -> str:
    """What one simulated plant of `n` customers leads to: helps, harms, associated or cannot tell."""
    made = moments(rng, n, gain=gain, hidden=hidden)
    return told(judge(made.trials, Evidence(made.placebos)))


def says_weekly(rng: Rng, n: int, *, gain: float = 0.0, hidden: float = 0.0) -> str:
    """The same of `n` deals told week by week."""
    panel, placebos = weekly(rng, n, gain=gain, hidden=hidden)
    return told(effect(panel, placebos=placebos))
