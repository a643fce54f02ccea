"""agreement: do people who judge the same items use the same words; a bare CSV of judgements, or those of the plant."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrometer.apps import _options, _show
from pyrometer.errors import BadSetting, PlantError
from pyrometer.studies.agreement import Settings

if TYPE_CHECKING:
    from pyrometer.model.finding import Finding

TOLD = {
    "item": "Of a FILE: the column of items; several, with commas, are joined.",
    "judge": "Of a FILE: the column of judges.",
    "label": "Of a FILE: the column of labels.",
    "round": "Of a FILE: the column of rounds.",
    "judges": "Of a FILE with one column a judge: those columns, with commas.",
}


def _studied(command: Any) -> Any:
    """The settings of the study as options, and those that say which column of a file is what."""
    command.params += _options.options(Settings)
    command.params += [click.Option([f"--{name}"], default="", help=text) for name, text in TOLD.items()]
    return command


@click.command("agreement")
@click.argument("file", metavar="[FILE.csv]", type=click.Path(path_type=Path), required=False)
@_show.shown
@_options.in_plant
def COMMAND(file: Path | None, folder: Path | None, **rest: Any) -> None:  # noqa: N802
    """Show whether people who judged the same items agree, in FILE.csv (item, judge, label, and round or standard where
    there are; or one column a judge) without any plant, or in the files of judgements/ of the plant.
    """
    shown = {key: rest.pop(key) for key in _show.KEYS}
    told = {key: rest.pop(key) for key in TOLD}
    if file is not None:
        finding = _of_file(file, told, rest)
    elif any(told.values()):
        raise BadSetting(
            "Columns are chosen of a FILE: pyrometer agreement FILE.csv --item ... --judge ... --label ..."
        )
    else:
        finding = _of_plant(folder, rest)
    _show.findings([finding], **shown)


def _of_plant(folder: Path | None, rest: dict[str, Any]) -> "Finding":
    from pyrometer.plant import Plant

    try:
        place = _options.plant_folder(folder)
    except PlantError as error:
        raise PlantError(f"{error} Or name a file of judgements: pyrometer agreement FILE.csv") from error
    return Plant(place).study("agreement", **_options.given(rest))


def _of_file(path: Path, told: dict[str, str], rest: dict[str, Any]) -> "Finding":
    from pyrometer.plant import _judgements
    from pyrometer.studies import agreement
    from pyrometer.studies._parts.agreement_columns import Told

    if rest.get("of"):
        raise BadSetting(f"{path} is one sheet of judgements: leave --of away.")
    settings = Settings(**_options.given(rest))
    lists = {key: tuple(w.strip() for w in told[key].split(",") if w.strip()) for key in ("item", "judges")}
    columns = Told(lists["item"], told["judge"], told["label"], told["round"], settings.standard, lists["judges"])
    return agreement.finding(_judgements.sheet(path, columns), settings)


COMMAND = _studied(COMMAND)
