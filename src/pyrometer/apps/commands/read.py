"""read: run the plant's sensors; reading the same records again changes nothing."""

from pathlib import Path

import click

from pyrometer.apps import _options, _progress


@click.command("read")
@_options.in_plant
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--anew", is_flag=True, help="Take back what the sources said before: the newest export is the truth.")
def COMMAND(folder: Path | None, as_json: bool, anew: bool) -> None:  # noqa: N802, FBT001
    """Read all sensors into the ledger. Safe to run again and safe to stop at any moment."""
    from pyrometer.plant import Plant, _robots, _sources

    plant = Plant(_options.plant_folder(folder))
    with _progress.shown(quiet=as_json) as progress:
        readings = plant.read(progress=progress, anew=anew)
    names = [sensor.name for sensor in plant.sensors]
    _progress.told(names, readings, plant.mark, as_json=as_json)
    if as_json or not plant.mark:
        return
    errors = (f"{problem.where}: {problem.text}" for problem in plant.check() if problem.level == "error")
    for sentence in (*_sources.idle(plant), *_robots.strangers(plant), *errors):
        click.echo(sentence)
