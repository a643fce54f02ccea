"""Examples, run: every story goes through the same compilation as the ledger, and must get its verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from pyrometer.definitions._order import references, resting
from pyrometer.definitions.records import Records
from pyrometer.errors import DefinitionError, PyrometerError
from pyrometer.model.definition import VERDICTS, Definition, Example
from pyrometer.model.event import SIDES, Event
from pyrometer.model.words import Words

GRADE = 2  # stories are written as if a deliberate act were needed; a line may say grade=0
CODED: Mapping[str, str] = {"action": "actions", "actor": "actors", "person": "persons", "account": "accounts"}
PLAIN = ("happened_at", "known_at", "grade", "minutes", "cost", "amount", "source_seq")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How one example went: what it must get and what it got; `fault` where its story cannot be read."""

    definition: str
    number: int  # of the example in its file, from 1
    example: Example
    got: str | float | None
    fault: str = ""

    @property
    def went_well(self) -> bool:
        """Did it get what it must?"""
        wanted = self.example.verdict if self.example.verdict is not None else self.example.number
        return not self.fault and self.got == wanted


def rehearse(definitions: Sequence[Definition], backend: Any = None) -> tuple[Rehearsal, ...]:
    """Every example of every definition, judged at its day or its last line; in the order of the files.

    All definitions that the given ones rest on must be among them. `backend` is an Ibis backend; default: a fresh
    one in memory. Raises DefinitionError for circles and unknown names.
    """
    stories, faults = _stories(definitions)
    got = _judged(definitions, stories, backend or _own_backend()) if stories else {}
    return tuple(
        Rehearsal(d.name, i, e, got.get((d.name, i)), faults.get((d.name, i), ""))
        for d in definitions
        for i, e in enumerate(d.examples, 1)
    )


def with_inner(definition: Definition, others: Iterable[Definition]) -> tuple[Definition, ...]:
    """A definition with all those it rests on; raises DefinitionError where one is missing."""
    known = {d.name: d for d in others} | {definition.name: definition}
    found = tuple(resting([definition.name], known).values())
    for name in (name for inner in found for name in references(inner) if name not in known):
        raise DefinitionError(f"'{definition.name}' rests on '{name}', which is not defined.")
    return found


Key = tuple[str, int]


def _stories(definitions: Sequence[Definition]) -> tuple[dict[Key, tuple[list[Event], datetime]], dict[Key, str]]:
    from pyrometer.sensors import journal

    stories: dict[Key, tuple[list[Event], datetime]] = {}
    faults: dict[Key, str] = {}
    for definition in definitions:
        for i, example in enumerate(definition.examples, 1):
            key = (definition.name, i)
            try:
                events = journal.parse(example.story, who=f"{definition.name}/{i}")
            except PyrometerError as error:
                faults[key] = str(error)
                continue
            if events:
                stories[key] = (events, _judged_at(example, events))
            else:
                faults[key] = "its story tells of nothing."
    return stories, faults


def _judged_at(example: Example, events: Sequence[Event]) -> datetime:
    """The instant of judging; a day is judged at its end."""
    if isinstance(example.judged_on, datetime):
        return example.judged_on.replace(tzinfo=None)
    if isinstance(example.judged_on, date):
        return datetime.combine(example.judged_on, time()) + timedelta(days=1) - timedelta.resolution
    return max(e.happened_at for e in events)


def _judged(
    definitions: Sequence[Definition], stories: Mapping[Key, tuple[list[Event], datetime]], backend: Any
) -> dict[Key, str | float | None]:
    from pyrometer.definitions.compile import judge, reckon

    keys = list(stories)
    events = [e for key in keys for e in stories[key][0]]
    numbers = {f"{name}/{i}": n for n, (name, i) in enumerate(keys)}
    records = as_records(events, numbers, {f"{k[0]}/{k[1]}": stories[k][1] for k in keys})
    if any(c.sql for d in definitions for c in d.test):
        records = on_engine(records, backend)
    slugs = {d.name: d.slug for d in definitions}
    got: dict[Key, str | float | None] = {}
    for row in backend.to_pyarrow(judge(definitions, records)).to_pylist():
        key = keys[row["prospect"]]
        code = row.get(f"{slugs[key[0]]}_verdict")
        got[key] = None if code is None else VERDICTS[code]
    if any(d.kind == "measure" for d in definitions):
        for row in backend.to_pyarrow(reckon(definitions, records)).to_pylist():
            key = keys[row["prospect"]]
            got[key] = row.get(f"{slugs[key[0]]}_number", got[key])
    return got


def as_records(
    events: Sequence[Event], prospects: Mapping[str, int], until: Mapping[str, datetime] | datetime
) -> Records:
    """A handful of events as the records that definitions run on; the same event twice counts once."""
    import ibis
    import pyarrow as pa

    events = list({repr(e): e for e in events}.values())
    codes = {column: _codes(getattr(e, column) for e in events) for column in (*CODED, "currency")}
    columns = {name: [getattr(e, name) for e in events] for name in PLAIN}
    columns |= {c: [known.get(getattr(e, c)) for e in events] for c, known in codes.items()}
    columns["prospect"] = [prospects[e.prospect] for e in events]
    columns["side"] = [SIDES.index(e.side) for e in events]
    columns["about"] = [list(e.about.items()) for e in events]
    if isinstance(until, Mapping):
        columns["judged_at"] = [until[e.prospect] for e in events]
    schema = pa.schema([(name, _TYPES(pa)[name]) for name in columns])
    words = {field: tuple(codes[c]) for c, field in {**CODED, "currency": "currencies"}.items()}
    table = ibis.memtable(pa.table(columns, schema=schema))
    return Records(table, Words(**words), "judged_at" if isinstance(until, Mapping) else until, grade=GRADE)


def on_engine(records: Records, backend: Any) -> Records:
    """The records as a table of the engine's own, which the escape hatch needs to be understood."""
    events = backend.to_pyarrow(records.events)
    return replace(records, events=backend.create_table("pyrometer_rehearsal", events, temp=True, overwrite=True))


def _codes(words: Iterable[str | None]) -> dict[str, int]:
    return {word: code for code, word in enumerate(dict.fromkeys(w for w in words if w is not None))}


def _TYPES(pa: Any) -> Mapping[str, Any]:  # noqa: N802 - a constant that needs the library
    whole = dict.fromkeys((*CODED, "currency"), pa.int32()) | {"prospect": pa.int64(), "source_seq": pa.int64()}
    times = dict.fromkeys(("happened_at", "known_at", "judged_at"), pa.timestamp("us"))
    reals = dict.fromkeys(("minutes", "cost", "amount"), pa.float64())
    small = dict.fromkeys(("side", "grade"), pa.int8())
    return {**whole, **times, **reals, **small, "about": pa.map_(pa.string(), pa.string())}


@cache
def _own_backend() -> Any:
    from pyrometer.config import EngineSettings
    from pyrometer.registry import find

    return find("pyrometer.engines", "duckdb").connect(EngineSettings(threads=1))
