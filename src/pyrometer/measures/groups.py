"""Groups: how many entered, won, lost and are still open, seller by seller or by a field of the prospect."""

import math
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


def expression(process: Process, settings: Settings) -> Any:
    """One row per group and outcome; prospects without a value form the group None."""
    rows = process.journeys
    keys = splits.grouping(process, rows, settings.by or splits.SELLER_SPLIT)
    return rows.group_by(**keys, outcome=rows.outcome).agg(n=rows.count(), amount=rows.amount.sum())


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """A row a group, the largest first, and beside each how many prospects have a group at all."""
    counts: dict[Any, dict[int, int]] = {}
    amounts: dict[Any, list[float]] = {}
    for code, outcome, n, amount in zip(*(columns[c] for c in ("grouped", "outcome", "n", "amount")), strict=True):
        counts.setdefault(code, {})[outcome] = n
        amounts.setdefault(code, []).extend([] if amount is None else [amount])
    codes = sorted(counts, key=lambda code: (-sum(counts[code].values()), code is None, code))
    named = splits.names(process, settings.by or splits.SELLER_SPLIT, codes)
    entered = [sum(counts[code].values()) for code in codes]
    total = sum(n for name, n in zip(named, entered, strict=True) if name is not None)
    ended = {"n_won": WON, "n_lost": LOST, "n_open": STILL_OPEN, "n_untold": UNTOLD}
    return {
        "group": named,
        "n_entered": entered,
        **{name: [counts[code].get(outcome, 0) for code in codes] for name, outcome in ended.items()},
        "amount_won": [math.fsum(amounts[code]) if amounts[code] else None for code in codes],
        "n_with_group": [total] * len(codes),
    }


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
        Column("n_untold", "count", "of these neither on record: they may have been while a sensor was dead"),
    ),
    expression=expression,
    finish=finish,
)
