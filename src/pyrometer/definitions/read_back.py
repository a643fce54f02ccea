"""Read-back: a definition as one paragraph of plain English, shown wherever it is edited, signed or leaned on."""

from collections.abc import Mapping, Sequence

from pyrometer.definitions import _phrases
from pyrometer.model.definition import Definition, Number

KINDS: Mapping[str, str] = {"milestone": "milestone", "judgment": "judgment", "measure": "measure"}
VERDICTS: Mapping[str, str] = {
    "met": "if it is met",
    "not_met": "if it is not met",
    "too_early": "while it is too early to tell",
    "cannot_tell": "if it cannot be told",
}


def read_back(definition: Definition) -> str:
    """The definition in one paragraph: what it says, its test and criterion, when it is judged, what it decides."""
    sentences = [_head(definition), definition.says.rstrip(".")]
    sentences += [_measured(definition)] if definition.number is not None else _criterion(definition)
    sentences += [_judging(definition), _needs(definition), _decision(definition), _promise(definition)]
    sentences += [
        f"Beware: {definition.beware[0].lower()}{definition.beware[1:]}".rstrip(".") if definition.beware else ""
    ]
    sentences.append(_keeping(definition))
    return " ".join(s if s.endswith("?") else f"{s}." for s in sentences if s)


def _head(definition: Definition) -> str:
    name = definition.title or definition.name.replace("-", " ")
    told = f"“{name[0].upper()}{name[1:]}” is a {KINDS[definition.kind]}, version {definition.version}"
    if definition.unit != "prospect":
        told += f", about a {definition.unit}"
    return told + (f"; with it the customer gives {_given(definition.value)}" if definition.value else "")


def _given(value: str) -> str:
    return f"us {value}" if value != "attention" else "us attention"


def _criterion(definition: Definition) -> list[str]:
    """It is met when ...; it is not met when ...; nothing can be told unless ..."""
    criterion, by_date = definition.criterion, definition.kind == "milestone"
    told = {c.name: _phrases.clause(c, definition) for c in definition.test}
    parts = [_together([told[n] for n in criterion.all])] if criterion.all else []
    parts += [_one_of([told[n] for n in criterion.any])] if criterion.any else []
    parts += [f"at least {n} of these holds: {_or([told[c] for c in names])}" for n, names in criterion.at_least]
    sentences = []
    if parts:
        sentences.append(f"It is met when {'; and '.join(parts)}")
    if criterion.none:
        begin = ("It is not met if, by then," if by_date else "It is not met if") if parts else "It is met unless"
        sentences.append(f"{begin} {_or([told[n] for n in criterion.none])}")
    if criterion.only_if:
        named = {*criterion.all, *criterion.any}
        gates = [f"“{_phrases.spoken(n)}” holds" if n in named else told[n] for n in criterion.only_if]
        sentences.append(f"Nothing can be told unless {_together(gates)}")
    counted_from = [c for c in definition.test if c.name in _only_counted_from(definition)]
    if counted_from:
        sentences.append(f"It counts from when {_together([told[c.name] for c in counted_from])}")
    return sentences


def _only_counted_from(definition: Definition) -> set[str]:
    """Clauses that others count from and that the criterion does not name."""
    criterion = definition.criterion
    named = {*criterion.all, *criterion.any, *criterion.none, *criterion.only_if}
    named |= {n for _, names in criterion.at_least for n in names} | {c.until for c in definition.test}
    return {c.name for c in definition.test} - named


def _together(parts: Sequence[str]) -> str:
    return "; and ".join(parts) if any("," in p for p in parts) else _phrases.listed(parts)


def _one_of(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"one of these holds: {_or(parts)}"


def _or(parts: Sequence[str]) -> str:
    return "; or ".join(parts) if any("," in p for p in parts) else _phrases.listed(parts, "or")


def _measured(definition: Definition) -> str:
    number = definition.number or Number()
    told = {c.name: _phrases.clause(c, definition) for c in definition.test}
    if number.count:
        return f"It counts {_unit(definition, number.count)} in which {told[number.count]}"
    if number.sum:
        return f"It adds up the {number.of.replace('_', ' ')} of all events in which {told[number.sum]}"
    return f"It counts the days from when first {told[number.days_from]}, to when first {told[number.to]}"


def _unit(definition: Definition, name: str) -> str:
    distinct = definition.clause(name).distinct
    return {"people": "the different people of the events", "days": "the different days"}.get(
        distinct or "", "the events"
    )


def _judging(definition: Definition) -> str:
    judge = definition.judge
    if judge is not None:
        when = f"{_phrases.length(judge.wait)} after {_phrases.instant(judge.after, definition)}"
        return f"It is judged once, {when}, and only what was known by then counts"
    if definition.kind == "milestone" and any(c.until for c in definition.test):
        return "It bears the date on which this first was so; what is taken back stays met, and how many is told beside"
    if definition.kind == "milestone":
        return "It bears the date on which this first was so, and is not undone by what follows"
    if definition.kind == "judgment":
        return "It is judged as things stand at the moment of asking"
    return ""


def _needs(definition: Definition) -> str:
    if not definition.needs:
        return ""
    sensors = f"the {_phrases.listed(definition.needs)} sensor{'s' if len(definition.needs) > 1 else ''}"
    which = "one of them" if len(definition.needs) > 1 else "it"
    return f"It needs {sensors}; while {which} is dead, absence proves nothing"


def _decision(definition: Definition) -> str:
    acts = "; ".join(
        f"{VERDICTS[v]}, {definition.decision[v].rstrip('.')}" for v in VERDICTS if v in definition.decision
    )
    acts = acts[:1].upper() + acts[1:]
    if not definition.used_to_decide:
        return acts
    told = f"It is used to decide {definition.used_to_decide.rstrip('.')}"
    stop = "" if told.endswith("?") else "."
    return f"{told}{stop} {acts}" if acts else told


def _promise(definition: Definition) -> str:
    promise = definition.must_predict
    if promise is None:
        return ""
    return f"To be worth keeping it must foretell “{promise.definition}” within {_phrases.length(promise.within)}"


def _keeping(definition: Definition) -> str:
    named = definition.owner not in ("", "to be named")
    parts = [f"Its owner is: {definition.owner}" if named else "Its owner is still to be named"]
    signed = [a for a in definition.agreed if a.version in (None, definition.version)]
    if signed:
        parts.append(f"it is signed by {_phrases.listed([f'{a.by} ({_phrases.day(a.on)})' for a in signed])}")
    else:
        parts.append("nobody has signed it")
    if definition.review_by is not None:
        parts.append(f"it is to be looked at again by {_phrases.day(definition.review_by)}")
    return "; ".join(parts)
