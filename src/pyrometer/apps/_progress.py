"""Progress: what a long reading does, on standard error and only for people; and what it found."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from json import dumps
from typing import Any

import click

from pyrometer.studies._parts.say import plural

COUNTED = {  # what a sensor counts by itself
    "of-others": ("row", "left out as others' business"),
    "row-twins": ("row", "that is like an earlier one in every column (doubles? no column tells rows apart)"),
    "gone": ("prospect", "no longer in the newest export"),
    "unsaid": ("event", "that the newest export should tell and tells of nobody (was a stage or column renamed?)"),
    "order-unsure": ("event", "given up to an export that may be the older (write its day into its name)"),
    "cut-off": ("prospect", "kept that an export of everybody lacks (is it cut off?)"),
    "alike": ("prospect", "whose name is another's but for spaces, case or zeros (one deal or two?)"),
    "clock-shown-twice": ("time", "in an hour that the clock shows twice, read as its first"),
    "clock-never-shown": ("time", "in an hour that the clock skips (is the zone right?)"),
}


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Callable[[str, int], None] | None]:
    """A progress callback that draws a line a source; None where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    texts = TextColumn("Reading {task.description}"), TextColumn("{task.completed:,.0f} rows")
    columns = (SpinnerColumn(), texts[0], BarColumn(bar_width=28), texts[1], TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(name: str, rows: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=None)
            bars.update(tasks[name], completed=rows)

        yield report


def told(names: Sequence[str], readings: Sequence[Any], mark: int, *, as_json: bool) -> None:
    """One line a sensor: rows, new events, what was there already, what was refused."""
    if as_json:
        rows = [{"source": n, **asdict(r)} for n, r in zip(names, readings, strict=True)]
        click.echo(dumps({"mark": mark, "readings": rows}, indent=2))
        return
    for name, reading in zip(names, readings, strict=True):
        parts = [plural(reading.n_rows, "row"), plural(reading.n_new, "new event")]
        parts += [f"{reading.n_same:,} there already"] if reading.n_same else []
        parts += [f"{plural(reading.n_refused, 'row')} refused"] if reading.n_refused else []
        parts += [f"{plural(reading.n_conflicts, 'conflict')} kept aside"] if reading.n_conflicts else []
        parts += [f"{plural(reading.n_superseded, 'event')} superseded"] if reading.n_superseded else []
        said = ((n, *COUNTED[code]) for code, n in reading.counts.items() if code in COUNTED)
        parts += [f"{plural(n, one)} {what}" for n, one, what in said]
        click.echo(f"{name}: {', '.join(parts)}.")
    click.echo(f"The ledger is at mark {mark}.")
