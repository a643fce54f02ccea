"""Judges who give numbers: how much of the spread is the items' own, and how much the judging's."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.studies._parts.agreement_panel import Compared, Measured
from pyrometer.studies._parts.agreement_scale import Scale
from pyrometer.studies._parts.agreement_sheet import Sheet, Split

if TYPE_CHECKING:
    from pyrometer.statistics.agreement import GaugeRR

MOST_VALUES = 400  # different numbers for which alpha is still worked out


@dataclass(frozen=True, slots=True)
class Bias:
    """How much higher one judge's numbers lie than another's (or than the standard), on the items both judged."""

    one: str
    other: str
    n_items: int
    mean: Estimate


@dataclass(frozen=True, slots=True)
class Numbers:
    """What was found for numbers; `gauge` says why where a gauge study was not made."""

    compared: Compared
    measured: tuple[Measured, ...]
    gauge: "GaugeRR | NotEnough"
    biases: tuple[Bias, ...]

    @property
    def gate(self) -> Measured:
        """The coefficient that decides."""
        return self.measured[0]


def numbers(found: Compared, sheet: Sheet, scale: Scale, tolerance: float | None) -> Numbers | NotEnough:
    """Intraclass correlations where all judged all, alpha with gaps, variance components, biases of judges."""
    rows = [[None if c is None else scale.number(c) for c in row] for row in found.rows]
    measured = [*_intraclass(rows), *_alpha(rows)]
    if not measured:
        return NotEnough("items that all judges gave a number, and numbers that differ", "none")
    gate = measured[0]
    first = Measured(gate.name, gate.value, gate.low, gate.high, gate.seen, gate.n_items, gate.says, is_gate=True)
    return Numbers(found, (first, *measured[1:]), _gauge(sheet, scale, tolerance), tuple(_biases(sheet, scale)))


def _intraclass(rows: Sequence[Sequence[float | None]]) -> list[Measured]:
    from pyrometer.statistics import agreement

    whole = [[c for c in row if c is not None] for row in rows if None not in row]
    found = agreement.intraclass(whole) if len(whole) > 1 else NotEnough("two items", "fewer")
    if isinstance(found, NotEnough):
        return []
    says = (
        "share of the spread that is the items' own, if any judge may judge",
        "the same once each judge's own level is taken off",
    )
    values = (found.agreement, found.agreement_interval), (found.consistency, found.consistency_interval)
    names = ("ICC(A,1), absolute agreement", "ICC(C,1), consistency")
    return [
        Measured(name, value, ends.low, ends.high, None, found.n_items, told)
        for name, (value, ends), told in zip(names, values, says, strict=True)
    ]


def _alpha(rows: Sequence[Sequence[float | None]]) -> list[Measured]:
    from pyrometer.statistics import agreement

    if len({c for row in rows for c in row if c is not None}) > MOST_VALUES:
        return []
    found = agreement.krippendorff(agreement.ratings(rows), measured="interval")
    if isinstance(found, NotEnough):
        return []
    ends, says = found.interval, "beyond chance, items with gaps too; far misses weigh most"
    return [Measured("Krippendorff alpha, interval", found.value, ends.low, ends.high, None, found.n_items, says)]


def _gauge(sheet: Sheet, scale: Scale, tolerance: float | None) -> "GaugeRR | NotEnough":
    from pyrometer.statistics import agreement

    whole = [i for i in sheet.items if all(len(sheet.all_calls(i, j)) == len(sheet.rounds) for j in sheet.judges)]
    if len(sheet.judges) < 2 or len(sheet.rounds) < 2 or len(whole) < 2:
        return NotEnough(
            "two judges who each judge the same items twice", f"{len(whole)} items, {len(sheet.rounds)} rounds"
        )
    rows = [(j, i, scale.number(c)) for j in sheet.judges for i in whole for c in sheet.all_calls(i, j)]
    who, what, y = (list(column) for column in zip(*rows, strict=True))
    return agreement.gauge_rr(who, what, y, tolerance=tolerance)


def _biases(sheet: Sheet, scale: Scale) -> list[Bias]:
    """Judges in the order of the file, each against the standard, or every two where there is none."""
    import numpy as np
    from scipy.special import stdtrit

    found, others = list[Bias](), [(j, "") for j in sheet.judges] if sheet.standard else combinations(sheet.judges, 2)
    for a, b in others:
        gaps = []
        for item in sheet.items:
            one, other = sheet.first(item, a), sheet.first(item, b) if b else sheet.standard.get(item)
            if one is not None and other is not None:
                gaps.append(scale.number(one) - scale.number(other))
        if len(gaps) < 2:
            continue
        mean, half = float(np.mean(gaps)), float(np.std(gaps, ddof=1)) / len(gaps) ** 0.5
        half *= float(stdtrit(len(gaps) - 1, 0.975))
        ends = Interval(mean - half, mean + half, method="t of differences")
        found.append(Bias(a, b or "standard", len(gaps), Estimate(mean, ends, len(gaps))))
    return found


def apart(sheet: Sheet, scale: Scale) -> list[Split]:
    """The items by how far the numbers given to them lie apart, farthest first."""
    found = list[Split]()
    for item in sheet.items:
        said = tuple((j, sheet.all_calls(item, j)) for j in sheet.judges if sheet.all_calls(item, j))
        values = [scale.number(c) for _, cs in said for c in cs]
        right = sheet.standard.get(item)
        values += [scale.number(right)] if right is not None else []
        if len(values) > 1 and max(values) > min(values):
            found.append(Split(item, max(values) - min(values), said, right))
    return sorted(found, key=lambda s: -s.split)
