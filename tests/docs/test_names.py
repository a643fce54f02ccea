"""Every name that the pages give is there: commands and options, studies, measures, cautions, words of files."""

import ast
import re
import shlex
from functools import cache
from pathlib import Path

import click
import pytest

from pyrometer import registry
from pyrometer.apps.cli import root
from pyrometer.definitions import parse
from tests.docs import _pages

SOURCE = _pages.ROOT / "src" / "pyrometer"
PAGES = [*_pages.paths(), _pages.ROOT / "CHANGELOG.md"]
NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
THEIRS = {  # names of users' own records and rules, and of other programs
    "active", "canceled", "reopened", "add_payment_info", "incomplete_expired", "paid_at", "signed_on", "activated_at",
    "trial_end", "lint-imports", "set", "sent_discount", "recorded_at",
    "logged_at", "received_at", "responsible", "manager",
}  # fmt: skip
KINDS = {  # how a page introduces a name: what it must then be
    "study": registry.names("pyrometer.studies"),
    "studies": registry.names("pyrometer.studies"),
    "measure": registry.names("pyrometer.measures"),
    "measures": registry.names("pyrometer.measures"),
    "check": registry.names("pyrometer.definitions.checks"),
    "checks": registry.names("pyrometer.definitions.checks"),
    "definition": parse.library_names(),
}


@cache
def known() -> frozenset[str]:
    """Every name in the code: of a file or folder, a text that stands alone, a field, a function, an option."""
    found = {p.stem.replace("_", "-") for p in SOURCE.rglob("*")} | {p.stem.strip("_") for p in SOURCE.rglob("*")}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    found |= {part.strip() for part in text.split(",")}
                case ast.AnnAssign(target=ast.Name(id=name)) | ast.FunctionDef(name=name):
                    found.add(name)
    return frozenset(found)


def options(command: click.Command) -> set[str]:
    """The options of a command, as typed."""
    return {"--help", "-h", *(o for p in command.params for o in (*p.opts, *p.secondary_opts))}


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    """Every command by the words that call it."""
    context, found = click.Context(group), {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found[(*path, name)] = command
        if isinstance(command, click.Group):
            found |= leaves(command, (*path, name))
    return found


COMMANDS = leaves(root) | {(): root}
ALL_OPTIONS = set().union(*map(options, COMMANDS.values()))


def unknown(line: str) -> list[str]:
    """The words of a command line that are no command and no option of it."""
    words = shlex.split(line, comments=True)[1:]
    path = max((p for p in COMMANDS if tuple(words[: len(p)]) == p), key=len)
    own = options(COMMANDS[path])
    wrong = [w for w in words if w.startswith("--") and w.partition("=")[0] not in own]
    rest = words[len(path) :][:1] if isinstance(COMMANDS[path], click.Group) else []
    return wrong + [w for w in rest if not w.startswith("-") and not w.isupper()]


def line_after_line(page: Path) -> list[tuple[str, str]]:
    """Every command line of a page, in running text and in blocks, those only shown too."""
    of_blocks = [
        (b.place, line) for b in _pages.blocks(page) if b.language in ("", "sh") for line in b.text.split("\n")
    ]
    parts = [(place, p.strip().removeprefix("$ ")) for place, line in of_blocks for p in re.split(r"&&|\|\|", line)]
    return [(at, line) for at, line in [*_pages.codes(page), *parts] if line.startswith("pyrometer ")]


@pytest.mark.parametrize("page", PAGES, ids=_pages.name)
def test_commands_and_options_are_there(page: Path) -> None:
    wrong = [(place, line, bad) for place, line in line_after_line(page) if (bad := unknown(line))]
    alone = [(place, code) for place, code in _pages.codes(page) if code.startswith("--")]
    wrong += [
        (place, code, [w]) for place, code in alone for w in code.split() if w[:2] == "--" and w not in ALL_OPTIONS
    ]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=_pages.name)
def test_names_are_there(page: Path) -> None:
    words = [(place, code) for place, code in _pages.codes(page) if NAME.fullmatch(code)]
    assert [(at, word) for at, word in words if word not in known() and word not in THEIRS] == []


@pytest.mark.parametrize("page", PAGES, ids=_pages.name)
def test_a_name_is_of_the_kind_that_the_page_says(page: Path) -> None:
    text = " ".join(page.read_text(encoding="utf-8").split())
    said = re.findall(rf"\b({'|'.join(KINDS)}) `([a-z][a-z-]+)`", text)
    assert [(kind, name) for kind, name in said if name not in KINDS[kind]] == []


def test_what_is_not_there_is_found() -> None:
    assert unknown("pyrometer study yeild --json") == ["--json", "yeild"]
    assert unknown("pyrometer raed --anew") == ["--anew", "raed"]
    assert unknown("pyrometer read --annew") == ["--annew"]
    assert "no-such-caution" not in known()
