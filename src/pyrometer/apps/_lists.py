"""Lists: what there is of a kind of plug-in, one a line or as JSON."""

from json import dumps

import click

from pyrometer import registry


def plugins(package: str, field: str | None, *, as_json: bool) -> None:
    """Each plug-in's name with that field of its record, or with the first line of its module."""
    rows = []
    for name in registry.names(package):
        said = getattr(registry.find(package, name), field) if field else registry.first_line(package, name)
        rows.append({"name": name, "says": said})
    if as_json:
        click.echo(dumps(rows, indent=2))
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        click.echo(f"{row['name']:<{width}}  {row['says']}")
