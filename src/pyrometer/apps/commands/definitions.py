"""definitions: the plant's operational definitions in plain English."""

from pathlib import Path

import click

from pyrometer.apps import _options


@click.command("definitions")
@_options.in_plant
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def COMMAND(folder: Path | None, as_json: bool) -> None:  # noqa: N802, FBT001
    """List the plant's definitions: version, who agreed, and what each says."""
    from json import dumps

    from pyrometer.plant import Plant

    rows = [
        {
            "name": d.name,
            "kind": d.kind,
            "version": d.version,
            "hash": d.hash,
            "agreed": [f"{a.by}, {a.on}" for a in d.agreed],
            "says": d.says,
        }
        for d in Plant(_options.plant_folder(folder)).definitions
    ]
    if as_json:
        click.echo(dumps(rows, indent=2, default=str))
        return
    for row in rows:
        signed = "; ".join(row["agreed"]) or "nobody yet"
        click.echo(f"{row['name']}  v{row['version']} {row['hash'][:8]}  {row['kind']}, signed by {signed}")
        click.echo(f"    {row['says']}")
