"""Tables in the terminal, as findings show theirs."""

import click

from pyrometer.model.table import Table


def show(title: str, table: Table) -> None:
    """A titled table, no wider than 92 letters."""
    from rich.console import Console

    from pyrometer.views import _terminal

    click.echo(f"\n{title}")
    Console(width=_terminal.WIDTH).print(_terminal.grid(_terminal.columns(table), _terminal.Face())[0])
