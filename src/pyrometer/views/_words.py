"""The words that every view shares: what a verdict is called, how a study is named, the sentence over a report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pyrometer.figures._say import NOTHING, day, number, plural
from pyrometer.figures._strip import is_signal
from pyrometer.model.finding import Caution, DefinitionRef, Finding, Provenance, Verdict
from pyrometer.model.table import Column, Value


@dataclass(frozen=True, slots=True)
class Word:
    """How a verdict is said, its sign and its plain-letters sign, and where it stands in a list."""

    says: str
    sign: str
    letter: str
    rank: int


VERDICTS: Mapping[Verdict, Word] = {
    "signal": Word("Look: a signal", "▲", "!", 0),
    "no": Word("Answer: no", "×", "x", 1),
    "yes": Word("Answer: yes", "✓", "+", 1),
    "routine": Word("No signal", "·", ".", 2),
    "too_early": Word("Too early to tell", "…", "~", 3),
    "cannot_tell": Word("Cannot be told", "?", "?", 3),
}
MANY = 3  # a caution that as many findings share is said once for all of them
LEAST_SHARE = 0.0005  # one decimal of a per cent would write smaller shares as nothing
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def name(finding: Finding) -> str:
    """The study's name as people say it: 'work-in-process' is Work in process."""
    return finding.study.replace("-", " ").replace("_", " ").capitalize()


def column_name(column: Column) -> str:
    """A column's public name as people say it: 'n_gone_on' is Gone on, 'median_days' Median days."""
    words = column.name.removeprefix("n_").replace("_", " ")
    return "n" if column.name == "n" else words[:1].upper() + words[1:]


def cell(value: Value, unit: str) -> str:
    """One value of a table as written: dates without time where there is none, nothing as a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return day(value.isoformat()) + (f", {value:%H:%M}" if value.time().isoformat() != "00:00:00" else "")
    if isinstance(value, date):
        return day(value.isoformat())
    if isinstance(value, int | float):
        return number(value, unit, 1 if unit == "share" and (abs(value) >= LEAST_SHARE or value == 0) else None)
    return " ".join(str(value).split())


def of_column(column: Column, value: Value) -> str:
    """One value as written in that column: an empty milestone is the whole way, from entry to the end."""
    return "the whole way" if column.name == "milestone" and value == "" else cell(value, column.unit)


def is_numeric(column: Column, values: Sequence[Value]) -> bool:
    """Whether a column is set right aligned: every known value is a number."""
    known = [v for v in values if v is not None]
    if not known:
        return column.unit != ""
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in known)


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Signals first, then plain answers, routine, and what cannot be told; else in the order given."""
    return sorted(findings, key=lambda f: VERDICTS[f.verdict].rank)


def n_signals(finding: Finding) -> int:
    """The number beside an entry of the rail: measures with a signal, at least one where the verdict is a signal."""
    if finding.verdict != "signal":
        return 0
    rows = sum(is_signal(row) for f in finding.figures if f.kind == "strip" for row in f.data.get("rows") or ())
    charts = sum(any(p.get("signal") for p in f.data.get("points") or ()) for f in finding.figures)
    return max(1, rows, charts)


def overview(findings: Sequence[Finding]) -> str:
    """One sentence over many findings: how many show a signal, how many cannot be told, where the constraint is."""
    signals = sum(f.verdict == "signal" for f in findings)
    open_ = sum(f.verdict in ("too_early", "cannot_tell") for f in findings)
    if len(findings) == 1:
        says = "shows a signal" if signals else "cannot be told yet" if open_ else "shows no signal"
        return f"The one finding {says}." + constraint(findings) + then(findings)
    parts = [f"{_of_all(signals, len(findings))} a signal"]
    if open_:
        parts.append(f"{_in_words(open_)} cannot be told yet")
    return "; ".join(parts) + "." + constraint(findings) + then(findings)


def then(findings: Sequence[Finding]) -> str:
    """That the findings are as known on an earlier day, where they are; empty for what is known now."""
    known = {f.provenance.as_known for f in findings}
    if len(known) != 1 or "now" in known:
        return ""
    return f" As known on {day(known.pop())}: what was recorded or written later is left out."


def _of_all(n: int, total: int) -> str:
    """'None of nine findings shows', 'Both findings show', 'All three findings show', 'One of the two ... shows'."""
    if n == total:
        return "Both findings show" if total == 2 else f"All {_in_words(total)} findings show"
    if total == 2:
        return f"{'One' if n else 'Neither'} of the two findings shows"
    return f"{_in_words(n).capitalize() if n else 'None'} of {_in_words(total)} findings {'shows' if n < 2 else 'show'}"


def _in_words(n: int) -> str:
    return SMALL_NUMBERS[n] if n < len(SMALL_NUMBERS) else number(n, "count")


def constraint(findings: Sequence[Finding]) -> str:
    """Where the flow is held up, from the first flow among the figures; empty when that is not known."""
    for figure in (f for finding in findings for f in finding.figures if f.kind == "flow"):
        for step in figure.data.get("steps") or ():
            if step.get("name") == figure.data.get("constraint") and step.get("n_waiting") is not None:
                late = f", {number(step['n_too_long'], 'count')} too long" if step.get("n_too_long") is not None else ""
                waits = f"{plural(step['n_waiting'], 'customer waits', 'customers wait')}{late}"
                return f" The constraint is {step['name']}: {waits}."
    return ""


def common(findings: Sequence[Finding]) -> list[Caution]:
    """The cautions that hold for most findings of a report, said once instead of each time."""
    n = Counter(c for finding in findings for c in set(finding.cautions))
    every = list(dict.fromkeys(c for finding in findings for c in finding.cautions))
    return [c for c in every if n[c] >= MANY and n[c] * 2 > len(findings)]


def coded(of: Caution) -> str:
    """A caution's code, and how many it concerns unless its words say so."""
    n = "" if of.n is None else number(of.n, "count")
    return f"{of.code} ({n})" if n and n not in of.text else of.code


def definition(ref: DefinitionRef) -> str:
    """A definition with its version and the start of its hash."""
    return f"{ref.name} v{ref.version} ({ref.hash[:8]})" if ref.hash else f"{ref.name} v{ref.version}"


def agreed(ref: DefinitionRef) -> str:
    """How many people signed a definition, and how far they agree on its verdicts where that was judged."""
    signed = f"signed by {plural(ref.n_agreed, 'person', 'people')}" if ref.n_agreed else "signed by nobody yet"
    if ref.agreement is None:
        return signed
    value, ends = ref.agreement.value, ref.agreement.interval
    return f"{signed}, judged alike: {ends.method} {value:.2f} ({ends.low:.2f} to {ends.high:.2f})"


def sources(of: Provenance) -> list[tuple[str, str]]:
    """Where a number comes from, line by line: definitions by version and hash, records, methods and settings."""
    rows = [("Definitions", ", ".join(definition(ref) for ref in of.definitions))] if of.definitions else []
    rows += records(of)
    rows += [("Method", f"{m.name}. {m.source}") for m in of.methods]
    chosen = "; ".join(f"{key.replace('_', ' ')} {cell(value, '')}" for key, value in of.settings.items())
    return [*rows, ("Settings", chosen)] if chosen else rows


def records(of: Provenance) -> list[tuple[str, str]]:
    """Period, time zone and ledger mark."""
    rows = []
    if of.period is not None:
        first, last = (day(at.isoformat()) for at in of.period)
        rows.append(("Period", f"{first} to {last}, time zone {of.zone}"))
    if of.ledger_mark is not None:
        rows.append(("Ledger", f"mark {of.ledger_mark}; as known {of.as_known}"))
    return rows
