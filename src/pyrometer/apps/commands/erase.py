"""erase: remove what is personal about someone; every count stays as it was."""

from pathlib import Path

import click

from pyrometer.apps import _options, _show


@click.command("erase")
@click.argument("person")
@_options.in_plant
@_options.in_json
@click.option("--yes", is_flag=True, help="Do not ask.")
def COMMAND(person: str, folder: Path | None, yes: bool, as_json: bool) -> None:  # noqa: N802, FBT001
    """Erase PERSON from the vault: names and addresses go, the events and their counts stay."""
    from pyrometer.plant import Plant
    from pyrometer.studies._parts.say import plural

    plant = Plant(_options.plant_folder(folder))
    if not yes:
        click.confirm(f"Erase everything personal about '{person}'? This cannot be undone", abort=True, err=as_json)
    n = plant.erase(person)
    said = f"{plural(n, 'entry', 'entries')} about '{person}' erased. Counts are unchanged."
    _show.told({"person": person, "n_erased": n}, said, as_json=as_json)
