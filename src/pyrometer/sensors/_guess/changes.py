"""A log of field changes, as CRMs keep it: who, when, which field, its new value; moves of the stage are the way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path as File
from typing import Any

from pyrometer.errors import SensorError, near
from pyrometer.model.event import FIELD_CHANGE
from pyrometer.sensors._columns import matches, text
from pyrometer.sensors._guess import history, log, roles
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.firsts import firsts
from pyrometer.sensors._guess.history import Changes
from pyrometer.sensors._guess.identity import say_identity
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import Part, begin, declare, own_names
from pyrometer.sensors._guess.path import Path, open_ends, path
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._guess.styles import is_readable, of_money, of_time
from pyrometer.sensors._guess.words import plain, rank
from pyrometer.sensors._guess.zones import zone

ENTERED = "entered"
CELL = "{}"  # where the stage stands in the name of an action
NO_ENTRY = (
    "No row says when they came: each journey begins with the first move. Add the file that does, like deals.csv."
)
MOST_FIELDS = 12  # the fields told of most often, each with a rule of its own


def build(loaded: Loaded, who: str, answers: Answers, folder: File | None) -> tuple[Part, list[Question], Path]:
    """The sensor of such a log and the path of its stages; raises SensorError when none of its fields is a stage."""
    found = history.columns(loaded, who, answers)
    if found is None or not found.stages:
        raise SensorError(_no_stage(loaded, found, answers))
    place, why, question = zone(loaded, [found.time], answers)
    part = Part("log", loaded, begin(loaded, folder), who, place, [found.time], has_end=True)
    part.draft.say("zone", place, why)
    part.draft.say("prospect", who, str(loaded.columns[who]))
    part.draft.say("row_is", "event", f"each row is the change of one field: {found.field} says which")
    say_identity(part, who)
    declare(part, answers)
    price = _declare_value(part, found, answers)
    part.draft.blocks += [*_entry(part, found), *_moves(part, found)]
    way = _from_entry(path(firsts(log.made(part)), answers, are_stages=True), found)
    begun = [name for name in _begun(loaded, found) if way.won and name not in way.won]
    back, up = (_left_for(ends, loaded, found, way) for ends in (way.won, way.lost))
    way = replace(way, taken_up=_with(way.taken_up, up), taken_back=_with(way.taken_back, [*back, *begun]))
    part.draft.blocks = _all(part, (found, price), roles.owner(loaded, answers, [who, found.field, found.value]))
    part.evidence = [f"Won: {way.why['won']}.", f"Lost: {way.why['lost']}.", f"Path: {way.why['milestones']}."]
    part.evidence += [] if found.created else [NO_ENTRY]
    return part, [q for q in (question, *open_ends(way)) if q is not None], way


def _from_entry(way: Path, found: Changes) -> Path:
    """A first stage that is set as the record is made is no step of its own."""
    if found.created is None or ENTERED in way.milestones or len(way.milestones) < 2:
        return way
    return replace(way, milestones=(ENTERED, *way.milestones[1:]))


def _with(known: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))


def _left_for(ends: Sequence[str], loaded: Loaded, found: Changes, way: Path) -> list[str]:
    """The stages that such ends were moved from: an old value is told even where no row moves to it."""
    names = _moved(loaded, found, found.old, ends) if ends else []
    return sorted({*names} - {*way.won, *way.lost})


def _begun(loaded: Loaded, found: Changes) -> list[str]:
    """The stages that are left more than twice as often as come to: records begin there, and no row moves them."""
    left, come = (Counter(_moved(loaded, found, column)) for column in (found.old, found.value))
    return sorted(name for name in left if left[name] > 2 * come[name])


def _moved(loaded: Loaded, found: Changes, column: str | None, to: Sequence[str] = ()) -> list[str]:
    """The stages in that column, row by row, as the actions that move to them are called; `to`: of such moves alone."""
    names = []
    for field in found.stages if column is not None else ():
        where = {found.field: (field,)} | ({found.value: tuple(to)} if to else {})
        values = text(loaded.table.column(column).filter(matches(loaded.table, where))).to_pylist()
        names += [_called(loaded, found, field).replace(CELL, v) for v in values if v]
    return names


def _called(loaded: Loaded, found: Changes, field: str) -> str:
    """The action of a move: the stage where it is a word, else with the field before it."""
    return CELL if history.of_field(loaded, found.field, field, found.value).kind == "text" else f"{field} {CELL}"


def _no_stage(loaded: Loaded, found: Changes | None, answers: Answers) -> str:
    known = list(loaded.columns[found.field].values) if found is not None else []
    named = f"no field in it is called '{answers.stage}'" if answers.stage else "no field in it is named like a stage"
    close = near(answers.stage or "", known)
    return f"{loaded.path} tells how fields changed, but {named}, so no way is known. Name it with --stage.{close}"


def _declare_value(part: Part, found: Changes, answers: Answers) -> str | None:
    """Declares how days and amounts are written among the new values; returns the field of the amount, if any."""
    styles, fields = [], list(part.loaded.columns[found.field].values)
    born = history.of_field(part.loaded, found.field, found.created, found.value) if found.created else None
    if born is not None and born.kind == "time":
        styles.append(of_time(born, answers)[0].split()[1])
    priced = [f for f in fields if rank(f, "amount") is not None]
    price = min(priced, key=lambda f: rank(f, "amount") or 0, default=None)
    cells = history.of_field(part.loaded, found.field, price, found.value) if price else None
    if cells is None or cells.kind != "number" or not is_readable(cells, answers):
        price = None
    elif cells.marks is not None:
        styles.append(of_money(cells, answers, None)[0].split()[-1])
    if styles:
        why = f"written so where {found.field} is a day or an amount"
        part.draft.sections["fields"].append(Line(found.value, " ".join(["time", *styles]), why))
    return price


def _entry(part: Part, found: Changes) -> list[Block]:
    """The rule of when the record was made: as the field says, known when the row was written; else as the row says."""
    if found.created is None:
        return []
    born = history.of_field(part.loaded, found.field, found.created, found.value)
    told = born.kind == "time"
    lines = [Line("where", {found.field: found.created}), Line("happened_at", found.value if told else found.time.name)]
    lines += [Line("known_at", found.time.name)] if told else []
    lines += [Line("action", ENTERED), Line("side", "seller"), Line("grade", 0, "the seller says so")]
    return [Block(tuple(lines), "They came into the records.")]


def _moves(part: Part, found: Changes) -> list[Block]:
    """One rule a stage field: each new value is a move."""
    blocks = []
    for name in found.stages:
        action = _called(part.loaded, found, name).replace(CELL, "{" + found.value + "}")
        word = next((c for c in part.loaded.added if c.startswith(label_of(name))), None)
        if word is not None:
            blocks.append(_move(found, {found.field: name, word: "*"}, "{" + word + "}", "as the other file calls it"))
        blocks.append(_move(found, {found.field: name}, action))
    return blocks


def _move(found: Changes, where: Mapping[str, str], action: str, why: str = "") -> Block:
    lines = (Line("where", dict(where)), Line("happened_at", found.time.name), Line("action", action, why))
    return Block((*lines, Line("side", "seller"), Line("grade", 0, "the seller moves the stage")))


def label_of(field: str) -> str:
    """How a column begins that says what the values of a field are called."""
    return field.removesuffix("id").rstrip("_ ") + "_"


def _all(part: Part, columns: tuple[Changes, str | None], actor: str | None) -> list[Block]:
    """Every rule: entry and moves, then the fields that are merely set."""
    found, price = columns
    blocks = [*_ids(part, found), *part.draft.blocks]
    names = list(part.loaded.columns[found.field].values)
    rest = [n for n in names if n not in (*found.stages, found.created)]
    for name in rest[:MOST_FIELDS]:
        told = next(iter(own_names([name])))
        lines = [Line("where", {found.field: name}), *_set(found, {told: "{" + found.value + "}"})]
        lines += [Line("amount", found.value)] if name == price else []
        if rank(name, "owner") is not None:
            lines.append(Line("actor", found.value, "from then on they are the seller"))
        blocks.append(Block(tuple(lines)))
    if rest[MOST_FIELDS:]:
        about = {"field": "{" + found.field + "}", "value": "{" + found.value + "}"}
        blocks.append(Block(tuple(_set(found, about)), "Any other field."))
    by = (Line("actor", actor),) if actor else ()
    kept = roles.current(part.loaded)
    named = [b.lines if any(n.key == "actor" for n in b.lines) else (*b.lines, *by) for b in blocks]
    return [replace(b, lines=tuple(_and(lines, kept))) for b, lines in zip(blocks, named, strict=True)]


def _set(found: Changes, about: Mapping[str, str]) -> list[Line]:
    return [
        Line("happened_at", found.time.name),
        Line("action", FIELD_CHANGE),
        Line("side", "seller"),
        Line("about", about),
    ]


def _ids(part: Part, found: Changes) -> list[Block]:
    """Salesforce writes a changed link twice, as an id and as a name: the id is set aside."""
    for name, column in part.loaded.columns.items():
        if plain(name) == "data type" and "EntityId" in column.values:
            about = {"field": "{" + found.field + "}", "id": "{" + found.value + "}"}
            lines = (Line("where", {name: "EntityId"}), *_set(found, about))
            return [Block(lines, "An id; the row beside it says the name.")]
    return []


def _and(lines: Sequence[Line], kept: Mapping[str, tuple[str, ...]]) -> list[Line]:
    """The lines on the further condition that a row was not deleted."""
    if not kept:
        return list(lines)
    where: Any = next((n.value for n in lines if n.key == "where"), {})
    return [Line("where", {**kept, **where}), *(n for n in lines if n.key != "where")]
