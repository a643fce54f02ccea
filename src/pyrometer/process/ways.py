"""Ways: what can be counted on one prospect of each variant and multiplied, since all others went the same way."""

from typing import Any

from pyrometer.process.record import Process


def examples(process: Process, *columns: str) -> Any:
    """The events of one prospect for each variant: the columns asked for, `example`, `n_alike` and `n_steps`.

    `example` is the number of that prospect, `n_alike` how many went its way, `n_steps` how many events it has.
    """
    prospects = process.prospects
    ways = prospects.group_by("variant").agg(
        example=prospects.prospect.min(), n_alike=prospects.count(), n_steps=prospects.n_events.max()
    )
    events = process.events.select("prospect", *columns)
    return events.join(ways.drop("variant"), events.prospect == ways.example).drop("prospect")


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
