"""The sheet of a compilation: one row a prospect, columns added as they are needed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pyrometer.definitions import _matching
from pyrometer.definitions._matching import Records
from pyrometer.model.definition import Clause

NOW, START = "t_now", "t_start"
TIME = "timestamp(6)"
FIELDS: Mapping[str, str] = {"h": TIME, "k": TIME, "p": "int64", "v": "float64"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the pass over the events brings back for a clause.

    `keep` empty: the first time. Else a list of events, each with 'h' when it happened, 'k' when it became known,
    'p' the person, 'v' the value of `field`.
    """

    clause: Clause
    keep: str = ""
    field: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal keys share one column."""
        return (_matching.key(self.clause), self.keep, self.field)


class Sheet:
    """The growing table, open while definitions are compiled; pending columns are closed in when first read."""

    def __init__(self, records: Records, wanted: Mapping[tuple[Any, ...], Gathered]) -> None:
        """Make the one pass over the events: one row for each prospect known at the instant of judging."""
        self._names = {key: f"g{i}" for i, key in enumerate(wanted)}
        self._pending: dict[str, Any] = {}
        self._n = 0
        self._table = _pass(records, {self._names[k]: w for k, w in wanted.items()})

    @property
    def table(self) -> Any:
        """The table with every column so far."""
        if self._pending:
            pending, self._pending = self._pending, {}
            self._table = self._table.mutate(**pending)
        return self._table

    def __getitem__(self, name: str) -> Any:
        """A column so far."""
        return self.table[name] if name in self._pending else self._table[name]

    def gathered(self, wanted: Gathered) -> Any:
        """The column that the pass over the events brought back."""
        return self[self._names[wanted.key]]

    def add(self, stem: str, expression: Any) -> str:
        """Add a column; its name. What is a column already gets no second one."""
        op = expression.op()
        if type(op).__name__ == "Field":
            return str(op.name)
        self._n += 1
        name = f"c{self._n}_{stem}"
        self._pending[name] = expression
        return name


def _pass(records: Records, wanted: Mapping[str, Gathered]) -> Any:
    import ibis

    records, answers = _known_then(records, wanted)
    events = records.events
    conditions = {name: _matching.condition(w.clause, records, answers) for name, w in wanted.items()}
    found = {name: _reduced(w, events, conditions[name]) for name, w in wanted.items() if conditions[name] is not None}
    if isinstance(records.until, str):
        found[NOW] = events[records.until].max().cast(TIME)
    table = events.group_by("prospect").aggregate(**{START: events.happened_at.min().cast(TIME)}, **found)
    if NOW not in found:
        table = table.mutate(**{NOW: ibis.literal(_instant(records)).cast(TIME)})
    table = table.filter(table[START] <= table[NOW])
    return table.mutate(**{name: _settled(w, table, name) for name, w in wanted.items()})


def _instant(records: Records) -> datetime:
    """Judged at `until`; as known then, not later than then."""
    assert isinstance(records.until, datetime)
    return records.until if records.as_known is None else min(records.until, records.as_known)


def _known_then(records: Records, wanted: Mapping[str, Gathered]) -> tuple[Records, Mapping[str, str]]:
    """The records with only what was known then, and the columns that hold the answers of escape hatches."""
    events = records.events
    if records.as_known is not None:
        events = events.filter(events.known_at.fill_null(events.happened_at) <= records.as_known)
    texts = dict.fromkeys(w.clause.sql for w in wanted.values() if w.clause.sql)
    answers = {text: f"sql_{i}" for i, text in enumerate(texts)}
    if answers:
        from pyrometer.definitions._sql import with_answers

        events = with_answers(events, answers)
    return replace(records, events=events), answers


def _reduced(wanted: Gathered, events: Any, condition: Any) -> Any:
    import ibis

    if not wanted.keep:
        return events.happened_at.min(where=condition)
    if wanted.keep == "h":
        return events.happened_at.collect(where=condition)
    columns = {
        "h": lambda: events.happened_at,
        "k": lambda: events.known_at.fill_null(events.happened_at),
        "p": lambda: events.person.cast("int64"),
        "v": lambda: _matching.number(events, wanted.field),
    }
    return ibis.struct({k: columns[k]().cast(FIELDS[k]) for k in wanted.keep}).collect(where=condition)


def _settled(wanted: Gathered, table: Any, name: str) -> Any:
    """What came back, without what lies after the instant of judging; an empty list where nothing was found."""
    import ibis

    kind = TIME if wanted.keep == "h" else "struct<" + ", ".join(f"{k}: {FIELDS[k]}" for k in wanted.keep) + ">"
    if name not in table.columns:
        return ibis.null(TIME) if not wanted.keep else ibis.literal([], type=f"array<{kind}>")
    if not wanted.keep:
        return ibis.ifelse(table[name] <= table[NOW], table[name], None).cast(TIME)
    return table[name].fill_null(ibis.literal([], type=f"array<{kind}>")).cast(f"array<{kind}>")
