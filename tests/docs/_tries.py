"""Tries a block of a page as a reader would: shell lines, Python, TOML; what a page shows as printed is compared."""

import doctest
import re
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from pyrometer import config
from pyrometer.apps.cli import root
from pyrometer.definitions import _words as definition_words
from pyrometer.definitions import parse
from pyrometer.plant import _charts
from pyrometer.sensors import _config, _words
from tests.docs._pages import Block

SIGNALS = ("today", "chart", "check")  # they may exit with 1: a signal, or a failed check
OF_A_DEFINITION = {**definition_words.DEFINITION_WORDS, **definition_words.CLAUSE_WORDS, "test": "", "decision": ""}
SENSOR = 'sensor = "csv"\npath = "x.csv"\n'


def shell(line: str) -> str:
    """What the command line prints; lines without pyrometer (pip, mail, cp) are others' business and are not run."""
    said = ""
    for part in re.split(r"&&|\|\|", line):
        words = shlex.split(part, comments=True)
        if words[:1] == ["pyrometer"]:
            done = CliRunner().invoke(root, words[1:], catch_exceptions=True, terminal_width=92)
            wrong = done.exit_code and (done.exit_code != 1 or words[1] not in SIGNALS or unlike_exit(done.exception))
            assert not wrong, f"{part}: exit {done.exit_code}: {done.output}{done.exception or ''}"
            said += done.output
    return said


def unlike_exit(error: BaseException | None) -> bool:
    """Whether a command ended by an error, and not by an exit status of its own."""
    return error is not None and not isinstance(error, SystemExit)


def printed(place: str, shown: str, said: str) -> None:
    """Asserts that what a page shows is what was said, word for word; '...' stands for anything left out."""
    parts = [r"\s+".join(map(re.escape, part.split())) for part in shown.split("...")]
    pattern = r".*?".join(parts) + (r"\s*" if parts[-1] else "")
    assert re.fullmatch(r"\s*" + pattern, " ".join(said.split()), re.S), f"{place}: shows\n{shown}\nbut it says\n{said}"


def console(block: Block, _: dict[str, Any]) -> None:
    """A terminal as it looked: lines after '$ ' are run, those below are compared."""
    assert block.text.startswith("$ "), f"{block.place}: is no terminal; mark it as <!-- only shown -->"
    for piece in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        line, _end, shown = piece.partition("\n")
        said = shell(line)
        if shown.strip():
            printed(block.place, shown, said)


def lines(block: Block, _: dict[str, Any]) -> None:
    """Lines to type, run one after the other; a backslash goes on in the next."""
    for line in block.text.replace("\\\n", " ").splitlines():
        shell(line)


def python(block: Block, names: dict[str, Any]) -> None:
    """Python, run with what the blocks above it on the page made."""
    exec(compile(block.text, block.place, "exec"), names)


def session(block: Block, names: dict[str, Any]) -> None:
    """A session of Python: what it shows is compared."""
    test = doctest.DocTestParser().get_doctest(block.text, names, block.place, block.place, 0)
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append, clear_globs=False)
    names |= test.globs
    assert told == [], "".join(told)


def toml(block: Block, _: dict[str, Any]) -> None:
    """TOML in the words of our files; where a block shows several ways to write a key, each line stands alone."""
    try:
        tomllib.loads(block.text)
        texts = [block.text]
    except tomllib.TOMLDecodeError:
        texts = [line for line in block.text.splitlines() if line.strip()]
    for text in texts:
        _toml(text, block.place)


def _toml(text: str, place: str) -> None:
    """The text is taken by the reader of the file of which it is a part."""
    given = tomllib.loads(text)
    if "definition" in given:
        parse.parse(text, place)
    elif set(given) <= set(config.SECTIONS):
        config.parse(given, Path(place))
    elif set(given) <= set(_charts.SECTIONS):
        path = Path("chart-of-the-page.toml")
        path.write_text(text, encoding="utf-8")
        _charts.read(path)
    elif "event" in given:
        _config.parse(SENSOR + ("" if "prospect" in given else 'prospect = "id"\n') + text, Path(place))
    else:
        _known(given, {**OF_A_DEFINITION, **_words.SENSOR_WORDS, **_words.EVENT_WORDS}, place)


def _known(given: Mapping[str, Any], words: Mapping[str, str], place: str) -> None:
    assert set(given) <= set(words), f"{place}: no file has {sorted(set(given) - set(words))}"


TRIES = {"": console, "sh": lines, "python": python, "pycon": session, "toml": toml}
