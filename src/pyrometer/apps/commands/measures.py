"""measures: the reductions behind the studies, one a line."""

import click

from pyrometer.apps import _lists


@click.command("measures")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def COMMAND(as_json: bool) -> None:  # noqa: N802, FBT001
    """List the measures with the question that each answers."""
    _lists.plugins("pyrometer.measures", "question", as_json=as_json)
