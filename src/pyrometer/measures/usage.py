"""Usage: how often each action and each value of a field with few values is used, by how many, since when."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, said, ways
from pyrometer.process.zones import local

COUNTED = ("prospect", "actor", "happened_at")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    most_values: int = field(
        default=50, metadata={"help": "Fields of more different values are left out: they are texts."}
    )
    whole: bool = field(default=False, metadata={"help": "One row a field, whatever its value, texts too."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per field and value; the action is the field 'action', its value the code as text."""
    import ibis

    rows = said.about(process.events, *COUNTED)
    if settings.whole:
        rows = rows.mutate(value=ibis.literal(""))
    values = rows.group_by("own", "field", "value").agg(
        n_events=rows.count(), n_prospects=rows.prospect.nunique(), **_by_whom(rows)
    )
    values = values.mutate(n_values=values.count().over(ibis.window(group_by=values.field)))
    few = values.filter(values.n_values <= settings.most_values).drop("n_values")
    used = _actions(process).select(few.columns).union(few)
    days = {f"{end}_on": local(used[f"{end}_at"], process.facts).date() for end in ("first", "last")}
    return used.mutate(**days).order_by("field", ibis.desc("n_events"), "own", "value")


def _actions(process: Process) -> Any:
    """The same columns for actions."""
    import ibis

    counted = ways.actions(process).select("action", "n_events", "n_prospects")
    events = process.events
    by_whom = events.group_by(used="action").agg(**_by_whom(events))
    rows = counted.join(by_whom, counted.action == by_whom.used)
    own = ibis.literal(1, type="int8")
    return rows.mutate(own=own, field=ibis.literal("action"), value=rows.action.cast("string"))


def _by_whom(rows: Any) -> dict[str, Any]:
    return {
        "n_actors": rows.actor.nunique(),
        "first_at": rows.happened_at.min(),
        "last_at": rows.happened_at.max(),
    }


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Actions by name."""
    pairs = zip(columns["own"], columns["value"], strict=True)
    words = process.words.actions
    return {**columns, "value": [words[int(value)] if own else value for own, value in pairs]}


MEASURE = Measure(
    question="Which actions, stages and values are used, by how many, and until when?",
    settings=Settings,
    columns=(
        Column("field", "", "'action', or a field that events say something about"),
        Column("value", "", "the action or the value; empty: the whole field"),
        Column("n_events", "count", "events that carry it"),
        Column("n_prospects", "count", "prospects that have any"),
        Column("n_actors", "count", "people on our side who used it"),
        Column("first_on", "", "first day, local"),
        Column("last_on", "", "latest day, local"),
    ),
    expression=expression,
    finish=finish,
)
