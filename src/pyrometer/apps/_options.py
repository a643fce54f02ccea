"""Options: a settings record's fields as options of the command line, with their types, defaults and help."""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import click

from pyrometer.config import FILE
from pyrometer.errors import PlantError


def options(settings: type[Any]) -> list[click.Option]:
    """One click option per field of a settings dataclass; `metadata={"help": ...}` is its help."""
    hints = get_type_hints(settings)
    return [_option(f, hints[f.name]) for f in fields(settings)]


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a person gave: those left alone keep the settings' own defaults."""
    return {k: v for k, v in values.items() if v is not None and v != ()}


def _option(field: "Field[Any]", hint: Any) -> click.Option:
    kind = _plain(hint)
    flag = "--" + field.name.replace("_", "-")
    default = field.default if field.default is not MISSING else None
    text = field.metadata.get("help", "")
    if default not in (None, "", (), False):
        text = f"{text} [{_shown(default)}]".strip()
    if kind is bool:
        return click.Option([f"{flag}/--no-{flag[2:]}"], default=None, help=text)
    if get_origin(kind) is tuple:
        return click.Option([flag], multiple=True, type=_scalar(get_args(kind)[0]), help=text)
    return click.Option([flag], default=None, type=_scalar(kind), help=text)


def _plain(hint: Any) -> Any:
    """The hint without its None."""
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [a for a in get_args(hint) if a is not type(None)]
        return kinds[0] if len(kinds) == 1 else str
    return hint


def _scalar(kind: Any) -> Any:
    if kind in (int, float, str):
        return kind
    if kind is date:
        return DAY
    choices = get_args(kind)
    return click.Choice([str(c) for c in choices]) if choices else str


def _shown(value: Any) -> str:
    return ", ".join(str(v) for v in value) if isinstance(value, tuple) else str(value)


class _Day(click.ParamType[date, Any]):
    """A day written 2026-03-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a sentence that shows how to write one."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day. Write it like 2026-03-31.", param, ctx)


DAY = _Day()


def in_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the option --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def in_plant(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the option --plant, the folder of the plant (default: here, or a folder above)."""
    return click.option(
        "--plant", "folder", type=click.Path(path_type=Path), default=None, help="Folder of the plant. [here or above]"
    )(command)


def plant_folder(folder: Path | None) -> Path:
    """The folder that a person named, or the nearest one here or above that holds a plant."""
    if folder is not None:
        return folder
    here = Path.cwd()
    for place in (here, *here.parents):
        if (place / FILE).is_file():
            return place
    raise PlantError(f"There is no plant here ({FILE} is missing). Make one with: pyrometer start FILE")
