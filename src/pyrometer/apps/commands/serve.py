"""serve: the plant in the browser of whoever sits at this machine, to be read and asked; nothing can be changed."""

from pathlib import Path

import click

from pyrometer.apps import _options


@click.command("serve")
@_options.in_plant
@_options.in_json
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port on this machine. [any free one]")
def COMMAND(folder: Path | None, port: int, as_json: bool) -> None:  # noqa: N802, FBT001
    """Show the plant in the browser, on this machine alone. Prints the address; Ctrl-C ends it."""
    from pyrometer.apps.web import serve

    serve.serve(_options.plant_folder(folder), port, as_json=as_json)
