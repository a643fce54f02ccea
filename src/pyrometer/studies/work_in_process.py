"""Work in process: how many of the open are alive, and how many have waited longer than any who were ever won."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, columns, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.pile_words import Limits, Seen
    from pyrometer.studies._parts.piles import Pile

QUESTION = "Is the work in process real, or do the open ones wait longer than any who were ever won?"
METHODS = (
    Method("Open cases against the longest time and silence of those who were won", "order statistics; no model"),
    Method("Wins due beyond it at the pace of the slower half of the won", "Przyborowski & Wilenski 1940"),
    Method("Dead among the young, at most", "Clopper & Pearson 1934, Biometrika 26, p. 404"),
    Method("Exact Poisson upper bound for no win in the days watched beyond", "Garwood 1936, Biometrika 28, p. 437"),
    Method("Conditional Aalen-Johansen cumulative incidence", "Aalen & Johansen 1978, Scand. J. Stat. 5"),
)
RULES = {"longest": 1.0, "p99": 0.99}


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    limit: Literal["longest", "p99"] = field(
        default="longest",
        metadata={"help": "Beyond what: the longest of those who were won, or their 99th percentile."},
    )


def answer(ask: Ask, settings: Settings) -> Finding:
    """The open ones by age, held against those who ordered.

    Open is who is known to wait. Who waited when a sensor died that could have shown the end is work in process or not,
    and nobody can tell; who is lost, on whatever day, is not. Both are named in a caution.
    """
    from pyrometer.studies._parts import pile_words, piles, risk

    unset = path.refused("work-in-process", QUESTION, ask.process)
    if unset is not None:
        return unset
    facts = ask.process
    counts, found = risk.risk(ask("risk-table")), piles.pile(ask, path.WHOLE)
    ordered = int(counts.gone_on.sum())
    if not found.total:
        return _nothing_open(facts, ordered)
    share = RULES[settings.limit]
    age = piles.usual(counts, share)
    if age is None:
        why = NotEnough(f"at least {risk.ENOUGH} who {say.did(facts, facts.won)}", str(ordered))
        return _refused(facts, why, found.total)
    if risk.all_on_one_day(facts, counts):
        why = NotEnough("days between entering and winning", f"both on one day for all {say.count(ordered)} won")
        return _refused(facts, why, found.total)
    won = say.did(facts, facts.won)
    words = f"any who {say.ever(facts, facts.won)}" if share == 1 else f"99 of 100 of those who {won}"
    limits = pile_words.Limits(age, piles.silences(ask("silences"), share), ordered, words, won)
    places = _places(ask)
    seen = pile_words.Seen(found, counts, limits, piles.beyond(counts, age), piles.hidden(ask, found, age))
    return Finding(
        study="work-in-process",
        question=QUESTION,
        verdict=seen.verdict,
        headline=pile_words.headline(seen),
        reading=_reading(seen, sum(places["n_beyond"])),
        figures=(_figure(found, limits),),
        tables={
            "open": _open(found, limits),
            "by_age": Table(columns.WIP_CHANCE, tuple(piles.chances(found, counts, age))),
            "by_milestone": places,
        },
        cautions=_cautions(facts, limits),
        provenance=Provenance(methods=METHODS),
        next_step=_next(seen.n_old),
    )


def _refused(facts: ProcessFacts, why: NotEnough, n_open: int) -> Finding:
    start = f"{say.plural(n_open, 'prospect is', 'prospects are')} open"
    alive = "whether it is alive" if n_open == 1 else "how many of them are alive"
    return Finding(
        study="work-in-process",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"{start}; {alive} cannot be told. {why}",
        cautions=_unsure(facts),
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or ask again later.",
    )


def _nothing_open(facts: ProcessFacts, ordered: int) -> Finding:
    start = f"Nothing is open: all cases are won or lost, {say.count(ordered)} of them won."
    if facts.n_untold:
        start = "Of nobody can be told that they are open: a needed sensor was dead while they waited."
    return Finding(
        study="work-in-process",
        question=QUESTION,
        verdict="cannot_tell",
        headline=start,
        reading=("Records that hold only closed cases cannot show work in process, and their yields are not yields.",),
        cautions=_unsure(facts),
        provenance=Provenance(methods=METHODS),
        next_step="Read an export that holds the open ones too.",
    )


def _reading(seen: "Seen", n_beyond_step: int) -> tuple[str, ...]:
    from pyrometer.studies._parts import pile_words

    found, limits = seen.found, seen.limits
    young = say.count(found.total - found.older(limits.age))
    lines = [f"{young} of the open {'is' if young == '1' else 'are'} within the time in which others {limits.won}."]
    if limits.silence is not None:
        n = found.quieter(limits.silence)
        lines.append(
            f"{say.count(n) if n else 'None'} of the open {'has' if n == 1 else 'have'} been silent "
            f"longer than {limits.words} was on the way there ({say.days(limits.silence)})."
        )
    if n_beyond_step > found.older(limits.age):
        lines.append(
            f"Counted from the last milestone they met, {say.count(n_beyond_step)} have waited longer than anybody who "
            "went on from there."
        )
    most = pile_words.at_most(seen)
    lines += [most] if most else []
    lines.append("An agreed wait is not a dead one: this is a list of questions to ask, not of cases to close.")
    return tuple(lines)


def _open(found: "Pile", limits: "Limits") -> Table:
    rows = []
    for rule, limit, n in (
        ("age", limits.age, found.older(limits.age)),
        ("silence", limits.silence, found.quieter(limits.silence)),
        ("age or silence", None, found.beyond(limits.age, limits.silence)),
    ):
        rows.append((rule, limit, limits.n_ordered, found.total, n, n / found.total))
    return Table(columns.WIP_OPEN, tuple(rows))


def _places(ask: Ask) -> Table:
    from pyrometer.studies._parts import piles, risk

    rows = []
    for milestone in path.waits(ask.process):
        counts, here = risk.risk(ask("risk-table", milestone=milestone)), piles.pile(ask, milestone)
        p85, longest = piles.usual(counts, 0.85), piles.usual(counts, 1.0)
        rows.append((milestone, here.total, p85, here.older(p85), longest, here.older(longest)))
    return Table(columns.WIP_PLACES, tuple(rows))


def _figure(found: "Pile", limits: "Limits") -> Figure:
    from pyrometer.studies._parts import piles

    n = found.older(limits.age)
    data = {
        "bins": piles.bins(found, limits.age),
        "too_long_days": limits.age,
        "too_long": f"longer than {limits.words}",
        "unit": "prospects",
        "n": found.total,
        "n_of": "open prospects",
    }
    alt = f"{say.count(n)} of {say.count(found.total)} have waited longer than {limits.words}, {say.days(limits.age)}."
    return Figure("ageing", "How long the open ones have waited", alt, data)


def _cautions(facts: ProcessFacts, limits: "Limits") -> tuple[Caution, ...]:
    window = (facts.until - facts.since).total_seconds() / 86400
    longest = f"the slowest who {limits.won} took {say.days(limits.age)} of them"
    short = f"The records reach over {say.days(round(window))}, and {longest}: slower ones could not have been seen."
    return (
        *((Caution("short-history", short),) if limits.age > 0.6 * window else ()),
        *_unsure(facts),
    )


def _unsure(facts: ProcessFacts) -> tuple[Caution, ...]:
    """Of whom it is not known what became of them, or when, and whose word it rests on."""
    return (*cautions.untold(facts), *cautions.undated(facts), *cautions.word(facts))


def _next(n_old: int) -> str:
    if not n_old:
        return "Nothing to clear up; look at who waits too long at each milestone: pyrometer study flow"
    return f"Ask each of the {say.count(n_old)} for a yes, a no or a day; close none of them by rule."


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
