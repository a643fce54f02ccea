"""flow: the value stream - who goes on, who waits, how long, and where the constraint may be."""

from pathlib import Path
from typing import Any

import click

from pyrometer.apps import _options, _show


@click.command("flow")
@_show.shown
@_options.in_plant
def COMMAND(folder: Path | None, **shown: Any) -> None:  # noqa: N802
    """Show the value stream: what customers did, how many wait and how long."""
    from pyrometer.plant import Plant

    _show.findings([Plant(_options.plant_folder(folder)).study("flow")], **shown)
