"""Showing findings: in the terminal, as JSON, or written to files as HTML, SVG, PNG or CSV."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pyrometer.model.finding import Finding

KEYS = ("as_json", "html", "pdf", "svg", "png", "csv")
FILE = click.Path(path_type=Path, dir_okay=False)


def shown(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options of how its finding is shown."""
    for suffix, what in (("csv", "tables"), ("png", "figures"), ("svg", "figures"), ("pdf", "pages"), ("html", "page")):
        command = click.option(f"--{suffix}", type=FILE, default=None, help=f"Write the {what} to this file.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a finding is to be shown."""

    as_json: bool = False
    html: Path | None = None
    pdf: Path | None = None
    svg: Path | None = None
    png: Path | None = None
    csv: Path | None = None


def findings(found: Sequence["Finding"], **wanted: Any) -> None:
    """Shows findings as wanted; files are named as they are written."""
    want = Wanted(**wanted)
    files = {"html": want.html, "pdf": want.pdf, "svg": want.svg, "png": want.png, "csv": want.csv}
    for view, path in files.items():
        if path is not None:
            written(found, view, path, aside=want.as_json)
    if want.as_json:
        from pyrometer import registry

        click.echo(spelled(registry.find("pyrometer.views", "json").render(found)))
        return
    if not any(files.values()):
        terminal(found)


def spelled(text: str) -> str:
    """JSON as standard output can spell it: where that is not UTF-8, other letters by their numbers."""
    return text if _is_utf() else json.dumps(json.loads(text), indent=2)


def _is_utf() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


def terminal(found: Sequence["Finding"]) -> None:
    """The findings in the terminal: colours only for a terminal, ASCII where its encoding has no more."""
    from rich.console import Console

    from pyrometer.views import text

    plain = not _is_utf()
    width = min(Console().width, 92) if sys.stdout.isatty() else 92
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    click.echo(text.text(found, width=width, colour=colour, plain=plain), nl=False)


def told(record: Any, text: str, *, as_json: bool) -> None:
    """What a command did: as JSON, or in words."""
    click.echo(json.dumps(record, indent=2, default=str) if as_json else text)


def written(found: Sequence["Finding"], view: str, path: Path, *, aside: bool = False) -> None:
    """Writes a view of the findings to a file, whole or not at all; `aside` keeps standard output for JSON."""
    from pyrometer import registry, writing

    writing.put(path, registry.find("pyrometer.views", view).render(found))
    click.echo(f"Wrote {path}", err=aside)
