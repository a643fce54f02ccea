"""report: the findings of all studies as one HTML file that opens anywhere and asks nobody, or on paper."""

from datetime import date
from pathlib import Path

import click

from pyrometer.apps import _options, _report, _show

PLANT = Path()  # an option without a file: the plant's own reports/


@click.command("report")
@_options.in_plant
@click.option("--html", type=click.Path(path_type=Path), help="Where to write it. [reports/...html in the plant]")
@click.option(
    "--pdf",
    type=click.Path(path_type=Path),
    is_flag=False,
    flag_value=".",
    help="Print it as a PDF, to this file. [reports/...pdf in the plant]",
)
@click.option("--study", "names", multiple=True, help="Only these studies.")
@click.option("--as-known", type=_options.DAY, help="Report what was known on that day.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON; a page is written only where asked.")
def COMMAND(  # noqa: N802
    folder: Path | None,
    names: tuple[str, ...],
    as_known: date | None,
    as_json: bool,  # noqa: FBT001
    **files: Path | None,
) -> None:
    """Write the report of all studies, with every chart that is kept in the plant, and print its summary."""
    from pyrometer.plant import Plant

    wanted = {kind: None if path == PLANT else path for kind, path in files.items() if path is not None}
    if "pdf" in wanted:
        from pyrometer.views import pdf

        pdf.loaded()  # whoever lacks it shall know before the studies are run
    plant = Plant(_options.plant_folder(folder))
    findings = plant.findings(names, as_known=as_known)
    if as_json:
        _show.findings(findings, as_json=True)
    else:
        _show.terminal(findings)
    for kind, path in (wanted or ({} if as_json else {"html": None})).items():
        click.echo(f"\nReport: {_report.write(plant, findings, path, kind=kind)}", err=as_json)
