"""The parts of the printed report, as plain words and drawings; the sheet `_pdf.typ` only says how they are set."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from pyrometer.figures._say import day, plural
from pyrometer.figures._svg import apart
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, DefinitionRef, Finding
from pyrometer.model.table import Table
from pyrometer.views._drawing import WIDTH, drawn
from pyrometer.views._words import (
    VERDICTS,
    agreed,
    coded,
    column_name,
    common,
    definition,
    is_numeric,
    name,
    of_column,
    overview,
    ranked,
    records,
    sources,
)

MOST_ROWS = 40  # printed of one table; more are counted, and read better on a screen
PAGE_MM, GAP_MM, LETTER_MM = 269.0, 3.6, 1.4  # room for a table, between columns, and for a letter of its words
SENTENCE, LEAST_MM = 40, 30.0  # letters from which words are a sentence, and the room that one needs


def document(findings: Sequence[Finding], title: str, made_at: datetime | None, notes: Sequence[str]) -> dict[str, Any]:
    """The whole report; every word in it is clean of signs that no printer has."""
    shared = common(findings)
    place = {id(f): i for i, f in enumerate(findings)}
    refs = list(dict.fromkeys(ref for f in findings for ref in f.provenance.definitions))
    rows = dict.fromkeys(row for f in findings for row in records(f.provenance))
    found = {
        "title": title,
        "says": overview(findings) if findings else "Nothing was asked.",
        "made": f"Made {day(made_at.isoformat())}, {made_at:%H:%M} UTC." if made_at is not None else "",
        "notes": list(notes),
        "foot": foot(findings, title, refs),
        "listed": [
            {"name": name(f), "says": f.headline, "verdict": verdict(f), "place": place[id(f)]}
            for f in ranked(findings)
        ],
        "shared": [caution(c) for c in shared],
        "findings": [finding(f, shared) for f in findings],
        "definitions": [[definition(ref), ref.says, agreed(ref)] for ref in refs],
        "mark": mark(refs),
        "records": [list(row) for row in rows],
    }
    return {key: cleaned(value) for key, value in found.items()}


def finding(of: Finding, shared: Sequence[Caution]) -> dict[str, Any]:
    """One finding: its page, and its tables and sources for the back of the report."""
    said = ", ".join(c.code for c in of.cautions if c in shared)
    return {
        "name": name(of),
        "verdict": verdict(of),
        "question": of.question,
        "says": of.headline,
        "figures": [figure(f) for f in of.figures],
        "reading": list(of.reading),
        "cautions": [caution(c) for c in of.cautions if c not in shared],
        "shared": f"Holds for most of this report: {said}." if said else "",
        "next": of.next_step,
        "tables": [table(title, held, of.study) for title, held in of.tables.items() if len(held)],
        "sources": [list(row) for row in sources(of.provenance)],
    }


def verdict(of: Finding) -> dict[str, Any]:
    """The verdict in words, and whether it asks for a look."""
    return {"says": VERDICTS[of.verdict].says, "is_signal": of.verdict == "signal"}


def caution(of: Caution) -> list[str]:
    """A caution and its code."""
    return [of.text, coded(of)]


def figure(of: Figure) -> dict[str, str]:
    """A drawing with the sentence that is read out in its place."""
    return {"svg": drawn(of, WIDTH), "alt": of.alt or of.title}


def table(title: str, of: Table, study: str) -> dict[str, Any]:
    """A table's words by cell; rows beyond the most are counted and the way to them is named."""
    numeric = [is_numeric(c, [row[i] for row in of.rows]) for i, c in enumerate(of.columns)]
    heads = [column_name(c) for c in of.columns]
    rows = [[of_column(c, v) for c, v in zip(of.columns, row, strict=True)] for row in of.rows[:MOST_ROWS]]
    rest = len(of) - MOST_ROWS
    return {
        "title": f"{title.replace('_', ' ').capitalize()} ({plural(len(of), 'row')})",
        "heads": heads,
        "numeric": numeric,
        "wordy": wordy([heads, *rows]),
        "rows": rows,
        "rest": f"{plural(rest, 'more row')} not printed: pyrometer study {study} --csv {study}.csv"
        if rest > 0
        else "",
        "means": [[column_name(c), c.meaning + (f" ({c.unit})" if c.unit else "")] for c in of.columns if c.meaning],
    }


def wordy(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns hold sentences and share what the others leave; none where those leave too little."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    left = PAGE_MM - sum(n * LETTER_MM + GAP_MM for n in longest if n <= SENTENCE)
    many = sum(n > SENTENCE for n in longest)
    return [n > SENTENCE and left > many * LEAST_MM for n in longest]


def mark(refs: Sequence[DefinitionRef]) -> str:
    """Eight letters that stand for all definitions together, as they were; empty where there are none."""
    written = "\n".join(sorted(f"{ref.name} {ref.version} {ref.hash}" for ref in refs))
    return sha256(written.encode()).hexdigest()[:8] if refs else ""


def foot(findings: Sequence[Finding], title: str, refs: Sequence[DefinitionRef]) -> str:
    """The line under every page: whose report, which state of the ledger, which definitions."""
    marks = sorted({f.provenance.ledger_mark for f in findings if f.provenance.ledger_mark is not None})
    parts = [title]
    parts += [f"ledger mark {', '.join(map(str, marks))}"] if marks else []
    parts += [f"{plural(len(refs), 'definition')}, together {mark(refs)}"] if refs else []
    return " · ".join(parts)


def cleaned(value: Any) -> Any:
    """The same, every word cleaned and names from right to left set apart; drawings see to theirs."""
    match value:
        case str():
            return apart(value)
        case Mapping():
            return {key: held if key == "svg" else cleaned(held) for key, held in value.items()}
        case list():
            return [cleaned(held) for held in value]
    return value
