"""One [[event]] rule at work: the rows it takes become events, a column at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.model.event import FIELD_CHANGE, PRECISIONS, SIDES
from pyrometer.sensors import _after
from pyrometer.sensors._batch import EVENTS, TIME
from pyrometer.sensors._bounds import compared
from pyrometer.sensors._bounds import is_day as is_day
from pyrometer.sensors._columns import filled, is_text, literal_or_filled, named, text
from pyrometer.sensors._config import Field, Rule, SensorConfig
from pyrometer.sensors._numbers import numbers
from pyrometer.sensors._refused import Refusals
from pyrometer.sensors._times import Times, times

AFTER = PRECISIONS.index("after")
NUMBERS = ("minutes", "cost", "amount")
NAMES = ("actor", "person", "account")


@dataclass(frozen=True, slots=True)
class Source:
    """What the mapping needs to know besides the rows: the sensor, the styles proved, the file, the present."""

    config: SensorConfig
    styles: Mapping[str, Field]
    file: str
    now: datetime | None = None  # nothing can have happened after it


@dataclass(slots=True)
class Tally:
    """Refusals and counts of one batch, filled while its rules are applied."""

    refusals: Refusals
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, code: str, n: int) -> None:
        """Add to a count that is reported with the batch."""
        if n:
            self.counts[code] = self.counts.get(code, 0) + n


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows that a rule takes: their cells, positions in the batch, prospects and numbers in the file."""

    rule: Rule
    number: int  # of the rule
    part: Any
    at: Any
    who: Any
    rows: Any
    after: Any | None = None  # by row of the batch: the time after which it happened (sensors._after)


def used(config: SensorConfig) -> tuple[str, ...]:
    """Every column of the file that the sensor speaks of, once."""
    found: list[str] = [*named(config.prospect), *named(config.id)]
    found += [config.seq] if isinstance(config.seq, str) and config.seq else []
    for rule in config.events:
        found += [*rule.where, *time_columns(rule)]
        found += [column for name in NAMES for column in named(getattr(rule, name))]
        found += [v for name in NUMBERS if isinstance(v := getattr(rule, name), str) and v]
        found += [rule.changed] if rule.changed else []
        for template in (rule.action, rule.currency, *rule.about.values()):
            found += named(template) if "{" in template else ()
    return tuple(dict.fromkeys(found))


def time_columns(rule: Rule) -> tuple[str, ...]:
    """The columns of times that a rule reads; a day that it names instead is none."""
    names = (rule.known_at, rule.started_at, rule.after, *compared(rule.dates), rule.happened_at)
    return tuple(name for name in names if name and not is_day(name))


def columns_of(config: SensorConfig, rule: Rule, there: list[str]) -> list[str]:
    """The columns that one rule reads, so that no other is copied."""
    wanted = set(used(replace(config, events=(rule,))))
    return [name for name in there if name in wanted] or there[:1]  # a table without columns has no rows either


def events(source: Source, taken: Taken, tally: Tally) -> tuple[Any, Any]:
    """The events of one rule and the positions of the rows that gave them."""
    rule, part = taken.rule, taken.part
    when, is_after = _when(source, taken)
    good = _judged(source, taken, when, tally)
    given: dict[str, Any] = {"when": when, "is_after": is_after, "action": literal_or_filled(part, rule.action)}
    for name in NUMBERS:
        given[name], bad = _number(source, part, getattr(rule, name))
        tally.refusals.add_bad(taken.at[bad], "bad-number", getattr(rule, name), "is no number")
        good &= ~bad
    if given["action"].null_count:
        silent = given["action"].is_null().to_numpy(zero_copy_only=False)
        tally.refusals.add_at(taken.at[silent], "no-action", f"{rule.action} is empty: it is not said what happened.")
        good &= ~silent
    given |= {name: filled(part, value) if (value := getattr(rule, name)) else None for name in NAMES}
    given |= _clocks(source, taken, when, given["minutes"])
    if is_after.any() and rule.started_at:
        given["minutes"] = pc.if_else(pa.array(is_after), None, given["minutes"])
    made = _table(source, taken, given | {"about": _about(part, rule.about)})
    return made if good.all() else made.filter(pa.array(good)), taken.at[good]


def _when(source: Source, taken: Taken) -> tuple[Times, Any]:
    """When it happened, and the mask of rows that tell only after what."""
    when = read_times(source, taken.part, taken.rule.happened_at)
    if taken.after is None:
        return when, np.zeros(len(taken.at), bool)
    return _after.filled(when, _empty(taken), taken.after[taken.at])


def _empty(taken: Taken) -> Any:
    """The mask of rows whose happened_at is empty."""
    if is_day(taken.rule.happened_at):
        return np.zeros(len(taken.at), bool)
    return pc.is_null(taken.part.column(taken.rule.happened_at)).to_numpy(zero_copy_only=False)


def read_times(source: Source, part: Any, column: str) -> Times:
    """The times in a column, in the style declared or proved for it."""
    style = source.styles.get(column, Field("time"))
    cells = pa.chunked_array([pa.repeat(column, part.num_rows)]) if is_day(column) else part.column(column)
    cells = text(cells) if is_text(cells) else cells.combine_chunks()
    zone = ZoneInfo(source.config.zone)
    return times(cells, zone, order=style.dates or "year-first", is_date=style.kind == "date")


def _judged(source: Source, taken: Taken, when: Times, tally: Tally) -> Any:
    """Refuse what is no time, absurd, or still to come; the mask of rows whose time is good."""
    rule, refusals = taken.rule, tally.refusals
    empty = _empty(taken) & ~when.is_good
    good = when.is_good.copy()
    if source.now is not None:
        limit = int(np.datetime64(source.now, "us").astype(np.int64))
        future = good & (when.utc > limit)
        refusals.add_bad(taken.at[future], "future-time", rule.happened_at, "has not come yet")
        good &= ~future
    refusals.add_bad(taken.at[when.is_absurd], "absurd-time", rule.happened_at, "stands for no real day")
    bad = ~(when.is_good | when.is_absurd | empty)
    refusals.add_bad(taken.at[bad], "bad-time", rule.happened_at, "is no time that can be read")
    if rule.time_required or rule.after:
        reason = f"{rule.happened_at} is empty, so it cannot be told when '{rule.action}' happened."
        refusals.add_at(taken.at[empty], "no-time", reason)
    tally.count("clock-shown-twice", int((when.is_ambiguous & good).sum()))
    tally.count("clock-never-shown", int((when.is_nonexistent & good).sum()))
    return good


def _clocks(source: Source, taken: Taken, when: Times, minutes: Any) -> dict[str, Any]:
    """known_at and minutes since started_at, where the rule names them; unreadable ones are empty, not invented."""
    rule, part = taken.rule, taken.part
    given: dict[str, Any] = {}
    if rule.known_at:
        known = read_times(source, part, rule.known_at)
        given["known_at"] = pa.array(known.utc, pa.int64(), mask=~known.is_good).cast(TIME)
    if rule.started_at:
        start = read_times(source, part, rule.started_at)
        took = pa.array((when.utc - start.utc) / 60_000_000, mask=~start.is_good | (start.utc > when.utc))
        given["minutes"] = took if minutes is None else pc.coalesce(minutes, took)
    return given


def _number(source: Source, part: Any, value: str | float) -> tuple[Any, Any]:
    none_bad = np.zeros(part.num_rows, bool)
    if value == "":
        return None, none_bad
    if not isinstance(value, str):
        return pa.repeat(pa.scalar(float(value)), part.num_rows), none_bad
    style = source.styles.get(value, Field("number"))
    column = part.column(value)
    column = column.combine_chunks() if pa.types.is_floating(column.type) else text(column)
    values, bad = numbers(column, style.decimal or ".")
    return values, bad.to_numpy(zero_copy_only=False)


def _about(part: Any, about: Mapping[str, str]) -> Any:
    """A map column: each row's own fields, empty ones left out."""
    n, k = part.num_rows, len(about)
    if not k or not n:
        nothing = pa.array([], pa.string())
        return pa.MapArray.from_arrays(pa.array(np.zeros(n + 1, np.int32)), nothing, nothing)
    cells = [literal_or_filled(part, template) for template in about.values()]
    place = (np.arange(n)[:, None] + np.arange(k)[None, :] * n).ravel()  # column after column -> row after row
    items = pa.concat_arrays(cells).take(pa.array(place))
    there = items.is_valid()
    counts = there.to_numpy(zero_copy_only=False).reshape(n, k).sum(axis=1)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    keys = pa.DictionaryArray.from_arrays(pa.array(np.tile(np.arange(k, dtype=np.int32), n)), pa.array(list(about)))
    return pa.MapArray.from_arrays(pa.array(offsets), keys.filter(there).dictionary_decode(), items.filter(there))


def _table(source: Source, taken: Taken, given: Mapping[str, Any]) -> Any:
    """The events as a table of the one schema."""
    config, rule, n = source.config, taken.rule, taken.part.num_rows
    by_row = config.row_is == "prospect"
    # Another value of a field, or another stage, is another event, no contradiction.
    is_told_anew = by_row and (rule.action == FIELD_CHANGE or "{" in rule.action)
    identity = filled(taken.part, config.id) if config.id and not is_told_anew else None
    if identity is not None and by_row:
        identity = pc.binary_join_element_wise(identity, given["action"], ":")
    columns = {
        "source": pa.repeat(config.name, n),
        "source_id": identity,
        "source_seq": seq(taken.part, config, taken.number),
        "prospect": taken.who,
        "happened_at": pa.array(given["when"].utc, pa.int64()).cast(TIME),
        "precision": pa.array(np.where(given["is_after"], AFTER, given["when"].is_day).astype(np.int8)),
        "side": pa.array(np.full(n, SIDES.index(rule.side), np.int8)),
        "grade": pa.array(np.full(n, rule.grade, np.int8)),
        "currency": _currency(source, taken, given["amount"]),
        "file": pa.repeat(source.file, n),
        "row": pa.array(taken.rows, pa.int64()),
        **{name: given.get(name) for name in ("action", "about", "known_at", *NUMBERS, *NAMES)},
    }
    arrays = [pa.nulls(n, f.type) if columns[f.name] is None else columns[f.name] for f in EVENTS]
    return pa.Table.from_arrays(arrays, schema=EVENTS)


def seq(part: Any, config: SensorConfig, rule: int) -> Any:
    """What orders equal times: a column, or in a row of many events the order of the rules."""
    if isinstance(config.seq, int):
        return pa.array(np.full(part.num_rows, config.seq, np.int64))
    if config.seq:
        return pc.fill_null(pc.cast(text(part.column(config.seq)), pa.int64()), 0)
    return pa.array(np.full(part.num_rows, rule if config.row_is == "prospect" else 0, np.int64))


def _currency(source: Source, taken: Taken, amount: Any) -> Any:
    """The rule's currency (a literal or '{column}') or that declared for the amount's column; none without amount."""
    rule = taken.rule
    declared = source.styles.get(rule.amount if isinstance(rule.amount, str) else "", Field()).currency
    currency = rule.currency or declared
    if not currency or amount is None:
        return None
    return pc.if_else(amount.is_valid(), literal_or_filled(taken.part, currency), pa.scalar(None, pa.string()))
