"""Sellers: do they differ by more than chance - never a ranking, and refused where it cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.groups import Compared, Groups
    from pyrometer.studies._parts.mix import Alike, Judged

QUESTION = "Do sellers differ by more than chance?"
METHODS = (
    Method("Analysis of means for shares (up to 50 sellers)", "Nelson, Wludyka & Copeland 2005, eq. 3.1"),
    Method("Funnel plot with over-dispersion (more than 50)", "Spiegelhalter 2005, Statistics in Medicine 24"),
    Method("Indirect standardisation by age and segment, open cases counted as long as watched", "Keiding 1987"),
    Method("Log-rank deviate of each seller within strata, Bonferroni", "Mantel 1966; Simpson 1951"),
    Method("Wins among cases closed at like ages", "Mantel & Haenszel 1959, J. Natl. Cancer Inst. 22:719-748"),
    Method("Beta-binomial shrinkage", "Casella 1985, The American Statistician 39"),
)
STEPS = {  # a word of what is needed -> what to do about it
    "losses": "Record losses as well as wins, or agree on a definition of lost, and ask again.",
    "seller": "Record who works each prospect on the day it is handed over, and read the records again.",
    "": "Ask again when more have closed: pyrometer study yield",
}
UNEVEN = 0.01  # the chance below which the pace of sellers is called uneven
NAMED_FROM = 5  # no group below five people is named (architecture.md, principle 6)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    names: bool = field(default=False, metadata={"help": "Show names; only where five or more sellers are compared."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """All sellers judged at once against what the whole system gives."""
    from pyrometer.studies._parts import groups, mix, risk, seller_tables

    unset = path.refused("sellers", QUESTION, ask.process)
    if unset is not None:
        return unset
    found = groups.read(ask("groups", by="seller"))
    why = groups.refusal(found)
    if why is not None:
        return _refused(ask.process, why)
    held = groups.compared(found, risk.by_group(ask("risk-table", by="seller")))
    if isinstance(held.visible, NotEnough) and held.is_blind:
        return _refused(ask.process, held.visible)
    within = mix.alike(ask, held.groups.names)
    judged = mix.judged(held, within)
    labels = _labels(held.groups, settings)
    special = [label for label, s in zip(labels, judged.special, strict=True) if s]
    return Finding(
        study="sellers",
        question=QUESTION,
        verdict="signal" if special or judged.hidden else "routine",
        headline=_headline(held, special, judged),
        reading=(*mix.sentences(judged, within, labels), *_reading(held)),
        figures=(_figure(held, judged, labels),),
        tables={
            "sellers": seller_tables.sellers(held, judged, labels),
            "within": mix.table(within, labels, seller_tables.listed(judged, len(labels))),
            "system": seller_tables.system(held),
        },
        cautions=(*_cautions(ask.process, held, within), *cautions.taken_back(ask.process)),
        provenance=Provenance(methods=METHODS),
        next_step=_next(special, judged),
    )


def _refused(facts: ProcessFacts, why: NotEnough) -> Finding:
    return Finding(
        study="sellers",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"Sellers cannot be compared. {why}",
        reading=(
            "A rate needs the cases that went well and those that did not, each with the seller who had it.",
            "No order of sellers is shown: it would only sort chance.",
        ),
        cautions=cautions.word(facts),
        provenance=Provenance(methods=METHODS),
        next_step=next(step for word, step in STEPS.items() if word in why.needs),
    )


def _labels(found: "Groups", settings: Settings) -> list[str]:
    if settings.names and len(found.names) >= NAMED_FROM:
        return list(found.names)
    return [f"seller {i}" for i in range(1, len(found.names) + 1)]


def _headline(held: "Compared", special: list[str], judged: "Judged") -> str:
    n, low, high = len(held.value), float(held.value.min()), float(held.value.max())
    span = f"it runs from {say.percent(low)} to {say.percent(high)}"
    spread = span.replace("it", "the share won", 1)
    if special:
        verb = "is" if len(special) == 1 else "are"
        return (
            f"{say.first_up(say.small(len(special)))} of {n} sellers {verb} special ({say.chance(held.p)} that equal "
            f"sellers differ as much); the other {say.count(n - len(special))} cannot be told from the system."
        )
    if judged.hidden:
        n_hidden = say.first_up(say.plural(len(judged.hidden), "seller differs", "sellers differ"))
        return f"{n_hidden} when like is compared with like, though over all {n} look alike: {spread}."
    if judged.explained:
        gone = say.small(len(judged.explained))
        return f"{n} sellers cannot be told apart once like is compared with like ({gone} could before): {spread}."
    inside = f"as far as among {n} equal sellers ({say.chance(held.p)})"
    if held.p < 0.05:
        inside = f"further than among equal sellers ({say.chance(held.p)})"
        return (
            f"Some of {n} sellers may differ, but none can be named: {spread}, {inside}; none lies outside the limits."
        )
    return (
        f"{n} sellers cannot be told apart by the share they win of what closes: {span}, {inside}; "
        "none lies outside the limits."
    )


def _reading(held: "Compared") -> tuple[str, ...]:
    lines = ["Inside the limits a seller's number is the system's number: nothing he or she did needs explaining."]
    aside = int(((held.outside != 0) & (held.special == 0)).sum())
    if aside:
        lies = "seller lies" if aside == 1 else "sellers lie"
        lines.append(f"{say.count(aside)} more {lies} outside by what closed, but not with open ones and ages counted.")
    if held.p > held.p_plain:
        lines.append(
            f"By all that closed they would differ ({say.chance(held.p_plain)}), but among cases closed at like ages "
            f"they do so less ({say.chance(held.p)}): who began late has closed only what closes soon."
        )
    uneven = held.p_ratio is not None and held.p_ratio < UNEVEN
    if uneven and held.groups.waiting.any() and not held.special.any():
        lines.append(
            f"With the open ones counted, wins come at an uneven pace ({say.chance(held.p_ratio or 0.0)}): ask how "
            "sellers close, and what they leave open, before comparing any further."
        )
    visible = held.visible
    if isinstance(visible, NotEnough):
        lines.append(f"A usual seller has too few closed cases for any difference to be seen. {visible}")
    else:
        lines.append(
            f"A seller with {say.count(visible.n)} closed cases would have had to differ by "
            f"{say.count(100 * visible.difference)} points from the {say.percent(held.centre)} of all to be seen "
            "(8 times in 10). Smaller differences may be there."
        )
    lines.append("No order of sellers is shown: among equal sellers it would only sort chance, anew each quarter.")
    return tuple(lines)


def _figure(held: "Compared", judged: "Judged", labels: list[str]) -> Figure:
    from pyrometer.studies._parts import funnel

    shown = [label if s else None for label, s in zip(labels, judged.special, strict=True)]
    return funnel.figure(held, judged.special, shown, one="seller", by="seller")


def _cautions(facts: ProcessFacts, held: "Compared", within: "Sequence[Alike]") -> tuple[Caution, ...]:
    from pyrometer.statistics import compare
    from pyrometer.studies._parts import seller_tables

    g, found = held.groups, list[Caution]()
    apart = g.apart["n_entered"]
    if apart:
        found.append(Caution("no-seller", f"{say.plural(apart, 'prospect names', 'prospects name')} no seller.", apart))
    unequal = compare.homogeneity(g.waiting, g.entered)
    if unequal < 0.01:
        shares = g.waiting / g.entered
        text = (
            f"Sellers leave unequally many open ({say.percent(float(shares.min()))} to "
            f"{say.percent(float(shares.max()))}, {say.chance(unequal)}). The share of the closed compares them "
            "only if those left open would have ended like the rest."
        )
        found.append(Caution("open-unequal", text, int(g.waiting.sum())))
    if held.phi > 1.5 and held.p < 0.05:
        text = (
            f"Sellers vary {held.phi:.1f} times as much as chance would make them ({say.chance(held.p)}): look for "
            "what they work on."
        )
        found.append(Caution("over-dispersed", text))
    few = int(held.too_few.sum())
    if few:
        found.append(Caution("small-numbers", f"{say.plural(few, 'seller has', 'sellers have')} too few cases.", few))
    most = seller_tables.MOST_ROWS
    if len(g.names) > most:
        text = f"The tables list {most} of {say.count(len(g.names))} sellers; all of them are in every number."
        found.append(Caution("not-listed", text, len(g.names) - most))
    fields = ["how long they were watched", *(a.field for a in within)]
    verb = "is" if len(fields) == 1 else "are"
    text = f"Sellers may have been given different prospects: {say.listed(fields)} {verb} allowed for, nothing else."
    return (*found, Caution("case-mix", text), *cautions.word(facts))


def _next(special: list[str], judged: "Judged") -> str:
    if judged.hidden and not special:
        return "Ask what those were given who differ among like prospects, and how they record, before what they do."
    if not special:
        return "Work on the system that all of them share: pyrometer study flow"
    return "Ask first what the special ones were given and how they record, then what they do differently."


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
