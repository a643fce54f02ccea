"""effect: whether something we do changes what the customer does next."""

from pathlib import Path
from typing import Any

import click

from pyrometer.apps import _options, _show
from pyrometer.studies.effect import Settings


def _studied(command: click.Command) -> click.Command:
    """The settings of the study as options; the activity is the argument, and --within is short for --within-days."""
    for option in _options.options(Settings):
        if option.name == "within_days":
            option.opts.insert(0, "--within")
        if option.name != "activity":
            command.params.append(option)
    return command


@click.command("effect")
@click.argument("activity", metavar="[ACTIVITY]", default="")
@_show.shown
@_options.in_plant
@click.option("--as-known", type=_options.DAY, help="Judge with what was known on that day.")
def COMMAND(activity: str, folder: Path | None, as_known: Any, **rest: Any) -> None:  # noqa: N802
    """Ask whether ACTIVITY, like 'demo held', changes what the customer does next: helps, harms, only goes along with
    it, or cannot be told. Without one, everything that we do is listed and judged at once. Nobody is ranked.
    """
    from pyrometer.plant import Plant

    shown = {key: rest.pop(key) for key in _show.KEYS}
    plant = Plant(_options.plant_folder(folder))
    finding = plant.study("effect", activity=activity, as_known=as_known, **_options.given(rest))
    _show.findings([finding], **shown)


COMMAND = _studied(COMMAND)
