"""Returns: after each milestone, how many were lost and taken up again, and how many came back from a later one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from pyrometer.definitions.signs import Sign
from pyrometer.measures import Columns, Measure
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Column
from pyrometer.process import Process
from pyrometer.process import path as paths
from pyrometer.process.zones import to_utc

TAKEN_UP, BACK, ALL = "up_", "back_", "all"


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row: for each milestone but the last (by number), and for all together, how many prospects.

    Taken up: lost while they waited there, and later did what undoes a loss by its definition, or met a milestone for
    the first time. Back: met it, met a later one, and later, before they were won, did it again. In one instant
    is not later.
    """
    facts = process.facts
    up = _counted(_taken_up(process, _lost(process)), TAKEN_UP, range(len(waits(facts))))
    told = {i: sign.done for i, name in enumerate(waits(facts)) if (sign := process.sign(name))}
    return up.cross_join(_counted(_back(process, told), BACK, told))


def waits(facts: ProcessFacts) -> tuple[str, ...]:
    """The milestones after which there is something to wait for."""
    return facts.milestones[:-1]


def _lost(process: Process) -> Sign | None:
    return process.sign(process.facts.lost) if process.facts.lost else None


def _any(conditions: Iterable[Any]) -> Any:
    import ibis

    return reduce(or_, conditions, ibis.literal(False))  # noqa: FBT003 - a value, not an option


def _counted(rows: Any, what: str, numbers: Iterable[int]) -> Any:
    """How many prospects have an event for which is_<i> holds; columns <what><i>, and <what>all for any of them."""
    held = {str(i): rows[f"is_{i}"] for i in numbers}
    held[ALL] = _any(held.values())
    return rows.agg(**{what + i: rows.prospect.nunique(where=is_so) for i, is_so in held.items()})


def _journeys(process: Process) -> Any:
    """Each journey with its end, when it met any milestone for the first time at last, each (since_<i>) and the next
    later one (onward_<i>).
    """
    import ibis

    rows, facts = process.journeys, process.facts
    met = [rows[paths.met(name)] for name in facts.milestones]
    latest = ibis.greatest(rows.entered_at, *(at.coalesce(rows.entered_at) for at in met))
    columns: dict[str, Any] = {}
    for i in range(len(waits(facts))):
        columns |= {f"since_{i}": met[i], f"onward_{i}": paths.earliest(met[i + 1 :])}
    return rows.select("prospect", "entered_at", "won_at", latest_at=latest, **columns)


def _on_the_way(process: Process, condition: Any, **flags: Any) -> Any:
    """The events that the condition is about, with flags of their own, beside the journey of their prospect."""
    import ibis

    rows = process.events.filter(condition)
    if process.facts.observed_from is not None:
        since = to_utc(process.facts.observed_from, process.facts.zone)
        rows = rows.filter(rows.happened_at >= ibis.literal(since).cast("timestamp(6)"))
    return rows.select("prospect", "happened_at", **flags).join(_journeys(process), "prospect")


def _taken_up(process: Process, lost: Sign | None) -> Any:
    """Each loss, with whether it was undone and they waited there (is_<i>)."""
    ups = process.events.filter(_any([] if lost is None or lost.undone is None else [lost.undone]))
    ups = ups.group_by(again="prospect").agg(up_at=ups.happened_at.max())
    rows = _on_the_way(process, _any([] if lost is None else [lost.done]))
    rows = rows.left_join(ups, rows.prospect == ups.again)
    at = rows.happened_at
    undone = (at >= rows.entered_at) & ((rows.latest_at > at) | _is(rows.up_at > at))
    places = {
        f"is_{i}": undone & _is(rows[f"since_{i}"] <= at) & ~_is(rows[f"onward_{i}"] <= at)
        for i in range(len(waits(process.facts)))
    }
    return rows.select("prospect", **places)


def _back(process: Process, told: Mapping[int, Any]) -> Any:
    """Each act that meets a milestone, with whether it is a way back to it (is_<i>)."""
    rows = _on_the_way(process, _any(told.values()), **{f"did_{i}": done for i, done in told.items()})
    at = rows.happened_at
    open_still = ~_is(rows.won_at <= at)
    places = {
        f"is_{i}": rows[f"did_{i}"] & open_still & _is(rows[f"since_{i}"] < at) & _is(rows[f"onward_{i}"] < at)
        for i in told
    }
    return rows.select("prospect", **places)


def _is(condition: Any) -> Any:
    """A condition on what may be missing: then it does not hold."""
    return condition.fill_null(False)  # noqa: FBT003 - a value, not an option


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """One row a milestone, and one for all; None where single acts do not show it."""
    names = waits(process.facts)
    if not names:
        return {"milestone": [], "n_taken_up": [], "n_back": []}
    ups_told, backs = _lost(process) is not None, [columns.get(f"{BACK}{i}") for i in range(len(names))]
    ups = [columns[f"{TAKEN_UP}{i}"][0] if ups_told else None for i in (ALL, *range(len(names)))]
    whole = None if None in backs else columns[f"{BACK}{ALL}"][0]
    return {
        "milestone": ["", *names],
        "n_taken_up": ups,
        "n_back": [whole, *(None if n is None else n[0] for n in backs)],
    }


MEASURE = Measure(
    question="How many were lost and taken up again, and how many came back from a later milestone, and where?",
    settings=Settings,
    columns=(
        Column("milestone", "", "after which they waited when lost, or to which they came back; empty: any of them"),
        Column(
            "n_taken_up", "count", "prospects lost there and later taken up again; empty: losses are no single acts"
        ),
        Column(
            "n_back",
            "count",
            "prospects who went on from there and did it again later, before they were won; empty: it is no single act",
        ),
    ),
    expression=expression,
    finish=finish,
)
