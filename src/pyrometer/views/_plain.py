"""A finding as plain JSON values, in the public shape: names are stable, times ISO 8601, nothing that JSON lacks."""

import math
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from pyrometer.model.finding import DefinitionRef, Finding, Provenance
from pyrometer.model.table import Table


def plain(value: Any) -> Any:
    """A value as JSON has it: NaN and infinity are null, instants end in Z, tuples are lists, keys are strings."""
    match value:
        case Mapping():
            return {str(key): plain(held) for key, held in value.items()}
        case list() | tuple():
            return [plain(held) for held in value]
        case set() | frozenset():
            return sorted(plain(held) for held in value)
    return plain(value.tolist()) if hasattr(value, "tolist") else single(value)


def single(value: Any) -> Any:
    """A value that holds no others."""
    match value:
        case float():
            return float(value) if math.isfinite(value) else None
        case Enum():
            return single(value.value)
        case datetime():
            return value.isoformat() + ("Z" if value.tzinfo is None else "")
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds() / 86400
        case None | bool() | int() | str():
            return value
    return str(value)


def finding(of: Finding) -> dict[str, Any]:
    """The JSON of a finding, as documented in the architecture."""
    return {
        "study": of.study,
        "question": of.question,
        "verdict": of.verdict,
        "headline": of.headline,
        "reading": list(of.reading),
        "tables": {name: table(held) for name, held in of.tables.items()},
        "figures": [{"kind": f.kind, "title": f.title, "alt": f.alt, "data": plain(f.data)} for f in of.figures],
        "cautions": [{"code": c.code, "text": c.text, "n": plain(c.n)} for c in of.cautions],
        "provenance": provenance(of.provenance),
        "next_step": of.next_step,
    }


def table(of: Table) -> dict[str, Any]:
    """Columns with unit and meaning, and rows by name."""
    columns = [{"name": c.name, "unit": c.unit, "meaning": c.meaning} for c in of.columns]
    return {"columns": columns, "rows": [plain(row) for row in of]}


def provenance(of: Provenance) -> dict[str, Any]:
    """Where the numbers come from."""
    definitions = [
        {"name": d.name, "version": d.version, "hash": d.hash, "n_agreed": d.n_agreed, "says": d.says}
        | {"agreement": _agreement(d)}
        for d in of.definitions
    ]
    return {
        "definitions": definitions,
        "ledger_mark": of.ledger_mark,
        "period": plain(of.period),
        "zone": of.zone,
        "as_known": of.as_known,
        "methods": [{"name": m.name, "source": m.source} for m in of.methods],
        "settings": plain(of.settings),
        "queries": list(of.queries),
    }


def _agreement(of: DefinitionRef) -> dict[str, Any] | None:
    """How far people agree on a definition's verdicts, where it was judged."""
    if of.agreement is None:
        return None
    ends = of.agreement.interval
    return {
        "coefficient": ends.method,
        "value": of.agreement.value,
        "low": ends.low,
        "high": ends.high,
        "n_items": of.agreement.n,
    }
