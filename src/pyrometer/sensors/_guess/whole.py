"""The whole guess: every file looked at, sensors written, the path found, and what remains to be asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from pyrometer.errors import Ambiguous, SensorError, near
from pyrometer.sensors._guess import (
    agreement_rules,
    agreements,
    changes,
    clocks,
    history,
    later,
    log,
    no_sale,
    pages,
    roles,
    twins,
    wide,
)
from pyrometer.sensors._guess.alike import one_source
from pyrometer.sensors._guess.facts import facts, journal
from pyrometer.sensors._guess.labels import labelled
from pyrometer.sensors._guess.lead import lead, ordered
from pyrometer.sensors._guess.load import Loaded, load
from pyrometer.sensors._guess.many import Family, Other, dated, lookup
from pyrometer.sensors._guess.nothing import nothing, only_asking, outcomes, undated
from pyrometer.sensors._guess.part import Part, drafts
from pyrometer.sensors._guess.path import Path as Way
from pyrometer.sensors._guess.records import Answers, Guess, Question
from pyrometer.sensors._guess.words import plain
from pyrometer.sensors._rule import is_day

_COLUMNS = ("prospect", "time", "ended", "action", "stage", "owner", "amount")
_LENDING_WORDS = "loan credit kredit application offer offerte aanvraag lending mortgage quote angebot"
_LENDING = frozenset(_LENDING_WORDS.split())
_SHOP = frozenset(["page", "cart", "checkout", "basket", "product", "visit", "session"])


@dataclass(slots=True)
class _Found:
    """What the files gave so far."""

    parts: list[Part] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def guessed(files: Sequence[Path | str], answers: Answers, folder: Path | None) -> Guess:
    """A first reading of the files; see `pyrometer.sensors._guess.guess`."""
    if not files:
        raise SensorError("Name at least one file: pyrometer start deals.csv")
    if len(files) == 1 and isinstance(files[0], Path) and files[0].name.endswith(".journal"):
        return journal(files[0], answers, folder)
    if answers.table and not any(isinstance(one, str) for one in files):
        raise SensorError(
            f"--table {answers.table[0]}: no address of a database is given, like postgresql://me@host/crm"
        )
    loaded = [part for one in files for part in load(one, answers)]
    loaded, labels = labelled([clocks.joined(one, answers) for one in one_source(loaded)], answers)
    _check_answers(loaded, answers)
    return _of_likeliest(loaded, labels, answers, folder)


def _of_likeliest(loaded: Sequence[Loaded], labels: Sequence[Other], answers: Answers, folder: Path | None) -> Guess:
    """The guess from the likeliest files that can be read; what those lack is said where none can."""
    likely = ordered(loaded, answers)
    if not likely:
        if (asked := undated(loaded, answers)) is not None:
            return asked
        raise SensorError(nothing(loaded, answers))
    why: SensorError | None = None
    for together in likely:
        together.others += labels
        try:
            return _of_family(together, answers, folder)
        except Ambiguous:
            raise
        except SensorError as error:
            why = why or error
    one = outcomes(loaded) if answers.time and is_day(answers.time) and len(loaded) > 1 else None
    if one is None:
        raise why or SensorError(nothing(loaded, answers))
    rest = {str(other.path): f"a day for all was said, and {one.path.name} tells who was won" for other in loaded}
    alone = _of_likeliest([one], [], answers, folder)
    return replace(alone, unused={**{k: v for k, v in rest.items() if k != str(one.path)}, **alone.unused})


def _of_family(together: Family, answers: Answers, folder: Path | None) -> Guess:
    """The guess from files that belong together; raises SensorError when they tell too little."""
    twins.part(together)
    lead(together, answers)
    found = _Found()
    _pages(found, together, answers, folder)
    for main in together.main:
        _main(found, together, main, answers, folder)
    for one, who in together.entries:
        found.parts.append(wide.build(one, who, answers, folder, only_entry=True)[0])
    found.parts += [later.build(one, answers, folder) for one in together.later]
    _lookups(found, together, folder)
    return _guess(found, together, answers, folder)


def _check_answers(files: Sequence[Loaded], answers: Answers) -> None:
    """Every column that a flag names must be in one of the files; the stage may be a field of a log of changes."""
    columns = [name for one in files for name in one.columns]
    for f in fields(answers):
        said = getattr(answers, f.name)
        if f.name not in _COLUMNS or not said or said == roles.ROW or (f.name == "time" and is_day(said)):
            continue
        known = [*columns, *(name for one in files for name in history.fields(one))] if f.name == "stage" else columns
        if said not in known:
            raise SensorError(f"--{f.name} {said}: no file has such a column.{near(said, known)}")
    if answers.currency and not re.fullmatch("[A-Z]{3}", answers.currency):
        raise SensorError(f"--currency {answers.currency}: write it as three capital letters, like EUR.")
    if answers.sheet and not any(one.sheet for one in files):
        raise SensorError(f"--sheet {answers.sheet}: none of these files is a workbook.")


def _pages(found: _Found, together: Family, answers: Answers, folder: Path | None) -> None:
    days = dated(together.pages, together.main)
    if days is None:
        return
    found.parts += pages.build(together.pages, days, answers, folder)
    whole = max(one.columns[who].n_values for one, who in together.pages)
    if whole >= 0.99 * days[0].columns[days[1]].n_values:  # the first page tells of everyone that the file of days does
        together.main = [(one, who) for one, who in together.main if one is not days[0]]


def _main(found: _Found, together: Family, main: tuple[Loaded, str], answers: Answers, folder: Path | None) -> None:
    one, who = main
    if history.is_changes(one, who, answers):
        part, questions, way = changes.build(one, who, answers, folder)
        found.ways.append(way)
    elif log.is_log(one, who, answers):
        part, questions, way = log.build(one, who, answers, folder)
        found.ways.append(way)
        if len(together.main) > 1 or together.others or together.unused:
            questions = [replace(q, text=f"{one.path.name}: {q.text}") for q in questions]
    elif (agreement := agreements.found(one, answers)) is not None:
        part, questions = agreement_rules.build(one, who, answers, folder, agreement)
    else:
        part, questions = wide.build(one, who, answers, folder)
    found.parts.append(part)
    found.questions += questions


def _lookups(found: _Found, together: Family, folder: Path | None) -> None:
    for part in found.parts:
        mine = [other for other in together.others if other.to is part.loaded]
        for other in mine if not part.has_start else ():
            if other.prefix:
                continue
            together.unused[str(other.by.path)] = (
                f"it tells only of prospects who are in {part.loaded.path.name} already"
            )
        mine = mine if part.has_start else [other for other in mine if other.prefix]
        if not mine or part.shape == "page":
            continue
        part.draft.lookups += [lookup(other, folder) for other in mine]
        if splitting := [name for other in mine if not other.prefix for name in other.fields]:
            part.add_segments(splitting)


def _guess(found: _Found, together: Family, answers: Answers, folder: Path | None) -> Guess:
    parts = found.parts
    if not any(p.has_end for p in parts) and not any(p.shape == "page" for p in parts):
        return _asking(parts, together, answers)
    found.questions += _mixed_clocks(parts, answers)
    way = found.ways[0] if found.ways else None
    told = facts(parts, way, folder)
    first = parts[0]
    return replace(
        told,
        name=first.loaded.stem,
        template=_template(parts, told),
        sensors={f"{draft.name}.toml": draft.text() for p in parts for draft in drafts(p)},
        zone=first.zone,
        currency=next((p.currency for p in parts if p.currency), answers.currency),
        evidence=(
            *(e for p in parts for e in p.evidence if not (together.entries and e == changes.NO_ENTRY)),
            *told.evidence,
        ),
        questions=tuple(dict.fromkeys(found.questions)),
        unused={**together.unused, **_sheets(parts)},
    )


def _asking(parts: Sequence[Part], together: Family, answers: Answers) -> Guess:
    """A guess that only asks which stage means won; raises SensorError where there is no stage either."""
    if no_sale.is_said(answers):
        return no_sale.asking([(p.loaded, p.times) for p in parts], answers)
    found = [(p.loaded, column) for p in parts if p.has_start and (column := roles.stage(p.loaded)) is not None]
    if not found:
        files = ", ".join(str(p.loaded.path) for p in parts)
        raise SensorError(
            f"{files}: nothing tells who was won. Add the file that does, or say it: --stage COLUMN --won VALUE, "
            "or --ended COLUMN for the day they were won."
        )
    one, column = found[0]
    there = ", ".join(list(column.values)[:8]) + (" ..." if column.n_values > 8 else "")
    several = len(parts) > 1 or together.others or together.unused
    name = f"{column.name} in {one.path.name}" if several else column.name
    text = f"Which value of {name} means won, though perhaps no row says it yet? There is: {there}. {no_sale.HINT}"
    return only_asking(parts[0].loaded, Question("won", text, "--won"), answers)


def _sheets(parts: Sequence[Part]) -> dict[str, str]:
    """The sheets that are not read, and why."""
    return {
        f"{p.loaded.path}, sheet {name}": (
            f"it holds other columns than {p.loaded.sheet}, or the same records; to read it instead: --sheet"
        )
        for p in parts
        for name in p.loaded.other_sheets
    }


def _mixed_clocks(parts: Sequence[Part], answers: Answers) -> list[Question]:
    """Ask for the zone where one file's times carry offsets and another's do not: then hours would be off."""
    on_path = [p for p in parts if p.shape != "later"]  # what they did after they were won moves no milestone
    spans = [(p, c) for p in on_path for c in p.times if c.span is not None and not c.span.is_day]
    bare = [f"{c.name} in {p.loaded.path.name}" for p, c in spans if c.span is not None and not c.span.offset_share]
    if answers.zone or not bare or len(bare) == len(spans):
        return []
    text = f"In which zone are the times of {', '.join(bare)}? They carry no offset, those of other files do."
    return [Question("zone", text, "--zone")]


def _template(parts: Sequence[Part], told: Guess) -> str:
    words = {word for fact in told.actions for word in plain(fact.action).split()}
    words |= {word for p in parts for word in plain(p.loaded.stem).split()}
    if any(p.shape == "wide" for p in parts) or (told.grade == 0 and any(p.shape == "log" for p in parts)):
        return "crm-export"
    if words & _SHOP:
        return "e-commerce"
    return "lending" if words & _LENDING else "event-log"
