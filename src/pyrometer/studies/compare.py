"""Compare: whether groups of prospects differ by more than chance, and whether that stays when like meets like."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyrometer.errors import BadSetting, UnknownName, near
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Column, Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.groups import Compared, Groups
    from pyrometer.studies._parts.strata import Within

QUESTION = "Do these groups of prospects differ by more than chance?"
METHODS = (
    Method("Analysis of means for shares (up to 50 groups)", "Nelson, Wludyka & Copeland 2005, eq. 3.1"),
    Method("Funnel plot with over-dispersion (more than 50)", "Spiegelhalter 2005, Statistics in Medicine 24"),
    Method("Indirect standardisation, open cases counted as long as watched", "Keiding 1987; Mantel 1966"),
    Method("Common odds ratio within strata", "Mantel & Haenszel 1959; Robins, Breslow & Greenland 1986"),
)
FEWEST = 20  # closed cases in all
MORE = "Read more of the history, or compare by another field: --by"
MOST_WITHIN = 4  # other fields that a difference is checked within
GROUPS = (
    Column("group", "", "the value of the field"),
    Column("n", "count", "prospects in it"),
    Column("n_won", "count", "won"),
    Column("n_lost", "count", "lost"),
    Column("n_open", "count", "still open"),
    Column("share_won", "share", "won of those won or lost"),
    Column("lower", "share", "lower limit of what chance gives a group with so many cases"),
    Column("upper", "share", "upper limit of it"),
    Column(
        "observed_to_expected", "", "wins to those expected at the pace of all, open ones counted as long as watched"
    ),
    Column("ratio_low", "", "lower end of its 95% interval"),
    Column("ratio_high", "", "upper end of its 95% interval"),
    Column("shrunken", "share", "the share won, pulled toward that of all by as much as few cases deserve"),
    Column("says", "", "like all, special, or too few cases to tell"),
)
WITHIN = (
    Column("group", "", "the group, against all others"),
    Column("within", "", "the field within whose values like is compared with like"),
    Column("n_strata", "count", "values of that field"),
    Column("crude_odds", "", "odds of winning to those of all others, as they stand"),
    Column("common_odds", "", "the same within the values of the field"),
    Column("low", "", "lower end of its 95% interval"),
    Column("high", "", "upper end of its 95% interval"),
    Column("p", "", "the chance of such a difference within strata where there is none"),
    Column("says", "", "stays, appears, vanishes or turns round when like is compared with like"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    by: str = field(default="", metadata={"help": "The segment that makes the groups; empty: the plant's first."})
    within: str = field(
        default="", metadata={"help": "Compare like with like within this segment; empty: within each other one."}
    )


def answer(ask: Ask, settings: Settings) -> Finding:
    """All groups judged at once, then the special ones again within the values of the other fields."""
    from pyrometer.studies._parts import groups, risk

    facts = ask.process
    unset = path.refused("compare", QUESTION, facts)
    if unset is not None:
        return unset
    if not facts.segments and not settings.by:
        why = NotEnough("at least 1 segment named in pyrometer.toml", "0")
        fields = 'Name fields of the prospect in pyrometer.toml, like: segments = ["source", "product"]'
        return _refused(facts, f"There is nothing to compare by. {why}", fields)
    by = _named(facts, settings.by or facts.segments[0])
    found = groups.read(ask("groups", by=by))
    why_not = _refusal(found)
    if why_not is not None:
        step = "Record losses as well as wins, or agree on a definition of lost, and ask again."
        return _refused(facts, f"Groups by {by} cannot be compared. {why_not}", step if not found.lost.sum() else MORE)
    held = groups.compared(found, risk.by_group(ask("risk-table", by=by)))
    special = [name for name, s in zip(held.groups.names, held.special, strict=True) if s]
    checked = _checked(ask, by, settings.within, held)
    return Finding(
        study="compare",
        question=QUESTION,
        verdict="signal" if special else "routine",
        headline=_headline(held, by, special),
        reading=_reading(held, checked, special),
        figures=(_figure(held, by),),
        tables={"groups": _table(held), "within": Table(WITHIN, tuple(_row(w) for w in checked))},
        cautions=_cautions(facts, held, by),
        provenance=Provenance(methods=METHODS),
        next_step=_next(special, checked),
    )


def _named(facts: ProcessFacts, by: str) -> str:
    """The segment of that name; raises BadSetting for sellers, who are people, UnknownName for what is none."""
    if by == "seller":
        raise BadSetting("Sellers are people and are compared without names: pyrometer study sellers")
    if by not in facts.segments:
        none = " The plant has none: name fields in pyrometer.toml, segments = [...]."
        raise UnknownName(f"No segment named '{by}'.{near(by, facts.segments) or none}")
    return by


def _refusal(found: "Groups") -> NotEnough | None:
    if len(found.names) < 2:
        return NotEnough("at least two groups", str(len(found.names)))
    if not found.lost.sum():
        return NotEnough("losses that are marked", "none: without them a share of the closed is always 100%")
    if found.closed.sum() < FEWEST or (found.closed > 0).sum() < 2:
        return NotEnough(f"at least {FEWEST} won or lost in two groups", str(int(found.closed.sum())))
    return None


def _refused(facts: ProcessFacts, headline: str, next_step: str) -> Finding:
    return Finding(
        study="compare",
        question=QUESTION,
        verdict="cannot_tell",
        headline=headline,
        cautions=cautions.word(facts),
        provenance=Provenance(methods=METHODS),
        next_step=next_step,
    )


def _checked(ask: Ask, by: str, within: str, held: "Compared") -> list["Within"]:
    """The special groups (or, where there is none, all) within the values of other fields."""
    from pyrometer.studies._parts import strata

    facts = ask.process
    others = [_named(facts, within)] if within else [s for s in facts.segments if s != by][:MOST_WITHIN]
    names = held.groups.names
    special = [n for n, s in zip(names, held.special, strict=True) if s]
    picked = special or (names if len(names) <= 12 else [])
    return [w for other in others for w in strata.within(ask("crossed", by=by, within=other), picked, other)]


def _headline(held: "Compared", by: str, special: Sequence[str]) -> str:
    n, low, high = len(held.value), float(held.value.min()), float(held.value.max())
    spread = f"the share won runs from {say.percent(low)} to {say.percent(high)}"
    if not special:
        return (
            f"{n} groups by {by} cannot be told apart: {spread} ({say.chance(held.p)}); none lies outside the limits."
        )
    verb = "is" if len(special) == 1 else "are"
    named = say.listed(list(special), most=3)
    return f"{say.first_up(say.small(len(special)))} of {n} groups by {by} {verb} special ({named}): {spread}."


def _reading(held: "Compared", checked: Sequence["Within"], special: Sequence[str]) -> tuple[str, ...]:
    lines = ["Inside the limits a group's number is that of all: chance alone makes groups differ as much."]
    if isinstance(held.visible, NotEnough):
        lines.append(f"A usual group has too few cases for any difference to be seen. {held.visible}")
    else:
        points = say.count(100 * held.visible.difference)
        lines.append(f"A usual group would have had to differ by {points} points to be seen (8 times in 10).")
    turned = [w for w in checked if w.says in ("turns round", "vanishes", "appears")]
    for w in turned[:3]:
        lines.append(
            f"Like with like: within {w.within} the difference of {w.group} {w.says} "
            f"(odds ratio {w.crude:.2g} as it stands, {w.common:.2g} within, 95% range {w.low:.2g} to {w.high:.2g})."
        )
    if special and checked and not turned:
        fields = say.listed(sorted({w.within for w in checked}))
        lines.append(f"Like with like: within {fields} the difference stays.")
    return tuple(lines)


def _table(held: "Compared") -> Table:
    g = held.groups
    says = [
        "too few cases" if few else {1: "special, high", -1: "special, low"}.get(int(s), "like all")
        for s, few in zip(held.special, held.too_few, strict=True)
    ]
    counts = [[int(x) for x in c] for c in (g.entered, g.won, g.lost, g.waiting)]
    ratios = (held.ratio, held.ratio_low, held.ratio_high)
    shares = [[float(x) for x in c] for c in (held.value, held.lower, held.upper, *ratios, held.shrunken.value)]
    return Table(GROUPS, tuple(zip(g.names, *counts, *shares, says, strict=True)))


def _row(w: "Within") -> tuple[Any, ...]:
    return (w.group, w.within, w.n_strata, w.crude, w.common, w.low, w.high, w.p, w.says)


def _figure(held: "Compared", by: str) -> Figure:
    from pyrometer.studies._parts import funnel

    names = held.groups.names
    shown = [name if s or len(names) <= 12 else None for name, s in zip(names, held.special, strict=True)]
    return funnel.figure(held, held.special, shown, one="group", by=by)


def _cautions(facts: ProcessFacts, held: "Compared", by: str) -> tuple[Caution, ...]:
    found, apart = list[Caution](), held.groups.apart["n_entered"]
    if apart:
        found.append(Caution("no-group", f"{say.plural(apart, 'prospect has', 'prospects have')} no {by}.", apart))
    few = int(held.too_few.sum())
    if few:
        found.append(Caution("small-numbers", f"{say.plural(few, 'group has', 'groups have')} too few cases.", few))
    found += cautions.open_cases(int(held.groups.waiting.sum()))
    text = (
        "Groups differ in more than their name: a difference is no effect, and what is not recorded is not allowed for."
    )
    return (*found, Caution("case-mix", text), *cautions.taken_back(facts), *cautions.word(facts))


def _next(special: Sequence[str], checked: Sequence["Within"]) -> str:
    if not special:
        return "Do not sort these groups by their share: it would only sort chance."
    if any(w.says == "turns round" for w in checked):
        return "Compare like with like before anything is decided: the crude difference points the other way."
    return "Ask what the special group is given, and how it is recorded, before what it does differently."


STUDY = Study(question=QUESTION, audience="marketing", settings=Settings, answer=answer)
