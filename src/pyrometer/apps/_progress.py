"""Progress: what a long reading does, on standard error and only for people; and what it found."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from json import dumps
from typing import Any

import click


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
        parts = [f"{reading.n_rows:,} rows", f"{reading.n_new:,} new events"]
        parts += [f"{reading.n_same:,} there already"] if reading.n_same else []
        parts += [f"{reading.n_refused:,} rows refused"] if reading.n_refused else []
        parts += [f"{reading.n_conflicts:,} conflicts kept aside"] if reading.n_conflicts else []
        click.echo(f"{name}: {', '.join(parts)}.")
    click.echo(f"The ledger is at mark {mark}.")
