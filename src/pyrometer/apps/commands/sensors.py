"""sensors: the kinds of source that can be read, one a line."""

import click

from pyrometer.apps import _lists


@click.command("sensors")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def COMMAND(as_json: bool) -> None:  # noqa: N802, FBT001
    """List the kinds of source that can be read."""
    _lists.plugins("pyrometer.sensors", None, as_json=as_json)
