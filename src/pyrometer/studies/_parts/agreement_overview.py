"""Agreement of all words at once: every file of judgements with its figure, in the order of their names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyrometer.model.figure import Figure
from pyrometer.model.finding import Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Column, Table
from pyrometer.studies._parts import agreement_found, agreement_words, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.agreement_found import Found

WORDS = (
    Column("word", "", "the file of judgements, named after the word or definition that is judged"),
    Column("says", "", "yes, no, too early or cannot be told: whether it can be measured with"),
    Column("version", "count", "of the definition of that name; empty: there is none"),
    Column("n_signed", "count", "how many signed it"),
    Column("n_items", "count", "items judged by two"),
    Column("n_judges", "count", "judges"),
    Column("coefficient", "", "how agreement is measured"),
    Column("value", "", "1 is full agreement, 0 what chance gives"),
    Column("low", "", "lower end of its 95% interval"),
    Column("high", "", "upper end of it"),
)
SAYS: Mapping[str, str] = {"yes": "yes", "no": "no", "too_early": "too early", "cannot_tell": "cannot be told"}


def overview(sheets: Mapping[str, "Found | NotEnough"], facts: ProcessFacts) -> dict[str, Any]:
    """What a finding over several words is made of: verdict, headline, reading, figures, tables, next step."""
    says = {name: _verdict(found) for name, found in sheets.items()}
    bad = [name for name, v in says.items() if v == "no"]
    good = [name for name, v in says.items() if v == "yes"]
    verdict: Verdict = "no" if bad else "yes" if len(good) == len(says) else "too_early"
    first = (bad or [n for n in says if n not in good] or list(says))[0]
    return {
        "verdict": verdict,
        "headline": _headline(says, good, bad),
        "reading": ("A word on which two people do not agree measures who was asked, not what customers did.",),
        "figures": _figure(sheets),
        "tables": {"words": Table(WORDS, tuple(_row(n, f, facts, says[n]) for n, f in sheets.items()))},
        "next_step": f"See one word in full: pyrometer agreement --of {first}",
    }


def _verdict(found: "Found | NotEnough") -> Verdict:
    return "cannot_tell" if isinstance(found, NotEnough) else agreement_found.verdict(found)


def _headline(says: Mapping[str, Verdict], good: list[str], bad: list[str]) -> str:
    still = [name for name in says if name not in good and name not in bad]
    parts = [f"Of {say.small(len(says))} words judged {say.small(len(good))} can be measured with"]
    parts[0] += f" ({say.listed(good)})" if good else ""
    parts += [f"{say.listed(bad)} cannot"] if bad else []
    parts += [f"of {say.listed(still)} it is not shown yet"] if still else []
    return "; ".join(parts) + "."


def _row(name: str, found: "Found | NotEnough", facts: ProcessFacts, verdict: Verdict) -> tuple[Any, ...]:
    ref = next((d for d in facts.vocabulary or facts.definitions if d.name == name), None)
    version = (None, None) if ref is None else (ref.version, ref.n_agreed)
    if isinstance(found, NotEnough):
        why = f"{SAYS[verdict]}: needs {found.needs}, has {found.has}"
        return (name, why, *version, 0, 0, "", None, None, None)
    gate = found.gate
    counts = (found.n_items, len(found.sheet.judges))
    return (name, SAYS[verdict], *version, *counts, gate.name, gate.value, gate.low, gate.high)


def _figure(sheets: Mapping[str, "Found | NotEnough"]) -> tuple[Figure, ...]:
    rows, told = list[dict[str, Any]](), list[str]()
    for name, found in sheets.items():
        if isinstance(found, NotEnough):
            rows.append({"label": name, "value": None, "note": "cannot be told"})
            continue
        gate = found.gate
        rows.append({"label": name, "value": gate.value, "low": gate.low, "high": gate.high, "n": gate.n_items})
        told.append(f"{name} {agreement_words.coefficient(gate.value)}")
    if not told:
        return ()
    data = {
        "unit": "",
        "value_name": "agreement beyond chance",
        "reference": agreement_found.USABLE,
        "reference_name": "usable from",
        "rows": rows,
    }
    return (Figure("forest", "How far people agree, word by word", f"{say.listed(told, most=8)}.", data),)
