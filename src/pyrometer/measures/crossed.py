"""Crossed: won and lost group by group within the values of another field, to compare like with like."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.record import LOST, STILL_OPEN, UNTOLD, WON


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    by: str = field(
        default="seller", metadata={"help": "By what prospects are grouped: seller, or a segment of the plant."}
    )
    within: str = field(default="seller", metadata={"help": "Within what groups are compared: seller, or a segment."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per pair of values; prospects without a value form the group None."""
    rows = process.journeys
    by, within = (splits.column(process, name or splits.SELLER_SPLIT) for name in (settings.by, settings.within))
    counts = rows.group_by(grouped=rows[by], stratum=rows[within]).agg(
        n_entered=rows.count(),
        n_won=rows.count(where=rows.outcome == WON),
        n_lost=rows.count(where=rows.outcome == LOST),
        n_open=rows.count(where=rows.outcome == STILL_OPEN),
        n_untold=rows.count(where=rows.outcome == UNTOLD),
    )
    return counts.order_by(counts.n_entered.desc(), counts.grouped, counts.stratum)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Groups and strata by name."""
    group = splits.names(process, settings.by or splits.SELLER_SPLIT, columns["grouped"])
    within = splits.names(process, settings.within or splits.SELLER_SPLIT, columns["stratum"])
    return {**columns, "group": group, "within": within}


MEASURE = Measure(
    question="How many were won and lost in each group, within each value of another field?",
    settings=Settings,
    columns=(
        Column("group", "", "the seller or field value; empty for prospects without one"),
        Column("within", "", "the value of the other field; empty for prospects without one"),
        Column("n_entered", "count", "prospects that entered"),
        Column("n_won", "count", "of these won"),
        Column("n_lost", "count", "of these lost"),
        Column("n_open", "count", "of these still open"),
        Column("n_untold", "count", "of these neither on record: they may have been while a sensor was dead"),
    ),
    expression=expression,
    finish=finish,
)
