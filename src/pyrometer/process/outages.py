"""Outages: when the sensors that definitions need were dead, told by silences too long for a living source."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pyrometer.model.definition import VERDICTS, Outage
from pyrometer.model.process import ProcessFacts
from pyrometer.model.words import Words
from pyrometer.process import calendar, zones

Outages = Mapping[str, tuple[Outage, ...]]
CANNOT_TELL = VERDICTS.index("cannot_tell")


def outages(events: Any, words: Words, sensors: Iterable[str], facts: ProcessFacts) -> Outages:
    """The outages of those sensors that had any: from the first local day of a silence to the end of its last.

    A sensor that gave no event at all was never connected. Silences are judged as `study trust` judges them.
    """
    wanted = list(dict.fromkeys(sensors))
    codes = [words.sources.index(name) for name in wanted if name in words.sources]
    days = _days(events, codes, facts) if codes else {}
    by_name = {words.sources[code]: _dead(starts, n, facts.zone) for code, (starts, n) in days.items()}
    found = {name: by_name.get(name, (Outage(),)) for name in wanted}
    return {name: times for name, times in found.items() if times}


def _days(events: Any, codes: Sequence[int], facts: ProcessFacts) -> dict[int, tuple[list[date], list[int]]]:
    """Every local day of the records with the number of events, by source."""
    cells = zones.cells(events.filter(events.source.isin(codes)), "happened_at", facts, "source")
    rows = cells.group_by("source", starts_on=zones.starts_on(cells.cell_at, facts, "day")).agg(n=cells.n.sum())
    counted = events.get_backend().to_pyarrow(rows).to_pydict()
    filled = calendar.filled(facts, "day", counted["starts_on"], {"n": counted["n"]}, groups=counted["source"])
    found: dict[int, tuple[list[date], list[int]]] = {code: ([], []) for code in counted["source"]}
    for code, day, n in zip(filled["group"], filled["starts_on"], filled["n"], strict=True) if found else ():
        found[code][0].append(day)
        found[code][1].append(n)
    return found


def _dead(starts: Sequence[date], n: Sequence[int], zone: str) -> tuple[Outage, ...]:
    from pyrometer.statistics.silence import RARE, silences

    silent = [s for s in silences(n, [day.weekday() for day in starts]) if s.p < RARE]
    return tuple(
        Outage(
            zones.to_utc(starts[s.first], zone) if s.first else None,
            zones.to_utc(starts[s.last], zone) if s.last < len(starts) else None,
        )
        for s in silent
    )


def untold(verdicts: Any, names: Sequence[str], backend: Any) -> dict[str, int]:
    """Of how many prospects the verdict cannot be told, by definition; those with none left out."""
    columns = {name: verdicts[f"{name.replace('-', '_')}_verdict"] for name in names}
    counts = verdicts.aggregate(**{f"n{i}": (c == CANNOT_TELL).sum() for i, c in enumerate(columns.values())})
    (row,) = backend.to_pyarrow(counts).to_pylist()
    return {name: row[f"n{i}"] for i, name in enumerate(columns) if row[f"n{i}"]}


def written(found: Outages) -> dict[str, Any]:
    """The outages as JSON takes them."""
    return {name: [[_text(o.since), _text(o.until)] for o in times] for name, times in found.items()}


def read(kept: Mapping[str, Any]) -> Outages:
    """What `written` wrote."""
    return {name: tuple(Outage(*map(_instant, pair)) for pair in times) for name, times in kept.items()}


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
