"""study: one question, answered - with its doubt, its definitions and its records."""

from pathlib import Path
from typing import Any

import click

from pyrometer import registry
from pyrometer.apps import _options, _show

STUDIES = "pyrometer.studies"


class Studies(click.Group):
    """Every study is a command; its settings are its options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All studies by name."""
        return list(registry.names(STUDIES))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The command of one study."""
        return study_command(cmd_name)


def study_command(name: str) -> click.Command:
    """The command that runs the study of that name; raises UnknownName with the nearest one."""
    study = registry.find(STUDIES, name)

    @click.pass_context
    def run(ctx: click.Context, /, folder: Path | None, as_known: Any, **rest: Any) -> None:
        from pyrometer.plant import Plant

        shown = {key: rest.pop(key) for key in _show.KEYS}
        plant = Plant(_options.plant_folder(folder))
        finding = plant.study(name, as_known=as_known, **_options.given(rest))
        _show.findings([finding], **shown)
        ctx.exit(1 if finding.verdict == "signal" else 0)

    command = click.Command(name, callback=run, params=list(_options.options(study.settings)), help=study.question)
    known = click.Option(["--as-known"], type=_options.DAY, help="Judge with what was known on that day.")
    command.params.append(known)
    _show.shown(_options.in_plant(command))  # both add their options to the command itself
    return command


@click.command(cls=Studies)
def COMMAND() -> None:  # noqa: N802 - the constant of this plug-in
    """Answer one question: pyrometer study yield"""
