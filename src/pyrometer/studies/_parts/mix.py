"""Mix: each seller held against all who had like prospects - does a difference stay, vanish or appear (Simpson)?"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table
from pyrometer.statistics import compare
from pyrometer.studies._parts import risk, say
from pyrometer.studies._parts.groups import Compared

MOST_SAID = 5  # sellers, a sentence each
MOST_FIELDS = 4  # within which sellers are compared
MOST_VALUES = 30  # of such a field: more make strata of single cases
FEW_LACK = 0.05  # of the prospects, who may be without a value
SHOWN = 1.96  # the deviate of a pace that differs over all already: no mix hides it
AS_FAR = 0.9  # of the deviate over all, from which on a mix explains nothing of it
ANY = 0.05  # the chance that any of equal sellers appears to differ (Bonferroni)
WITHIN = (
    Column("seller", "", "the label"),
    Column("within", "", "the field within whose values like is compared with like"),
    Column("n_values", "count", "values of that field"),
    Column("expected_won", "count", "wins to expect of such prospects at everybody's pace, age by age"),
    Column("observed_to_expected", "", "wins to those expected; 1 is everybody's pace"),
    Column("ratio_low", "", "lower end of its 95% interval"),
    Column("ratio_high", "", "upper end of its 95% interval"),
)


@dataclass(frozen=True, slots=True)
class Alike:
    """All sellers within the values of one field: observed over expected wins, by age and value."""

    field: str
    n_values: int
    made: compare.Standardised


@dataclass(frozen=True, slots=True)
class Judged:
    """Sellers after like was compared with like; -1, 0, 1 by seller.

    `special` stays special within every field; `explained` gives the fields within which the difference is gone;
    `hidden` the field within which one shows that does not show over all, not even in the pace.
    """

    special: Any
    explained: dict[int, tuple[str, ...]]
    hidden: dict[int, Alike]


def alike(ask: Ask, names: Sequence[str]) -> list[Alike]:
    """The sellers within each segment of the plant that has few values and is known of nearly everybody.

    A field that many lack is often filled in as they close: who lacks it is alike in what became of them.
    """
    found: list[Alike] = []
    for field in ask.process.segments:
        n = {r["group"]: r["n_entered"] for r in ask("groups", by=field)}
        lacking = n.pop(None, 0)
        if 2 <= len(n) <= MOST_VALUES and lacking <= FEW_LACK * sum(n.values()) and len(found) < MOST_FIELDS:
            tables = _tables(ask("risk-table", by="seller", within=field), names)
            found.append(Alike(field, len(n), compare.standardise(tables)))
    return found


def _tables(table: Table, names: Sequence[str]) -> dict[Hashable, compare.RiskTable]:
    ages, (late, gone_on, *rest) = risk.columns(table)
    within, places, others = table["within"], risk.places(table), sum(rest)
    told = np.array([value is not None for value in within], dtype=bool)
    made: dict[Hashable, compare.RiskTable] = {}
    for name in names:
        rows = places.get(name, np.empty(0, dtype=np.int64))
        rows = rows[told[rows]]
        made[name] = compare.RiskTable(
            ages[rows], gone_on[rows], others[rows], late[rows], [within[i] for i in rows.tolist()]
        )
    return made


def judged(held: Compared, within: Sequence[Alike]) -> Judged:
    """Who is special for certain, whose difference the mix explains, and whose it hides."""
    crude = held.special
    special, explained, hidden = crude.copy(), {}, {}
    stays = _bar(len(crude))
    shows = _bar(len(crude) * len(within))
    for i, side in enumerate(crude):
        if side:
            bar = min(stays, AS_FAR * abs(held.z[i]))  # as far out as before the mix was allowed for is not explained
            gone = tuple(a.field for a in within if not side * a.made.z[i] > bar)
            if gone:
                special[i], explained[i] = 0, gone
            continue
        if held.too_few[i] or abs(held.z[i]) > SHOWN:
            continue
        widest = max(within, key=lambda a: abs(a.made.z[i]), default=None)
        if widest is not None and abs(widest.made.z[i]) > shows:
            hidden[i] = widest
    return Judged(special, explained, hidden)


def _bar(n_looks: int) -> float:
    """The deviate that none of so many comparisons of equals passes, but for `ANY`."""
    return -float(ndtri(ANY / (2 * max(1, n_looks))))


def sentences(found: Judged, within: Sequence[Alike], labels: Sequence[str]) -> list[str]:
    """What comparing like with like has changed, and within which fields nothing has."""
    if not within:
        return []
    alike: dict[tuple[str, ...], list[str]] = {}
    for i, fields in found.explained.items():
        alike.setdefault(fields, []).append(labels[i])
    lines = [
        f"Like with like: {say.listed(who)} {'is' if len(who) == 1 else 'are'} special as it stands, but not within "
        f"{say.listed(fields)}; what was given may explain it."
        for fields, who in alike.items()
    ]
    lines += [
        f"Like with like: within {a.field} {labels[i]} wins {a.made.ratio[i]:.2g} times what everybody wins of such "
        f"prospects (95% range {a.made.low[i]:.2g} to {a.made.high[i]:.2g}); over all the mix hides it."
        for i, a in list(found.hidden.items())[:MOST_SAID]
    ]
    if lines:
        return lines
    stays = "each difference stays" if found.special.any() else "nobody stands out either"
    return [f"Like with like: within {say.listed([a.field for a in within])} {stays}."]


def table(within: Sequence[Alike], labels: Sequence[str], listed: Sequence[int]) -> Table:
    """The listed sellers within every field."""
    rows: list[tuple[Any, ...]] = [
        (
            labels[i],
            a.field,
            a.n_values,
            *(float(x[i]) for x in (a.made.expected, a.made.ratio, a.made.low, a.made.high)),
        )
        for a in within
        for i in listed
    ]
    return Table(WITHIN, tuple(rows))
