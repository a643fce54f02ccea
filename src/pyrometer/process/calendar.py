"""Calendar: every period of the records in a table, with zeros where nothing happened."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pyrometer.model.process import ProcessFacts
from pyrometer.process.zones import Period, periods

Key = tuple[Any, date]


def filled(
    facts: ProcessFacts,
    period: Period,
    starts: Sequence[date],
    counts: Mapping[str, Sequence[Any]],
    *,
    groups: Sequence[Any] | None = None,
) -> dict[str, list[Any]]:
    """Columns group, starts_on, the counts and is_whole: one row per group and period, in that order.

    A count that is missing is 0; an `amount` is empty where none is known. What lies outside the periods that the
    records reach (before history was cut) is left out. Groups keep their order of first appearance.
    """
    of = groups if groups is not None else [None] * len(starts)
    known: dict[Key, int] = {key: i for i, key in enumerate(zip(of, starts, strict=True))}
    every = list(periods(facts, period))
    keys = [(group, start, whole) for group in (dict.fromkeys(of) or {None: None}) for start, whole in every]
    columns: dict[str, list[Any]] = {name: [] for name in counts}
    for group, start, _ in keys:
        i = known.get((group, start))
        for name, values in counts.items():
            columns[name].append(values[i] if i is not None else _nothing(name, values))
    return {
        "group": [group for group, _, _ in keys],
        "starts_on": [start for _, start, _ in keys],
        **columns,
        "is_whole": [whole for _, _, whole in keys],
    }


def _nothing(name: str, values: Sequence[Any]) -> float | int | None:
    """Nothing happened: no amount is 0 where amounts are known at all."""
    if name != "amount":
        return 0
    return 0.0 if any(value is not None for value in values) else None
