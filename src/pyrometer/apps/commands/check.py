"""check: definitions, their examples and the plant; exit 1 when something needs mending."""

from pathlib import Path

import click

from pyrometer.apps import _options


@click.command("check")
@_options.in_plant
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def COMMAND(ctx: click.Context, folder: Path | None, as_json: bool) -> None:  # noqa: N802, FBT001
    """Check definitions and run their examples. Errors exit 1, warnings do not."""
    from dataclasses import asdict
    from json import dumps

    from pyrometer.plant import Plant

    plant = Plant(_options.plant_folder(folder))
    plant.sensors  # noqa: B018 - a sensor file that cannot be read is a failed check
    problems = plant.check()
    if as_json:
        click.echo(dumps([asdict(p) for p in problems], indent=2, default=str))
    for problem in () if as_json else problems:
        click.echo(f"{problem.level}: {problem.where}: {problem.text} [{problem.code}]")
    errors = sum(p.level == "error" for p in problems)
    if not as_json:
        n = len(list((plant.folder / "definitions").glob("*.toml")))
        click.echo(f"{n} definitions, {errors} errors, {len(problems) - errors} warnings.")
    ctx.exit(1 if errors else 0)
