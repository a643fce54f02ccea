"""The sheet of a compilation: one row a prospect, columns added as they are needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from inspect import Parameter, Signature
from typing import Any

from pyrometer.definitions import _matching
from pyrometer.definitions._layout import lay_out, stand_in
from pyrometer.definitions.records import Records
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
    """The columns of a compilation, open while they are collected; `finish` lays them out in few steps.

    A column is written over stand-ins for those it reads, so that all definitions can be laid out together: what
    can be computed side by side is.
    """

    def __init__(self, records: Records, wanted: Mapping[tuple[Any, ...], Gathered]) -> None:
        """Plan the one pass over the events: one row for each prospect known at the instant of judging."""
        self._names = {key: f"g{i}" for i, key in enumerate(wanted)}
        self._base = _pass(records, {self._names[k]: w for k, w in wanted.items()})
        self._columns: dict[str, Any] = {}
        self._stand_ins: dict[str, Any] = {}
        self._n = 0

    def __getitem__(self, name: str) -> Any:
        """A column, by name."""
        if name not in self._stand_ins:
            kind = self._columns[name].type() if name in self._columns else self._base[name].type()
            self._stand_ins[name] = stand_in(name, kind)
        return self._stand_ins[name]

    def gathered(self, wanted: Gathered) -> Any:
        """The column that the pass over the events brings back."""
        return self[self._names[wanted.key]]

    def numbered(self, tell: Callable[[Any, Any], Any]) -> Callable[..., Any]:
        """A function of element and index for map and filter, under names of its own.

        Ibis (12.0) mistakes an index for another one of the same name in any table that the function reads from.
        """
        self._n += 1
        return _named(tell, f"t{self._n}", f"i{self._n}")

    def add(self, stem: str, expression: Any) -> str:
        """Add a column; its name. What is a column already gets no second one."""
        op = expression.op()
        if type(op).__name__ == "Field":
            return str(op.name)
        self._n += 1
        name = f"c{self._n}_{stem}"
        self._columns[name] = expression
        return name

    def finish(self, wanted: Mapping[str, str]) -> Any:
        """The table of prospect and the wanted columns, given as public name to column."""
        table = lay_out(self._base, self._columns, list(dict.fromkeys(wanted.values())))
        return table.select("prospect", **{name: table[column] for name, column in wanted.items()})


def _named(tell: Callable[[Any, Any], Any], element: str, index: str) -> Callable[..., Any]:
    def named(**given: Any) -> Any:
        return tell(given[element], given[index])

    kind = Parameter.KEYWORD_ONLY
    named.__signature__ = Signature([Parameter(element, kind), Parameter(index, kind)])  # type: ignore[attr-defined]
    return named


def _pass(records: Records, wanted: Mapping[str, Gathered]) -> Any:
    import ibis

    records, answers = _known_then(records, wanted)
    events = records.events
    conditions = {name: _matching.condition(w.clause, records, answers) for name, w in wanted.items()}
    found = {name: _reduced(w, events, conditions[name]) for name, w in wanted.items()}
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

    if condition is None:
        condition = ibis.literal(False)
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
    if not wanted.keep:
        return ibis.ifelse(table[name] <= table[NOW], table[name], None).cast(TIME)
    return table[name].fill_null(ibis.literal([], type=f"array<{kind}>")).cast(f"array<{kind}>")
