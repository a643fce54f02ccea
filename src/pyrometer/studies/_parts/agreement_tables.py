"""Tables of agreement: coefficients, labels, the report by judge, and the items that divide people."""

from typing import TYPE_CHECKING, Any

from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.model.table import Column, Table
from pyrometer.studies._parts import agreement_panel
from pyrometer.studies._parts.agreement_sheet import Split

if TYPE_CHECKING:
    from pyrometer.studies._parts.agreement_found import Found

MOST_ITEMS = 200  # disagreements that the table holds
MOST_CONFUSIONS = 20
LOW = Column("low", "", "lower end of its 95% interval; empty: it has none")
HIGH = Column("high", "", "upper end of it")
LOW_SHARE = Column("low", "share", "lower end of its 95% interval")
HIGH_SHARE = Column("high", "share", "upper end of it")

AGREEMENT = (
    Column("coefficient", "", "how agreement is measured"),
    Column("value", "", "1 is full agreement, 0 what chance gives"),
    LOW,
    HIGH,
    Column("n_items", "count", "items it rests on"),
    Column("decides", "", "whether the verdict rests on it"),
    Column("how_to_read", "", "what it says"),
    Column("seen", "share", "agreement as it stands, near misses counted in part where there are weights"),
)
LABELS = (
    Column("label", "", "the word"),
    Column("n_calls", "count", "calls that used it"),
    Column("again", "share", "when one judge says it, another says it too"),
    LOW_SHARE,
    HIGH_SHARE,
    Column("kappa", "", "agreement beyond chance on this label against all others (Fleiss)"),
    Column("kappa_low", "", "lower end of its 95% interval"),
    Column("kappa_high", "", "upper end of it"),
    Column("n_items", "count", "items that anybody called so"),
)
REPORT = (
    Column("judge", "", "a letter in the order of the file, or all: there is no order of merit"),
    Column("compared_with", "", "self: all rounds alike; others: all judges alike; standard: all rounds right"),
    Column("n_items", "count", "items compared"),
    Column("n_matched", "count", "of them, that match in every call"),
    Column("share", "share", "that is"),
    LOW_SHARE,
    HIGH_SHARE,
    Column("kappa", "", "Fleiss' kappa; against the standard Cohen's over all calls"),
)
PAIRS = (
    Column("judge", "", "one"),
    Column("other", "", "the other"),
    Column("n_items", "count", "items that both judged"),
    Column("same", "share", "items that they call alike"),
    LOW_SHARE,
    HIGH_SHARE,
    Column("kappa", "", "Cohen's"),
    Column("kappa_low", "", "lower end of its 95% interval"),
    Column("kappa_high", "", "upper end of it"),
    Column("lean_p", "", "the chance that they only seem to lean to different labels (Bowker, McNemar; all pairs)"),
)
CONFUSIONS = (
    Column("label", "", "one says"),
    Column("other", "", "another says of the same item"),
    Column("n_pairs", "count", "pairs of calls"),
    Column("share", "share", "of all pairs of calls that differ"),
)
DETECTION = (
    Column("judge", "", "who"),
    Column("label", "", "the label to find"),
    Column("n_items", "count", "items that are so by the standard"),
    Column("missed", "share", "calls on them that said something else"),
    Column("missed_low", "share", "lower end of its 95% interval, counted by items"),
    Column("missed_high", "share", "upper end of it"),
    Column("n_other", "count", "items that are not so"),
    Column("false_alarms", "share", "calls on those that said so"),
    Column("false_low", "share", "lower end of its 95% interval, counted by items"),
    Column("false_high", "share", "upper end of it"),
)
CORRECTION = (
    Column("cases", "", "which share is corrected"),
    Column("label", "", "the label"),
    Column("n", "count", "how many cases"),
    Column("seen", "share", "called so"),
    Column("corrected", "share", "so in truth, as far as these judgements tell; empty: cannot be told"),
    LOW_SHARE,
    HIGH_SHARE,
)
COMPONENTS = (
    Column("component", "", "where the spread comes from"),
    Column("variance", "", "in squared units of the numbers"),
    LOW,
    HIGH,
    Column("share", "share", "of the whole variance"),
)
BIAS = (
    Column("judge", "", "one"),
    Column("other", "", "the other, or the standard"),
    Column("n_items", "count", "items that both judged"),
    Column("higher_by", "", "mean difference, in units of the numbers"),
    LOW,
    HIGH,
)
DISAGREEMENTS = (
    Column("item", "", "what was judged"),
    Column("split", "share", "pairs of calls of it that differ (the standard is one)"),
    Column("said", "", "what each judge called it, round by round"),
    Column("standard", "", "what is right, where that is known"),
)


def tables(held: "Found") -> dict[str, Table]:
    """All tables; empty ones are left away."""
    made = {"agreement": Table(AGREEMENT, tuple(_measured(held)))}
    if held.panel is not None:
        made |= {
            "labels": Table(LABELS, tuple(of_labels(held))),
            "disagreements": Table(DISAGREEMENTS, tuple(_split(held, s) for s in held.splits[:MOST_ITEMS])),
            "confusions": Table(CONFUSIONS, tuple(_confusions(held))),
            "report": Table(REPORT, tuple(_lines(held))),
            "pairs": Table(PAIRS, tuple(_pairs(held))),
            "detection": Table(DETECTION, tuple(_detection(held))),
            "correction": Table(CORRECTION, tuple(_correction(held))),
        }
    if held.numbers is not None:
        apart = (DISAGREEMENTS[0], Column("apart", "", "how far the numbers given to it lie apart"), *DISAGREEMENTS[2:])
        made |= {
            "components": Table(COMPONENTS, tuple(components(held))),
            "bias": Table(BIAS, tuple(_bias(held))),
            "disagreements": Table(apart, tuple(_split(held, s) for s in held.splits[:MOST_ITEMS])),
        }
    return {name: table for name, table in made.items() if len(table)}


Row = tuple[Any, ...]


def _measured(held: "Found") -> list[Row]:
    return [(m.name, m.value, m.low, m.high, m.n_items, m.is_gate, m.says, m.seen) for m in held.measured]


def of_labels(held: "Found") -> list[Row]:
    """The rows of the table of labels: grades in their order, words by their use."""
    assert held.panel is not None
    rows = list[Row]()
    for label, text in zip(held.panel.labels, held.scale.labels, strict=True):
        if not label.n_calls:
            continue
        kappa: Row = (None, None, None)
        if label.kappa is not None:
            kappa = (label.kappa.value, label.kappa.interval.low, label.kappa.interval.high)
        n = 0 if isinstance(label.again, NotEnough) else label.again.n
        rows.append((text, label.n_calls, *_estimate(label.again), *kappa, n))
    return rows if held.scale.measured == "ordinal" else sorted(rows, key=lambda row: -row[1])


def _estimate(found: Estimate | NotEnough) -> Row:
    if isinstance(found, NotEnough):
        return None, None, None
    return found.value, found.interval.low, found.interval.high


def _who(held: "Found", judge: str | None) -> str:
    return "all" if judge is None else held.people.get(judge, judge)


def _lines(held: "Found") -> list[Row]:
    return [
        (_who(held, x.judge), x.with_whom, m.inspected, m.matched, m.share, m.interval.low, m.interval.high, x.kappa)
        for x in held.lines
        for m in (x.matched,)
    ]


def _pairs(held: "Found") -> list[Row]:
    rows = list[Row]()
    for p in held.pairs:
        same = (p.percent.value, max(p.percent.interval.low, 0.0), p.percent.interval.high)
        kappa = (None, None, None) if p.kappa is None else (p.kappa.value, p.kappa.interval.low, p.kappa.interval.high)
        rows.append((_who(held, p.one), _who(held, p.other), p.n_items, *same, *kappa, p.lean_p))
    return rows


def _confusions(held: "Found") -> list[Row]:
    assert held.panel is not None
    found = agreement_panel.confusions(held.panel.ratings, held.scale.labels)
    total = sum(n for _, _, n in found)
    return [(a, b, round(n), n / total) for a, b, n in found[:MOST_CONFUSIONS]]


def _detection(held: "Found") -> list[Row]:
    from pyrometer.statistics.intervals import clopper_pearson

    rows = list[Row]()
    for d in held.detected:
        row: Row = (_who(held, d.judge), held.detect)
        for share, n in ((d.missed, d.n_of), (d.false_alarms, d.n_other)):
            ends = None if share is None else clopper_pearson(round(share * n), n)
            row += (n, share, *((None, None) if ends is None else (ends.low, ends.high)))
        rows.append(row)
    return rows


def _correction(held: "Found") -> list[Row]:
    return [(c.what, held.detect, c.n, c.seen, *_estimate(c.true)) for c in held.corrected]


def components(held: "Found") -> list[Row]:
    """The rows of the table of variance components; none where no gauge study was made."""
    assert held.numbers is not None
    gauge = held.numbers.gauge
    if isinstance(gauge, NotEnough):
        return []
    names = {
        "part": "the items themselves",
        "gauge": "judging, altogether",
        "repeatability": "one judge, asked again",
        "reproducibility": "from judge to judge",
    }
    rows = list[Row]()
    for key, name in names.items():
        ends = gauge.intervals.get(key)
        low, high = (ends.low, ends.high) if ends else (None, None)
        rows.append((name, getattr(gauge, key), low, high, gauge.of_total[key]))
    return rows


def _bias(held: "Found") -> list[Row]:
    assert held.numbers is not None
    return [
        (_who(held, b.one), _who(held, b.other), b.n_items, b.mean.value, b.mean.interval.low, b.mean.interval.high)
        for b in held.numbers.biases
    ]


def _split(held: "Found", s: Split) -> Row:
    said = "; ".join(f"{_who(held, j)}: {', '.join(calls)}" for j, calls in s.said)
    return s.item, s.split, said, s.standard
