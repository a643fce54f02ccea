"""When a criterion holds: all, any, none, at least n of the clauses, and the verdict that follows from theirs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.definitions._moments import (
    CANNOT_TELL,
    MET,
    NOT_MET,
    TOO_EARLY,
    Moments,
    both,
    by,
    either,
    plain,
    together,
    turned,
)
from pyrometer.definitions._sheet import START, TIME, Sheet
from pyrometer.model.definition import Criterion


@dataclass(frozen=True, slots=True)
class Part:
    """At least `n` of the members hold."""

    n: int
    members: tuple[Moments, ...]


def moments(sheet: Sheet, criterion: Criterion, clauses: Mapping[str, Moments]) -> Moments:
    """When the criterion over these clauses holds."""
    parts = _parts(sheet, criterion, clauses)
    gates = tuple(clauses[n] for n in criterion.only_if)
    members = [m for p in parts for m in p.members] + list(gates)
    first, fall = _stretch(sheet, [*parts, *([Part(len(gates), gates)] if gates else [])])
    sharp = all(m.sharp for m in members) and not gates

    def as_a_whole(t: Any) -> Any:
        return both([_enough(p, t) for p in parts] + [g.yes(t) for g in gates])

    def no(t: Any) -> Any:
        return ~yes(t) if sharp else both([either([_too_few(p, t) for p in parts])] + [g.yes(t) for g in gates])

    yes = as_a_whole if first is None else _in_stretch(sheet, first, fall)
    found = Moments(
        yes=yes,
        no=no,
        code=lambda at: _code(sheet, parts, gates, at),
        up=together(m.up for m in members),
        down=together(m.down for m in members),
        since=_since(sheet, members) if all(p.n == len(p.members) for p in parts) else None,
        first=first,
        fall=fall,
        sharp=sharp,
        blind=any(m.blind for m in members),
    )
    return plain(sheet, found)


def _since(sheet: Sheet, members: Sequence[Moments]) -> Callable[[str], str] | None:
    """Since when all of them hold together: the latest since; None where one of them needs a search."""
    found = [m.since for m in members if m.since is not None]
    if len(found) < len(members):
        return None
    return lambda at: sheet.add("since", _latest([sheet[since(at)] for since in found]))


def _parts(sheet: Sheet, criterion: Criterion, clauses: Mapping[str, Moments]) -> list[Part]:
    found = []
    if criterion.all:
        found.append(Part(len(criterion.all), tuple(clauses[n] for n in criterion.all)))
    if criterion.any:
        found.append(Part(1, tuple(clauses[n] for n in criterion.any)))
    if criterion.none:
        found.append(Part(len(criterion.none), tuple(turned(sheet, clauses[n]) for n in criterion.none)))
    found += [Part(n, tuple(clauses[c] for c in names)) for n, names in criterion.at_least]
    return found


def _in_stretch(sheet: Sheet, first: str, fall: str | None) -> Callable[[Any], Any]:
    if fall is None:
        return lambda t: by(sheet, first, t)
    return lambda t: by(sheet, first, t) & ~by(sheet, fall, t)


def _enough(part: Part, t: Any) -> Any:
    told = [m.yes(t) for m in part.members]
    if part.n == len(told):
        return both(told)
    return either(told) if part.n == 1 else _how_many(told) >= part.n


def _too_few(part: Part, t: Any) -> Any:
    told = [m.no(t) for m in part.members]
    if part.n == len(told):
        return either(told)
    return both(told) if part.n == 1 else _how_many(told) > len(told) - part.n


def _how_many(truths: Sequence[Any]) -> Any:
    import ibis

    return sum((ibis.ifelse(t, 1, 0) for t in truths[1:]), start=ibis.ifelse(truths[0], 1, 0))


def _code(sheet: Sheet, parts: Sequence[Part], gates: Sequence[Moments], at: str) -> str:
    """The verdict at an instant, from the verdicts on the members."""
    codes = [sheet[sheet.add("part", _part_code([sheet[m.code(at)] for m in p.members], p.n))] for p in parts]
    found = _part_code(codes, len(codes))
    for gate in gates:
        found = (sheet[gate.code(at)] == MET).ifelse(found, CANNOT_TELL)
    return sheet.add("code", found.cast("int8"))


def _part_code(codes: Sequence[Any], n: int) -> Any:
    """At least n of these verdicts met? What stands against it decides before what is not known."""
    import ibis

    if len(codes) == 1:
        return codes[0]
    met, unmet = _how_many([c == MET for c in codes]), _how_many([c == NOT_MET for c in codes])
    open_ = ibis.ifelse(either([c == CANNOT_TELL for c in codes]), CANNOT_TELL, TOO_EARLY)
    told = ibis.ifelse(unmet > len(codes) - n, NOT_MET, open_)
    return ibis.ifelse(met >= n, MET, told).cast("int8")


def _stretch(sheet: Sheet, parts: Sequence[Part]) -> tuple[str | None, str | None]:
    """Columns of first and fall where the whole criterion holds in one stretch at most; else None."""
    stretches = [_part_stretch(sheet, p) for p in parts]
    if any(s is None for s in stretches):
        return None, None
    firsts = [s[0] for s in stretches if s is not None]
    falls = [f for s in stretches if s is not None for f in s[1]]
    first = sheet.add("first", _latest([sheet[f] for f in firsts]))
    if not falls:
        return first, None
    fall = sheet.add("fall", _nth([sheet[f] for f in falls], 1))
    over = (sheet[fall] <= sheet[first]).fill_null(False)
    return sheet.add("first", over.ifelse(None, sheet[first]).cast(TIME)), fall


def _part_stretch(sheet: Sheet, part: Part) -> tuple[str, tuple[str, ...]] | None:
    """First and the instants at which it ends; None where it may hold in more than one stretch."""
    if part.n == len(part.members):
        if any(m.first is None for m in part.members):
            return None
        first = sheet.add("latest", _latest([sheet[m.first or START] for m in part.members]))
        return first, tuple(m.fall for m in part.members if m.fall is not None)
    if not all(m.lasts for m in part.members):
        return None
    return sheet.add("nth", _nth([sheet[m.first or START] for m in part.members], part.n)), ()


def _latest(instants: Sequence[Any]) -> Any:
    """The latest; null if any is null."""
    import ibis

    if len(instants) == 1:
        return instants[0]
    return either([i.isnull() for i in instants]).ifelse(None, ibis.greatest(*instants)).cast(TIME)


def _nth(instants: Sequence[Any], n: int) -> Any:
    """The n-th in order of time, nulls left out; null if there are fewer."""
    import ibis

    if len(instants) == 1:
        return instants[0]
    return ibis.array([i.cast(TIME) for i in instants]).filter(lambda i: i.notnull()).sort()[n - 1]
