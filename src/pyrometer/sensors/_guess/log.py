"""A log: one event a row. The path, who does what and how good the evidence is are read from what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any

from pyrometer.errors import SensorError
from pyrometer.sensors._columns import matches
from pyrometer.sensors._config import Field
from pyrometer.sensors._config import parse as parse_config
from pyrometer.sensors._guess import roles, several
from pyrometer.sensors._guess.days import finer
from pyrometer.sensors._guess.draft import Block, Line, Value
from pyrometer.sensors._guess.firsts import constants, firsts
from pyrometer.sensors._guess.identity import say_identity
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import Part, begin, declare, own_names
from pyrometer.sensors._guess.path import Path, open_ends, path
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.recorded import happened, recorded, told
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._guess.styles import currency, is_readable
from pyrometer.sensors._guess.words import is_customers, is_money, plain, rank
from pyrometer.sensors._guess.zones import zone
from pyrometer.sensors._mapping import mapped
from pyrometer.sensors._rule import Source

POSITION = "event:index"
_STAGES = ("stage", "stagename", "stage name", "dealstage", "deal stage", "to stage", "status", "state", "phase")


@dataclass(frozen=True, slots=True)
class Log:
    """The columns of a log."""

    who: str
    time: Profile
    action: str
    is_stages: bool  # each row repeats the stage: a CRM's history, on the sellers' word
    start: Profile | None = None  # of our work
    known: Profile | None = None  # when the row was recorded


def is_log(loaded: Loaded, who: str, answers: Answers) -> bool:
    """Whether a row is an event: prospects come again, and a column says what happened."""
    if answers.row_is is not None or answers.action in loaded.columns:
        return answers.row_is != "prospect"
    column = loaded.columns.get(who)
    if column is None or not column.n_filled:
        return False
    again = column.n_values <= column.n_filled / 1.1
    return again and roles.action(loaded, answers) is not None and _time(loaded, who, answers) is not None


def build(loaded: Loaded, who: str, answers: Answers, folder: File | None) -> tuple[Part, list[Question], Path]:
    """The sensor of a log, with the path that is found in it; raises SensorError when it holds no times or actions."""
    time, action = _time(loaded, who, answers), roles.action(loaded, answers)
    if time is None or action is None:
        raise SensorError(f"{loaded.path}: which column says what happened, and when? Say it with --action and --time.")
    start = roles.by_rank([c for c in roles.times(loaded) if c is not time], "started")
    log = Log(who, time, action, plain(action) in _STAGES, start, recorded(loaded, time, answers))
    place, why, question = zone(loaded, [time], answers)
    times = [c for c in (time, start, log.known) if c is not None]
    part = Part("log", loaded, begin(loaded, folder), who, place, times, has_end=True)
    part.draft.say("zone", place, why)
    part.draft.say("prospect", who, str(loaded.columns[who]))
    part.draft.say("row_is", "event", f"each row is one event: {action} says what happened")
    say_identity(part, who)
    is_once = several.say_once(part, who, time, action)
    part.amount, part.segments = _amount(part, log, answers), _segments(part, log)
    part.currency = answers.currency or (currency(part.amount) or roles.currency(loaded) if part.amount else None)
    declare(part, answers)
    events = _events(part, log)
    found = path(firsts(several.once(events) if is_once else events), answers, are_stages=log.is_stages)
    _blocks(part, log, found, _actor(loaded, log, answers))
    part.evidence = [f"Won: {found.why['won']}.", f"Lost: {found.why['lost']}.", f"Path: {found.why['milestones']}."]
    return part, [q for q in (question, *open_ends(found)) if q is not None], found


def _time(loaded: Loaded, who: str, answers: Answers) -> Profile | None:
    if said := roles.answered(loaded, answers.time):
        return loaded.columns[said]
    changing = _changing(loaded, who)
    fit = [
        c for c in roles.times(loaded) if c.filled_share > 0.9 and c.name in changing and rank(c.name, "ended") is None
    ]
    fit = happened(fit)
    found = roles.by_rank(fit, "time") or (fit[0] if len(fit) == 1 else None)
    often = [c for c in changing.values() if c.filled_share > 0.5]
    return finer(loaded, found, fit) if found is not None else roles.by_rank(often, "bookkeeping")


def _changing(loaded: Loaded, who: str) -> dict[str, Profile]:
    """Times that differ between the rows of a prospect: when each row happened, not when the prospect began."""
    names = loaded.names("time")
    still = constants(loaded.table, who, names)
    return {name: loaded.columns[name] for name in names if name not in still and loaded.columns[name].span}


def _amount(part: Part, log: Log, answers: Answers) -> Profile | None:
    name = roles.amount(part.loaded, answers, [log.who, log.action])
    column = part.loaded.columns[name] if name else None
    return column if column is None or answers.amount or is_readable(column, answers) else None


def _segments(part: Part, log: Log) -> list[str]:
    """Columns that say one thing of a prospect in all its rows."""
    taken = [log.who, log.action, part.amount.name if part.amount else "", *(c.name for c in part.times)]
    fit = [c for c in roles.segments(part.loaded, taken) if rank(c, "lifecycle") is None]
    return constants(part.loaded.table, log.who, fit)


def _actor(loaded: Loaded, log: Log, answers: Answers) -> str | None:
    return roles.owner(loaded, answers, [log.who, log.action, log.time.name])


def _events(part: Part, log: Log) -> Any:
    """The events as the shortest sensor file would give them: enough to find the path."""
    draft = replace(part.draft, lines=list(part.draft.lines), blocks=[])
    lines = (Line("happened_at", log.time.name), Line("action", "{" + log.action + "}"), Line("side", "seller"))
    draft.blocks += [*_made(part, log, None), Block((Line("changed", log.action), *lines) if log.is_stages else lines)]
    return made(replace(part, draft=draft))


def made(part: Part) -> Any:
    """The events that the sensor file gives as far as it is written; raises SensorError when there are none."""
    config = parse_config(part.draft.text(), File(f"{part.draft.name}.toml"))
    styles: Mapping[str, Field] = config.fields
    loaded = part.loaded
    events = mapped(Source(config, styles, loaded.path.name), loaded.table, loaded.numbers).events
    if not events.num_rows:
        raise SensorError(f"{loaded.path}: no row gives an event; its times are empty or cannot be read.")
    return events


def _blocks(part: Part, log: Log, found: Path, actor: str | None) -> None:
    """Rules by who acts; what is known of the prospect goes with its first event."""
    part.draft.blocks += _made(part, log, actor)
    part.draft.blocks += _undated(part, log, found, actor)
    for group in _groups(part, log, found):
        _rules(part, log, replace(group, actor=actor), found.milestones[0])
    if log.is_stages:
        lines = [Line("happened_at", log.time.name), *told(log.known), Line("action", "set"), Line("side", "seller")]
        about = Line("about", own_names([log.action, *([part.amount.name] if part.amount else [])]))
        part.draft.blocks.append(Block((*lines, about), "Any other change: the stage stays, a field is set."))


def _made(part: Part, log: Log, actor: str | None) -> list[Block]:
    """The first version of a record, which was not changed yet: its time is when it was made."""
    born = roles.by_rank([c for c in roles.times(part.loaded) if c.name != log.time.name], "entered")
    if born is None or log.time.n_filled == log.time.n_rows or rank(log.time.name, "bookkeeping") is None:
        return []
    lines = [Line("where", {log.time.name: ""}), Line("happened_at", born.name), Line("action", "{" + log.action + "}")]
    side, grade, why = _evidence(log, "")
    lines += [Line("side", side), Line("grade", grade, why), *([Line("actor", actor)] if actor else [])]
    return [Block(tuple(lines), "As it was made, before any change.")]


def _undated(part: Part, log: Log, found: Path, actor: str | None) -> list[Block]:
    """Losses on a day that no row tells; there only where there are some."""
    where: dict[str, Value] = {log.action: list(found.lost), log.time.name: ""}
    if not found.lost or not matches(part.loaded.table, {log.action: found.lost, log.time.name: ("",)}).true_count:
        return []
    side, grade, why = _evidence(log, found.lost[0])
    lines = [Line("where", where), Line("happened_at", log.time.name)]
    lines.append(Line("after", log.time.name, "after the last that is told of them; on which day is not told"))
    lines += [Line("action", "{" + log.action + "}"), Line("side", side), Line("grade", grade, why)]
    lines += [Line("actor", actor)] if actor else []
    return [Block(tuple(lines), "Lost, on a day that is not told.")]


@dataclass(frozen=True, slots=True)
class _Group:
    """Actions of one side and grade; `only` empty: all that are left."""

    only: Sequence[str]
    side: str
    grade: int
    why: str
    actor: str | None = None
    is_won: bool = False


def _groups(part: Part, log: Log, found: Path) -> list[_Group]:
    names = list(part.loaded.columns[log.action].values) or list(found.order)
    groups = [_Group(list(found.won), *_evidence(log, found.won[0]), is_won=True)]
    customers = [] if log.is_stages else [n for n in names if is_customers(n) is True and n not in found.won]
    for is_paid in (True, False):
        only = [n for n in customers if is_money(n) is is_paid]
        groups += [_Group(only, *_evidence(log, only[0]))] if only else []
    if set(names) - {*found.won, *customers}:
        groups.append(_Group([], *_evidence(log, "")))
    return groups


def _evidence(log: Log, action: str) -> tuple[str, int, str]:
    """(side, grade, why) of an action by its name."""
    if log.is_stages:
        return "seller", 0, "the seller moves the stage"
    if is_customers(action) is not True:
        return "seller", 1, "our own act; the system that ran it saw it"
    if is_money(action):
        return "customer", 4, "money"
    return "customer", 2, "a deliberate act of the customer, by its name"


def _rules(part: Part, log: Log, group: _Group, start: str) -> None:
    """The rules of one group: one for first events where what is known of the prospect is told, one for the rest."""
    lifecycle = [c for c in part.loaded.columns if rank(c, "lifecycle") is not None]
    where: dict[str, Value] = {log.action: list(group.only)} if group.only else {}
    has_place = POSITION in part.loaded.columns
    known = list(part.segments)
    known += [part.amount.name] if part.amount and part.amount.name.startswith("case:") else []
    sets = [(where, lifecycle if has_place else [*known, *lifecycle], "Won." if group.is_won else "")]
    if has_place and known and (start in group.only or not group.only):
        remark = "The first event says what is known of the prospect."
        sets.insert(0, ({**where, POSITION: "0"}, [*known, *lifecycle], remark))
    for condition, about, remark in sets:
        lines = [Line("where", condition)] if condition else []
        lines += [Line("changed", log.action, "the first row of a run of equal stages")] if log.is_stages else []
        lines += [Line("happened_at", log.time.name), *told(log.known), Line("action", "{" + log.action + "}")]
        lines += [Line("side", group.side), Line("grade", group.grade, group.why), *_effort(part, log, group)]
        lines += [Line("actor", group.actor, str(part.loaded.columns[group.actor]))] if group.actor else []
        lines += [Line("amount", part.amount.name)] if part.amount and group.is_won else []
        lines += [Line("about", own_names(about))] if about else []
        part.draft.blocks.append(Block(tuple(lines), remark))


def _effort(part: Part, log: Log, group: _Group) -> list[Line]:
    """Minutes and cost of what we do ourselves."""
    if group.side != "seller":
        return []
    cost = roles.by_rank([c for c in part.loaded.columns.values() if c.kind == "number"], "cost")
    lines = [Line("started_at", log.start.name, "from then on it took our minutes")] if log.start else []
    return lines + ([Line("cost", cost.name, str(cost))] if cost else [])
