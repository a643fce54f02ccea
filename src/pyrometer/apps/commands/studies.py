"""studies: the questions that can be asked, one a line."""

import click

from pyrometer.apps import _lists


@click.command("studies")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def COMMAND(as_json: bool) -> None:  # noqa: N802, FBT001
    """List the studies with the question that each answers."""
    _lists.plugins("pyrometer.studies", "question", as_json=as_json)
