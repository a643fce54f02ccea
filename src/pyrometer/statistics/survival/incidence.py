"""Incidence: what share has left, by which way out, up to each age - open cases and late entries counted rightly."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, counts, increasing, reals, same_length, share


@dataclass(frozen=True, slots=True)
class Incidence:
    """Aalen-Johansen curves on the grid `age`; each value is the one by the END of that age bucket.

    `age`, `at_risk`, `survival`, `survival_se`, `open_`, `late`: shape (ages,). `exits`, `cumulative`, `se`,
    `hazard`: way out -> (ages,). `n`: how many entered. `level`: of every interval read from it.
    """

    age: Floats
    at_risk: Floats
    survival: Floats
    survival_se: Floats
    cumulative: dict[str, Floats]
    se: dict[str, Floats]
    hazard: dict[str, Floats]
    exits: dict[str, Floats]
    open_: Floats
    late: Floats
    n: int
    level: float
    method: str


def at_risk(leaving: ArrayLike, late: ArrayLike | None = None) -> Floats:
    """How many were under observation at the start of each age: those who leave then or later, less those not yet come.

    `leaving` (ages,): all who exit or are censored at that age; `late` (ages,): who came under observation at that age.
    Raises StatisticsError for wrong lengths, negative or missing counts.
    Source: Klein & Moeschberger 2003, section 4.6 (left truncation).
    """
    going = counts("leaving", leaving)
    staying = np.cumsum(going[::-1])[::-1]
    if late is None:
        return staying
    coming = counts("late", late)
    same_length(leaving=going, late=coming)
    later = np.cumsum(coming[::-1])[::-1] - coming
    here = staying - later
    if (here < going - 1e-9).any():
        first = int(np.flatnonzero(here < going - 1e-9)[0])
        raise StatisticsError(
            f"At position {first} more leave than are under observation; 'late' counts entries too old."
        )
    return here


def incidence(
    age: ArrayLike,
    exits: Mapping[str, ArrayLike],
    open_: ArrayLike,
    late: ArrayLike | None = None,
    *,
    level: float = 0.95,
) -> Incidence:
    """Cumulative incidence by way out (Aalen-Johansen) from counts by age, with standard errors.

    `age` (ages,): rising bucket starts in days. `exits`: way out -> counts (ages,). `open_` (ages,): censored there.
    `late` (ages,): how many of them came under observation only at that age (none: all from the start).
    Exits come before censorings of the same bucket (as R); `censoring_gap` tells what that matters.
    The standard error is the infinitesimal jackknife over the count cells, which without late entry equals the
    multinomial (Greenwood-type) form used here term by term; with late entry it needs entry independent of exit.
    Raises StatisticsError for wrong lengths, negative or missing counts, ages that do not rise, nobody at all.
    Source: Aalen & Johansen 1978; variance Marubini & Valsecchi 1995, eq. 10.12; R survival 3.5 survfit.
    """
    ages, gone, still = _counts(age, exits, open_)
    share("level", level)
    every = sum(gone.values(), np.zeros_like(ages))
    here = at_risk(every + still, late)
    coming = np.zeros_like(ages) if late is None else counts("late", late)
    return _curve((ages, here, still, coming), gone, level)


def from_cases(
    time: ArrayLike, how: Sequence[Hashable], *, entered: ArrayLike | None = None, level: float = 0.95
) -> Incidence:
    """The curves of single cases: `time` (cases,) their age at exit, `how` (cases,) the way out or None while open.

    `entered` (cases,): age at which each came under observation; as in R it counts for exits strictly after it.
    Raises StatisticsError for wrong lengths, missing values, an entry not before its exit. Source: as `incidence`.
    """
    ages = reals("time", time)
    same_length(time=ages, how=how)
    grid, place = _places(ages)
    given = how.tolist() if isinstance(how, np.ndarray) else how
    ways = sorted({str(h) for h in set(given) if h is not None})
    code_of = {h: -1 if h is None else ways.index(str(h)) for h in set(given)}
    code = np.fromiter(map(code_of.__getitem__, given), dtype=np.int64, count=len(given))
    exits = {w: np.bincount(place[code == i], minlength=len(grid)) for i, w in enumerate(ways or ["left"])}
    still = np.bincount(place[code == -1], minlength=len(grid))
    if entered is None:
        return incidence(grid, exits, still, level=level)
    starts = counts("entered", entered)
    same_length(time=ages, entered=starts)
    if (starts >= ages).any():
        raise StatisticsError(f"Case {int(np.argmax(starts >= ages))} enters at or after its exit; leave it out.")
    late = np.bincount(np.searchsorted(grid, starts, side="right"), minlength=len(grid))
    return incidence(grid, exits, still, late, level=level)


def _places(ages: Floats) -> tuple[Floats, Ints]:
    """The different ages, rising, and which of them each case has; whole days are counted, quicker than sorted."""
    days = ages - ages.min(initial=np.inf)
    if not len(ages) or days.max() > 4 * len(ages) + 1000 or (days != np.floor(days)).any():
        grid, place = np.unique(ages, return_inverse=True)
        return grid, place
    step = days.astype(np.int64)
    seen = np.bincount(step) > 0
    return np.flatnonzero(seen) + ages.min(), (np.cumsum(seen) - 1)[step]


def censoring_gap(curve: Incidence) -> dict[str, float]:
    """Way out -> how far the curve would end higher if the cases censored in a bucket counted half there (a share).

    Worth showing when more than a tenth of a bucket is censored.
    Raises nothing.
    Source: Cutler & Ederer 1958 (the actuarial n - c/2).
    """
    frame = (curve.age, curve.at_risk - curve.open_ / 2, curve.open_, curve.late)
    half = _curve(frame, curve.exits, curve.level)
    return {cause: float(half.cumulative[cause][-1] - f[-1]) for cause, f in curve.cumulative.items()}


def _curve(frame: tuple[Floats, Floats, Floats, Floats], gone: dict[str, Floats], level: float) -> Incidence:
    ages, here, still, coming = frame
    every = sum(gone.values(), np.zeros_like(ages))
    safe = np.where(here > 0, here, 1.0)
    hazard = {cause: d / safe for cause, d in gone.items()}
    total = np.minimum(every / safe, 1.0)
    after = np.cumprod(1 - total)
    before = np.concatenate(([1.0], after[:-1]))
    cumulative = {cause: np.cumsum(before * h) for cause, h in hazard.items()}
    one = np.ones_like(ages)
    whole = np.sqrt(spread(before, total, safe, total, one))
    se = {c: np.sqrt(spread(before, total, safe, h, one)) for c, h in hazard.items() if len(gone) > 1}
    return Incidence(
        age=ages,
        at_risk=here,
        survival=after,
        survival_se=whole,
        cumulative=cumulative,
        se=se or dict.fromkeys(gone, whole),
        hazard=hazard,
        exits=gone,
        open_=still,
        late=coming,
        n=int(round(float((every + still).sum()))),
        level=level,
        method="Aalen-Johansen" if len(gone) > 1 else "Kaplan-Meier",
    )


def spread(before: Floats, total: Floats, n: Floats, hazard: Floats, weight: Floats) -> Floats:
    """Variance, by each age, of the running sum of before * hazard * weight; all shapes (ages,).

    With weight 1 it is the variance of a cumulative incidence, with (horizon - age) that of the mean time lost.
    Source: delta method over independent multinomial buckets, Marubini & Valsecchi 1995, eq. 10.12.
    """
    step = before * weight
    run = np.cumsum(step * hazard)
    odds = np.where(total < 1, total / np.where(total < 1, 1 - total, 1.0), 0.0) / n
    own = step * step * hazard * (1 - hazard) / n
    cross = step * hazard / n
    constant = np.cumsum(own + 2 * cross * run + odds * run * run)
    linear = np.cumsum(-2 * cross - 2 * odds * run)
    square = np.cumsum(odds) * run * run
    value = constant + linear * run + square
    rounding = 1e-14 * (constant + np.abs(linear * run) + square)  # what cancelling leaves where the truth is 0
    return np.asarray(np.where(value > rounding, value, 0.0))


def _counts(
    age: ArrayLike, exits: Mapping[str, ArrayLike], open_: ArrayLike
) -> tuple[Floats, dict[str, Floats], Floats]:
    ages = increasing("age", age)
    if not exits:
        raise StatisticsError("'exits' names no way out; give at least one, such as {'won': counts}.")
    gone = {cause: counts(f"exits[{cause}]", d) for cause, d in exits.items()}
    still = counts("open_", open_)
    same_length(age=ages, open_=still, **gone)
    if still.sum() + sum(d.sum() for d in gone.values()) == 0:
        raise StatisticsError("Nobody is in the table: all counts are zero.")
    return ages, gone, still
