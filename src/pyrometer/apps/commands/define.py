"""define: operational definitions - a new one from the library, one in plain English, its signature, its versions."""

from datetime import date
from pathlib import Path

import click

from pyrometer.apps import _options, _show


@click.group("define")
def COMMAND() -> None:  # noqa: N802
    """Make, read, compare and sign operational definitions."""


@COMMAND.command("new")
@click.argument("name")
@_options.in_plant
@_options.in_json
def new(name: str, folder: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Copy the starter definition NAME into the plant, to be corrected and signed."""
    from pyrometer.plant import Plant, _define

    path = _define.new(Plant(_options.plant_folder(folder)), name)
    said = f"Wrote {path}\nCorrect it, read it together, then: pyrometer check"
    _show.told({"name": name, "wrote": str(path)}, said, as_json=as_json)


@COMMAND.command("template")
@click.argument("name", required=False)
@_options.in_plant
@_options.in_json
def template(name: str | None, folder: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Copy the definitions of a kind of business into the plant; without NAME, list the kinds."""
    from json import dumps

    from pyrometer.definitions import templates
    from pyrometer.plant import Plant, _define

    if name is None:
        kinds = templates.templates()
        listed = "\n".join(f"{known.name:<18} {' > '.join(known.milestones)}" for known in kinds)
        _show.told([{"name": k.name, "milestones": k.milestones} for k in kinds], listed, as_json=as_json)
        return
    chosen, written = _define.from_template(Plant(_options.plant_folder(folder)), name)
    left = sorted(set(chosen.names) - {path.stem for path in written})
    process = {"milestones": list(chosen.milestones), "won": chosen.won, "lost": chosen.lost, "grade": chosen.grade}
    lines = [f"Wrote {path}" for path in written]
    if left:
        lines.append(
            f"There already, left as they are: {', '.join(left)}. Run pyrometer check: others may rest on them."
        )
    lines.append("To use it, write under [process] of pyrometer.toml:")
    lines += [f"{key} = {dumps(value)}" for key, value in process.items()]
    record = {"name": name, "wrote": list(map(str, written)), "left": left, "process": process}
    _show.told(record, "\n".join(lines), as_json=as_json)


@COMMAND.command("show")
@click.argument("name")
@_options.in_plant
@_options.in_json
def show(name: str, folder: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Read the definition NAME back in plain English."""
    from textwrap import fill

    from pyrometer.definitions import read_back
    from pyrometer.plant import Plant, _define

    definition = _define.find(Plant(_options.plant_folder(folder)), name)
    says = read_back.read_back(definition)
    agreed = [f"{a.by}, {a.on}" for a in definition.agreed]
    foot = f"Version {definition.version}, {definition.hash[:8]}. Signed by {'; '.join(agreed) or 'nobody yet'}."
    of = {"name": name, "version": definition.version, "hash": definition.hash, "agreed": agreed, "read_back": says}
    _show.told(of, f"{fill(says, 88)}\n\n{foot}", as_json=as_json)


@COMMAND.command("sign")
@click.argument("name")
@click.option("--by", required=True, help="Who signs.")
@click.option("--on", type=_options.DAY, default=None, help="The day. [today]")
@_options.in_plant
@_options.in_json
def sign(name: str, by: str, on: date | None, folder: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Sign the version of NAME that stands."""
    from pyrometer.plant import Plant, _define

    plant = Plant(_options.plant_folder(folder))
    day = on or date.today()  # noqa: DTZ011 - the signer's own day
    path = _define.sign(plant, name, by, day)
    record = {"name": name, "by": by, "on": day, "file": str(path)}
    _show.told(record, f"Signed by {by}: {path}", as_json=as_json)


@COMMAND.command("diff")
@click.argument("name")
@click.argument("earlier", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_options.in_plant
@_options.in_json
def diff(name: str, earlier: Path, folder: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Run NAME and an EARLIER version of its file on the same history: who moves in, who moves out."""
    from pyrometer.apps import _tables
    from pyrometer.plant import Plant, _define
    from pyrometer.views import _plain

    bridge = _define.bridge(Plant(_options.plant_folder(folder)), name, earlier)
    if as_json:
        _show.told({title: _plain.table(table) for title, table in bridge.items()}, "", as_json=True)
        return
    if not any(len(table) for table in bridge.values()):
        click.echo(f"Both versions of '{name}' say the same: nobody moves.")
        return
    for title, table in bridge.items():
        _tables.show(title, table)
