"""Risk: the counts of a risk table as arrays, and the cumulative incidence that follows from them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Table
from pyrometer.statistics import survival
from pyrometer.studies._parts import doubt

ENOUGH = 20  # under this many cases a share is refused and the cases themselves are shown (questions.md S3)
FEWEST = 5  # still watched, under which the end of a curve hangs on single cases
NEARLY_ALL = 0.8  # of those who wait still, if they are watched, however few, no open case hides what becomes of them
FEW_WAIT = 0.01  # a share still waiting, under which the curve hardly moves, however few are watched
COUNTS = ("n_late", "n_gone_on", "n_stopped", "n_open", "n_unseen", "n_undated")  # of a risk table
HOUR = 1 / 24  # days; ages that are not whole days are hours (process.record)
HORIZONS = (1.0, 7.0, 30.0, 90.0, 180.0, 365.0)  # days


@dataclass(frozen=True, slots=True)
class Risk:
    """Counts by age: who came under observation late, went on, stopped, and was still waiting at the end.

    `unseen` were watched up to that age only: a sensor died. `undated` were watched to the end of the records without
    going on, but have stopped by then, on a day that is not told.
    """

    age: Any  # days, ascending
    late: Any
    gone_on: Any
    stopped: Any
    waiting: Any
    unseen: Any
    undated: Any
    width: float = 0.0  # days: 0 when ages are dates apart, an hour when they are the starts of hours of running time

    @property
    def censored(self) -> Any:
        """Those who were watched up to that age and neither went on nor stopped by then, as far as is told."""
        return self.waiting + self.unseen + self.undated

    @property
    def leaving(self) -> Any:
        """All who are no longer watched from that age on."""
        return self.gone_on + self.stopped + self.censored

    @property
    def n(self) -> int:
        """How many cases."""
        return int(self.leaving.sum())

    @property
    def days(self) -> float:
        """All days of waiting that were watched."""
        return float((self.age * (self.leaving - self.late)).sum())

    @property
    def marks_losses(self) -> bool:
        """Whether anybody is ever marked lost, on whatever day."""
        return bool(self.stopped.any() or self.undated.any())


@dataclass(frozen=True, slots=True)
class Yield:
    """What became of those who entered, up to `age` days: shares with their doubt, and who still waits.

    `undated` is the share that had not gone on by then and is lost by now, then or later.
    """

    age: float
    gone_on: Estimate
    stopped: float
    waiting: float
    n_at_risk: int
    undated: float = 0.0

    @property
    def ultimate(self) -> tuple[float, float]:
        """The share that goes on in the end: at least those who did, at most those who did and all who still wait."""
        return self.gone_on.value, min(1.0, self.gone_on.value + self.waiting)


def risk(table: Table) -> Risk:
    """The arrays of a risk table without groups."""
    return _arrays(*columns(table))


def by_group(table: Table) -> dict[str | None, Risk]:
    """The arrays of a risk table, group by group."""
    age, counts = columns(table)
    return {group: _arrays(age[rows], counts[:, rows]) for group, rows in places(table).items()}


def columns(table: Table) -> tuple[Any, Any]:
    """Ages in days (rows,) and `COUNTS` (6, rows) of a risk table: it may have hundreds of thousands of rows."""
    return np.array(table["age_days"], dtype=float), np.array([table[c] for c in COUNTS], dtype=np.int64)


def places(table: Table) -> dict[str | None, Any]:
    """The numbers of the rows of each group, ascending; groups in order of appearance."""
    groups = table["group"]
    code = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    codes = np.array([code[group] for group in groups], dtype=np.int64)
    ends = np.cumsum(np.bincount(codes, minlength=len(code)))
    return dict(zip(code, np.split(np.argsort(codes, kind="stable"), ends[:-1]), strict=False))


def _arrays(ages: Any, counts: Any) -> Risk:
    order = np.argsort(ages, kind="stable")
    age = ages[order]
    late, gone_on, stopped, waiting, unseen, undated = counts[:, order]
    width = HOUR if np.any(np.mod(age, 1.0) > 0) else 0.0
    return Risk(age, late, gone_on, stopped, waiting, unseen, undated, width)


def incidence(counts: Risk) -> survival.Incidence:
    """Cumulative incidence of going on and of stopping, each the rival of the other; who waits is censored.

    So are the undated, at the end of the records: that they never went on until then is known, and to cut them off
    where they were last heard of would drop those who do not go on and keep those who do.
    """
    exits = {"gone_on": counts.gone_on, "stopped": counts.stopped}
    return survival.incidence(counts.age, exits, counts.censored, counts.late)


def beyond(counts: Risk, age: float) -> Risk:
    """Only those still waiting at `age` days: what becomes of them from there on."""
    kept = counts.age >= age
    parts = (counts.age, counts.late, counts.gone_on, counts.stopped, counts.waiting, counts.unseen, counts.undated)
    age, late, gone_on, stopped, waiting, unseen, undated = (values[kept] for values in parts)
    return Risk(age, late, gone_on, stopped, waiting, unseen, undated, counts.width)


def all_on_one_day(facts: ProcessFacts, counts: Risk) -> bool:
    """Whether records of whole days put the entry and the win of everybody on one day: no length can be told then."""
    return facts.grain == "day" and bool(counts.gone_on.any()) and not counts.age[counts.gone_on > 0].max()


def of_one_date(facts: ProcessFacts) -> bool:
    """Whether all records bear one date, as where a day was given to a file that tells none: nothing has a length."""
    return facts.grain == "day" and facts.since.date() == facts.until.date()


def last_age(counts: Risk) -> float:
    """The last age at which anybody went on while enough were watched, or nearly all who might still wait, or few do.

    Where nobody did, the last age to which enough were watched; 0 where there never were.
    """
    if not counts.n:
        return 0.0
    found = incidence(counts)
    waiting = _waiting(found)
    told = (found.at_risk >= ENOUGH) | (waiting <= FEW_WAIT) | (found.at_risk >= NEARLY_ALL * counts.n * waiting)
    ages = found.age[(counts.gone_on > 0) & told] if counts.gone_on.any() else found.age[found.at_risk >= ENOUGH]
    return float(ages[-1]) + counts.width if len(ages) else 0.0


def _waiting(found: survival.Incidence) -> Any:
    """The share still waiting as each age begins."""
    return np.concatenate(([1.0], found.survival[:-1]))


def quantile(counts: Risk, share: float) -> Estimate | NotEnough:
    """The age by which that share has gone on of those who go on at all, as far as the records reach.

    The one definition of the usual time: who is still open counts as watched so far, so the slow are not forgotten.
    Source: Brookmeyer & Crowley 1982, Biometrics 38, p. 29.
    """
    if counts.gone_on.sum() < ENOUGH:
        return NotEnough(f"at least {ENOUGH} who got there", str(int(counts.gone_on.sum())))
    last = last_age(counts)
    reached = yield_at(counts, last)
    if isinstance(reached, NotEnough):
        return reached
    curve = incidence(counts)
    upto = int(np.searchsorted(curve.age + counts.width, last + 1e-9, side="right")) - 1
    found = doubt.time(curve, "gone_on", share, upto, width=counts.width)
    return NotEnough("a curve that rises", "one that does not") if found is None else found


def yield_at(counts: Risk, age: float) -> Yield | NotEnough:
    """The yield by `age` days with its doubt, or what would be enough to tell it."""
    if counts.n < ENOUGH:
        return NotEnough(f"at least {ENOUGH} who reached it", str(counts.n))
    found = incidence(counts)
    i = int(np.searchsorted(found.age + counts.width, age + 1e-9, side="right")) - 1  # only hours that are over by then
    if i < 0 or (age > found.age[-1] and found.survival[-1] > FEW_WAIT):
        gone_on = survival.at(found, "gone_on", age)
        return gone_on if isinstance(gone_on, NotEnough) else Yield(age, gone_on, 0.0, 1.0, counts.n)
    begun = _begun(counts, found, i)
    if begun is not None:
        return begun
    waiting = float(_waiting(found)[i])
    seen = found.at_risk[i] >= NEARLY_ALL * counts.n * waiting
    if not seen and found.at_risk[i] < FEWEST and waiting > FEW_WAIT:
        return NotEnough(f"{FEWEST} still watched at {age:g} days", f"{found.at_risk[i]:g}")
    gone_on = doubt.at(found, "gone_on", i, is_last=age == last_age(counts))
    stopped, waiting = float(found.cumulative["stopped"][i]), float(found.survival[i])
    lost = waiting * _undated_share(counts, float(found.age[i]))
    return Yield(age, gone_on, stopped, waiting - lost, int(found.at_risk[i]), lost)


def _begun(counts: Risk, found: survival.Incidence, upto: int) -> NotEnough | None:
    """Why the curve has no beginning: hardly anybody was watched when it first moves, most came under watch later.

    Source: Klein & Moeschberger 2003, section 4.6 (few at risk early on under left truncation).
    """
    left = (counts.gone_on + counts.stopped)[: upto + 1] > 0
    most = np.maximum.accumulate(found.at_risk[::-1])[::-1][: upto + 1]
    thin = left & (found.at_risk[: upto + 1] < FEWEST) & (most >= ENOUGH)
    if not thin.any():
        return None
    fresh = int(counts.n - counts.late.sum())
    return NotEnough(f"{ENOUGH} watched from their entry on", f"{fresh} ({counts.n - fresh:,} came under watch later)")


def _undated_share(counts: Risk, age: float) -> float:
    """Of those still watched past that age, the share known to be lost by now on a day that is not told."""
    rest = counts.leaving[counts.age > age].sum() + counts.censored[counts.age == age].sum()
    return float(counts.undated[counts.age >= age].sum() / rest) if rest else 0.0
