"""Reversals: dates that cannot be - won, lost or gone on before they came - and what numbers make of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies._parts import path, say
from pyrometer.studies._parts.checks import MUCH, Check

NAME = "out of order"
ANY = ""  # the milestone of the rows about whatever came first
MATTERS = 0.01  # of those who have that date: from here on a median, or a yield of the first days, moves
MOST_NAMED = 3  # milestones that the sentence names
MEND = (
    "Correct the dates in the source; or, where the entry was typed in afterwards, name an earlier column as "
    "happened_at of the entry in the sensor's file, then: pyrometer read"
)


@dataclass(frozen=True, slots=True)
class Reversed:
    """A milestone or end: of `n` who have its date, `n_before` have it on a day before entry, `n_far` by over a day."""

    milestone: str
    n: int
    n_before: int
    n_far: int
    worst: Mapping[str, Any]  # the row about the prospect that has it longest before entry

    @property
    def matters(self) -> bool:
        """Whether so many are too early that numbers move; less than a day may be a zone, or a day without a time."""
        return self.n_far > MATTERS * self.n or self.n_before > MUCH * self.n


def reversals(found: Table) -> list[Reversed]:
    """What the measure before-entry found, by milestone, all sources of one together."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in found:
        if row["n_before"]:
            rows.setdefault(row["milestone"], []).append(row)
    return [
        Reversed(
            name,
            same[0]["n"],
            sum(r["n_before"] for r in same),
            sum(r["n_far"] for r in same),
            max(same, key=lambda r: float(r["most_days"])),
        )
        for name, same in rows.items()
    ]


def check(ask: Ask, found: Table) -> list[Check]:
    """Whether milestones or ends lie before the entry; `found` is the table of the measure before-entry."""
    facts = ask.process
    if path.unset(facts) is not None:
        return []
    early = {r.milestone: r for r in reversals(found)}
    whole = early.pop(ANY, None)
    if whole is None:
        fine = "No milestone and no end lies before the day of entry."
        return [Check(NAME, "fine", fine, 0, facts.n_prospects)]
    look = [r for r in early.values() if r.matters]
    told = look or list(early.values())
    says = [*(_counted(r, facts) for r in told[:MOST_NAMED]), _example(whole), _effect(told, facts)]
    verdict, mend = ("look", [MEND]) if look else ("fine", [])
    return [Check(NAME, verdict, " ".join([*says, *mend]), whole.n_before, facts.n_prospects)]  # type: ignore[arg-type]


def _counted(one: Reversed, facts: ProcessFacts) -> str:
    """How many, and by how much."""
    near = ""
    if not one.n_far:
        near = ", none by more than a day, as zones and days without a time do"
    elif one.n_far < one.n_before:
        near = f", {say.count(one.n_far)} of them by more than a day"
    return f"{say.count(one.n_before)} of {say.count(one.n)} {_what(one, facts)} lie before the day of entry{near}."


def _what(one: Reversed, facts: ProcessFacts) -> str:
    names = {facts.won: "wins", facts.lost: "losses"}
    return names.get(one.milestone) or f"first times of '{one.milestone}'"


def _example(whole: Reversed) -> str:
    worst = whole.worst
    days = say.days(round(float(worst["most_days"]), 1))
    return f"The furthest is {days} early ({worst['file']}, row {worst['row']})."


def _effect(early: Sequence[Reversed], facts: ProcessFacts) -> str:
    """What the numbers make of them."""
    names, parts = {r.milestone for r in early}, list[str]()
    if names - {facts.lost}:
        parts.append("They count as gone on at once, and in no step's wait: shares hold, times come out too short.")
    if facts.lost in names:
        parts.append(
            "A loss that the entry's own row dates before it is a loss at once; one told elsewhere is of an earlier"
            " journey: who has no other end counts as open."
        )
    return " ".join(parts)
