"""export: the ledger's events for other tools - CSV, Parquet, XES or OCEL 2.0, from any mark."""

from pathlib import Path

import click

from pyrometer.apps import _options, _show


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_options.in_plant
@click.option("--format", "kind", help="csv, parquet, xes or ocel. [by the file's ending]")
@_options.in_json
@click.option("--mark", type=int, help="The state of the ledger. [the newest]")
def COMMAND(file: Path, folder: Path | None, kind: str | None, mark: int | None, as_json: bool) -> None:  # noqa: N802, FBT001
    """Write all events to FILE, packed where it ends in .gz: events.csv, events.xes.gz, events.parquet, events.json."""
    from pyrometer.plant import Plant

    plant = Plant(_options.plant_folder(folder))
    n = plant.export(file, kind, mark=mark)
    record = {"file": str(file), "mark": plant.mark if mark is None else mark, "n_events": n}
    _show.told(record, f"Wrote {n:,} events to {file}", as_json=as_json)
