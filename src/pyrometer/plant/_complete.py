"""Completing a finding: mark, definitions, period and queries for every number, and the cautions of the plant."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from pyrometer.errors import UnknownName, near
from pyrometer.model.event import Grade
from pyrometer.model.finding import Caution, Finding
from pyrometer.plant._ask import Asked


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a finding was made."""

    mark: int
    asked: Asked
    settings: Any
    as_known: date | datetime | None
    n_refused: int


def settings(kind: type[Any], given: Mapping[str, Any], study: str) -> Any:
    """The settings record of a study; raises UnknownName for an option that it does not have."""
    known = tuple(kind.__dataclass_fields__)
    for name in given:
        if name not in known:
            raise UnknownName(f"The study '{study}' has no option '{name}'.{near(name, known)}")
    return kind(**given)


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
    unsigned = [d.name for d in facts.definitions if not d.n_agreed]
    if unsigned:
        text = f"Not signed by anybody yet: {', '.join(unsigned)}."
        found.append(Caution("unsigned-definitions", text, len(unsigned)))
    return tuple(found)


def _plain(given: Any) -> dict[str, Any]:
    values = asdict(given) if is_dataclass(given) and not isinstance(given, type) else {}
    simple = (str, int, float, bool, date, type(None))
    return {k: v if isinstance(v, simple) else ", ".join(str(x) for x in v) for k, v in values.items()}
