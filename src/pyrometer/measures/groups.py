"""Groups: how many entered, won, lost and are still open, seller by seller or by a field of the prospect."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.record import LOST, STILL_OPEN, WON


@dataclass(frozen=True, slots=True)
class Settings:
    """By what prospects are grouped: 'seller' or a segment of the plant."""

    by: str = "seller"


def expression(process: Process, settings: Settings) -> Any:
    """One row per group; prospects without a value form the group None."""
    rows = process.journeys
    by = settings.by or splits.SELLER_SPLIT
    counts = rows.group_by(**splits.grouping(process, rows, by)).agg(
        n_entered=rows.count(),
        n_won=rows.count(where=rows.outcome == WON),
        n_lost=rows.count(where=rows.outcome == LOST),
        n_open=rows.count(where=rows.outcome == STILL_OPEN),
        amount_won=rows.amount.sum(),
    )
    return counts.order_by(counts.n_entered.desc(), counts.grouped)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Groups by name, and beside each how many prospects have a group at all."""
    named = splits.names(process, settings.by or splits.SELLER_SPLIT, columns["grouped"])
    total = sum(n for name, n in zip(named, columns["n_entered"], strict=True) if name is not None)
    return {**columns, "group": named, "n_with_group": [total] * len(named)}


MEASURE = Measure(
    question="How many entered, won, lost and are open in each group?",
    settings=Settings,
    columns=(
        Column("group", "", "the seller or field value; empty for prospects without one"),
        Column("n_entered", "count", "prospects that entered"),
        Column("n_won", "count", "of these won"),
        Column("n_lost", "count", "of these lost"),
        Column("n_open", "count", "of these still open"),
        Column("amount_won", "currency", "sum of won amounts"),
        Column("n_with_group", "count", "prospects of all groups together that have a value"),
    ),
    expression=expression,
    finish=finish,
)
