"""Writes docs/reference from the code itself, a page each of what there is: nothing is listed by hand."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import click

from pyrometer import errors as errors_module
from pyrometer import registry
from pyrometer.apps.cli import root
from pyrometer.config import SECTIONS
from pyrometer.definitions import parse, read_back
from pyrometer.sensors import _words

HERE = Path(__file__).parent
OUT = HERE / "reference"


def page(title: str, lead: str, blocks: Iterable[str]) -> str:
    """A page of the reference."""
    return f"# {title}\n\n{lead}\n\n" + "\n\n".join(blocks) + "\n"


def settings(kind: type) -> str:
    """The fields of a settings record as a list."""
    lines, kinds = [], get_type_hints(kind)
    for f in fields(kind):
        choices = get_args(kinds[f.name]) if get_origin(kinds[f.name]) is Literal else ()
        one_of = f" One of: {', '.join(map(str, choices))}." if choices else ""
        default = "" if f.default is MISSING or f.default in (None, "", ()) else f" Default: {f.default}."
        lines.append(f"- `{f.name}`: {f.metadata['help']}{one_of}{default}")
    return "\n".join(lines) or "No settings."


def words(known: Mapping[str, str]) -> str:
    """The words of a file as a list."""
    return "\n".join(f"- `{word}`: {meaning}" for word, meaning in known.items())


def cell(text: str) -> str:
    """Text that does not break a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def studies() -> str:
    """One block a study."""
    blocks = []
    for name in registry.names("pyrometer.studies"):
        study = registry.find("pyrometer.studies", name)
        lead = registry.first_line("pyrometer.studies", name)
        head = f"## {name}\n\n**{study.question}**\n\n{lead}\n\nFor: {study.audience}."
        blocks.append(f"{head}\n\n{settings(study.settings)}")
    return page("Studies", "One question each. `pyrometer study NAME`, or `plant.study(name)` in Python.", blocks)


def measures() -> str:
    """One block a measure, with its columns."""
    blocks = []
    for name in registry.names("pyrometer.measures"):
        measure = registry.find("pyrometer.measures", name)
        rows = "\n".join(f"| `{c.name}` | {cell(c.unit)} | {cell(c.meaning)} |" for c in measure.columns)
        table = f"| column | unit | meaning |\n|---|---|---|\n{rows}"
        blocks.append(f"## {name}\n\n{measure.question}\n\n{settings(measure.settings)}\n\n{table}")
    return page("Measures", "Reductions that the engine runs. `plant.measure(name)` gives a small table.", blocks)


def sensors() -> str:
    """One block a sensor."""
    blocks = []
    for name in registry.names("pyrometer.sensors"):
        sensor = registry.find("pyrometer.sensors", name)
        ends = ", ".join(f"`{s}`" for s in sensor.suffixes) or "none"
        lead = registry.first_line("pyrometer.sensors", name)
        blocks.append(f"## {name}\n\n{lead}\n\nFile endings: {ends}.\n\n{settings(sensor.settings)}")
    blocks.append(
        f"## Every sensor file\n\nThe keys of `sensors/*.toml`, whatever its kind.\n\n{words(_words.SENSOR_WORDS)}"
    )
    fields = 'By column, in words: `fields = { price = "money EUR decimal-comma", closed = "date day-first" }`.'
    events = "Which rows give an event, and which columns fill it."
    others = "Columns of another file, or table of the same database, added by key."
    dates = (
        'How dates of one row lie to each other: `dates = { ended_at = ["missing", "after trial_end"] }`. Of several '
        "ways any must hold, of several dates all. A row with something in them that is no date is refused."
    )
    parts = {"[[event]]": (events, _words.EVENT_WORDS), "dates": (dates, _words.DATE_WORDS)}
    parts["fields"] = (fields, _words.FIELD_WORDS)
    parts["[[lookup]]"] = (others, _words.LOOKUP_WORDS)
    blocks += [f"### {name}\n\n{lead}\n\n{words(known)}" for name, (lead, known) in parts.items()]
    return page("Sensors", "Where records come from. `pyrometer start FILE` chooses one and writes its file.", blocks)


def plant() -> str:
    """One block a section of pyrometer.toml."""
    blocks = []
    for name, kind in SECTIONS.items():
        _, _, lead = (kind.__doc__ or "").partition(": ")
        blocks.append(f"## [{name}]\n\nThat is {lead}\n\n{settings(kind)}")
    return page("pyrometer.toml", "What a plant is: every key of its file, which `pyrometer start` writes.", blocks)


def checks() -> str:
    """One block a check of definitions, from its own docstring."""
    blocks = []
    for name in registry.names("pyrometer.definitions.checks"):
        module = import_module(f"pyrometer.definitions.checks.{name.replace('-', '_')}")
        blocks.append(f"## {name}\n\n{(module.__doc__ or '').strip()}")
    return page("Checks", "What `pyrometer check` looks at, each with the reason why.", blocks)


def library() -> str:
    """Each starter definition in plain English."""
    blocks = []
    for name in parse.library_names():
        definition = parse.library(name)
        blocks.append(f"## {name}\n\n{read_back.read_back(definition)}")
    return page("Starter definitions", "Shipped with Pyrometer: `pyrometer define new NAME`.", blocks)


def commands() -> str:
    """Each command's help, and that of its own commands but for `study`, whose options are those of the studies."""
    with click.Context(root, info_name="pyrometer") as ctx:
        blocks = list(helped(root, ctx, "##"))
    return page("Commands", "Every command; exit 0 fine, 1 a signal or a failed check, 2 wrong call.", blocks)


def helped(group: click.Group, ctx: click.Context, mark: str) -> Iterator[str]:
    """The help of the commands of a group, in its order."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        with click.Context(command, info_name=name, parent=ctx) as inner:
            yield f"{mark} {inner.command_path.removeprefix('pyrometer ')}\n\n```\n{command.get_help(inner)}\n```"
            if isinstance(command, click.Group) and name != "study":
                yield from helped(command, inner, f"{mark}#")


def errors() -> str:
    """Every sentence that a wrong call can get, by kind of error, as the code writes it."""
    found: dict[str, set[str]] = {}
    for path in sorted((HERE.parent / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            kind, text = sentence(node) if isinstance(node, ast.Call) and node.args else ("", "")
            if text:
                found.setdefault(kind, set()).add(text)
    blocks = []
    for kind in sorted(found):
        lead = (getattr(errors_module, kind).__doc__ or "").strip()
        blocks.append(f"## {kind}\n\n{lead}\n\n" + "\n".join(f"- {text}" for text in sorted(found[kind])))
    tree = "```\n" + (errors_module.PyrometerError.__doc__ or "").split("::")[1].strip() + "\n```"
    return page("Errors", "A wrong call gets one sentence with a way out, and exit status 2.\n\n" + tree, blocks)


def sentence(call: ast.Call) -> tuple[str, str]:
    """The kind of error that the call makes, and its sentence with … for what is filled in; empty for other calls."""
    match call.func:
        case ast.Name(id="wrong"):
            kind = "BadSetting"  # a TOML file that is none
        case ast.Attribute(attr="wrong"):
            kind = "DefinitionError"  # at a place in its file
        case ast.Name(id=name) if name[0].isupper() and hasattr(errors_module, name):
            kind = name
        case _:
            return "", ""
    return kind, written(call.args[0])


def written(text: ast.expr) -> str:
    """A text of the code as people see it; empty where it is no text, or says nothing of its own."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    words = [str(p.value) if isinstance(p, ast.Constant) else "…" for p in parts]
    return "".join(words).replace("\n", " ") if any(re.search(r"\w{2}", w) for w in words) else ""


def main() -> None:
    """Writes all pages."""
    OUT.mkdir(exist_ok=True)
    for make in (plant, studies, measures, sensors, checks, library, commands, errors):
        (OUT / f"{make.__name__}.md").write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
