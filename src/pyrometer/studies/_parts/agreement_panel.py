"""Panel of judges: what is compared with what, and how far they agree beyond chance, label by label."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyrometer.model.interval import NotEnough
from pyrometer.studies._parts.agreement_scale import Scale
from pyrometer.studies._parts.agreement_sheet import Sheet

if TYPE_CHECKING:
    from pyrometer.statistics.agreement import Coefficient, LabelAgreement, Ratings

FEWEST_ITEMS = 30
LIKELY: Any = "likelihood"
LINEAR: Any = "linear"


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The calls that are compared, one row an item and one column a judge; `who` two of them are, in words."""

    who: str
    rows: tuple[tuple[str | None, ...], ...]
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One coefficient with its 95% interval, None where it has none; the one that is judged by `is_gate`."""

    name: str
    value: float
    low: float | None
    high: float | None
    seen: float | None
    n_items: int
    says: str
    is_gate: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """What was found for labels: the ratings, the coefficients, and every label by itself."""

    compared: Compared
    ratings: "Ratings"
    measured: tuple[Measured, ...]
    labels: tuple["LabelAgreement", ...]

    @property
    def gate(self) -> Measured:
        """The coefficient that decides."""
        return next(m for m in self.measured if m.is_gate)

    @property
    def seen(self) -> Measured:
        """The share of pairs of calls that agree."""
        return self.measured[0]


def compared(sheet: Sheet) -> Compared | NotEnough:
    """What can be compared: two judges' first calls; else a judge and the standard; else one judge's rounds."""
    if len(sheet.judges) > 1:
        rows = tuple(tuple(sheet.first(i, j) for j in sheet.judges) for i in sheet.items)
        return Compared("two judges", rows, sheet.judges)
    if not sheet.judges:
        return NotEnough("judgements by two judges", "none")
    (judge,) = sheet.judges
    if sheet.standard:
        rows = tuple((sheet.first(i, judge), sheet.standard.get(i)) for i in sheet.items)
        return Compared("the judge and the standard", rows, (judge, "standard"))
    if len(sheet.rounds) > 1:
        rows = tuple(tuple(sheet.calls[i, judge].get(r) for r in sheet.rounds) for i in sheet.items)
        return Compared("one judge asked twice", rows, tuple(f"round {r}" for r in sheet.rounds))
    return NotEnough("two judges, a standard, or a judge who judges twice", "one judge, once")


def twice(found: Compared) -> int:
    """How many items were called by two."""
    return sum(sum(c is not None for c in row) > 1 for row in found.rows)


def panel(found: Compared, scale: Scale) -> Panel | NotEnough:
    """The coefficients of the labels; refuses where a single label is used, or no item was judged by two."""
    from pyrometer.statistics import agreement

    value = dict(zip(scale.labels, scale.categories, strict=True))
    rows = [[None if c is None else value[c] for c in row] for row in found.rows]
    given = agreement.ratings(rows, categories=scale.categories)
    if len({c for row in rows for c in row if c is not None}) < 2:
        return NotEnough("items of at least two labels", "1 label throughout")
    measured = _measured(given, scale)
    if isinstance(measured, NotEnough):
        return measured
    return Panel(found, given, measured, agreement.by_label(given))


Recipe = tuple[Callable[..., Any], Mapping[str, Any], str, str]  # function, settings, name, how to read it


def _recipes(scale: Scale) -> tuple[Recipe, ...]:
    """What is computed, the share that agrees first and the coefficient that decides second."""
    from pyrometer.statistics import agreement as a

    plain: tuple[Recipe, ...] = (
        (a.percent, {}, "Percent agreement", "pairs of calls that agree; nothing taken off for chance"),
        (a.gwet, {}, "Gwet AC1", "beyond chance; holds its meaning when a label is rare"),
        (a.krippendorff, {}, "Krippendorff alpha", "beyond chance; low when nearly all items get one label"),
        (a.fleiss, {}, "Fleiss kappa", "the same for any number of judges"),
        (a.cohen, {}, "Cohen kappa", "chance from each judge's own use of the labels"),
        (a.brennan_prediger, {}, "Brennan-Prediger", "chance as if labels were drawn by lot"),
    )
    if scale.measured == "nominal":
        return plain
    near = (
        (a.gwet, {"kind": LINEAR}, "Gwet AC2, linear weights", "beyond chance; half as far off is half as wrong"),
        (a.krippendorff, {"measured": "ordinal"}, "Krippendorff alpha, ordinal", "by the order of the labels alone"),
        (a.cohen, {"kind": LINEAR}, "Cohen kappa, linear weights", "each judge's own use; near misses half counted"),
        (a.cohen, {"kind": "quadratic"}, "Cohen kappa, quadratic weights", "far misses weigh most; like a correlation"),
    )
    return (plain[0], *near, *plain[1:])


def _measured(given: "Ratings", scale: Scale) -> tuple[Measured, ...] | NotEnough:
    made = list[Measured]()
    for place, (function, settings, name, says) in enumerate(_recipes(scale)):
        found: Coefficient | NotEnough = function(given, ends=LIKELY, **settings)
        if isinstance(found, NotEnough):
            if place < 2:
                return found
            continue
        ends = found.interval
        title = name.replace("Cohen", "Conger") if found.name.startswith("Conger") else name
        made.append(Measured(title, found.value, ends.low, ends.high, found.seen, found.n_items, says, place == 1))
    ordered = _concordance(given) if scale.measured == "ordinal" else None
    return (*made, ordered) if ordered else tuple(made)


def _concordance(given: "Ratings") -> Measured | None:
    """Kendall's W of items that all have judged; None where there are not two."""
    from pyrometer.statistics import agreement

    assert given.codes is not None
    whole = given.codes[(given.codes >= 0).all(axis=1)]
    found = agreement.kendall_w(whole) if len(whole) > 1 else NotEnough("two items", "fewer")
    if isinstance(found, NotEnough):
        return None
    says = "do the judges put the items into one order"
    return Measured("Kendall W", found.w, None, None, None, len(whole), says)


def confusions(given: "Ratings", labels: Sequence[str]) -> list[tuple[str, str, float]]:
    """Pairs of labels and how many pairs of calls of one item differ so, most first."""
    import numpy as np

    x = given.counts
    both = np.einsum("ik,il,i->kl", x, x, given.weight)
    found = [(labels[k], labels[l], float(both[k, l])) for k in range(len(labels)) for l in range(k + 1, len(labels))]
    return sorted((f for f in found if f[2] > 0), key=lambda f: -f[2])


def again(given: "Ratings") -> Any:
    """Where one judge gives the label of the row, how often another gives that of the column: (labels, labels)."""
    import numpy as np

    x, r = given.counts, np.maximum(given.raters - 1, 1)
    both = np.einsum("ik,il,i->kl", x, x, given.weight / r) - np.diag((x * (given.weight / r)[:, None]).sum(axis=0))
    both = np.where(both > 0, both, 0.0)
    use = both.sum(axis=1, keepdims=True)
    return np.divide(both, use, out=np.zeros_like(both), where=use > 0)
