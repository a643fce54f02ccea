"""Fill: for each field, how many prospects have it filled, how many values it takes, and what was filled too late."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, said


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per field; the value of a prospect is the one said last."""
    import ibis

    latest = said.latest(process.events)
    ends = process.journeys.select("prospect", "ended_at")
    latest = latest.left_join(ends, "prospect")
    values = latest.group_by("own", "field", "value").agg(
        n=latest.count(), n_after=latest.count(where=latest.first_at > latest.ended_at)
    )
    values = values.mutate(most=values.n.max().over(ibis.window(group_by=[values.own, values.field])))
    fields = values.group_by("own", "field").agg(
        n_filled=values.n.sum(),
        n_values=values.count(),
        top_value=values.value.min(where=values.n == values.most),
        top=values.most.max(),
        n_filled_after_end=values.n_after.sum(),
    )
    return fields.order_by("field", "own")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Shares of the filled, codes as words."""
    words = {"actor": process.words.actors, "account": process.words.accounts}
    top = zip(columns["own"], columns["field"], columns["top_value"], strict=True)
    return {
        **columns,
        "n_prospects": [process.facts.n_prospects] * len(columns["field"]),
        "top_value": [words[field][int(value)] if own and field in words else value for own, field, value in top],
        "top_share": [n / filled for n, filled in zip(columns["top"], columns["n_filled"], strict=True)],
    }


MEASURE = Measure(
    question="Which fields are filled, with what, and how many of them only after the end?",
    settings=Settings,
    columns=(
        Column("field", "", "a field that events say something about, or amount, actor, account"),
        Column("n_prospects", "count", "prospects in all"),
        Column("n_filled", "count", "prospects for which it was ever filled"),
        Column("n_values", "count", "different values, as said last for each prospect"),
        Column("top_value", "", "the most frequent value"),
        Column("top_share", "share", "of the filled that have it"),
        Column("n_filled_after_end", "count", "first filled after the journey had ended: it cannot foretell the end"),
    ),
    expression=expression,
    finish=finish,
)
