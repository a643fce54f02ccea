"""Completing a finding: mark, definitions, period and queries for every number, and the cautions of the plant."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from pyrometer.model.definition import Outage
from pyrometer.model.event import Grade
from pyrometer.model.finding import Caution, Finding
from pyrometer.model.process import ProcessFacts
from pyrometer.plant._ask import Asked
from pyrometer.process import zones
from pyrometer.studies._parts import say


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a finding was made."""

    mark: int
    asked: Asked
    settings: Any
    as_known: date | datetime | None
    n_refused: int


def complete(finding: Finding, origin: Origin) -> Finding:
    """The finding with its whole provenance and with the plant's own cautions where the study has not said them."""
    facts = origin.asked.process
    provenance = replace(
        finding.provenance,
        definitions=finding.provenance.definitions or facts.definitions,
        ledger_mark=origin.mark,
        period=finding.provenance.period or (facts.since, facts.until),
        zone=facts.zone,
        as_known="now" if origin.as_known is None else origin.as_known.isoformat(),
        settings=_plain(origin.settings),
        queries=origin.asked.queries(),
    )
    said = {c.code for c in finding.cautions}
    added = tuple(c for c in _cautions(origin) if c.code not in said)
    return replace(finding, provenance=provenance, cautions=finding.cautions + added)


def _cautions(origin: Origin) -> tuple[Caution, ...]:
    facts, found = origin.asked.process, []
    if facts.grade == Grade.SAID:
        found.append(
            Caution("sellers-word", "On the sellers' word: milestones rest on what sellers entered (grade 0).")
        )
    if origin.n_refused:
        rows = "row could not be read; it is" if origin.n_refused == 1 else "rows could not be read; they are"
        text = f"{origin.n_refused:,} {rows} kept aside with the reason (study trust)."
        found.append(Caution("refused-rows", text, origin.n_refused))
    found += [Caution("cannot-tell", text, n) for text, n in _untold(facts)]
    unsigned = [d.name for d in facts.definitions if not d.n_agreed]
    if unsigned:
        text = f"Not signed by anybody yet: {', '.join(unsigned)}."
        found.append(Caution("unsigned-definitions", text, len(unsigned)))
    return tuple(found)


def _untold(facts: ProcessFacts) -> list[tuple[str, int]]:
    """A sentence for each definition of the path whose verdict an outage hides, and of how many."""
    why = say.listed([_dead(name, times, facts.zone) for name, times in facts.outages.items()])
    met = {name: "are lost" if name == facts.lost else say.title(facts, name) for name in facts.untold}
    return [
        (f"Of {say.plural(n, 'prospect')} nobody can tell whether they {met[name]}: {why}.", n)
        for name, n in facts.untold.items()
    ]


def _dead(sensor: str, outages: Sequence[Outage], zone: str) -> str:
    if Outage() in outages:
        return f"the sensor '{sensor}' was never connected"
    return f"the sensor '{sensor}' was dead {say.listed([_span(outage, zone) for outage in outages])}"


def _span(outage: Outage, zone: str) -> str:
    """'from 3 March 2026 to 9 March 2026', 'before 3 March 2026', 'since 3 March 2026'."""
    first = None if outage.since is None else zones.to_local(outage.since, zone)
    after = None if outage.until is None else zones.to_local(outage.until, zone)
    if first is None:
        return f"before {say.day(after)}"
    if after is None:
        return f"since {say.day(first)}"
    return f"from {say.day(first)} to {say.day(after - zones.A_DAY)}"


def _plain(given: Any) -> dict[str, Any]:
    values = asdict(given) if is_dataclass(given) and not isinstance(given, type) else {}
    simple = (str, int, float, bool, date, type(None))
    return {k: v if isinstance(v, simple) else ", ".join(str(x) for x in v) for k, v in values.items()}
