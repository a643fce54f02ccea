"""Effect of an activity on the customer's next action: the number, and the strongest claim it can bear."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from numpy.typing import ArrayLike

from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import reals, same_length
from pyrometer.statistics.effects.aipw import DoublyRobust, difference, hazard_odds_ratio, odds_ratio
from pyrometer.statistics.effects.diagnostics import (
    FAR,
    Diagnostics,
    Placebo,
    by_lot,
    diagnose,
    e_value,
    placebo,
    placebo_limit,
)
from pyrometer.statistics.effects.overlap import Compared, compared
from pyrometer.statistics.effects.panel import Panel, looks_like_ever, rows
from pyrometer.statistics.effects.trials import Trials, nested_trials

Claim = Literal["counted", "associated", "adjusted effect", "randomised"]
Reading = Literal["helps", "harms", "not shown"]
Says = Literal["helps", "harms", "associated", "cannot tell"]

EFFECTIVE, EXTREME, BALANCE, APART, TIED = 0.3, 0.05, 0.1, 2.0, 0.05
LOT = 0.001  # a lot that what was known beforehand foretells more clearly than this was none

SUSPECTS = (
    "how keen the customer was before the activity",
    "what the seller knew of the customer and no record holds",
    "who else was in the running",
    "a campaign or price change that moved both",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the trials besides themselves.

    `placebos`: name -> (trials,), what the activity cannot have caused. `tied_share`: of activity records, whose order
    against the customer's action is unknown (same stamp). `is_by_lot`: people say that a lot decided who got it.
    `not_adjusted`: causes that are on record and for which there are too few trials to adjust. `after` (trials,) and
    `horizon`: when they left, for the cross-check by hazards (see `hazard_odds_ratio`).
    """

    placebos: Mapping[str, ArrayLike] = field(default_factory=dict)
    tied_share: float = 0.0
    is_by_lot: bool = False
    not_adjusted: tuple[str, ...] = ()
    after: ArrayLike | None = None
    horizon: float = 1.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What the activity does to the share that takes the next action within the horizon (a difference of shares).

    `claim`: the strongest the data bear; with 'counted' or 'associated' the number must not be told as an effect, and
    `reasons` say why. `crude`: the raw difference; `p`: the chance of so large a difference where there is none.
    `odds_ratio`: cross-check, of hazards where it is known when they left. `e_value`: strength a hidden cause needs;
    `e_value_low`: the same to bring the interval to no effect. `suspects`: causes to think of, not adjusted for.
    `n_set_aside`: trials outside the overlap of those with and without it, `done_set_aside` of them with it; the number
    is about the others.
    """

    estimate: Estimate
    se: float
    p: float
    treated: float
    untreated: float
    crude: float
    crude_interval: Interval
    standardised: float
    odds_ratio: Estimate | NotEnough
    diagnostics: Diagnostics
    placebos: dict[str, Placebo]
    e_value: float
    e_value_low: float
    claim: Claim
    reasons: tuple[str, ...]
    suspects: tuple[str, ...] = SUSPECTS
    n_set_aside: int = 0
    done_set_aside: int = 0


def effect(
    panel: Panel,
    *,
    horizon: int = 1,
    periods: Sequence[int] | None = None,
    placebos: Mapping[str, ArrayLike] | None = None,
    tied_share: float = 0.0,
) -> Effect | NotEnough:
    """Effect of doing the activity in a period, later activity as usual, on acting within `horizon` periods.

    Nested trials over `periods`, censoring weighted, judged as `judge` does. `placebos`: name -> (rows of the panel, in
    its own order). Refuses as `judge`, and an activity defined over a case's whole life (told from the future).
    Raises StatisticsError as `rows` and `nested_trials`.
    Source: Hernan & Robins 2020, Causal Inference: What If, ch. 22 (target trials); Danaei et al. 2013.
    """
    checked = rows(panel)
    if looks_like_ever(checked):
        return NotEnough("an activity that happens in some periods of a case", "one fixed for a case's whole life")
    trials = nested_trials(checked, horizon=horizon, periods=periods)
    told = {}
    for name, values in (placebos or {}).items():
        column = reals(name, values, missing=True)
        same_length(**{name: column, "panel": checked.case})
        told[name] = column[checked.order][trials.row]
    return judge(trials, Evidence(told, tied_share), trim=False)


def judge(trials: Trials, evidence: Evidence = Evidence(), *, trim: bool = True) -> Effect | NotEnough:
    """The effect over the trials, and the strongest claim that overlap, balance, placebos and two estimators leave it.

    Cross-fitted AIPW, errors by cluster. `trim`: first set aside the trials outside the overlap (see `in_overlap`).
    Refuses fewer than 50 actions or 10 with the activity, and an activity that is always or never done.
    Raises StatisticsError for placebos of another length.
    Source: as `aipw`, `in_overlap` and `placebo_limit`, held against each other.
    """
    made = compared(trials, trim=trim)
    if isinstance(made, NotEnough):
        return made
    kept = made.kept
    placebos = {name: reals(name, v, missing=True)[kept] for name, v in evidence.placebos.items()}
    after = None if evidence.after is None else reals("after", evidence.after, missing=True)[kept]
    found = _judged(made, replace(evidence, placebos=placebos, after=after))
    return replace(found, n_set_aside=int((~kept).sum()), done_set_aside=int(trials.a[~kept].sum()))


def _judged(made: Compared, evidence: Evidence) -> Effect:
    trials, found = made.trials, made.found
    crude = difference(trials)
    checks = diagnose(trials, found.e)
    told = placebo(trials, evidence.placebos)
    near = _near(found)
    reasons = _reasons(made, checks, evidence.tied_share)
    lot = evidence.is_by_lot and by_lot(trials) >= LOT
    if not lot:
        reasons += _hidden(told, near, evidence)
    return Effect(
        estimate=Estimate(found.difference, found.interval, len(trials.a)),
        se=found.se,
        p=found.p,
        treated=found.treated,
        untreated=found.untreated,
        crude=crude.value,
        crude_interval=crude.interval,
        standardised=found.standardised,
        odds_ratio=_odds(trials, evidence),
        diagnostics=checks,
        placebos=told,
        e_value=e_value(max(found.treated, 1e-6) / max(found.untreated, 1e-6)),
        e_value_low=near,
        claim="associated" if reasons else "randomised" if lot else "adjusted effect",
        reasons=reasons,
        suspects=(*evidence.not_adjusted, *SUSPECTS),
    )


def _odds(trials: Trials, evidence: Evidence) -> Estimate | NotEnough:
    if evidence.after is None:
        return odds_ratio(trials)
    return hazard_odds_ratio(trials, evidence.after, horizon=evidence.horizon)


def _reasons(made: Compared, checks: Diagnostics, tied_share: float) -> tuple[str, ...]:
    trials, found, always = made.trials, made.found, made.always
    worst = checks.least_balanced.partition(":")[0]
    apart = abs(found.difference - found.standardised) / max(found.se, 1e-12)
    tests = (
        (len(trials.names) < 2, "nothing known before the activity is adjusted for"),
        (tied_share > TIED, f"for {tied_share:.0%} of the activities the order against the action is unknown"),
        (always > EXTREME, f"{always:.0%} of its times are such that it is nearly always done"),
        (checks.effective_share < EFFECTIVE, f"weighting leaves {checks.effective_share:.0%} of the sample's worth"),
        (checks.extreme_share > EXTREME, f"{checks.extreme_share:.0%} of cases nearly always or never get it"),
        (checks.worst_balance > BALANCE, f"'{worst}' stays unbalanced ({checks.worst_balance:.2f} sd)"),
        (apart > APART, f"two estimators lie {apart:.1f} standard errors apart"),
    )
    return tuple(text for bad, text in tests if bad)


def _near(found: DoublyRobust) -> float:
    """E-value of the end of the interval nearer to no effect; 1 where it holds no effect."""
    if found.interval.low <= 0 <= found.interval.high:
        return 1.0
    base = max(found.untreated, 1e-6)
    near = found.interval.low if found.difference > 0 else found.interval.high
    return e_value(max((base + near) / base, 1e-6))


def _hidden(told: Mapping[str, Placebo], needed: float, evidence: Evidence) -> tuple[str, ...]:
    """What speaks for a cause that is not made alike, or leaves room for one.

    A cause that brings the interval to no effect must go with the activity `needed` times as often (the E-value's near
    end). That it does not is shown by equivalence, as waste is, and not by the lack of significance: one placebo at
    least must rule so much out, and so must each that goes with the activity at all.
    """
    limit = placebo_limit(len(told))
    failed = [
        f"the activity goes with '{name}', which it cannot have caused (z = {found.z:.1f})"
        for name, found in told.items()
        if abs(found.z) > limit
    ]
    if evidence.is_by_lot:
        failed.append("it is said to go by lot, but what was known beforehand foretells it")
    if evidence.not_adjusted:
        n = len(evidence.not_adjusted)
        failed.append(f"there are too few cases to make them alike in {n} respect{'s' * (n > 1)} that are on record")
    if not told:
        failed.append("no check against a hidden cause can be run: nothing is known of the time before")
    elif needed > 1 and (room := _room(told.values(), needed)) > needed:
        failed.append(
            f"a hidden cause {needed:.2f} times as frequent with it would explain it, and the checks leave room for "
            f"one of {room:.2f} times"
        )
    return tuple(failed)


def _room(told: Collection[Placebo], needed: float) -> float:
    """The strongest hidden cause that the placebos leave possible."""
    suspicious = [found.leaves for found in told if abs(found.z) > FAR and found.leaves > needed]
    return max(suspicious) if suspicious else min(found.leaves for found in told)


def read(found: Effect) -> Reading:
    """What the interval shows, whatever the claim it may bear: above, below or around nothing. Raises nothing.

    Source: the interval of `aipw`.
    """
    if found.estimate.interval.low > 0:
        return "helps"
    return "harms" if found.estimate.interval.high < 0 else "not shown"


def told(found: Effect | NotEnough) -> Says:
    """The word that the claim and the interval bear together. Raises nothing. Source: the claims of `judge`."""
    if isinstance(found, NotEnough) or read(found) == "not shown":
        return "cannot tell"
    if found.claim not in ("adjusted effect", "randomised"):
        return "associated"
    return "helps" if read(found) == "helps" else "harms"
