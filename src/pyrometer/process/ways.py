"""Ways: which action follows which, and the different ways prospects went; counted once, reused by every measure."""

from typing import Any

from pyrometer.process.record import Process


def edges(events: Any) -> Any:
    """One row per pair of actions that directly follow one another: prev_action, action, n, mean_us, median_us."""
    rows = events.filter(events.prev_action.notnull())
    pairs = rows.group_by("prev_action", "action").agg(
        n=rows.count(), mean_us=rows.since_prev_us.cast("float64").mean(), median_us=rows.since_prev_us.median()
    )
    return pairs.order_by(pairs.n.desc(), pairs.prev_action, pairs.action)


def ways(events: Any, prospects: Any) -> Any:
    """One row per variant, most travelled first: place, example, n_alike, n_steps, steps.

    `place` counts from 0; `example` is the first prospect that went so; `steps` are the actions in order.
    """
    import ibis

    found = prospects.group_by("variant").agg(
        example=prospects.prospect.min(), n_alike=prospects.count(), n_steps=prospects.n_events.max()
    )
    rows = events.select("prospect", "seq", "action").semi_join(found, [("prospect", "example")])
    lists = rows.group_by(example=rows.prospect).agg(steps=rows.action.collect(order_by=rows.seq))
    joined = found.join(lists, "example")
    place = ibis.row_number().over(order_by=[joined.n_alike.desc(), joined.example])
    return joined.select("example", "n_alike", "n_steps", "steps", place=place).order_by("place")


def examples(process: Process, *columns: str) -> Any:
    """The events of one prospect for each variant: the columns asked for, `example`, `n_alike` and `n_steps`.

    What is counted on them and multiplied by `n_alike` holds for all, since the others went the same way.
    """
    events = process.events.select("prospect", *columns)
    ways = process.ways.drop("place", "steps")
    return events.join(ways, events.prospect == ways.example).drop("prospect")


def actions(process: Process) -> Any:
    """Per action: n_events, n_prospects, n_rework (prospects with more than one), n_start and n_end."""
    rows = examples(process, "action", "seq")
    each = rows.group_by("action", "example").agg(
        n_alike=rows.n_alike.max(),
        n=rows.count(),
        n_start=rows.count(where=rows.seq == 0),
        n_end=rows.count(where=rows.seq == rows.n_steps - 1),
    )
    return each.group_by("action").agg(
        n_events=(each.n * each.n_alike).sum(),
        n_prospects=each.n_alike.sum(),
        n_rework=each.n_alike.sum(where=each.n > 1).coalesce(0),
        n_start=(each.n_start * each.n_alike).sum(),
        n_end=(each.n_end * each.n_alike).sum(),
    )
