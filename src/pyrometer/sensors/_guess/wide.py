"""A file of one row a prospect, as a CRM exports it: when they entered, when and how it ended."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pyarrow.compute as pc

from pyrometer.errors import SensorError
from pyrometer.sensors._columns import matches
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.ends import Ends, ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import Part, begin, declare, own_names
from pyrometer.sensors._guess.profile import Profile, Span
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._guess.styles import currency, is_readable
from pyrometer.sensors._guess.words import ending, plain, rank
from pyrometer.sensors._guess.zones import zone
from pyrometer.sensors._rule import is_day

ENTERED, ORDERED, DECLINED = "entered", "ordered", "declined"
_COME_BY_THEMSELVES = ("contact", "inquiry", "signup", "registered", "anfrage", "request")


def build(loaded: Loaded, who: str, answers: Answers, folder: Path | None) -> tuple[Part, list[Question]]:
    """The sensor of a wide file; raises SensorError when it holds no times, or prospects in many rows."""
    _refuse_repeats(loaded, who)
    end = ends(loaded, answers)
    ended = _ended(loaded, answers, end)
    entered = _entered(loaded, answers, ended)
    if entered is None and ended is None:
        raise SensorError(_no_time(loaded))
    used = [c for c in (entered, ended) if c is not None]
    place, why, question = zone(loaded, used, answers)
    part = Part("wide", loaded, begin(loaded, folder), who, place, used, has_end=ended is not None)
    taken = [who, *(c.name for c in used), *(end.columns if end else ())]
    owner = roles.owner(loaded, answers, taken)
    part.amount, unclear = _amount(loaded, answers, [*taken, owner or ""])
    part.currency = answers.currency or (currency(part.amount) if part.amount else None)
    account = roles.account(loaded, [*taken, owner or ""])
    part.segments = roles.segments(loaded, [*taken, owner or "", account or ""]) if entered else []
    part.has_start = entered is not None
    part.draft.say("zone", place, why)
    _say_prospect(part, who)
    part.draft.say("row_is", "prospect", "each row is one prospect, with its dates side by side")
    declare(part, answers)
    _blocks(part, (entered, ended), end, (owner, account))
    _other_times(part)
    part.evidence = [unclear] if unclear else []
    return part, [question] if question else []


def _refuse_repeats(loaded: Loaded, who: str) -> None:
    column = loaded.columns.get(who)
    if column is not None and column.n_values < 0.5 * column.n_filled:
        raise SensorError(
            f"{loaded.path}: {who} has {column.n_values:,} values in {column.n_filled:,} rows, but no columns say what "
            "happened at which time. Name them with --action and --time, or another --prospect."
        )


def _no_time(loaded: Loaded) -> str:
    return (
        f"{loaded.path} has no column of times, so nothing can be told about how long or how many go on. "
        "Name one with --time COLUMN, or say one day for all with --time 2026-01-31."
    )


def _say_prospect(part: Part, who: str) -> None:
    if who == roles.ROW:
        part.draft.say("prospect", who, "each row is taken as one prospect: no column tells them apart")
        return
    column = part.loaded.columns[who]
    part.draft.say("prospect", who, str(column))


def _ended(loaded: Loaded, answers: Answers, end: Ends | None) -> Profile | None:
    """The column of when it ended: filled where it is won or lost."""
    if said := roles.answered(loaded, answers.ended):
        return loaded.columns[said]
    fit = [c for c in roles.times(loaded) if c.name != answers.time and rank(c.name, "ended") is not None]
    for column in sorted(fit, key=lambda c: rank(c.name, "ended") or 0):
        if ending(column.name, "won") if end is None else _share_filled(loaded, column, end) > 0.8:
            return column
    if end is None:
        return None
    if answers.time and is_day(answers.time):
        return one_day(loaded, answers.time)
    changed = [c for c in loaded.columns.values() if c.kind == "time" and "stage change" in plain(c.name)]
    return next((c for c in changed if _share_filled(loaded, c, end) > 0.8), None)


def _share_filled(loaded: Loaded, column: Profile, end: Ends) -> float:
    """The share of won rows that have this time."""
    won = matches(loaded.table, end.won)
    n_won = pc.sum(won).as_py() or 0
    n_both = pc.sum(pc.and_(won, loaded.table.column(column.name).combine_chunks().is_valid())).as_py() or 0
    return n_both / n_won if n_won else 0.0


def _entered(loaded: Loaded, answers: Answers, ended: Profile | None) -> Profile | None:
    """The column of when they came in: by its name, else the earliest one."""
    if said := roles.answered(loaded, answers.time):
        return loaded.columns[said]
    if answers.time and is_day(answers.time):
        return one_day(loaded, answers.time)
    fit = [c for c in roles.times(loaded) if c is not ended]
    named = roles.by_rank([c for c in fit if rank(c.name, "ended") is None], "entered")
    if named is not None:
        return named
    free = [c for c in fit if rank(c.name, "ended") is None and c.filled_share > 0.5]
    return min(free, key=lambda c: c.span.median if c.span else 0.0, default=None)


def one_day(loaded: Loaded, day: str) -> Profile:
    """A day that was said instead of a column: everything happened on it."""
    n = loaded.table.num_rows
    moment = datetime.fromisoformat(day)
    span = Span(moment, moment, is_day=True, offset_share=0.0, n_absurd=0, median=0.0)
    return Profile(day, n, n, 1, "time", {}, is_typed=False, span=span)


def _amount(loaded: Loaded, answers: Answers, taken: Sequence[str]) -> tuple[Profile | None, str]:
    name = roles.amount(loaded, answers, taken)
    column = loaded.columns[name] if name else None
    if column is None or answers.amount is not None or is_readable(column, answers):
        return column, ""
    example = column.marks.example if column.marks else ""
    return None, (
        f"Amount: left out, for '{example}' in {column.name} may be thousands or decimals; "
        "say --decimal-comma or --no-decimal-comma."
    )


def _blocks(
    part: Part, times: tuple[Profile | None, Profile | None], end: Ends | None, names: tuple[str | None, str | None]
) -> None:
    """The events of a row: entered, then ordered or declined."""
    entered, ended = times
    who = [Line(key, name) for key, name in zip(("actor", "account"), names, strict=True) if name]
    deleted = _not_deleted(part.loaded)
    if entered is not None:
        lines = [Line("where", deleted)] if deleted else []
        lines += [Line("happened_at", entered.name, _before(part.loaded, entered, ended)), Line("action", ENTERED)]
        came = any(word in plain(entered.name) for word in _COME_BY_THEMSELVES)
        why = "a machine saw it" if came else "the seller says so"
        lines += [Line("side", "customer" if came else "seller"), Line("grade", int(came), why)]
        lines += who
        lines += [Line("about", own_names(part.segments), "studies may split by these")] if part.segments else []
        part.draft.blocks.append(Block(tuple(lines), "They came into the records."))
    if ended is None:
        return
    won = end.won if end else {}
    money = [Line("amount", part.amount.name)] if part.amount else []
    part.draft.blocks.append(_end(ended, {**deleted, **won}, (ORDERED, end.why_won if end else ""), [*who, *money]))
    if end is not None and end.lost:
        part.draft.blocks.append(_end(ended, {**deleted, **end.lost}, (DECLINED, end.why_lost), who))


def _end(ended: Profile, where: dict[str, tuple[str, ...]], what: tuple[str, str], more: list[Line]) -> Block:
    action, why = what
    lines = [Line("where", {k: list(v) if len(v) > 1 else v[0] for k, v in where.items()}, why)] if where else []
    lines += [
        Line("happened_at", ended.name, str(ended)),
        Line("time_required", value=True, why="a row that ended at no time is refused, not forgotten"),
        Line("action", action),
        Line("side", "customer"),
        Line("grade", 0, "the seller says so"),
        *more,
    ]
    return Block(tuple(lines), {ORDERED: "Won.", DECLINED: "Lost."}[action])


def _not_deleted(loaded: Loaded) -> dict[str, tuple[str, ...]]:
    """The condition that leaves deleted records out, where a column tells them."""
    for name, column in loaded.columns.items():
        if plain(name) == "is deleted" and roles.is_truth(column):
            kept = tuple(v for v in column.values if v not in roles.yes_of(column))
            return {name: kept} if kept else {}
    return {}


def _before(loaded: Loaded, entered: Profile, ended: Profile | None) -> str:
    if ended is None:
        return str(entered)
    if ended.name not in loaded.columns or entered.name not in loaded.columns:
        return "as you said"
    first, last = (loaded.table.column(c.name).combine_chunks() for c in (entered, ended))
    if first.type != last.type or (entered.orders and entered.orders.n_day_first + entered.orders.n_month_first):
        return str(entered)
    both = pc.and_(first.is_valid(), last.is_valid())
    n_both, n_in_order = (pc.sum(v).as_py() or 0 for v in (both, pc.less_equal(first, last)))
    return f"{entered}; not after {ended.name} in {n_in_order:,} of {n_both:,} rows that have both"


def _other_times(part: Part) -> None:
    """Times that might be milestones too: written as remarks, for a person to switch on."""
    used = {c.name for c in part.times}
    for column in roles.times(part.loaded):
        if column.name in used or column.filled_share < 0.02:
            continue
        action = plain(column.name).replace(" ", "_")
        lines = (Line("happened_at", column.name, str(column)), Line("action", action), Line("side", "seller"))
        part.draft.blocks.append(Block(lines, "Another time. If it is a step on the way, switch it on.", is_off=True))
