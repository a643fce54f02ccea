"""Attribute agreement report: each judge alone, with the others and with the standard, item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.studies._parts.agreement_panel import LIKELY
from pyrometer.studies._parts.agreement_sheet import Sheet, Split

if TYPE_CHECKING:
    from pyrometer.statistics.agreement import AttributeAgreement, Coefficient, Matched

MOST_PAIRED = 12  # judges; of more the pairs are too many to read


@dataclass(frozen=True, slots=True)
class Line:
    """How many items matched in one comparison: a judge (None: all of them) with 'self', 'others' or 'standard'."""

    judge: str | None
    with_whom: str
    matched: "Matched"
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Detected:
    """How one judge finds a label: shares missed and falsely named, on so many items of it and so many others."""

    judge: str
    missed: float | None
    n_of: int
    false_alarms: float | None
    n_other: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Two judges: their agreement, its kappa, and the chance that they only seem to lean to different labels."""

    one: str
    other: str
    n_items: int
    percent: "Coefficient"
    kappa: "Coefficient | None"
    lean_p: float


Calls = tuple[list[str], list[str], list[str]]


def lines(sheet: Sheet) -> list[Line]:
    """The report line by line: within, between, against the standard; the judges in the order of the file."""
    found = list[Line]()
    for judge in sheet.judges if len(sheet.rounds) > 1 else ():
        report = _report(sheet, _repeated(sheet, judge))
        if report is not None:
            found.append(Line(judge, "self", report.within[judge], report.fleiss_within[judge]))
    if len(sheet.judges) > 1:
        report = _report(sheet, _calls(sheet, sheet.judges))
        if report is not None:
            found.append(Line(None, "others", report.between, report.fleiss_between))
    return found + _with_standard(sheet)


def _with_standard(sheet: Sheet) -> list[Line]:
    found = list[Line]()
    for judge in sheet.judges if sheet.standard else ():
        report = _report(sheet, _calls(sheet, (judge,), known=True), known=True)
        if report is not None:
            found.append(Line(judge, "standard", report.against_standard[judge], report.standard.cohen[judge]))
    if sheet.standard and len(sheet.judges) > 1:
        report = _report(sheet, _calls(sheet, sheet.judges, known=True), known=True)
        if report is not None and report.all_against_standard is not None:
            found.append(Line(None, "standard", report.all_against_standard, report.standard.cohen_all))
    return found


def _repeated(sheet: Sheet, judge: str) -> Calls:
    """All calls of one judge on the items that he called in every round."""
    made: Calls = ([], [], [])
    for item in sheet.items:
        calls = sheet.all_calls(item, judge)
        if len(calls) == len(sheet.rounds):
            _add(made, item, judge, calls)
    return made


def _calls(sheet: Sheet, judges: Sequence[str], *, known: bool = False) -> Calls:
    """All rounds of the items that all of them called; first calls alone where some were not called in every round."""
    items = [i for i in sheet.items if not known or i in sheet.standard]
    items = [i for i in items if all(sheet.all_calls(i, j) for j in judges)]
    is_even = all(len(sheet.all_calls(i, j)) == len(sheet.rounds) for i in items for j in judges)
    made: Calls = ([], [], [])
    for item in items:
        for judge in judges:
            calls = sheet.all_calls(item, judge)
            _add(made, item, judge, calls if is_even else calls[:1])
    return made


def _add(made: Calls, item: str, judge: str, calls: Sequence[str]) -> None:
    made[0].extend([item] * len(calls))
    made[1].extend([judge] * len(calls))
    made[2].extend(calls)


def _report(
    sheet: Sheet, calls: Calls, *, known: bool = False, detect: str | None = None
) -> "AttributeAgreement | None":
    from pyrometer.statistics import agreement

    if len(set(calls[0])) < 2:
        return None
    standard: Any = dict(sheet.standard) if known else None
    return agreement.attribute_agreement(*calls, standard=standard, detect=detect)


def detected(sheet: Sheet, label: str) -> list[Detected]:
    """How each judge finds the items that the standard gives that label."""
    found = list[Detected]()
    for judge in sheet.judges:
        calls = _calls(sheet, (judge,), known=True)
        report = _report(sheet, calls, known=True, detect=label)
        if report is None:
            continue
        items = set(calls[0])
        n_of = sum(sheet.standard[i] == label for i in items)
        seen, n_other = report.detection[judge], len(items) - n_of
        missed = seen.missed if n_of else None
        found.append(Detected(judge, missed, n_of, seen.false_alarms if n_other else None, n_other))
    return found


def pairs(sheet: Sheet, categories: Sequence[str]) -> list[Paired]:
    """Every two judges on the items both called first, in the order of the file; none for very many judges."""
    from pyrometer.statistics import agreement
    from pyrometer.statistics.false_discovery import benjamini_hochberg

    if len(sheet.judges) > MOST_PAIRED:
        return []
    found = list[Paired]()
    for a, b in combinations(sheet.judges, 2):
        rows = [(sheet.first(i, a), sheet.first(i, b)) for i in sheet.items]
        both = [row for row in rows if None not in row]
        if len(both) < 2:
            continue
        given = agreement.ratings(both, categories=categories)
        percent, kappa = agreement.percent(given, ends=LIKELY), agreement.cohen(given, ends=LIKELY)
        assert not isinstance(percent, NotEnough)
        leans = agreement.bowker(agreement.square(given))
        p = leans.p if leans.exact_p is None else leans.exact_p
        found.append(Paired(a, b, len(both), percent, None if isinstance(kappa, NotEnough) else kappa, p))
    if not found:
        return []
    together = benjamini_hochberg([p.lean_p for p in found]).adjusted
    return [
        Paired(p.one, p.other, p.n_items, p.percent, p.kappa, float(q)) for p, q in zip(found, together, strict=True)
    ]


def splits(sheet: Sheet) -> list[Split]:
    """The items on which calls differ, the most divided first: here the definition is mended."""
    found = list[Split]()
    for item in sheet.items:
        said = tuple((j, sheet.all_calls(item, j)) for j in sheet.judges if sheet.all_calls(item, j))
        calls = [c for _, cs in said for c in cs]
        right = sheet.standard.get(item)
        everything = [*calls, *([right] if right is not None else [])]
        n = len(everything)
        alike = sum(m * (m - 1) for m in (everything.count(c) for c in set(everything)))
        if n > 1 and alike < n * (n - 1):
            found.append(Split(item, 1 - alike / (n * (n - 1)), said, right))
    return sorted(found, key=lambda s: -s.split)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A share of calls as seen, and the true share behind it; and what it rests on."""

    what: str
    seen: float
    n: int
    true: Estimate | NotEnough


def corrected(sheet: Sheet, label: str, called: tuple[int, int] | None) -> list[Corrected]:
    """The share called `label` here, and among cases outside (`called` of all), corrected for wrong calls.

    How often a call is right is taken from the judges together; its doubt from the number of items, not of calls,
    since calls of one item are alike.
    """
    from pyrometer.statistics import agreement

    found = detected(sheet, label)
    n_of, n_other = (max((getattr(d, k) for d in found), default=0) for k in ("n_of", "n_other"))
    if not n_of or not n_other:
        return []
    hit = 1 - _mean([d.missed for d in found])
    clear = 1 - _mean([d.false_alarms for d in found])
    rates = (round(hit * n_of), n_of), (round(clear * n_other), n_other)
    first = [sheet.first(i, j) for i in sheet.standard for j in sheet.judges]
    share = sum(c == label for c in first) / max(sum(c is not None for c in first), 1)
    n = len(sheet.standard)
    made = [Corrected("these items", share, n, agreement.rogan_gladen(round(share * n), n, *rates))]
    if called is not None:
        k, m = called
        made.append(Corrected("the cases outside", k / m, m, agreement.rogan_gladen(k, m, *rates)))
    return made


def _mean(values: Sequence[float | None]) -> float:
    known = [v for v in values if v is not None]
    return sum(known) / len(known)
