"""report: the findings of all studies as one HTML file that opens anywhere and asks nobody."""

from pathlib import Path

import click

from pyrometer.apps import _options, _report, _show


@click.command("report")
@_options.in_plant
@click.option("--html", type=click.Path(path_type=Path), help="Where to write it. [reports/...html in the plant]")
@click.option("--study", "names", multiple=True, help="Only these studies.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON instead.")
def COMMAND(folder: Path | None, html: Path | None, names: tuple[str, ...], as_json: bool) -> None:  # noqa: N802, FBT001
    """Write the report of all studies, and print its summary."""
    from pyrometer.plant import Plant

    plant = Plant(_options.plant_folder(folder))
    findings = plant.findings(names)
    if as_json:
        _show.findings(findings, as_json=True)
        return
    _show.terminal(findings)
    click.echo(f"\nReport: {_report.write(plant, findings, html)}")
