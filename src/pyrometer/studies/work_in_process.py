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
    from pyrometer.studies._parts.piles import Beyond, Pile
    from pyrometer.studies._parts.risk import Risk

QUESTION = "Is the work in process real, or do the open ones wait longer than any who were ever won?"
METHODS = (
    Method("Open cases against the longest time and silence of those who were won", "order statistics; no model"),
    Method("Wins due beyond it at the pace of the slower half of the won", "Poisson count, Garwood 1936"),
    Method("Exact Poisson upper bound for no win in the days watched beyond", "Garwood 1936, Biometrika 28, p. 437"),
    Method("Conditional Aalen-Johansen cumulative incidence", "Aalen & Johansen 1978, Scand. J. Stat. 5"),
)
MUCH = 0.1  # of the open; from there on the pile is called not real
SOON_DAYS = 30  # within which one of the dead might yet be won
RULES = {"longest": 1.0, "p99": 0.99}


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    limit: Literal["longest", "p99"] = field(
        default="longest",
        metadata={"help": "Beyond what: the longest of those who were won, or their 99th percentile."},
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of age and silence, and the counts that they rest on."""

    age: float
    silence: float | None
    n_ordered: int
    words: str
    won: str  # what those did who are won

    @property
    def doubt(self) -> str:
        """The limit of age and on how many it rests: '138 days, 4,238 who ordered'."""
        return f"{say.days(self.age)}, {say.count(self.n_ordered)} who {self.won}"


def answer(ask: Ask, settings: Settings) -> Finding:
    """The open ones by age, held against those who ordered.

    Open is who is known to wait. Who waited when a sensor died that could have shown the end is work in process or not,
    and nobody can tell; who is lost, on whatever day, is not. Both are named in a caution.
    """
    from pyrometer.studies._parts import piles, risk

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
    limits = Limits(age, piles.silences(ask("silences"), share), ordered, words, won)
    n_old, places, beyond = found.older(age), _places(ask), piles.beyond(counts, age)
    return Finding(
        study="work-in-process",
        question=QUESTION,
        verdict="yes" if n_old < MUCH * found.total else "no" if beyond.is_dead else "cannot_tell",
        headline=_headline(found, counts, limits, beyond),
        reading=_reading(found, limits, sum(places["n_beyond"])),
        figures=(_figure(found, limits),),
        tables={
            "open": _open(found, limits),
            "by_age": Table(columns.WIP_CHANCE, tuple(piles.chances(found, counts, age))),
            "by_milestone": places,
        },
        cautions=_cautions(facts, limits),
        provenance=Provenance(methods=METHODS),
        next_step=_next(n_old),
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


def _headline(found: "Pile", counts: "Risk", limits: Limits, beyond: "Beyond") -> str:
    n_old = found.older(limits.age)
    if not n_old:
        longest = f"{limits.words} ({limits.doubt})"
        return f"None of {say.plural(found.total, 'open prospect')} has waited longer than {longest}."
    start = f"{say.count(n_old)} of {say.plural(found.total, 'open prospect')} ({say.percent(n_old / found.total)})"
    longest = f"longer than {limits.words} ({limits.doubt})"
    says = _bound(counts, limits, n_old) if beyond.is_dead else _doubted(limits, beyond)
    return f"{start} {'has' if n_old == 1 else 'have'} waited {longest}{says}"


def _doubted(limits: Limits, beyond: "Beyond") -> str:
    """Why they need not be dead: so few wins were due beyond the limit that none, or these, come by chance."""
    due = f", as the living may too: at the pace of the slower half {say.short(beyond.due)} were due beyond it so far"
    if beyond.won or beyond.needed is None:
        return f"{due}, {say.count(beyond.won)} came."
    needs = f"{say.count(beyond.needed)} days of waiting beyond it, added up over all, in which nobody {limits.won}"
    return f"{due}. {NotEnough(needs, say.count(beyond.days))}"


def _bound(counts: "Risk", limits: Limits, n_old: int) -> str:
    """How likely each of them is to order yet: nobody did in all the days watched beyond the limit."""
    from pyrometer.studies._parts import piles

    chance = piles.most_likely(counts, limits.age, SOON_DAYS)
    if chance is None:
        return "."
    bound = f"at most {say.percent(chance)}" if chance >= 0.0001 else "less than 0.01%"
    each = "the chance" if n_old == 1 else "for each of them the chance"
    return f"; {each} still to get there within {SOON_DAYS} days is {bound}."


def _reading(found: "Pile", limits: Limits, n_beyond_step: int) -> tuple[str, ...]:
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
    lines.append("An agreed wait is not a dead one: this is a list of questions to ask, not of cases to close.")
    return tuple(lines)


def _open(found: "Pile", limits: Limits) -> Table:
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


def _figure(found: "Pile", limits: Limits) -> Figure:
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


def _cautions(facts: ProcessFacts, limits: Limits) -> tuple[Caution, ...]:
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
