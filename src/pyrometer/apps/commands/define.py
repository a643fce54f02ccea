"""define: operational definitions - a new one from the library, one in plain English, its signature, its versions."""

from datetime import date
from pathlib import Path

import click

from pyrometer.apps import _options


@click.group("define")
def COMMAND() -> None:  # noqa: N802
    """Make, read, compare and sign operational definitions."""


@COMMAND.command("new")
@click.argument("name")
@_options.in_plant
def new(name: str, folder: Path | None) -> None:
    """Copy the starter definition NAME into the plant, to be corrected and signed."""
    from pyrometer.plant import Plant, _define

    click.echo(f"Wrote {_define.new(Plant(_options.plant_folder(folder)), name)}")
    click.echo("Correct it, read it together, then: pyrometer check")


@COMMAND.command("show")
@click.argument("name")
@_options.in_plant
def show(name: str, folder: Path | None) -> None:
    """Read the definition NAME back in plain English."""
    from textwrap import fill

    from pyrometer.definitions import read_back
    from pyrometer.plant import Plant, _define

    definition = _define.find(Plant(_options.plant_folder(folder)), name)
    click.echo(fill(read_back.read_back(definition), 88))
    signed = "; ".join(f"{a.by}, {a.on}" for a in definition.agreed) or "nobody yet"
    click.echo(f"\nVersion {definition.version}, {definition.hash[:8]}. Signed by {signed}.")


@COMMAND.command("sign")
@click.argument("name")
@click.option("--by", required=True, help="Who signs.")
@click.option("--on", type=_options.DAY, default=None, help="The day. [today]")
@_options.in_plant
def sign(name: str, by: str, on: date | None, folder: Path | None) -> None:
    """Sign the version of NAME that stands."""
    from pyrometer.plant import Plant, _define

    plant = Plant(_options.plant_folder(folder))
    path = _define.sign(plant, name, by, on or date.today())  # noqa: DTZ011 - the signer's own day
    click.echo(f"Signed by {by}: {path}")


@COMMAND.command("diff")
@click.argument("name")
@click.argument("earlier", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_options.in_plant
def diff(name: str, earlier: Path, folder: Path | None) -> None:
    """Run NAME and an EARLIER version of its file on the same history: who moves in, who moves out."""
    from pyrometer.apps import _tables
    from pyrometer.plant import Plant, _define

    for title, table in _define.bridge(Plant(_options.plant_folder(folder)), name, earlier).items():
        _tables.show(title, table)
