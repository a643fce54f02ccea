"""flow: the value stream - who goes on, who waits, how long, and where the constraint may be."""

from pathlib import Path
from typing import Any

import click

from pyrometer.apps import _options, _show


@click.command("flow")
@_show.shown
@_options.in_plant
@click.pass_context
def COMMAND(ctx: click.Context, /, folder: Path | None, **shown: Any) -> None:  # noqa: N802
    """Show the value stream: what customers did, how many wait and how long. Exit 1 when there is a signal."""
    from pyrometer.plant import Plant

    finding = Plant(_options.plant_folder(folder)).study("flow")
    _show.findings([finding], **shown)
    ctx.exit(1 if finding.verdict == "signal" else 0)
