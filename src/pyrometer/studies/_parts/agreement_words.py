"""Words of agreement: the sentence, how to read it, and what to do next; nobody is named in it."""

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from pyrometer.model.interval import NotEnough
from pyrometer.studies._parts import agreement_found, agreement_panel, say
from pyrometer.studies._parts.agreement_found import GOOD, USABLE

if TYPE_CHECKING:
    from pyrometer.studies._parts.agreement_found import Found
    from pyrometer.studies._parts.agreement_panel import Measured, Panel

LEANS = 0.05
MUCH = 0.1  # of all disagreement


def coefficient(value: float) -> str:
    """.84, -.02, 0, 1."""
    if abs(value) < 0.005 or abs(value) > 0.995:
        return str(round(value))
    return f"{value:.2f}".replace("0.", ".", 1)


def short(of: "Measured") -> str:
    """A coefficient's name without its details."""
    return of.name.split(", ")[0]


def _gate(found: "Found") -> str:
    gate = found.gate
    doubt = "" if gate.low is None or gate.high is None else f", 95% range {_range(gate)}"
    return f"{short(gate)} {coefficient(gate.value)}{doubt}"


def _range(of: "Measured") -> str:
    assert of.low is not None and of.high is not None
    return f"{coefficient(of.low)} to {coefficient(of.high)}"


def headline(found: "Found") -> str:
    """Do they agree well enough to measure with these words; which word is the trouble; nobody is named."""
    why, verdict = agreement_found.refusal(found), agreement_found.verdict(found)
    said, what = f"{_said(found)}{_trouble(found)}", "words" if found.numbers is None else "numbers"
    if why is not None:
        return f"Whether these {what} are used alike cannot be told. {why} As far as it goes: {_said(found)}."
    if agreement_found.carried(found) is not None and verdict != "yes":
        rarer = "the rarer ones are not" if verdict == "no" else "of the rarer ones it is not shown yet"
        return f"On the whole these {what} are used alike, {rarer}: {said}."
    if verdict == "yes":
        with_care = "with" if (found.gate.low or 0.0) >= GOOD else "with care"
        return f"These {what} are used alike, well enough to measure {with_care}: {said}."
    if verdict == "no":
        return f"These {what} are not used alike well enough to measure with: {said}."
    return f"Whether these {what} are used alike well enough to measure with is not shown yet: {said}."


def _said(found: "Found") -> str:
    n = say.plural(found.n_items, "item")
    if found.panel is None:
        share = say.percent(max(found.gate.value, 0.0))
        return f"{share} of the spread of the numbers is the items' own ({_gate(found)}, {n})"
    same = say.percent(found.panel.seen.value)
    who = {"one judge asked twice": "one judge, asked again, gives", "two judges": "two judges give"}
    start = who.get(found.compared.who, "the judge and the standard give")
    return f"{start} an item the same label in {same} of cases ({_gate(found)}, {n})"


def _trouble(found: "Found") -> str:
    label = agreement_found.trouble(found)
    if label is None or isinstance(label.again, NotEnough) or found.compared.who != "two judges":
        return ""
    return f"; when one says '{text(found, label.label)}', another does in {say.percent(label.again.value)}"


def text(found: "Found", label: Hashable) -> str:
    """A label as it was written."""
    return found.scale.labels[found.scale.categories.index(label)]


def reading(found: "Found") -> tuple[str, ...]:
    """How to read it, and what lies behind it."""
    lines = [_meaning(found)]
    if found.panel is not None:
        lines += [*_alone(found), *_together(found), *_confused(found, found.panel), *_leaning(found), *_right(found)]
    else:
        lines += _components(found)
    lines += [f"Read as: {'; '.join(found.sheet.read_as)}; labels are {found.scale.measured} ({found.scale.why})."]
    return tuple(lines)


def _meaning(found: "Found") -> str:
    if found.numbers is not None:
        return (
            f"{short(found.gate)}: 1 is full agreement, 0 none. From a lower end of {coefficient(USABLE)} "
            f"numbers can be used with care, from {coefficient(GOOD)} well."
        )
    return (
        f"{short(found.gate)} is the agreement left beyond chance: 0 is chance, 1 is full. From a lower end "
        f"of {coefficient(USABLE)} words can be used with care, from {coefficient(GOOD)} well."
    )


def _alone(found: "Found") -> Iterator[str]:
    """The span of how people agree with themselves; nobody is named."""
    shares = [x.matched.share for x in found.lines if x.with_whom == "self"]
    if not shares:
        return
    span = say.percent(shares[0])
    if max(shares) - min(shares) >= 0.01:
        span = f"between {say.percent(min(shares))} and {say.percent(max(shares))}"
    yield f"Asked again, people repeat their own label in {span} of items; with others they can hardly agree better."


def _together(found: "Found") -> Iterator[str]:
    for x in found.lines:
        m = x.matched
        if x.judge is None and x.with_whom == "others" and len(found.sheet.judges) > 2:
            n = len(found.sheet.judges)
            yield f"All {n} judges agree on {say.count(m.matched)} of {say.count(m.inspected)} items."
        if x.judge is None and x.with_whom == "standard":
            yield f"All calls are right, by the standard, on {say.count(m.matched)} of {say.count(m.inspected)} items."


def _confused(found: "Found", panel: "Panel") -> Iterator[str]:
    pairs = agreement_panel.confusions(panel.ratings, found.scale.labels)
    total = sum(n for _, _, n in pairs)
    if len(pairs) > 1 and pairs[0][2] / total >= max(2 / (len(pairs) + 1), MUCH):
        a, b, n = pairs[0]
        yield f"{say.percent(n / total)} of all disagreement lies between '{a}' and '{b}'."


def _leaning(found: "Found") -> Iterator[str]:
    leaning, n = sum(p.lean_p < LEANS for p in found.pairs), len(found.pairs)
    if leaning:
        where = f"In {say.count(leaning)} of {say.count(n)} pairs of judges" if n > 1 else "Of the two judges"
        yield f"{where} one leans to other labels than the other, by more than chance: their limits differ."


def _right(found: "Found") -> Iterator[str]:
    for c in found.corrected:
        if c.what == "these items":
            continue
        if isinstance(c.true, NotEnough):
            yield f"Of {say.percent(c.seen)} called '{found.detect}' the true share cannot be told. {c.true}"
            continue
        yield (
            f"Of {say.count(c.n)} cases {say.percent(c.seen)} were called '{found.detect}'; with calls as wrong as "
            f"here, {say.share(c.true)} truly are."
        )


def _components(found: "Found") -> Iterator[str]:
    assert found.numbers is not None
    gauge = found.numbers.gauge
    if isinstance(gauge, NotEnough):
        yield f"Where the spread comes from cannot be told. {gauge}"
        return
    yield (
        f"Judging makes up {say.percent(gauge.of_study)} of the spread (gauge R&R, ratio of standard deviations): "
        "under 10% is good, over 30% is too much."
    )
    if gauge.of_tolerance is not None:
        yield f"It takes up {say.percent(gauge.of_tolerance)} of the tolerance."


def next_step(found: "Found") -> str:
    """What to do."""
    why, verdict = agreement_found.refusal(found), agreement_found.verdict(found)
    what = "words" if found.numbers is None else "measurements"
    if why is not None:
        return "Collect 50 items or more, a third of them borderline, and let two people judge each, alone and twice."
    if verdict == "yes":
        return f"Use these {what} in charts, and let 10 borderline items be judged again each quarter: {what} drift."
    if verdict == "too_early" and agreement_found.carried(found) is not None:
        return "Judge 50 more items, blind, chosen so that about half of them may get one of the rarer labels."
    if verdict == "too_early":
        n = agreement_found.enough(found)
        many = "many more items, or a sharper definition," if n is None else f"about {say.count(n)} items in all"
        return f"Judge more items, blind, a third of them borderline: {many} would show it."
    first = found.splits[0].item if found.splits else ""
    return (
        f"Read the most divided items aloud together, beginning with '{first}', and write what decides each into the "
        "definition; then judge 50 new items, blind."
    )
