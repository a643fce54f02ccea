"""demo: a selling plant with planted truth, measured; the report is held against what is really so."""

from pathlib import Path

import click

from pyrometer.apps import _progress, _report, _show


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default="demo-plant")
def COMMAND(folder: Path) -> None:  # noqa: N802
    """Make a plant whose truth is known in FOLDER, measure it, and print found and planted side by side."""
    from pyrometer.apps import _tables, _truth
    from pyrometer.plant import _demo

    with _progress.shown() as progress:
        plant, truth = _demo.demo(folder, progress=progress)
    findings = (*plant.findings(), plant.study("effect"))
    _show.terminal(findings)
    _tables.show("Planted in this plant, and what the report found", _truth.compare(truth, findings))
    click.echo(f"\nReport: {_report.write(plant, findings)}")
    click.echo(f"Go on with: cd {folder} && pyrometer study yield")
