"""Trust: can the records be trusted - dead sensors, late and made-up dates, doubles, gaps, cut history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance
from pyrometer.model.process import Ask
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.checks import Check
    from pyrometer.studies._parts.clocks import Silence

QUESTION = "Can the records be trusted?"
METHODS = (
    Method("Longest silence against the silent share of the same weekdays", "geometric waiting time; Benneyan 2001"),
    Method("Expected closes before the first one seen, Kaplan-Meier and Poisson", "Klein & Moeschberger 2003, 4.6"),
    Method("Heaps of dates against an even spread over days of the month", "Pearson 1900"),
)

LABELS = {  # checks whose name alone does not say what was looked at
    "refused": "refused rows",
    "repeated": "repeated records",
    "conflicts": "records that conflict",
    "no longer there": "prospects gone from the newest export",
    "not told again": "events the newest export should tell",
    "names alike": "names written in two ways",
    "cut off": "everybody in the newest export",
    "order unknown": "which export is the newer",
    "closed only": "an export of closed cases alone",
    "out of order": "dates before the entry",
    "missing": "missing fields",
    "filled late": "fields filled late",
}
CODES = {  # checks whose finding is a caution, with its public code
    "cut history": "cut-history",
    "entries stop": "entries-stop",
    "closed only": "closed-only",
    "dead sensor": "dead-sensor",
    "late records": "late-records",
    "midnight": "heaped-dates",
    "month's turn": "heaped-dates",
    "bulk edit": "bulk-edit",
    "refused": "refused-rows",
    "conflicts": "conflicting-records",
    "no longer there": "no-longer-there",
    "not told again": "not-told-again",
    "names alike": "names-alike",
    "cut off": "export-cut-off",
    "order unknown": "export-order-unknown",
    "ties": "ties",
    "clock change": "clock-change",
    "out of order": "out-of-order",
    "undated losses": "undated-losses",
    "wins taken back": "taken-back",
    "missing": "missing-fields",
    "filled late": "filled-late",
    "immature": "immature",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to choose."""


def answer(ask: Ask, settings: Settings) -> Finding:
    """All checks of the records, those that call for a look first."""
    from pyrometer.studies._parts import checks, clocks, reversals

    silences, early = clocks.silences(ask), ask("before-entry")
    made = [
        *checks.history(ask),
        *checks.ending(ask),
        *clocks.dead(silences),
        *clocks.late(ask),
        *clocks.heaps(ask),
        *checks.reading(ask),
        *clocks.ties(ask),
        *reversals.check(ask, early),
        *_ends(ask),
        *checks.missing(ask),
        *checks.immature(ask),
    ]
    rank = {"look": 0, "cannot tell": 1, "fine": 2}
    made = sorted(made, key=lambda c: rank[c.verdict])
    return Finding(
        study="trust",
        question=QUESTION,
        verdict="signal" if made[0].verdict == "look" else "routine",
        headline=_headline(made),
        reading=_reading(made),
        figures=(_figure(ask, silences),),
        tables={
            "checks": checks.table(made),
            "silences": clocks.silence_table(silences),
            "reading": ask("reading"),
            "refused": ask("refused"),
            "fields": ask("fill"),
            "lateness": ask("lateness"),
            "before-entry": early,
        },
        cautions=(*_cautions(made), *cautions.untold(ask.process), *cautions.word(ask.process)),
        provenance=Provenance(methods=METHODS),
        next_step=_next(made),
    )


def _ends(ask: Ask) -> list["Check"]:
    """Losses that the records put on no day and wins that did not last; nothing where there are none."""
    from pyrometer.studies._parts.checks import Check

    facts = ask.process
    told = {"undated losses": cautions.undated(facts), "wins taken back": cautions.taken_back(facts)}
    return [Check(name, "look", c.text, c.n, facts.n_prospects) for name, found in told.items() for c in found]


def _headline(made: Sequence["Check"]) -> str:
    look = [c for c in made if c.verdict == "look"]
    unseen = sum(c.verdict == "cannot tell" for c in made)
    blind = f"; {say.small(unseen)} cannot be made" if unseen else ""
    if not look:
        return f"None of {len(made)} checks of the records calls for a look{blind}."
    verb = "calls" if len(look) == 1 else "call"
    first = f"{say.first_up(say.small(len(look)))} of {len(made)} checks {verb} for a look"
    return f"{first} ({say.listed([LABELS.get(c.name, c.name) for c in look])}){blind}."


def _reading(made: Sequence["Check"]) -> tuple[str, ...]:
    """What calls for a look stands among the cautions already."""
    return tuple(c.says for c in made if c.verdict != "fine" and not _is_caution(c))


def _is_caution(check: "Check") -> bool:
    return check.name in CODES and (check.verdict == "look" or (check.name == "immature" and bool(check.n)))


def _cautions(made: Sequence["Check"]) -> tuple[Caution, ...]:
    return tuple(Caution(CODES[c.name], c.says, c.n) for c in made if _is_caution(c))


def _figure(ask: Ask, silences: Sequence["Silence"]) -> Figure:
    rows: dict[str, list[tuple[str, int]]] = {}
    for r in ask("heartbeat", period="week"):
        rows.setdefault(r["source"], []).append((r["starts_on"].isoformat(), r["n"]))
    quiet = {s.source: s for s in silences if s.p < 0.01}
    strips = [_strip_row(source, weeks[:-1] or weeks, quiet.get(source)) for source, weeks in rows.items()]
    silent = "No source" if not quiet else f"{say.first_up(say.small(len(quiet)))} of {say.plural(len(rows), 'source')}"
    alt = f"{silent} fell silent for too long."
    return Figure("strip", "Records a week, by source", alt, {"rows": strips, "every": "week"})


def _strip_row(source: str, weeks: Sequence[tuple[str, int]], silence: "Silence | None") -> dict[str, Any]:
    """One source's weeks on the range of 95% of them; those in its too long silence are marked."""
    dead = [""] * len(weeks)
    if silence is not None and silence.from_on is not None and silence.to_on is not None:
        first, last = silence.from_on.isoformat(), silence.to_on.isoformat()
        dead = ["beyond" if not n and first <= start <= last else "" for start, n in weeks]
    usual = sorted(n for _, n in weeks if n)
    low, middle, high = (usual[round(q * (len(usual) - 1))] if len(usual) > 3 else None for q in (0.025, 0.5, 0.975))
    return {
        "label": source,
        "says": f"Silent for {say.plural(silence.days, 'day')}" if silence else "Kept giving",
        "unit": "count",
        "better": "",
        "values": [n for _, n in weeks],
        "signals": dead,
        "centre": middle,
        "lower": low,
        "upper": high,
    }


def _next(made: Sequence["Check"]) -> str:
    look = [c.name for c in made if c.verdict == "look"]
    if "cut history" in look:
        return "Declare where the history begins (observed_from in pyrometer.toml) before reading any yield."
    if "closed only" in look:
        return "Read an export that holds the open ones too, before any yield or length."
    if "clock change" in look:
        return "Correct zone in the sensor's file, then: pyrometer read"
    if "out of order" in look:
        return "Correct the dates that lie before the entry, or name another column of the entry, then: pyrometer read"
    if "dead sensor" in look:
        return "Ask what happened to the source in its silence, and read the missing records."
    if look:
        return "Mend the source, or keep the caution beside every number that rests on it."
    return "Go on to the yield: pyrometer study yield"


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
