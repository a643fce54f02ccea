"""A log of field changes, as CRMs keep it: who, when, which field, its new value; moves of the stage are the way."""

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
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.log import Log
from pyrometer.sensors._guess.part import Part, begin, declare, own_names
from pyrometer.sensors._guess.path import Path, open_ends, path
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._guess.styles import is_readable, of_money, of_time
from pyrometer.sensors._guess.words import plain, rank
from pyrometer.sensors._guess.zones import zone

ENTERED = "entered"
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
    log.say_identity(part, Log(who, found.time, found.field, is_stages=True))
    declare(part, answers)
    price = _declare_value(part, found, answers)
    part.draft.blocks += [*_entry(part, found), *_moves(part, found)]
    way = _from_entry(path(firsts(log.made(part)), answers, are_stages=True), found)
    way = replace(way, taken_up=tuple(dict.fromkeys([*way.taken_up, *_left_for_a_loss(loaded, found, way)])))
    part.draft.blocks = _all(part, (found, price), roles.owner(loaded, answers, [who, found.field, found.value]))
    part.evidence = [f"Won: {way.why['won']}.", f"Lost: {way.why['lost']}.", f"Path: {way.why['milestones']}."]
    part.evidence += [] if found.created else [NO_ENTRY]
    return part, [q for q in (question, *open_ends(way)) if q is not None], way


def _from_entry(way: Path, found: Changes) -> Path:
    """A first stage that is set as the record is made is no step of its own."""
    if found.created is None or ENTERED in way.milestones or len(way.milestones) < 2:
        return way
    return replace(way, milestones=(ENTERED, *way.milestones[1:]))


def _left_for_a_loss(loaded: Loaded, found: Changes, way: Path) -> list[str]:
    """The stages that losses were moved from: an old value is told even where no row moves to it."""
    if found.old is None or not way.lost:
        return []
    moved = matches(loaded.table, {found.field: found.stages, found.value: way.lost})
    values = text(loaded.table.column(found.old).filter(moved)).unique().to_pylist()
    return sorted(v for v in values if v and v not in (*way.won, *way.lost))


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
        values = history.of_field(part.loaded, found.field, name, found.value)
        action = "{" + found.value + "}" if values.kind == "text" else name + " {" + found.value + "}"
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
