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


@COMMAND.command("template")
@click.argument("name", required=False)
@_options.in_plant
def template(name: str | None, folder: Path | None) -> None:
    """Copy the definitions of a kind of business into the plant; without NAME, list the kinds."""
    from json import dumps

    from pyrometer.definitions import templates
    from pyrometer.plant import Plant, _define

    if name is None:
        for known in templates.templates():
            click.echo(f"{known.name:<18} {' > '.join(known.milestones)}")
        return
    chosen, written = _define.from_template(Plant(_options.plant_folder(folder)), name)
    for path in written:
        click.echo(f"Wrote {path}")
    left = sorted(set(chosen.names) - {path.stem for path in written})
    if left:
        click.echo(f"There already, left as they are: {', '.join(left)}. Run pyrometer check: others may rest on them.")
    click.echo("To use it, write under [process] of pyrometer.toml:")
    click.echo(f"milestones = {dumps(list(chosen.milestones))}")
    click.echo(f'won = "{chosen.won}"\nlost = "{chosen.lost}"\ngrade = {chosen.grade}')


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

    bridge = _define.bridge(Plant(_options.plant_folder(folder)), name, earlier)
    if not any(len(table) for table in bridge.values()):
        click.echo(f"Both versions of '{name}' say the same: nobody moves.")
        return
    for title, table in bridge.items():
        _tables.show(title, table)
