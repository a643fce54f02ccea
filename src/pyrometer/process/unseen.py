"""Unseen: from when on a dead sensor may have hidden whether somebody went on or stopped.

Whoever still waits when the sensor dies is watched up to then and no further, also who is later seen to go on: were
only those cut off of whom nothing more is seen, the others would stay, and all of them would have gone on.
A loss before the outage stands, though an order that would have undone it may have come unseen.
Source: independent censoring, Kalbfleisch & Prentice 2002, The Statistical Analysis of Failure Time Data, 1.3.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pyrometer.definitions._order import resting
from pyrometer.model.definition import Definition, Outage

Hides = Mapping[str, tuple[Outage, ...]]
BEFORE_ALL, AFTER_ALL = datetime.min, datetime.max


def hides(definitions: Sequence[Definition], names: Iterable[str], dead: Hides) -> Hides:
    """When each of these definitions may have been met unseen: a sensor was dead that it, or what it rests on, needs.

    `dead` is by sensor. The times of each lie apart and in order; definitions that are always seen are left out.
    """
    known = {d.name: d for d in definitions}
    found = {name: _merged(o for sensor in _sensors(name, known) for o in dead.get(sensor, ())) for name in names}
    return {name: times for name, times in found.items() if times}


def unseen_at(since: Any, names: Iterable[str], times: Hides) -> Any:
    """The expression of when an outage first hides that one of these is met, counted from `since`; null: never.

    It is `since` itself where a sensor was dead already.
    """
    import ibis

    found = []
    for outage in _merged(o for name in names for o in times.get(name, ())):
        begins = since if outage.since is None else ibis.greatest(since, _literal(outage.since))
        goes_on = since.notnull() if outage.until is None else since < _literal(outage.until)
        found.append((goes_on.fill_null(False), begins))
    never = ibis.null("timestamp(6)")
    return ibis.cases(*found, else_=never) if found else never


def _sensors(name: str, known: Mapping[str, Definition]) -> set[str]:
    """The sensors that a definition needs, and those that it rests on."""
    return {sensor for definition in resting([name], known).values() for sensor in definition.needs}


def _merged(times: Iterable[Outage]) -> tuple[Outage, ...]:
    """The outages in order of time; those that overlap or touch are one."""
    found: list[Outage] = []
    for outage in sorted(set(times), key=lambda o: o.since or BEFORE_ALL):
        last = found[-1] if found else None
        if last is None or (last.until or AFTER_ALL) < (outage.since or BEFORE_ALL):
            found.append(outage)
            continue
        until = None if last.until is None or outage.until is None else max(last.until, outage.until)
        found[-1] = Outage(last.since, until)
    return tuple(found)


def _literal(at: datetime) -> Any:
    import ibis

    return ibis.literal(at).cast("timestamp(6)")
