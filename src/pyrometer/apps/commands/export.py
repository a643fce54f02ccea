"""export: the ledger's events for other tools - CSV, Parquet, XES or OCEL 2.0, from any mark."""

from pathlib import Path

import click

from pyrometer.apps import _options

FORMATS = {".csv": "csv", ".parquet": "parquet", ".xes": "xes", ".json": "ocel", ".jsonocel": "ocel"}


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_options.in_plant
@click.option("--format", "kind", help="csv, parquet, xes or ocel. [by the file's ending]")
@click.option("--mark", type=int, help="The state of the ledger. [the newest]")
def COMMAND(file: Path, folder: Path | None, kind: str | None, mark: int | None) -> None:  # noqa: N802
    """Write all events to FILE."""
    from pyrometer.plant import Plant

    plant = Plant(_options.plant_folder(folder))
    n = plant.export(file, kind or FORMATS.get(file.suffix.lower(), file.suffix.lstrip(".")), mark=mark)
    click.echo(f"Wrote {n:,} events to {file}")
