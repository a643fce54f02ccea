"""Effect of an activity on the customer's next action: the number, and the strongest claim it can bear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics.compare.power import size_for_shares
from pyrometer.statistics.effects.aipw import DoublyRobust, aipw, odds_ratio
from pyrometer.statistics.effects.diagnostics import Diagnostics, diagnose, e_value, placebo
from pyrometer.statistics.effects.panel import Panel, Rows, looks_like_ever, rows
from pyrometer.statistics.effects.trials import Trials, nested_trials

Claim = Literal["counted", "associated", "adjusted effect", "randomised"]
Reading = Literal["helps", "harms", "not shown"]
Waste = Literal["waste", "worth it", "unproven"]

EVENTS, EXPOSED_EVENTS = 50, 10  # fewer cannot carry the models
EFFECTIVE, EXTREME, BALANCE, PLACEBO, APART, TIED = 0.3, 0.05, 0.1, 4.0, 2.0, 0.05

SUSPECTS = (
    "how keen the customer was before the activity",
    "what the seller knew of the customer and no record holds",
    "who else was in the running",
    "a campaign or price change that moved both",
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the activity does to the share that takes the next action within the horizon (a difference of shares).

    `claim`: the strongest the data bear; with 'counted' or 'associated' the number must not be told as an effect, and
    `reasons` say why. `crude`: the raw difference. `odds_ratio`: cross-check. `e_value`: strength a hidden cause needs;
    `e_value_low`: the same to bring the interval to no effect. `suspects`: causes to think of that no field holds.
    """

    estimate: Estimate
    se: float
    treated: float
    untreated: float
    crude: float
    standardised: float
    odds_ratio: Estimate | NotEnough
    diagnostics: Diagnostics
    placebos: dict[str, float]
    e_value: float
    e_value_low: float
    claim: Claim
    reasons: tuple[str, ...]
    suspects: tuple[str, ...] = SUSPECTS


def effect(
    panel: Panel,
    *,
    horizon: int = 1,
    periods: Sequence[int] | None = None,
    placebos: Mapping[str, ArrayLike] | None = None,
    tied_share: float = 0.0,
) -> Effect | NotEnough:
    """Effect of doing the activity in a period, later activity as usual, on acting within `horizon` periods.

    Nested trials over `periods`, cross-fitted AIPW, censoring weighted, errors by cluster; then overlap, balance,
    `placebos` (see `placebo`) and the agreement of two estimators decide the claim. `tied_share`: share of activity
    records whose order against the customer's action is unknown (same stamp).
    Refuses fewer than 50 actions or 10 with the activity, an activity that is always or never done, and one defined
    over a case's whole life (told from the future). Raises StatisticsError as `rows` and `nested_trials`.
    Source: Hernan & Robins 2020, Causal Inference: What If, ch. 22 (target trials); Danaei et al. 2013.
    """
    checked = rows(panel)
    if looks_like_ever(checked):
        return NotEnough("an activity that happens in some periods of a case", "one fixed for a case's whole life")
    trials = nested_trials(checked, horizon=horizon, periods=periods)
    seen = trials.weight > 0
    events, exposed = float(trials.y[seen].sum()), float((trials.y * trials.a)[seen].sum())
    if events < EVENTS or exposed < EXPOSED_EVENTS:
        needs = f"{EVENTS} next actions, {EXPOSED_EVENTS} of them after the activity"
        return NotEnough(needs, f"{events:g} and {exposed:g}")
    found = aipw(trials)
    if isinstance(found, NotEnough):
        return found
    told = placebo(checked, trials, placebos or {})
    return _judged(checked, trials, found, told, tied_share)


def _judged(checked: Rows, trials: Trials, found: DoublyRobust, told: dict[str, float], tied_share: float) -> Effect:
    seen = trials.weight > 0
    y, a = trials.y[seen], trials.a[seen]
    checks = diagnose(trials, found.e)
    reasons = _reasons(checked, checks, found, told, tied_share)
    base = max(found.untreated, 1e-6)
    ratio = max(found.treated, 1e-6) / base
    near = found.interval.low if found.difference > 0 else found.interval.high
    crosses = found.interval.low <= 0 <= found.interval.high
    return Effect(
        estimate=Estimate(found.difference, found.interval, len(trials.a)),
        se=found.se,
        treated=found.treated,
        untreated=found.untreated,
        crude=float(y[a == 1].mean() - y[a == 0].mean()),
        standardised=found.standardised,
        odds_ratio=odds_ratio(trials),
        diagnostics=checks,
        placebos=told,
        e_value=e_value(ratio),
        e_value_low=1.0 if crosses else e_value(max((base + near) / base, 1e-6)),
        claim="associated" if reasons else "adjusted effect",
        reasons=reasons,
    )


def _reasons(
    checked: Rows, checks: Diagnostics, found: DoublyRobust, told: dict[str, float], tied_share: float
) -> tuple[str, ...]:
    apart = abs(found.difference - found.standardised) / max(found.se, 1e-12)
    tests = (
        (not checked.names, "nothing known before the activity is adjusted for"),
        (
            tied_share > TIED,
            f"for {tied_share:.0%} of the activities the order against the action is unknown",
        ),
        (checks.effective_share < EFFECTIVE, f"weighting leaves {checks.effective_share:.0%} of the sample's worth"),
        (checks.extreme_share > EXTREME, f"{checks.extreme_share:.0%} of cases nearly always or never get it"),
        (checks.worst_balance > BALANCE, f"'{checks.least_balanced}' stays unbalanced ({checks.worst_balance:.2f} sd)"),
        (apart > APART, f"two estimators lie {apart:.1f} standard errors apart"),
    )
    failed = [text for bad, text in tests if bad]
    failed += [
        f"the activity goes with '{name}', which it cannot have caused (z = {z:.1f})"
        for name, z in told.items()
        if abs(z) > PLACEBO
    ]
    return tuple(failed)


def read(found: Effect) -> Reading:
    """What the interval shows, whatever the claim it may bear."""
    if found.estimate.interval.low > 0:
        return "helps"
    return "harms" if found.estimate.interval.high < 0 else "not shown"


def waste(interval: Interval, *, value: float, cost: float) -> Waste:
    """Whether an activity is waste: even the high end of its effect times the `value` of an action is below its `cost`.

    Equivalence, not the mere lack of significance: otherwise 'unproven' until the low end pays ('worth it').
    Raises StatisticsError for value or cost not above zero. Source: Wellek 2010, ch. 1; Claxton 1999 (value decides).
    """
    if value <= 0 or cost <= 0:
        raise StatisticsError("'value' of an action and 'cost' of the activity must be above zero.")
    if interval.high * value < cost:
        return "waste"
    return "worth it" if interval.low * value > cost else "unproven"


def size_to_tell(base: float, *, value: float, cost: float, power: float = 0.8) -> float:
    """Cases with and without the activity each, to tell an effect that just pays from none. As `size_for_shares`."""
    gain = cost / value
    if not 0 < base + gain < 1:
        raise StatisticsError("The effect that would pay lies outside what a share can be; check value and cost.")
    return size_for_shares(base, float(np.clip(base + gain, 1e-9, 1 - 1e-9)), power=power)
