"""Closed only: the shares as they are usually worked out, beside the one that counts the open, and why they mislead."""

from pyrometer.model.table import Table
from pyrometer.studies._parts import columns, say
from pyrometer.studies._parts.risk import Risk, Yield

APART = 0.005  # a share; nearer ones read alike


def share(counts: Risk) -> float | None:
    """Won out of won and lost; None where nobody is ever marked lost, or nothing has closed."""
    closed = counts.gone_on.sum() + counts.stopped.sum() + counts.undated.sum()
    return float(counts.gone_on.sum() / closed) if counts.marks_losses and closed else None


def supposed(counts: Risk, found: Yield) -> list[str]:
    """What the share of the closed would say, and what it takes for granted; where nobody is open, that it is this."""
    n, alone = int(counts.waiting.sum()), share(counts)
    if alone is not None and not counts.censored.any():
        only = "if only closed ones were taken into the records"
        return [f"Nobody is open: {only}, this is the share won of what closes."]
    if alone is None or not n or abs(alone - found.gone_on.value) < APART:
        return []
    end = "one still open ends" if n == 1 else f"{say.count(n)} still open end"
    return [f"Won out of won and lost would say {say.percent(alone)}: it supposes that the {end} like the rest."]


def table(counts: Risk, found: Yield) -> Table:
    """The misleading shares beside the one that can be said."""
    alone, rows = share(counts), []
    if alone is not None and counts.censored.any():  # where nobody is open, it is the share itself
        why = (
            "leaves out who is still open; wins and losses close at different speeds, and many losses are never marked"
        )
        rows.append(("won / (won + lost)", alone, found.gone_on.value, why))
    if counts.waiting.sum():
        why = "counts everybody still open as a no, the ones of yesterday too"
        rows.append(("won / all who entered", float(counts.gone_on.sum() / counts.n), found.gone_on.value, why))
    return Table(columns.YIELD_MISLEADING, tuple(rows))
