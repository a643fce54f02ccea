"""Ageing: how long those who still wait have waited, and how long nothing has been heard of them."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.record import DAY_US, OPEN
from pyrometer.process.spells import age_us


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    milestone: str = field(default="", metadata={"help": "After which milestone they wait; empty: the whole journey."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per age and silence, in whole days.

    Only those who are known to wait: who may have gone on or stopped unseen while a sensor was dead is neither work in
    process nor out of it (`n_untold` of the facts).
    """
    import ibis

    spells, facts = process.spells, process.facts
    number = splits.number(process, settings.milestone)
    waiting = spells.filter((spells.milestone == number) & (spells.how == OPEN)).select("prospect", "age_us")
    rows = waiting.join(process.journeys.select("prospect", "last_at"), "prospect")
    silence = age_us(rows.last_at, ibis.literal(facts.until).cast("timestamp(6)"), facts)
    counts = rows.group_by(
        age_days=(rows.age_us // DAY_US).cast("int64"), silence_days=(silence // DAY_US).cast("int64")
    ).agg(n=rows.count())
    return counts.order_by("age_days", "silence_days")


MEASURE = Measure(
    question="How long have those who still wait been waiting, and been silent?",
    settings=Settings,
    columns=(
        Column("age_days", "days", "whole days since they began to wait"),
        Column("silence_days", "days", "whole days since the last event of the prospect"),
        Column("n", "count", "prospects still waiting"),
    ),
    expression=expression,
)
