"""definitions: the plant's operational definitions in plain English."""

from pathlib import Path

import click

from pyrometer.apps import _options
from pyrometer.model.definition import Definition


@click.command("definitions")
@_options.in_plant
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def COMMAND(folder: Path | None, as_json: bool) -> None:  # noqa: N802, FBT001
    """List the plant's definitions: version, who agreed, and what each says."""
    from json import dumps

    from pyrometer.plant import Plant

    kept = Plant(_options.plant_folder(folder)).definitions
    if as_json:
        click.echo(dumps([_row(d) for d in kept], indent=2))
        return
    for d in kept:
        signed = "; ".join(_signatures(d)) or "nobody yet"
        click.echo(f"{d.name}  v{d.version} {d.hash[:8]}  {d.kind}, signed by {signed}")
        click.echo(f"    {d.says}")


def _row(d: Definition) -> dict[str, object]:
    return {
        "name": d.name,
        "kind": d.kind,
        "version": d.version,
        "hash": d.hash,
        "agreed": _signatures(d),
        "says": d.says,
    }


def _signatures(d: Definition) -> list[str]:
    return [f"{a.by}, {a.on}" for a in d.agreed]
