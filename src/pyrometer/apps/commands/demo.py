"""demo: a selling plant with planted truth, measured; the report is held against what is really so."""

from pathlib import Path

import click

from pyrometer.apps import _options, _progress, _report, _show


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default="demo-plant")
@_options.in_json
def COMMAND(folder: Path, as_json: bool) -> None:  # noqa: N802, FBT001
    """Make a plant whose truth is known in FOLDER, measure it, and print found and planted side by side."""
    from pyrometer.apps import _tables, _truth
    from pyrometer.plant import _demo
    from pyrometer.views import _plain

    with _progress.shown(quiet=as_json) as progress:
        plant, truth = _demo.demo(folder, progress=progress)
    findings = (*plant.findings(), plant.study("effect"))
    compared, report = _truth.compare(truth, findings), _report.write(plant, findings)
    if as_json:
        found = {"findings": [_plain.finding(f) for f in findings], "planted": _plain.table(compared)}
        _show.told({"folder": str(folder), "mark": plant.mark, "report": str(report), **found}, "", as_json=True)
        return
    _show.terminal(findings)
    _tables.show("Planted in this plant, and what the report found", compared)
    click.echo(f"\nReport: {report}")
    click.echo(f"Go on with: cd {folder} && pyrometer study yield")
