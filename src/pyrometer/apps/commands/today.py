"""today: which measures show a signal and where the constraint is; everything else can be left alone."""

from pathlib import Path
from typing import Any

import click

from pyrometer.apps import _options, _show


@click.command("today")
@_show.shown
@_options.in_plant
@click.pass_context
def COMMAND(ctx: click.Context, /, folder: Path | None, **shown: Any) -> None:  # noqa: N802
    """Show what changed: every measure with its routine range. Exit 1 when there is a signal."""
    from pyrometer.plant import Plant

    finding = Plant(_options.plant_folder(folder)).study("stability")
    _show.findings([finding], **shown)
    ctx.exit(1 if finding.verdict == "signal" else 0)
